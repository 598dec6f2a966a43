package org.fragcache.conformance.show;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.fragcache.spec.UsageException;

/** The scenario files of a specification: {@code scenarios/NAME.scenario} below its directory. */
public final class Scenarios {
  static final String SUFFIX = ".scenario";

  private Scenarios() {}

  /**
   * Names of the scenarios, sorted; never empty.
   *
   * @throws UsageException if there is no directory of scenarios, or none in it
   */
  public static List<String> list(Path specDir) {
    Path dir = directory(specDir);
    if (!Files.isDirectory(dir)) {
      throw new UsageException(dir + ": no such directory, expected one with files *" + SUFFIX);
    }
    List<String> names;
    try (Stream<Path> files = Files.list(dir)) {
      names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(SUFFIX))
              .map(name -> name.substring(0, name.length() - SUFFIX.length()))
              .sorted()
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (names.isEmpty()) {
      throw new UsageException(dir + ": no scenario, expected files *" + SUFFIX);
    }
    return names;
  }

  static Path directory(Path specDir) {
    return specDir.resolve("scenarios");
  }
}
