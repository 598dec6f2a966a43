package org.fragcache.spec.oracle.tlc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tla2sany.semantic.SemanticNode;
import tla2sany.st.Location;

/** The text of the modules, as it stands in their files. */
final class Sources {
  private final List<Path> libraries;
  private final Map<String, List<String>> files = new ConcurrentHashMap<>();

  Sources(List<Path> libraries) {
    this.libraries = libraries;
  }

  /** {@code M.tla:7:12}. */
  static String place(SemanticNode node) {
    Location at = node.getLocation();
    return at.source() + ".tla:" + at.beginLine() + ":" + at.beginColumn();
  }

  /** Whether a module is of the specification, and no standard module. */
  boolean isOwn(String module) {
    return Files.isRegularFile(libraries.get(0).resolve(module + ".tla"));
  }

  /** The exact text of a node; the lines after the first keep their indentation. */
  String text(SemanticNode node) {
    Location at = node.getLocation();
    List<String> lines = files.computeIfAbsent(at.source(), this::read);
    if (at.beginLine() < 1 || at.endLine() > lines.size()) {
      return node.getHumanReadableImage();
    }
    StringBuilder out = new StringBuilder();
    for (int i = at.beginLine(); i <= at.endLine(); i++) {
      String line = lines.get(i - 1);
      int from = i == at.beginLine() ? at.beginColumn() - 1 : 0;
      int to = i == at.endLine() ? at.endColumn() : line.length();
      out.append(i == at.beginLine() ? "" : "\n");
      out.append(line, Math.min(from, line.length()), Math.min(to, line.length()));
    }
    return out.toString();
  }

  private List<String> read(String module) {
    for (Path dir : libraries) {
      Path file = dir.resolve(module + ".tla");
      if (Files.isRegularFile(file)) {
        try {
          return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return List.of();
  }
}
