package org.fragcache.conformance.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.fragcache.conformance.json.JsonFile;
import org.fragcache.conformance.log.CallLog;
import org.fragcache.conformance.log.LogModel;
import org.fragcache.conformance.log.LogReader;
import org.fragcache.conformance.log.Validator;
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
      "Accept or reject a log of threads (from record): is there an order of its calls that is a",
      "behaviour of FileView? Status 0 accepted, 1 rejected, 2 malformed."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ValidateCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();

  @Parameters(paramLabel = "TRACE", description = "NDJSON.")
  private Path trace = Path.of("");

  @Option(names = "--json", paramLabel = "F", description = "Write the verdict as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() {
    PrintStream out = Main.out();
    JsonFile file = JsonFile.read(trace);
    try (AtomicFile to = json == null ? null : new AtomicFile(json)) {
      Validator.Verdict verdict = log(file, out);
      if (to != null) {
        to.commit(ValidateJson.text(trace, verdict));
      }
      return verdict.accepted() ? 0 : 1;
    }
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
}
