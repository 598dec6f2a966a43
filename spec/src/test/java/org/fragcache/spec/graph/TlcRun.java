package org.fragcache.spec.graph;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A run of TLC in a process of its own, for counts to compare with. */
record TlcRun(long generated, int distinct, int depth) {
  private static final Pattern COUNTS =
      Pattern.compile(
          "(?m)^([\\d,]+) states generated, ([\\d,]+) distinct states found, 0 states left");
  private static final Pattern DEPTH =
      Pattern.compile("depth of the complete state graph search is (\\d+)");

  static TlcRun of(Path specs, String module, String config, Path scratch)
      throws IOException, InterruptedException {
    Path jar =
        Path.of(
            tla2sany.st.Location.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
    Path tmp = Files.createTempDirectory(scratch, "tlc");
    Path log = tmp.resolve("log");
    Process p =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + tmp,
                "-cp",
                jar.toString(),
                "tlc2.TLC",
                "-deadlock",
                "-continue",
                "-workers",
                "1",
                "-metadir",
                tmp.resolve("meta").toString(),
                "-config",
                config + ".cfg",
                module)
            .directory(specs.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!p.waitFor(120, TimeUnit.SECONDS)) {
      p.destroyForcibly();
      throw new IllegalStateException("TLC still runs after 120 s");
    }
    String text = Files.readString(log, StandardCharsets.UTF_8);
    Matcher counts = COUNTS.matcher(text);
    Matcher depth = DEPTH.matcher(text);
    if (!counts.find() || !depth.find()) {
      throw new IllegalStateException("no counts in TLC's output: " + text);
    }
    return new TlcRun(
        Long.parseLong(counts.group(1).replace(",", "")),
        Integer.parseInt(counts.group(2).replace(",", "")),
        Integer.parseInt(depth.group(1)));
  }
}
