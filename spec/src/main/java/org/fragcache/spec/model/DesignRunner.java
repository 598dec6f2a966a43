package org.fragcache.spec.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.TlcResult.Kind;
import org.jspecify.annotations.Nullable;

/** Checks the models of all designs and compares the designs. */
public final class DesignRunner {

  private static final MarkedPart TABLES =
      new MarkedPart("<!-- tables: ./fragcache designs --update -->\n", "<!-- end of tables -->\n");

  private DesignRunner() {}

  /**
   * Checks every model of a design, prints the comparison, and writes what the options ask for. Of
   * the options, tier and models are not used; {@code update} is of the tables in {@code README.md}
   * beside the designs, {@code traces} shows those of what fails.
   *
   * @param markdown whether the comparison is printed as Markdown
   * @return 0 if all models are as recorded and the tables in {@code README.md} are of them, else 1
   * @throws UsageException if the designs, {@code models.json} or a model cannot be used
   * @throws CancellationException as {@link ModelRunner#run}
   */
  public static int run(CheckOptions options, boolean markdown, PrintStream out) {
    Models models = Models.read(options.specDirectory());
    Designs designs = Designs.read(options.specDirectory());
    Path readme = readme(designs);
    String before = read(readme);
    List<ModelRecord> chosen = chosen(models);
    // What is not there shows before anything is run.
    replaced(readme, before, "");
    designs
        .rows()
        .forEach(
            row ->
                designs
                    .designs()
                    .forEach(d -> DesignCell.of(designs, d, row.name(), chosen, models)));
    try (AtomicFile json = options.json() == null ? null : new AtomicFile(options.json());
        AtomicFile tables = options.update() ? new AtomicFile(readme) : null) {
      long began = System.nanoTime();
      List<Verdict> verdicts =
          ModelRunner.verdicts(
              options.withModels(chosen.stream().map(ModelRecord::name).toList()), out);
      double seconds = (System.nanoTime() - began) / 1e9;
      verdicts.stream().filter(v -> !v.asRecorded()).forEach(v -> show(v, out));
      if (verdicts.stream().anyMatch(v -> v.result().kind() == Kind.ERROR)) {
        out.println("no comparison: TLC ended by an error");
        return 1;
      }
      if (options.traces()) {
        verdicts.stream().filter(v -> isCounterexample(v.model())).forEach(v -> show(v, out));
      }
      DesignComparison comparison = compare(designs, models, verdicts);
      String after = replaced(readme, before, comparison.markdown());
      if (markdown) {
        out.print(comparison.markdown());
      } else {
        comparison.text().forEach(out::println);
      }
      long good = verdicts.stream().filter(Verdict::asRecorded).count();
      out.printf(
          Locale.ROOT,
          "%s%d of %d models as recorded in models.json, in %.0f s%n",
          markdown ? "\n" : "",
          good,
          verdicts.size(),
          seconds);
      boolean current = after.equals(before);
      if (tables != null) {
        tables.commit(after);
        out.println(readme + ": " + (current ? "as it was" : "tables written"));
      } else if (!current) {
        out.println(readme + ": its tables are of other results; ./fragcache designs --update");
      }
      if (json != null) {
        json.commit(json(comparison, verdicts, current, seconds));
      }
      out.flush();
      return good == verdicts.size() && (current || tables != null) ? 0 : 1;
    }
  }

  /** The models of designs. */
  static List<ModelRecord> chosen(Models models) {
    List<ModelRecord> chosen =
        models.all().stream().filter(model -> model.dir().equals(Designs.DIRECTORY)).toList();
    if (chosen.isEmpty()) {
      throw new UsageException(
          models.file()
              + ": no model in directory "
              + Designs.DIRECTORY
              + "; expected those of the designs");
    }
    return chosen;
  }

  /** The comparison by what was found. */
  static DesignComparison compare(Designs designs, Models models, List<Verdict> verdicts) {
    List<ModelRecord> found = new ArrayList<>();
    Map<String, List<TraceStep>> traces = new HashMap<>();
    for (Verdict verdict : verdicts) {
      found.add(found(verdict));
      traces.put(verdict.model().name(), verdict.result().trace());
    }
    return DesignComparison.of(designs, models, found, traces);
  }

  /** The record of a model as TLC found it now. */
  private static ModelRecord found(Verdict verdict) {
    ModelRecord m = verdict.model();
    TlcResult result = verdict.result();
    boolean violated = result.kind() == Kind.VIOLATED;
    @Nullable Long none = null;
    return new ModelRecord(
        m.name(),
        m.dir(),
        m.module(),
        m.tier(),
        m.shows(),
        m.replay(),
        m.coverage(),
        violated,
        violated ? result.property() : null,
        none,
        none,
        none,
        violated ? (Long) (long) result.trace().size() : none);
  }

  private static boolean isCounterexample(ModelRecord model) {
    return model.violated() && !model.isWitness();
  }

  private static void show(Verdict verdict, PrintStream out) {
    String property = verdict.result().property();
    out.println(
        verdict.model().name()
            + (property == null ? "" : ": " + property)
            + ": "
            + verdict.model().shows());
    verdict.differences().forEach(difference -> out.println("  " + difference));
    verdict.result().error().lines().forEach(line -> out.println("  " + line));
    verdict.traceLines().forEach(out::println);
    out.println();
  }

  static Path readme(Designs designs) {
    return designs.file().resolveSibling("README.md");
  }

  /**
   * The text with these tables in the place that it has for them.
   *
   * @throws UsageException if it has none
   */
  static String replaced(Path file, String text, String tables) {
    return TABLES.replaced(file, text, tables);
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UsageException(file + ": cannot be read (" + e + "); expected the tables", e);
    }
  }

  private static String json(
      DesignComparison comparison, List<Verdict> verdicts, boolean current, double seconds) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("tlc", verdicts.get(0).result().version());
    root.put("seconds", ModelsJson.rounded(seconds));
    root.put("models", verdicts.size());
    root.put("asRecorded", verdicts.stream().filter(Verdict::asRecorded).count());
    root.put("current", current);
    List<Designs.Design> designs = comparison.designs().designs();
    ArrayNode rows = root.putArray("properties");
    comparison
        .verdicts()
        .forEach(
            (row, cells) -> {
              ObjectNode node = rows.addObject();
              node.put("property", row.name()).put("says", row.says());
              ArrayNode list = node.putArray("designs");
              for (int i = 0; i < cells.size(); i++) {
                DesignCell cell = cells.get(i);
                ObjectNode of = list.addObject();
                of.put("design", designs.get(i).name()).put("verdict", cell.kind().label);
                of.put("steps", cell.steps()).put("elsewhere", cell.elsewhere());
                of.put("reason", cell.reason());
                cell.models().forEach(of.putArray("models")::add);
              }
            });
    ArrayNode counts = root.putArray("costs");
    comparison
        .costs()
        .forEach(
            (cost, cells) -> {
              ObjectNode node = counts.addObject();
              node.put("cost", cost.says()).put("step", cost.step()).put("count", cost.count());
              ArrayNode list = node.putArray("designs");
              for (int i = 0; i < cells.size(); i++) {
                list.addObject().put("design", designs.get(i).name()).put("formula", cells.get(i));
              }
            });
    comparison.guards().forEach(root.putArray("guards")::add);
    ArrayNode results = root.putArray("results");
    verdicts.forEach(verdict -> ModelsJson.result(results.addObject(), verdict));
    return ModelsJson.print(root);
  }
}
