package org.fragcache.spec.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.Guards.Guard;
import org.fragcache.spec.model.TlcResult.Kind;

/** Switches guards off, one model each, and shows what TLC finds broken. */
public final class GuardRunner {

  private static final int COLUMNS = 110;
  private static final int LEAST_KERNEL = 20;

  /** A guard, and for each model that switches it off what came of it. */
  private record Row(Guard guard, List<Verdict> verdicts) {

    /** A guard that nothing shows to be needed is as bad as one whose model differs. */
    boolean good() {
      return !verdicts.isEmpty() && verdicts.stream().allMatch(Verdict::asRecorded);
    }
  }

  private final CheckOptions options;
  private final Map<ModelRecord, List<Guard>> off;
  private final PrintStream out;
  private final Map<ModelRecord, Optional<StepsTrace>> traces = new LinkedHashMap<>();

  private GuardRunner(CheckOptions options, Map<ModelRecord, List<Guard>> off, PrintStream out) {
    this.options = options;
    this.off = off;
    this.out = out;
  }

  /**
   * Checks the models that switch guards off, prints a table and, if the options ask for traces,
   * each guard's shortest error trace, and writes JSON if they ask for it. Of the options, tier,
   * models and update are not used.
   *
   * @param names of the guards, empty for all
   * @return 0 if each guard has a model that violates what {@code models.json} says, else 1
   * @throws UsageException if the guards, {@code models.json} or a configuration cannot be used, or
   *     a name is that of no guard
   * @throws CancellationException as {@link ModelRunner#run}
   */
  public static int run(CheckOptions options, List<String> names, PrintStream out) {
    Models models = Models.read(options.specDirectory());
    Guards guards = Guards.read(options.specDirectory());
    List<Guard> chosen =
        names.isEmpty() ? guards.all() : names.stream().distinct().map(guards::named).toList();
    Map<ModelRecord, List<Guard>> off =
        new LinkedHashMap<>(guards.switchedOff(models.directory(), models.all()));
    // A model that holds shows no need of a guard; nor does a witness, which must be reached.
    off.keySet().removeIf(model -> !model.violated() || model.isWitness());
    off.values().removeIf(of -> of.stream().noneMatch(chosen::contains));
    GuardRunner runner = new GuardRunner(options, off, out);
    try (AtomicFile json = options.json() == null ? null : new AtomicFile(options.json())) {
      long began = System.nanoTime();
      List<Verdict> verdicts =
          off.isEmpty()
              ? List.of()
              : ModelRunner.verdicts(
                  options.withModels(off.keySet().stream().map(ModelRecord::name).toList()), out);
      double seconds = (System.nanoTime() - began) / 1e9;
      List<Row> rows =
          chosen.stream()
              .map(
                  guard ->
                      new Row(
                          guard,
                          verdicts.stream()
                              .filter(v -> off.getOrDefault(v.model(), List.of()).contains(guard))
                              .toList()))
              .toList();
      runner.print(rows, models, guards, seconds);
      if (json != null) {
        json.commit(runner.json(rows, seconds));
      }
      return rows.stream().allMatch(Row::good) ? 0 : 1;
    }
  }

  private void print(List<Row> rows, Models models, Guards guards, double seconds) {
    table(rows).forEach(out::println);
    long good = rows.stream().filter(Row::good).count();
    out.printf(
        Locale.ROOT,
        "%d of %d guards break, when off, what models.json says; %d model%s in %.0f s%n",
        good,
        rows.size(),
        off.size(),
        off.size() == 1 ? "" : "s",
        seconds);
    for (Row row : rows) {
      if (row.verdicts().isEmpty()) {
        out.println(
            guards.file()
                + ":"
                + row.guard().line()
                + ": guard "
                + row.guard().name()
                + ": no model switches it off; expected one in "
                + models.file()
                + " that is violated");
      }
    }
    if (options.workers() > 1) {
      out.println(
          options.workers() + " workers: traces may be longer than the record, and may vary");
    }
    Set<Verdict> shown = new LinkedHashSet<>();
    rows.forEach(row -> shown.addAll(row.verdicts()));
    for (Verdict verdict : shown) {
      if (options.traces() || !verdict.asRecorded()) {
        show(verdict);
      }
    }
    out.flush();
  }

  private void show(Verdict verdict) {
    TlcResult result = verdict.result();
    List<Guard> guards = off.getOrDefault(verdict.model(), List.of());
    out.println();
    out.println(
        guards.stream().map(Guard::name).collect(Collectors.joining(" and "))
            + " off: "
            + switch (result.kind()) {
              case HOLDS -> "everything holds";
              case ERROR -> "TLC ended by an error";
              case VIOLATED -> result.property() + " is violated";
            }
            + " ("
            + verdict.model().name()
            + ")");
    verdict.differences().forEach(difference -> out.println("  " + difference));
    result.error().lines().filter(line -> !line.isBlank()).forEach(l -> out.println("  " + l));
    trace(verdict).map(StepsTrace::lines).orElseGet(verdict::traceLines).forEach(out::println);
  }

  private Optional<StepsTrace> trace(Verdict verdict) {
    return traces.computeIfAbsent(
        verdict.model(), m -> StepsTrace.of(verdict, options.specDirectory()));
  }

  private List<String> table(List<Row> rows) {
    List<List<String>> cells = new ArrayList<>();
    for (Row row : rows) {
      Guard guard = row.guard();
      if (row.verdicts().isEmpty()) {
        cells.add(List.of(guard.name(), guard.kernel(), "-", "-", "no model"));
      }
      boolean first = true;
      for (Verdict verdict : row.verdicts()) {
        TlcResult result = verdict.result();
        String property = result.property();
        cells.add(
            List.of(
                first ? guard.name() : "",
                first ? guard.kernel() : "",
                result.kind() == Kind.VIOLATED && property != null ? property : "-",
                result.trace().isEmpty() ? "-" : Integer.toString(result.trace().size()),
                verdict.label()));
        for (Guard other : off.getOrDefault(verdict.model(), List.of())) {
          if (!other.equals(guard)) {
            cells.add(List.of("  with " + other.name(), "", "", "", ""));
          }
        }
        first = false;
      }
    }
    int name = width(cells, 0, "guard");
    int property = width(cells, 2, "property violated");
    int verdict = width(cells, 4, "verdict");
    int kernel =
        Math.max(
            LEAST_KERNEL,
            Math.min(
                width(cells, 1, "kernel analogue"),
                COLUMNS - name - property - "states".length() - verdict - 4));
    String format = "%-" + name + "s %-" + kernel + "s %-" + property + "s %6s %s";
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            format, "guard", "kernel analogue", "property violated", "states", "verdict"));
    for (List<String> cell : cells) {
      List<String> parts = wrapped(cell.get(1), kernel);
      for (int i = 0; i < parts.size(); i++) {
        lines.add(
            (i == 0
                    ? String.format(
                        format, cell.get(0), parts.get(0), cell.get(2), cell.get(3), cell.get(4))
                    : String.format(format, "", "  " + parts.get(i), "", "", ""))
                .stripTrailing());
      }
    }
    return lines;
  }

  private static int width(List<List<String>> cells, int column, String head) {
    return Math.max(
        head.length(), cells.stream().mapToInt(cell -> cell.get(column).length()).max().orElse(0));
  }

  /** The text in lines; all but the first have two columns less. */
  private static List<String> wrapped(String text, int columns) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > columns - (lines.isEmpty() ? 0 : 2)) {
      int room = columns - (lines.isEmpty() ? 0 : 2);
      int blank = rest.lastIndexOf(' ', room);
      int cut = blank > 0 ? blank : room;
      lines.add(rest.substring(0, cut));
      rest = rest.substring(cut).strip();
    }
    lines.add(rest);
    return lines;
  }

  private String json(List<Row> rows, double seconds) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put(
        "tlc",
        rows.stream()
            .flatMap(row -> row.verdicts().stream())
            .findFirst()
            .map(verdict -> verdict.result().version())
            .orElse("not run"));
    root.put("seconds", ModelsJson.rounded(seconds));
    root.put("guards", rows.size());
    root.put("asRecorded", rows.stream().filter(Row::good).count());
    ArrayNode list = root.putArray("results");
    for (Row row : rows) {
      ObjectNode node = list.addObject();
      node.put("guard", row.guard().name());
      node.put("group", row.guard().group());
      node.put("kernel", row.guard().kernel());
      node.put("good", row.good());
      ArrayNode models = node.putArray("models");
      for (Verdict verdict : row.verdicts()) {
        ObjectNode model = ModelsJson.result(models.addObject(), verdict);
        ArrayNode also = model.putArray("alsoOff");
        off.getOrDefault(verdict.model(), List.of()).stream()
            .filter(other -> !other.equals(row.guard()))
            .forEach(other -> also.add(other.name()));
        trace(verdict).ifPresent(trace -> putSteps(model, trace));
      }
    }
    return ModelsJson.print(root);
  }

  private static void putSteps(ObjectNode model, StepsTrace trace) {
    trace.start().forEach(model.putArray("start")::add);
    ArrayNode steps = model.putArray("steps");
    for (StepsTrace.Step step : trace.steps()) {
      ObjectNode node = steps.addObject();
      node.put("state", step.number());
      node.put("thread", step.thread());
      node.put("label", step.label());
      node.put("comment", step.comment());
      step.changes().forEach(node.putArray("changes")::add);
    }
    model.put("end", trace.end());
  }
}
