package org.fragcache.conformance.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.fragcache.conformance.ReplayModel;
import org.fragcache.conformance.Subject;
import org.fragcache.conformance.fsx.FsxReplay;
import org.fragcache.conformance.fsx.FsxTrace;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.AtomicFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code fsx}: operation files of fsx. */
@Command(
    name = "fsx",
    description = {
      "Replay an operation file of fsx (xfstests, --record-ops) on a subject; the specification",
      "judges each call. Status 1 if one ends otherwise."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class FsxCommand implements Callable<Integer> {
  private static final int MOST_BLOCK = 1 << 20;

  @ParentCommand private Main main = new Main();

  @Parameters(paramLabel = "FILE", description = "What fsx recorded.")
  private Path file = Path.of("");

  @Option(
      names = "--subject",
      paramLabel = "S",
      description = {
        "What is tested: impl (default), exec:CMD or dir:PATH, as of conform. May be repeated."
      })
  private List<String> subjects = new ArrayList<>(List.of("impl"));

  @Option(
      names = "--timeout",
      paramLabel = "SEC",
      description = "How long each answer of a child may take (default: ${DEFAULT-VALUE}).")
  private double timeout = 10;

  @Option(
      names = "--block",
      paramLabel = "BYTES",
      description = {
        "Bytes of the file that are a block of the subject, whatever its size there (default:",
        "${DEFAULT-VALUE}). Offsets and lengths must be halves of it, or all of it where the file",
        "is mapped."
      })
  private int block = 4096;

  @Option(names = "--skip", description = "Leave out what FileView has no call for.")
  private boolean skip;

  @Option(names = "--json", paramLabel = "F", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() {
    if (block < 2 || block > MOST_BLOCK || block % 2 != 0) {
      throw new UsageException(
          "--block " + block + "; expected an even number, 2 to " + MOST_BLOCK);
    }
    List<SubjectOption> tested =
        subjects.stream().map(text -> SubjectOption.of(text, timeout)).toList();
    FsxTrace trace = FsxTrace.read(file, block, skip);
    try (AtomicFile to = json == null ? null : new AtomicFile(json)) {
      List<FsxReplay> replays = new ArrayList<>();
      for (SubjectOption subject : tested) {
        replays.add(replay(trace, subject, Main.out()));
      }
      if (to != null) {
        to.commit(ConformJson.text(trace, subjects, replays));
      }
      return replays.stream().allMatch(r -> r.difference().isEmpty()) ? 0 : 1;
    }
  }

  private FsxReplay replay(FsxTrace trace, SubjectOption subject, PrintStream out) {
    String name = Configurations.fsx(subject.isImpl(), trace.isMapped());
    try (ReplayModel model = Configurations.open(main.common().specDirectory(), name);
        Subject tested = subject.open(model);
        ProgressLine progress = new ProgressLine(out, main.common().quiet())) {
      FsxReplay replay = FsxReplay.of(trace, model, tested, progress);
      progress.clear();
      if (replay.difference().isPresent()) {
        int last = Math.max(0, replay.operations() - 1);
        out.printf(
            Locale.ROOT,
            "%s:%d: %s on %s:%n%s",
            trace.file(),
            trace.operations().get(last).line(),
            trace.operations().get(last),
            tested.name(),
            replay.difference().get());
      } else {
        out.printf(
            Locale.ROOT,
            "%s on %s: %,d operations, %,d calls, %,d left out: no difference%n",
            trace.file(),
            tested.name(),
            replay.operations(),
            replay.calls(),
            trace.skipped());
      }
      return replay;
    }
  }
}
