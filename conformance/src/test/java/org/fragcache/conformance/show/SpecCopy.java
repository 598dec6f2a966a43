package org.fragcache.conformance.show;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The specification of this repository, and copies of it for scenarios that must fail. */
final class SpecCopy {
  /** The specification's directory; tests run in the directory of their module. */
  static final Path SPEC = Path.of("..", "spec");

  private SpecCopy() {}

  /** Copies all modules and the configuration of the scenarios into {@code dir}. */
  static Path into(Path dir) throws IOException {
    Path scenarios = Files.createDirectories(dir.resolve("scenarios"));
    List<Path> modules;
    try (Stream<Path> files = Files.list(SPEC)) {
      modules = files.filter(file -> file.toString().endsWith(".tla")).toList();
    }
    for (Path module : modules) {
      Files.copy(module, dir.resolve(module.getFileName()));
    }
    Files.copy(SPEC.resolve("scenarios/three-files.cfg"), scenarios.resolve("three-files.cfg"));
    return dir;
  }

  /** Writes a scenario of these lines below {@code dir}. */
  static void write(Path dir, String name, String... lines) throws IOException {
    Path scenarios = Files.createDirectories(dir.resolve("scenarios"));
    Files.writeString(
        scenarios.resolve(name + ".scenario"),
        String.join("\n", lines) + "\n",
        StandardCharsets.ISO_8859_1);
  }
}
