package org.fragcache.spec.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Designs beside each other: property by property, count by count.
 *
 * @param designs the columns
 * @param verdicts a row for each property and witness, in order, with a cell for each design
 * @param costs a row for each count, with a cell for each design
 * @param guards a line for each set of models that leave out one guard each
 */
record DesignComparison(
    Designs designs,
    Map<Designs.Row, List<DesignCell>> verdicts,
    Map<Designs.Cost, List<String>> costs,
    List<String> guards) {

  /** What a count says of a step that the design cannot do. */
  static final String IMPOSSIBLE = "never";

  /** A guard left out, with page frames in slots, and with names. */
  private static final String WITH_PFN = "MCPfnSteps_Without";

  private static final String WITH_NAMES = "MCPfnSteps_NamesWithout";

  private static final int COLUMNS = 80;

  /**
   * Compares.
   *
   * @param all the models, as recorded or as found
   * @param traces of the models that count, by name
   * @throws org.fragcache.spec.UsageException if a cell has neither a model nor a reason, or counts
   *     are of no simple form
   */
  static DesignComparison of(
      Designs designs, Models models, List<ModelRecord> all, Map<String, List<TraceStep>> traces) {
    Map<Designs.Row, List<DesignCell>> verdicts = new LinkedHashMap<>();
    designs
        .rows()
        .forEach(
            row ->
                verdicts.put(
                    row,
                    designs.designs().stream()
                        .map(d -> DesignCell.of(designs, d, row.name(), all, models))
                        .toList()));
    Map<String, DesignCosts> counted = new LinkedHashMap<>();
    for (Designs.Design design : designs.designs()) {
      List<TraceStep> trace = traces.getOrDefault(design.costModel(), List.of());
      counted.put(design.name(), DesignCosts.of(design.costModel(), trace, designs.costs()));
    }
    Map<Designs.Cost, List<String>> costs = new LinkedHashMap<>();
    for (Designs.Cost cost : designs.costs()) {
      List<String> row = new ArrayList<>();
      for (Designs.Design design : designs.designs()) {
        DesignCosts of = java.util.Objects.requireNonNull(counted.get(design.name()));
        row.add(
            !designs.reason(design, cost.step()).isEmpty()
                ? DesignCell.Kind.NOT_APPLICABLE.label
                : of.possible(cost) ? of.formula(cost) : IMPOSSIBLE);
      }
      costs.put(cost, row);
    }
    return new DesignComparison(designs, verdicts, costs, guards(all));
  }

  private static List<String> guards(List<ModelRecord> all) {
    List<String> pfn = suffixes(all, WITH_PFN);
    List<String> names = suffixes(all, WITH_NAMES);
    return List.of(
        "page frames in slots need " + pfn.size() + " guards: " + String.join(", ", pfn),
        "(fragment, offset) in slots need " + names.size() + ": " + String.join(", ", names));
  }

  private static List<String> suffixes(List<ModelRecord> all, String prefix) {
    return all.stream()
        .filter(model -> model.violated() && model.name().startsWith(prefix))
        .map(model -> model.name().substring(prefix.length()))
        .toList();
  }

  /** How a cell is written, its footnote as a letter if it has one. */
  private static String text(DesignCell cell, List<String> reasons) {
    return switch (cell.kind()) {
      case HOLDS, NEVER -> cell.kind().label;
      case FAILS, REACHED -> cell.kind().label + " " + cell.steps() + (cell.elsewhere() ? "*" : "");
      case NOT_APPLICABLE -> cell.kind().label + " " + footnote(cell.reason(), reasons);
    };
  }

  private static char footnote(String reason, List<String> reasons) {
    if (!reasons.contains(reason)) {
      reasons.add(reason);
    }
    return (char) ('a' + reasons.indexOf(reason));
  }

  private String cost(Designs.Cost cost, int column, List<String> reasons) {
    String text = costs.getOrDefault(cost, List.of()).get(column);
    return text.equals(DesignCell.Kind.NOT_APPLICABLE.label)
        ? text + " " + footnote(designs.reason(designs.designs().get(column), cost.step()), reasons)
        : text;
  }

  /** The tables as text of at most 80 columns. */
  List<String> text() {
    List<String> lines = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (Designs.Design design : designs.designs()) {
      lines.addAll(wrapped(String.format("%-9s%s", design.head(), design.is()), 9));
    }
    lines.add("");
    int label = COLUMNS - designs.designs().size() * (Designs.HEAD + 1);
    lines.add(
        row("property", designs.designs().stream().map(Designs.Design::head).toList(), label));
    verdicts.forEach(
        (row, cells) ->
            lines.addAll(
                rows(row.name(), cells.stream().map(c -> text(c, reasons)).toList(), label)));
    lines.add("");
    lines.addAll(
        wrapped(
            "fails n: the shortest trace has n steps. *: holds in a repaired or narrower variant of"
                + " the design. yes n: reached in n steps; never: in no state of the model.",
            0));
    lines.add("");
    lines.add(
        row(
            "count, n blocks, K clones",
            designs.designs().stream().map(Designs.Design::head).toList(),
            label));
    for (Designs.Cost cost : designs.costs()) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < designs.designs().size(); i++) {
        cells.add(cost(cost, i, reasons));
      }
      lines.addAll(rows(cost.says(), cells, label));
    }
    lines.add("");
    for (int i = 0; i < reasons.size(); i++) {
      lines.addAll(wrapped((char) ('a' + i) + ": " + reasons.get(i), 3));
    }
    guards.forEach(line -> lines.addAll(wrapped(line, 2)));
    return lines;
  }

  /** A label that is too long has a line of its own. */
  private static List<String> rows(String label, List<String> cells, int width) {
    return label.length() < width
        ? List.of(row(label, cells, width))
        : List.of(label, row("", cells, width));
  }

  private static String row(String label, List<String> cells, int width) {
    StringBuilder line = new StringBuilder(String.format("%-" + (width - 1) + "s", label));
    cells.forEach(cell -> line.append(' ').append(String.format("%-" + Designs.HEAD + "s", cell)));
    return line.toString().stripTrailing();
  }

  private static List<String> wrapped(String text, int indent) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > COLUMNS) {
      int blank = rest.lastIndexOf(' ', COLUMNS);
      int cut = blank > indent ? blank : COLUMNS;
      lines.add(rest.substring(0, cut).stripTrailing());
      rest = " ".repeat(indent) + rest.substring(cut).strip();
    }
    lines.add(rest);
    return lines;
  }

  /** The tables as Markdown. */
  String markdown() {
    List<String> reasons = new ArrayList<>();
    StringBuilder out = new StringBuilder();
    head(out, "Property");
    verdicts.forEach(
        (row, cells) -> {
          out.append("| `").append(row.name()).append("`: ").append(row.says()).append(" |");
          cells.forEach(cell -> out.append(' ').append(text(cell, reasons)).append(" |"));
          out.append('\n');
        });
    out.append(
        "\n*fails n*: the shortest trace has n steps; with `*` it holds in a repaired or narrower"
            + " variant. *yes n*: reached in n steps; *never*: in no state of the model.\n\n");
    head(out, "Count, for n cached blocks and K clones");
    for (Designs.Cost cost : designs.costs()) {
      out.append("| ").append(cost.says()).append(" |");
      for (int i = 0; i < designs.designs().size(); i++) {
        out.append(' ').append(cost(cost, i, reasons)).append(" |");
      }
      out.append('\n');
    }
    out.append('\n');
    for (int i = 0; i < reasons.size(); i++) {
      out.append("- ").append((char) ('a' + i)).append(": ").append(reasons.get(i)).append('\n');
    }
    guards.forEach(line -> out.append("- ").append(line).append('\n'));
    return out.toString();
  }

  private void head(StringBuilder out, String first) {
    out.append("| ").append(first).append(" |");
    designs.designs().forEach(d -> out.append(' ').append(d.name()).append(" |"));
    out.append("\n|---|").append("---|".repeat(designs.designs().size())).append('\n');
  }
}
