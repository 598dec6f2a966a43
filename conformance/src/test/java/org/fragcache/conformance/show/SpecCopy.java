package org.fragcache.conformance.show;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The specification of this repository, and copies of it for scenarios that must fail. */
final class SpecCopy {
  /** The specification's directory; tests run in the directory of their module. */
  static final Path SPEC = Path.of("..", "spec");

  private static final Map<String, List<Frame>> PLAYED = new ConcurrentHashMap<>();

  private SpecCopy() {}

  /** The frames of a scenario of this repository, played once for all tests. */
  static List<Frame> play(String name) {
    return PLAYED.computeIfAbsent(name, key -> Show.play(SPEC, Scenario.load(SPEC, key)));
  }

  /** Copies all modules, and the scenarios with their configurations, into {@code dir}. */
  static Path into(Path dir) throws IOException {
    Path scenarios = Files.createDirectories(dir.resolve("scenarios"));
    List<Path> modules;
    try (Stream<Path> files = Files.list(SPEC)) {
      modules = files.filter(file -> file.toString().endsWith(".tla")).toList();
    }
    for (Path module : modules) {
      Files.copy(module, dir.resolve(module.getFileName()));
    }
    List<Path> beside;
    try (Stream<Path> files = Files.list(SPEC.resolve("scenarios"))) {
      beside = files.toList();
    }
    for (Path file : beside) {
      Files.copy(file, scenarios.resolve(file.getFileName()));
    }
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
