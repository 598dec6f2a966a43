package org.fragcache.conformance.designs;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fragcache.conformance.impl.CostScript;
import org.fragcache.conformance.impl.CostScript.Sample;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.Designs;
import org.fragcache.spec.model.MarkedPart;
import org.fragcache.spec.value.TlaState;
import org.jspecify.annotations.Nullable;

/**
 * The counts of {@code spec/designs}, taken in Java: by the same calls, over the state that the
 * cache of a design tells before and after. They are the same in every run.
 *
 * @param blocks of the file
 * @param clones of it
 * @param designs in the order of the columns
 * @param rows by what a cost says, for each design what it is; a step that the design's cache
 *     cannot do has none
 */
public record MeasuredCosts(
    int blocks, int clones, List<Designs.Design> designs, Map<String, Map<String, Long>> rows) {
  private static final Set<String> IN_JAVA =
      Set.of("NoSharing", "PerPageCount", "MappingRedirect", "Fragments");

  private static final MarkedPart TABLE =
      new MarkedPart(
          "<!-- measured: ./fragcache designs --update -->\n", "<!-- end of measured -->\n");
  private static final String STEP = "(\\.\\w+|\\[[^\\]]*\\])";
  private static final Pattern FOLIO = Pattern.compile("folio" + STEP);

  /** An entry of a mapping; the mapping of a fragment has those of its folios. */
  private static final Pattern ENTRY =
      Pattern.compile("((?:slot|pages)" + STEP + "|fragment" + STEP + "\\.folios)" + STEP);

  /** Measures all designs that there are in Java. */
  public static MeasuredCosts of(Designs designs, int blocks, int clones) {
    List<Designs.Design> measured =
        designs.designs().stream().filter(d -> IN_JAVA.contains(d.name())).toList();
    Map<String, Map<String, Long>> rows = new LinkedHashMap<>();
    for (Designs.Design design : measured) {
      Map<String, Sample> samples = new LinkedHashMap<>();
      CostScript.run(design.name(), blocks, clones).forEach(s -> samples.put(s.step(), s));
      for (Designs.Cost cost : designs.costs()) {
        put(rows, cost.says(), design, samples.get(cost.step()), s -> count(cost.count(), s));
      }
      put(rows, "store reads: all read", design, samples.get("cached"), Sample::storeReads);
      put(rows, "store reads: after eviction", design, samples.get("refill"), Sample::storeReads);
    }
    return new MeasuredCosts(blocks, clones, measured, rows);
  }

  private static void put(
      Map<String, Map<String, Long>> rows,
      String says,
      Designs.Design design,
      @Nullable Sample sample,
      ToLongFunction<Sample> count) {
    Map<String, Long> row = rows.computeIfAbsent(says, s -> new LinkedHashMap<>());
    if (sample != null) {
      row.put(design.name(), count.applyAsLong(sample));
    }
  }

  private static long count(String count, Sample sample) {
    return switch (count) {
      case "folios" -> changed(FOLIO, 0, sample);
      case "entries" -> changed(ENTRY, 0, sample);
      case "locks" -> changed(ENTRY, 1, sample);
      case "cached" -> sample.cached();
      default -> throw new UsageException("designs.json: count " + count + " is not measured");
    };
  }

  private static long changed(Pattern what, int group, Sample sample) {
    return TlaState.parse(sample.before()).diff(TlaState.parse(sample.after())).stream()
        .map(change -> what.matcher(change.path()))
        .filter(Matcher::lookingAt)
        .map(found -> found.group(group))
        .distinct()
        .count();
  }

  /** The table as Markdown. */
  public String markdown() {
    StringBuilder out = new StringBuilder();
    out.append("| Measured in Java, ").append(blocks).append(" blocks and ").append(clones);
    out.append(" clones |");
    designs.forEach(d -> out.append(' ').append(d.name()).append(" |"));
    out.append("\n|---|").append("---|".repeat(designs.size())).append('\n');
    for (String says : rows.keySet()) {
      out.append("| ").append(says).append(" |");
      designs.forEach(d -> out.append(' ').append(cell(says, d)).append(" |"));
      out.append('\n');
    }
    return out.toString();
  }

  /** The table as text of at most 80 columns. */
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append("%-28s".formatted("measured, n = " + blocks + ", K = " + clones));
    designs.forEach(d -> out.append("%9s".formatted(d.head())));
    for (String says : rows.keySet()) {
      out.append("%n%-28s".formatted(says));
      designs.forEach(d -> out.append("%9s".formatted(cell(says, d))));
    }
    return out.append('\n').toString();
  }

  private String cell(String says, Designs.Design design) {
    Long count = rows.getOrDefault(says, Map.of()).get(design.name());
    return count == null ? "-" : count.toString();
  }

  /**
   * The text with this table in the place that it has for it.
   *
   * @throws UsageException if it has none
   */
  public String in(Path file, String text) {
    return TABLE.replaced(file, text, markdown());
  }
}
