package org.fragcache.conformance.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.fragcache.conformance.specmutants.Campaign;
import org.fragcache.conformance.specmutants.Judge;
import org.fragcache.conformance.specmutants.Sample;
import org.fragcache.conformance.specmutants.Verdicts;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.AtomicFile;
import org.fragcache.spec.oracle.SpecMutant;
import org.fragcache.spec.oracle.SpecMutant.Change;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code spec-mutants}: systematic changes of the specification, each killed or explained. */
@Command(
    name = "spec-mutants",
    description = {
      "Change the specification, one place at a time, and see which property forbids it.",
      "Status 1 if a change is neither forbidden, nor without effect, nor explained in",
      "spec/mutants-argued.json, or if it is otherwise than spec/mutants.json says."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class SpecMutantsCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();

  @Option(
      names = "--module",
      arity = "1..*",
      paramLabel = "M",
      description = "Only mutants of these modules.")
  private List<String> modules = new ArrayList<>();

  @Option(
      names = "--operator",
      arity = "1..*",
      paramLabel = "O",
      description = "Only mutants of these definitions.")
  private List<String> operators = new ArrayList<>();

  @Option(
      names = "--change",
      arity = "1..*",
      paramLabel = "C",
      description =
          "Only these changes: 'drop conjunct', 'drop disjunct', negate, 'off by one',"
              + " 'drop update', 'drop operand', 'drop action'.")
  private List<String> changes = new ArrayList<>();

  @Option(
      names = "--model",
      arity = "1..*",
      paramLabel = "M",
      description =
          "Only these models; nothing is compared with the record then. With --update the record"
              + " goes on from where it is.")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "So many of the recorded mutants again, each in the model that it names.")
  private @Nullable Integer sample;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Chooses the sample (default: ${DEFAULT-VALUE}).")
  private long seed = 7;

  @Option(names = "--update", description = "Write what is found into spec/mutants.json.")
  private boolean update;

  @Option(names = "--json", paramLabel = "F", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() {
    PrintStream out = Main.out();
    boolean part = !modules.isEmpty() || !operators.isEmpty() || !changes.isEmpty();
    if (sample != null && (sample < 1 || part || update || !models.isEmpty())) {
      throw new UsageException("--sample " + sample + "; expected 1 or more, and no other choice");
    }
    if (update && part) {
      throw new UsageException("--update with a choice of mutants; expected all of them");
    }
    requireKnown("module", modules, List.copyOf(Campaign.MODULES));
    requireKnown("change", changes, Stream.of(Change.values()).map(Change::label).toList());
    try (AtomicFile to = json == null ? null : new AtomicFile(json)) {
      Verdicts verdicts = run();
      new SpecMutantsTable(verdicts, out).print();
      if (to != null) {
        to.commit(SpecMutantsJson.text(verdicts));
      }
      return verdicts.good() ? 0 : 1;
    }
  }

  private Verdicts run() {
    CommonOptions common = main.common();
    try (ProgressLine progress = new ProgressLine(Main.out(), common.quiet())) {
      if (sample != null) {
        return Sample.run(common.specDirectory(), sample, seed, progress);
      }
      Judge judge = new Judge(common.specDirectory(), models, this::requireOperators, progress);
      return judge.run(this::isChosen, update);
    }
  }

  private boolean isChosen(SpecMutant m) {
    return (modules.isEmpty() || modules.contains(m.module()))
        && (operators.isEmpty() || operators.contains(m.operator()))
        && (changes.isEmpty() || changes.contains(m.change().label()));
  }

  private void requireOperators(List<SpecMutant> all) {
    requireKnown(
        "operator", operators, all.stream().map(SpecMutant::operator).distinct().sorted().toList());
  }

  private static void requireKnown(String what, List<String> names, List<String> known) {
    for (String name : names) {
      if (!known.contains(name)) {
        throw new UsageException(
            what + " '" + name + "'; expected one of " + String.join(", ", known));
      }
    }
  }
}
