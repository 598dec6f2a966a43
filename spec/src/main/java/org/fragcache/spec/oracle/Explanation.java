package org.fragcache.spec.oracle;

import java.util.List;

/**
 * The first conjunct of an action that does not hold.
 *
 * @param conjunct its source text, exact, possibly of several lines
 * @param file name of the file it stands in, {@code FragmentCache.tla}
 * @param line line of its first character, from 1
 * @param via the operators entered on the way, the action first
 * @param operands for an equality, comparison or membership its two sides; for a changed variable
 *     under UNCHANGED the variable before and after; else empty
 */
public record Explanation(
    String conjunct, String file, int line, List<String> via, List<Operand> operands) {

  /**
   * One side of a comparison.
   *
   * @param source its source text
   * @param value its value as canonical text, or why it has none
   */
  public record Operand(String source, String value) {}

  /** Copies the lists. */
  public Explanation {
    via = List.copyOf(via);
    operands = List.copyOf(operands);
  }

  /** One line: {@code FragmentCache.tla:120: size[f] <= Max is FALSE: size[f] = 3, Max = 2}. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    out.append(file).append(':').append(line).append(": ");
    out.append(conjunct.replaceAll("\\s+", " ")).append(" is FALSE");
    String separator = ": ";
    for (Operand o : operands) {
      String source = o.source().replaceAll("\\s+", " ");
      if (!source.equals(o.value())) {
        out.append(separator).append(source).append(" = ").append(o.value());
        separator = ", ";
      }
    }
    return out.append(" (in ").append(String.join(" > ", via)).append(')').toString();
  }
}
