package org.fragcache.conformance.mutants;

import java.util.ArrayList;
import java.util.List;

/**
 * A change of source text.
 *
 * @param file name of a source file of the cache
 * @param lines lines that follow each other there, just once, all without their indentation
 * @param become what stands there instead
 */
public record Edit(String file, List<String> lines, List<String> become) {
  /** Copies the lists. */
  public Edit {
    lines = List.copyOf(lines);
    become = List.copyOf(become);
  }

  /**
   * The text with the change.
   *
   * @throws IllegalArgumentException unless the lines are there once
   */
  List<String> apply(List<String> text) {
    int at = only(text);
    List<String> changed = new ArrayList<>(text.subList(0, at));
    changed.addAll(become);
    changed.addAll(text.subList(at + lines.size(), text.size()));
    return changed;
  }

  private int only(List<String> text) {
    int at = -1;
    int times = 0;
    for (int i = 0; i + lines.size() <= text.size(); i++) {
      if (text.subList(i, i + lines.size()).stream().map(String::strip).toList().equals(lines)) {
        at = i;
        times++;
      }
    }
    if (times != 1) {
      throw new IllegalArgumentException(
          "%s has '%s' %d times, expected once".formatted(file, String.join(" ", lines), times));
    }
    return at;
  }
}
