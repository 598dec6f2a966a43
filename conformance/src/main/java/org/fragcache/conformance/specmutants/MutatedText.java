package org.fragcache.conformance.specmutants;

import java.util.ArrayList;
import java.util.List;
import org.fragcache.spec.oracle.SpecMutant.Edit;
import org.fragcache.spec.oracle.SpecMutant.Span;

/**
 * A module's text with a mutant in it, for TLC to read as any other module. What is not changed
 * stays in its column, on a line of its own if need be: lists of conjuncts hang on columns.
 */
public final class MutatedText {
  private MutatedText() {}

  /** The lines of the module with an edit. */
  public static List<String> of(List<String> lines, Edit edit) {
    Span at = edit.at();
    List<String> out = new ArrayList<>(lines.subList(0, at.line() - 1));
    String head = lines.get(at.line() - 1).substring(0, at.column() - 1);
    String tail = lines.get(at.endLine() - 1).substring(at.endColumn());
    switch (edit.how()) {
      case KEEP -> {
        for (int i = at.line(); i <= at.endLine(); i++) {
          out.add(kept(lines.get(i - 1), i, at, edit.kept()));
        }
      }
      case REPLACE -> after(out, head + edit.text(), tail, at.endColumn());
      case NEGATE -> {
        String indent = " ".repeat(at.column() - 1);
        out.add(head + "~(");
        for (int i = at.line(); i <= at.endLine(); i++) {
          String line = lines.get(i - 1);
          String end = i == at.endLine() ? line.substring(0, at.endColumn()) : line;
          out.add(i == at.line() ? indent + end.substring(at.column() - 1) : end);
        }
        after(out, indent + ")", tail, at.endColumn());
      }
      case NONE -> throw new IllegalArgumentException("there is no text for " + edit);
    }
    out.addAll(lines.subList(at.endLine(), lines.size()));
    return out;
  }

  private static void after(List<String> out, String line, String tail, int column) {
    if (tail.isBlank()) {
      out.add(line);
    } else if (line.length() <= column) {
      out.add(line + " ".repeat(column - line.length()) + tail);
    } else {
      out.add(line);
      out.add(" ".repeat(column) + tail);
    }
  }

  private static String kept(String line, int number, Span at, Span kept) {
    StringBuilder out = new StringBuilder(line);
    for (int c = 1; c <= line.length(); c++) {
      if (isIn(at, number, c) && !isIn(kept, number, c)) {
        out.setCharAt(c - 1, ' ');
      }
    }
    return out.toString().stripTrailing();
  }

  private static boolean isIn(Span span, int line, int column) {
    return line >= span.line()
        && line <= span.endLine()
        && (line > span.line() || column >= span.column())
        && (line < span.endLine() || column <= span.endColumn());
  }
}
