package org.fragcache.spec.oracle.tlc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
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
    return text(at.source(), at.beginLine(), at.beginColumn(), at.endLine(), at.endColumn());
  }

  private String text(String module, int line, int column, int endLine, int endColumn) {
    List<String> lines = files.computeIfAbsent(module, this::read);
    StringBuilder out = new StringBuilder();
    for (int i = line; i <= endLine; i++) {
      String text = lines.get(i - 1);
      int from = Math.min(i == line ? column - 1 : 0, text.length());
      int to = Math.min(i == endLine ? endColumn : text.length(), text.length());
      out.append(i == line ? "" : "\n");
      out.append(text, from, Math.max(from, to));
    }
    return out.toString();
  }

  /** The text of {@code outer}, on one line, with other text in the place of a part of it. */
  String with(Location outer, Location part, String text) {
    String module = outer.source();
    String head =
        text(
            module,
            outer.beginLine(),
            outer.beginColumn(),
            part.beginLine(),
            part.beginColumn() - 1);
    String tail =
        text(module, part.endLine(), part.endColumn() + 1, outer.endLine(), outer.endColumn());
    return line(head + text + tail);
  }

  /** On one line, without comments. */
  static String line(String text) {
    return text.lines()
        .map(l -> l.replaceFirst("\\\\\\*.*", ""))
        .collect(Collectors.joining(" "))
        .replaceAll("\\s+", " ")
        .strip();
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
