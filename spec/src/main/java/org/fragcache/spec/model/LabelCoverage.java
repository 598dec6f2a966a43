package org.fragcache.spec.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.PlusCal.Label;
import org.fragcache.spec.model.TlcResult.Kind;

/**
 * Which labels of an algorithm a run took, all its models with {@code "coverage": true} together.
 *
 * @param algorithm whose labels
 * @param models that were run for it, by name
 * @param absent models with coverage of that algorithm that were not run, or ended by an error
 * @param never labels that no model took, those in {@code exempt} aside
 * @param exempt labels that are reached only while a guard is off, so that none need take them
 */
record LabelCoverage(
    PlusCal algorithm,
    List<String> models,
    List<String> absent,
    List<String> never,
    List<String> exempt) {

  /** How the names of labels begin that are reached only while a guard is off. */
  private static final String LATE = "Late";

  LabelCoverage {
    models = List.copyOf(models);
    absent = List.copyOf(absent);
    never = List.copyOf(never);
    exempt = List.copyOf(exempt);
  }

  /** One for each algorithm of which a model with coverage ran. */
  static List<LabelCoverage> of(Models models, List<Verdict> verdicts) {
    Map<PlusCal, List<Verdict>> byAlgorithm = new LinkedHashMap<>();
    for (Verdict verdict : verdicts) {
      if (verdict.model().coverage()) {
        byAlgorithm
            .computeIfAbsent(algorithm(models, verdict.model()), a -> new ArrayList<>())
            .add(verdict);
      }
    }
    List<LabelCoverage> all = new ArrayList<>();
    byAlgorithm.forEach((algorithm, of) -> all.add(of(models, algorithm, of)));
    return all;
  }

  private static LabelCoverage of(Models models, PlusCal algorithm, List<Verdict> verdicts) {
    List<String> ran =
        verdicts.stream()
            .filter(verdict -> verdict.result().kind() != Kind.ERROR)
            .map(verdict -> verdict.model().name())
            .toList();
    List<String> absent =
        models.all().stream()
            .filter(model -> model.coverage() && !ran.contains(model.name()))
            .filter(model -> algorithm(models, model).equals(algorithm))
            .map(ModelRecord::name)
            .toList();
    List<String> never = new ArrayList<>();
    List<String> exempt = new ArrayList<>();
    for (Label label : algorithm.labels()) {
      String action = algorithm.module() + "." + label.name();
      if (label.name().startsWith(LATE)) {
        exempt.add(label.name());
      } else if (verdicts.stream()
          .allMatch(v -> v.result().taken().getOrDefault(action, 0L) == 0)) {
        never.add(label.name());
      }
    }
    return new LabelCoverage(algorithm, ran, absent, never, exempt);
  }

  /**
   * The algorithm that a model is of.
   *
   * @throws UsageException if there is none
   */
  private static PlusCal algorithm(Models models, ModelRecord model) {
    return PlusCal.of(model.tla(models.directory()), models.directory())
        .orElseThrow(
            () ->
                new UsageException(
                    models.file()
                        + ": model "
                        + model.name()
                        + ": coverage: found no PlusCal algorithm in "
                        + model.module()
                        + " or what it extends, expected one"));
  }

  /** How many labels must be taken. */
  int wanted() {
    return algorithm.labels().size() - exempt.size();
  }

  int executed() {
    return wanted() - never.size();
  }

  /** Only all models together must take every label. */
  boolean good() {
    return never.isEmpty() || !absent.isEmpty();
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            "labels of %s: %d of %d executed, by %s%s",
            algorithm.module(),
            executed(),
            wanted(),
            models.size() > 3 ? models.size() + " models" : String.join(", ", models),
            exempt.isEmpty()
                ? ""
                : "; exempt, reached only with a guard off: " + String.join(", ", exempt)));
    if (!never.isEmpty()) {
      lines.add("  never executed: " + String.join(", ", new TreeSet<>(never)));
      lines.add(
          absent.isEmpty()
              ? "  expected each label to be executed by a model with \"coverage\": true"
              : "  not held against this run, which has no result of " + String.join(", ", absent));
    }
    return lines;
  }
}
