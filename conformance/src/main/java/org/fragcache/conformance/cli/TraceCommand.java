package org.fragcache.conformance.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fragcache.conformance.CallSequence;
import org.fragcache.conformance.json.JsonFile;
import org.fragcache.conformance.trace.Behaviour;
import org.fragcache.conformance.trace.Behaviours;
import org.fragcache.conformance.trace.Trace;
import org.fragcache.conformance.trace.TraceFormat;
import org.fragcache.conformance.trace.TraceModel;
import org.fragcache.conformance.trace.TraceReader;
import org.fragcache.conformance.trace.TraceText;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.AtomicFile;
import org.fragcache.spec.model.CheckOptions;
import org.fragcache.spec.model.ModelRecord;
import org.fragcache.spec.model.ModelRunner;
import org.fragcache.spec.model.Tier;
import org.fragcache.spec.model.TlcResult;
import org.fragcache.spec.model.Verdict;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code trace}: behaviours of a model as files. */
@Command(
    name = "trace",
    description = {
      "Write a behaviour of a model as ITF, the format of Apalache and Quint, or as NDJSON: of a",
      "model that must be violated, or a witness, the trace that TLC finds; of others a random one."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TraceCommand implements Callable<Integer> {
  private static final int LENGTH = 20;

  /** Where the number of the trace goes in the name of the file, as in Quint. */
  private static final String SEQ = "{seq}";

  @ParentCommand private Main main = new Main();

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description = "A model of models.json, or walk-disk, walk-memory, walk-large, ...")
  private @Nullable String name;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "F",
      description = "Where the trace goes; with --traces, F has {seq} in it.")
  private Path to = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "itf|ndjson",
      description = "Default: ndjson if F ends in .ndjson or .jsonl, else itf.")
  private @Nullable TraceFormat format;

  @Option(
      names = "--calls",
      paramLabel = "'C C ...'",
      description = "These calls, each of which must take effect.")
  private @Nullable String calls;

  @Option(
      names = "--length",
      paramLabel = "N",
      description = "Random, of at most so many steps (default: " + LENGTH + ").")
  private @Nullable Integer length;

  @Option(names = "--seed", paramLabel = "S", description = "Random, with this seed (default: 1).")
  private @Nullable Long seed;

  @Option(
      names = "--traces",
      paramLabel = "N",
      description = "Random, so many, with seeds S, S+1, ..., each in a file (default: 1).")
  private @Nullable Integer traces;

  @Option(
      names = "--from",
      paramLabel = "G",
      description = "Instead of a model's: the trace in this file, in either format.")
  private @Nullable Path from;

  @Override
  public Integer call() {
    boolean random = length != null || seed != null || traces != null;
    if ((name == null) == (from == null)) {
      throw new UsageException("trace: expected either a MODEL or --from");
    } else if ((random ? 1 : 0) + (calls == null ? 0 : 1) + (from == null ? 0 : 1) > 1) {
      throw new UsageException(
          "trace: expected at most one of --from, --calls, and --length, --seed, --traces");
    } else if (from != null) {
      write(TraceReader.read(JsonFile.read(from)).trace(), to);
      return 0;
    }
    TraceModels models = new TraceModels(main.common().specDirectory());
    String model = String.valueOf(name);
    Optional<ModelRecord> record = models.find(model);
    if (calls == null && !random && record.filter(ModelRecord::violated).isPresent()) {
      return errorTrace(models, record.get());
    }
    try (TraceModel opened = models.open(model)) {
      if (calls != null) {
        Behaviour behaviour = Behaviours.of(opened, CallSequence.parse(calls));
        write(opened.trace(behaviour, model + ": calls"), to);
      } else {
        random(opened);
      }
    }
    return 0;
  }

  private void random(TraceModel model) {
    int steps = atLeastOne("--length", length == null ? LENGTH : length);
    int many = atLeastOne("--traces", traces == null ? 1 : traces);
    if (many > 1 && !to.toString().contains(SEQ)) {
      throw new UsageException(
          "--traces " + many + " --to " + to + "; expected a name with " + SEQ + " in it");
    }
    for (int i = 0; i < many; i++) {
      long chosen = (seed == null ? 1 : seed) + i;
      String description = model.name() + ": random, seed " + chosen;
      Path file = Path.of(to.toString().replace(SEQ, Integer.toString(i)));
      write(model.trace(Behaviours.random(model, steps, chosen), description), file);
    }
  }

  private static int atLeastOne(String option, int number) {
    if (number < 1) {
      throw new UsageException(option + " " + number + "; expected at least 1");
    }
    return number;
  }

  private int errorTrace(TraceModels models, ModelRecord record) {
    PrintStream out = Main.out();
    try (AtomicFile file = new AtomicFile(to);
        TraceModel model = models.open(record.name())) {
      Verdict verdict = ModelRunner.verdicts(options(record), out).get(0);
      TlcResult result = verdict.result();
      if (!verdict.asRecorded() || result.trace().isEmpty()) {
        out.println(record.name() + ": not as recorded, nothing written: " + verdict.differences());
        result.error().lines().filter(line -> !line.isBlank()).forEach(out::println);
        return 1;
      }
      String description = record.name() + ": " + result.property() + " is violated";
      commit(model.trace(Behaviours.of(model, result), description), file, to);
      return 0;
    }
  }

  private CheckOptions options(ModelRecord record) {
    return new CheckOptions(
        main.common().specDirectory(),
        Tier.FULL,
        List.of(record.name()),
        1,
        main.common().cores(),
        null,
        null,
        false,
        false,
        main.common().quiet(),
        CommonOptions.terminal(),
        CommonOptions.columns());
  }

  private void write(Trace trace, Path target) {
    try (AtomicFile file = new AtomicFile(target)) {
      commit(trace, file, target);
    }
  }

  private void commit(Trace trace, AtomicFile file, Path target) {
    TraceFormat chosen = format == null ? TraceFormat.of(target) : format;
    file.commit(TraceText.of(trace, chosen));
    Main.out().println(target + ": " + trace.states().size() + " states as " + chosen);
  }
}
