package org.fragcache.conformance.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fragcache.conformance.CallSequence;
import org.fragcache.conformance.json.JsonFile;
import org.fragcache.conformance.labels.LabelLog;
import org.fragcache.conformance.labels.LabelLogReader;
import org.fragcache.conformance.labels.LabelModel;
import org.fragcache.conformance.labels.LabelValidator;
import org.fragcache.conformance.log.CallLog;
import org.fragcache.conformance.log.LogModel;
import org.fragcache.conformance.log.LogReader;
import org.fragcache.conformance.log.Validator;
import org.fragcache.conformance.trace.TraceFile;
import org.fragcache.conformance.trace.TraceModel;
import org.fragcache.conformance.trace.TraceReader;
import org.fragcache.conformance.trace.TraceValidator;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.AtomicFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code validate}: is what was seen a behaviour of the specification? */
@Command(
    name = "validate",
    description = {
      "Accept or reject what was seen. A log of threads (from record): is there an order of its",
      "calls that is a behaviour of FileView, or of its steps that is one of FragmentSteps? A"
          + " trace",
      "of states, ITF or NDJSON (from trace, Apalache or others): is it a behaviour of its model?",
      "Status 0 accepted, 1 rejected, 2 malformed."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ValidateCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();

  @Parameters(paramLabel = "TRACE", description = "A log, or a trace of states.")
  private Path trace = Path.of("");

  @Option(
      names = "--model",
      paramLabel = "M",
      description =
          "Of a trace of states that does not name its model, or to be judged by another.")
  private @Nullable String model;

  @Option(names = "--json", paramLabel = "F", description = "Write the verdict as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() {
    PrintStream out = Main.out();
    JsonFile file = JsonFile.read(trace);
    if (TraceReader.isTrace(file.first())) {
      return states(TraceReader.read(file), Main.out()) ? 0 : 1;
    } else if (model != null) {
      throw new UsageException("--model " + model + "; expected none: a log names its model");
    }
    if (LabelLogReader.isLabels(file.first())) {
      return labels(file, out) ? 0 : 1;
    }
    try (AtomicFile to = json == null ? null : new AtomicFile(json)) {
      Validator.Verdict verdict = log(file, out);
      if (to != null) {
        to.commit(ValidateJson.text(trace, verdict));
      }
      return verdict.accepted() ? 0 : 1;
    }
  }

  private boolean states(TraceFile file, PrintStream out) {
    TraceModels models = new TraceModels(main.common().specDirectory());
    String name =
        Optional.ofNullable(model)
            .or(file::model)
            .orElseThrow(
                () ->
                    new UsageException(
                        trace + ": does not say of which model it is; expected --model M with it"));
    try (AtomicFile to = json == null ? null : new AtomicFile(json);
        TraceModel opened = models.open(name);
        ProgressLine progress = new ProgressLine(out, main.common().quiet())) {
      TraceValidator.Verdict verdict =
          TraceValidator.validate(opened, opened.behaviour(file), progress);
      progress.clear();
      print(file, name, verdict, out);
      if (verdict.accepted() && !verdict.calls().isEmpty() && models.isReplayed(name)) {
        out.println("  replay: " + CallSequence.rerun(name, "impl", verdict.calls()));
      }
      if (to != null) {
        to.commit(ValidateTraceJson.text(trace, file, name, verdict));
      }
      return verdict.accepted();
    }
  }

  private void print(TraceFile file, String name, TraceValidator.Verdict verdict, PrintStream out) {
    verdict
        .rejection()
        .ifPresent(r -> out.print(trace + ":" + file.states().get(r.state()).line() + ": " + r));
    out.printf(
        Locale.ROOT,
        "%s: %s, %,d states against %s in %.2f s; calls named %,d, found %,d; stuttering %,d%n",
        trace,
        verdict.accepted() ? "accepted" : "rejected",
        verdict.states(),
        name,
        verdict.seconds(),
        verdict.named(),
        verdict.found(),
        verdict.stuttering());
    verdict.violated().forEach(violated -> out.println("  " + violated));
  }

  private Validator.Verdict log(JsonFile file, PrintStream out) {
    LogReader reader = new LogReader(file);
    try (LogModel model = LogModel.open(main.common().specDirectory(), reader.model());
        ProgressLine progress = new ProgressLine(out, main.common().quiet())) {
      CallLog log = reader.read(model);
      Validator.Verdict verdict = Validator.validate(model, log, progress);
      progress.clear();
      verdict.rejection().ifPresent(out::print);
      out.printf(
          Locale.ROOT,
          "%s: %s, %,d events of %d threads against %s in %.2f s (%.2f s of CPU), %,.0f events/s%n",
          trace,
          verdict.accepted() ? "accepted" : "rejected",
          verdict.events(),
          log.header().threads(),
          model.name(),
          verdict.seconds(),
          verdict.cpuSeconds(),
          verdict.perSecond());
      out.printf(
          Locale.ROOT,
          "  %s%n  at most %,d possibilities; %,d states, the specification asked %,d times%n",
          verdict.overlap(),
          verdict.most(),
          verdict.states(),
          verdict.asked());
      return verdict;
    }
  }

  private boolean labels(JsonFile file, PrintStream out) {
    LabelLogReader reader = new LabelLogReader(file);
    try (LabelModel opened = LabelModel.open(main.common().specDirectory(), reader.model());
        AtomicFile to = json == null ? null : new AtomicFile(json);
        ProgressLine progress = new ProgressLine(out, main.common().quiet())) {
      LabelLog log = reader.read(opened);
      LabelValidator.Verdict verdict = LabelValidator.validate(opened, log, progress);
      progress.clear();
      verdict.rejection().ifPresent(out::print);
      out.printf(
          Locale.ROOT,
          "%s: %s, %,d events of %d threads against %s in %.2f s (%.2f s of CPU), %,.0f labels/s%n",
          trace,
          verdict.accepted() ? "accepted" : "rejected",
          verdict.events(),
          log.header().threads(),
          opened.name(),
          verdict.seconds(),
          verdict.cpuSeconds(),
          verdict.perSecond());
      out.printf(
          Locale.ROOT,
          "  %,d operations, %,d labels, %.0f %% of them while another thread did something;%n"
              + "  at most %,d possibilities; %,d states, the specification asked %,d times%n",
          verdict.operations(),
          verdict.labels(),
          100 * verdict.share(),
          verdict.most(),
          verdict.states(),
          verdict.asked());
      if (to != null) {
        to.commit(ValidateLabelsJson.text(trace, verdict));
      }
      return verdict.accepted();
    }
  }
}
