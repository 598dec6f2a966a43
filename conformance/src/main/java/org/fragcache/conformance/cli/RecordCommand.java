package org.fragcache.conformance.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.fragcache.conformance.dir.DirRecorder;
import org.fragcache.conformance.impl.LabelRecorder;
import org.fragcache.conformance.impl.Recorder;
import org.fragcache.conformance.labels.LabelEvent;
import org.fragcache.conformance.labels.LabelLog;
import org.fragcache.conformance.labels.LabelLogText;
import org.fragcache.conformance.labels.LabelModel;
import org.fragcache.conformance.labels.LabelRecording;
import org.fragcache.conformance.log.CallLog;
import org.fragcache.conformance.log.LogModel;
import org.fragcache.conformance.log.LogText;
import org.fragcache.conformance.log.Overlap;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.AtomicFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code record}: a log of threads on the Java cache. */
@Command(
    name = "record",
    description = {
      "Let threads make random calls of the Java cache, and log what they do, for validate;",
      "or of a file system, by system calls.",
      "The schedule is the machine's: the same seed gives the same choices, not the same log."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RecordCommand implements Callable<Integer> {
  static final String MODEL = "log-files";

  private static final String DIR = "dir:";

  @ParentCommand private Main main = new Main();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "F",
      description = "Where the log goes, as NDJSON.")
  private Path to = Path.of("");

  @Option(
      names = "--model",
      paramLabel = "M",
      description = {
        "log-files (default), log-units, log-views, log-orphans: calls, for FileView;",
        "labels-private, labels-mapped: each step, for FragmentSteps. spec/scenarios/M.cfg."
      })
  private String model = MODEL;

  @Option(
      names = "--subject",
      paramLabel = "S",
      description = "impl, the Java cache (default); or dir:PATH, with --model log-kernel.")
  private String subject = "impl";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads (default: ${DEFAULT-VALUE}).")
  private int threads = 4;

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "Starts, ends and steps in all (default: ${DEFAULT-VALUE}).")
  private int events = 10_000;

  @Option(names = "--seed", paramLabel = "S", description = "Of the calls (default: 1).")
  private long seed = 1;

  @Option(
      names = "--pauses",
      description = "Wait at random steps: more overlap, but no reads without a reference.")
  private boolean pauses;

  @Override
  public Integer call() {
    if (threads < 1 || threads > CallLog.Header.MOST_THREADS) {
      throw new UsageException(
          "--threads " + threads + "; expected 1 to " + CallLog.Header.MOST_THREADS);
    }
    if (events < 2 * threads) {
      throw new UsageException(
          "--events " + events + "; expected at least two for each thread, " + 2 * threads);
    }
    PrintStream out = Main.out();
    String path = subject.startsWith(DIR) ? subject.substring(DIR.length()) : "";
    if (!subject.equals("impl") && (path.isEmpty() || pauses)) {
      throw new UsageException(
          "--subject " + subject + "; expected impl, or dir:PATH without --pauses");
    }
    if (LabelModel.isName(model)) {
      if (!path.isEmpty()) {
        throw new UsageException(
            "--model " + model + ": labels are the Java cache's; expected no --subject");
      }
      return labels(out);
    }
    try (LogModel opened = LogModel.open(main.common().specDirectory(), model);
        AtomicFile file = new AtomicFile(to)) {
      if (!path.isEmpty()) {
        return directory(opened, path, file, out);
      }
      Recorder.Recording recording =
          Recorder.record(opened.bounds(), opened.calls(), threads, events, seed, pauses);
      CallLog.Header header = new CallLog.Header(model, opened.constants(), threads, seed, pauses);
      file.commit(LogText.of(new CallLog(header, recording.events())));
      out.printf(
          "%s: %,d events of %d threads; %s%n",
          to, recording.events().size(), threads, Overlap.of(recording.events()));
      recording.failures().forEach(failure -> out.println("FAILURE: " + failure));
      return recording.failures().isEmpty() ? 0 : 1;
    }
  }

  private int labels(PrintStream out) {
    try (LabelModel opened = LabelModel.open(main.common().specDirectory(), model);
        AtomicFile file = new AtomicFile(to)) {
      int most = opened.threads().size();
      if (threads > most) {
        throw new UsageException(
            "--threads " + threads + "; expected at most " + most + ", the threads of " + model);
      }
      LabelRecording recording =
          LabelRecorder.record(
              opened.files(),
              opened.blocks(),
              opened.setup(),
              List.copyOf(opened.operations().values()),
              threads,
              events,
              seed,
              pauses);
      LabelLog log = recording.log(opened, threads, seed, pauses);
      file.commit(LabelLogText.of(log));
      long labels = log.events().stream().filter(e -> e.kind() == LabelEvent.Kind.LABEL).count();
      out.printf(
          Locale.ROOT,
          "%s: %,d events of %d threads, %,d of them labels%n",
          to,
          log.events().size(),
          threads,
          labels);
      recording.failures().forEach(failure -> out.println("FAILURE: " + failure));
      return recording.failures().isEmpty() ? 0 : 1;
    }
  }

  /** Of a directory; a torn read is told, and is no failure of who records. */
  private int directory(LogModel opened, String path, AtomicFile file, PrintStream out) {
    DirRecorder.Recording recording = DirRecorder.record(path, opened, threads, events, seed);
    CallLog.Header header = new CallLog.Header(model, opened.constants(), threads, seed, false);
    file.commit(LogText.of(new CallLog(header, recording.events())));
    out.printf(
        "%s: %,d events of %d threads; %s; %,d of %,d reads torn%n",
        to,
        recording.events().size(),
        threads,
        Overlap.of(recording.events()),
        recording.torn().size(),
        recording.reads());
    recording.torn().stream().limit(1).forEach(t -> out.println("TORN: " + t));
    recording.failures().forEach(failure -> out.println("FAILURE: " + failure));
    return recording.failures().isEmpty() ? 0 : 1;
  }
}
