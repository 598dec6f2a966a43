package org.fragcache.conformance.mutants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fragcache.spec.UsageException;

/** Source files of the cache, edited and compiled against its classes, in memory. */
final class Recompiled {
  private Recompiled() {}

  /**
   * Classes by name: of the edited files only.
   *
   * @param home the project's directory
   * @throws UsageException if an edit does not match, what it gives does not compile, or there are
   *     no sources or no compiler
   */
  static Map<String, byte[]> classes(Path home, List<Edit> edits) {
    Path sources = home.resolve("impl/src/main/java/org/fragcache");
    if (!Files.isDirectory(sources)) {
      throw new UsageException(sources + ": no such directory; expected the cache's sources");
    }
    Map<String, List<String>> texts = new LinkedHashMap<>();
    for (Edit edit : edits) {
      List<String> text = texts.computeIfAbsent(edit.file(), f -> read(sources.resolve(f)));
      try {
        texts.put(edit.file(), edit.apply(text));
      } catch (IllegalArgumentException e) {
        throw new UsageException(String.valueOf(e.getMessage()), e);
      }
    }
    Map<URI, String> edited = new LinkedHashMap<>();
    texts.forEach((f, t) -> edited.put(sources.resolve(f).toUri(), String.join("\n", t)));
    return InMemoryCompiler.compile(edited);
  }

  private static List<String> read(Path file) {
    try {
      if (Files.isRegularFile(file)) {
        return Files.readAllLines(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new UsageException(file + ": no such file; expected a source file of the cache");
  }
}
