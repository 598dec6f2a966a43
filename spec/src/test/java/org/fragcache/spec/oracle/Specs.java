package org.fragcache.spec.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Specifications for tests: files under resources, and small ones from text. */
public final class Specs {
  private Specs() {}

  /** The directory with the specifications of the tests. */
  public static Path directory() {
    URL url = Objects.requireNonNull(Specs.class.getResource("/oracle/Cow.tla"));
    try {
      return Objects.requireNonNull(Path.of(url.toURI()).getParent());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Opens a module under resources. */
  public static Oracle open(String module, String config) {
    return Oracle.open(directory(), module, Path.of(config), Use.REPLAY);
  }

  /** Writes module T and its configuration, and opens it. */
  public static Oracle open(Path dir, Use use, String body, String config) {
    write(dir, "T", "------ MODULE T ------\n" + body + "\n======\n", config);
    return Oracle.open(dir, "T", Path.of("T"), use);
  }

  /** Opens a module T of one variable x that starts at 0. */
  public static Oracle openNext(Path dir, String definitions) {
    String body = "EXTENDS Naturals\nCONSTANT S\nVARIABLE x\nInit == x = 0\n" + definitions;
    return open(dir, Use.REPLAY, body, "INIT Init\nNEXT Next\nCONSTANT S = {s1, s2}\n");
  }

  /** Writes a module and its configuration. */
  public static void write(Path dir, String module, String text, String config) {
    try {
      Files.writeString(dir.resolve(module + ".tla"), text);
      Files.writeString(dir.resolve(module + ".cfg"), config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of an encoding. */
  public static String text(OracleState s) {
    return new String(s.encoding(), StandardCharsets.US_ASCII);
  }

  /** The bytes of a text. */
  public static byte[] bytes(String s) {
    return s.getBytes(StandardCharsets.US_ASCII);
  }
}
