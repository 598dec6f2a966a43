package org.fragcache.conformance.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.fragcache.conformance.LedgerGate;
import org.fragcache.conformance.Project;
import org.fragcache.conformance.Tallies;
import org.fragcache.conformance.json.JsonFile;
import org.fragcache.conformance.labels.LabelEvent.Kind;
import org.fragcache.spec.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Logs that are behaviours are accepted, and of those that were corrupted exactly those that are
 * still behaviours, as an exhaustive search decides.
 */
final class LabelCorruptionTest {
  /** Of the seed and the number of logs that are the default. */
  @RegisterExtension static final LedgerGate GATE = new LedgerGate("LabelCorruptionTest");

  private static final int LOGS = Integer.getInteger("fragcache.logs", 6);
  private static final long SEED = Long.getLong("fragcache.seed", 1);
  private static final int MOVES = 4; // of a log: most leave a behaviour
  private static final int TRIED = 4;
  private static final int OPERATIONS = 5;
  private static final int THREADS = 3;

  @TempDir private Path dir;

  private enum Corruption {
    /** A step is told under the label of another. */
    LABEL,
    /** Two steps of a thread, one after the other, are exchanged. */
    STEPS_SWAPPED,
    /** A step is missing. */
    MISSING,
    /** A step is told twice. */
    DUPLICATED,
    /** A step is another thread's. */
    THREAD,
    /** An event comes sooner or later, still in the order of its thread. */
    MOVED,
    /** An operation returns what another does. */
    RESULT,
    /** An operation is another one. */
    OPERATION
  }

  @Test
  void validate_corrupted_acceptedIfABehaviour() throws IOException {
    Tallies<Corruption> tallies = new Tallies<>(Corruption.class);
    for (String name : List.of("labels-private", "labels-mapped")) {
      try (LabelModel model = LabelModel.open(Project.spec(), name)) {
        corruptAll(model, tallies);
      }
    }
    tallies.end(GATE);
    for (Corruption how : Corruption.values()) {
      assertThat(tallies.rejected(how)).as("%s, rejected", how).isPositive();
    }
  }

  /** A log that ends in a step: it may not be taken, but it is one that comes there. */
  @Test
  void validate_cutShort_acceptedIfABehaviour() throws IOException {
    try (LabelModel model = LabelModel.open(Project.spec(), "labels-mapped")) {
      LabelHistories histories = new LabelHistories(model, SEED);
      Random random = new Random(SEED);
      List<String> labels = List.copyOf(model.labels());
      int refused = 0;
      for (int i = 0; i < LOGS; i++) {
        List<LabelEvent> log = histories.next(OPERATIONS, THREADS);
        int end = 0; // of an operation, without which there is nothing to judge
        while (log.get(end).kind() != Kind.END) {
          end++;
        }
        int last = one(log, Kind.LABEL, random);
        while (last < end) {
          last = one(log, Kind.LABEL, random);
        }
        List<LabelEvent> cut = new ArrayList<>(log.subList(0, last + 1));
        assertThat(judge(model, cut)).as("log %d: %s", i, cut).contains(true);
        for (int n = 0; n < TRIED; n++) {
          cut.set(last, with(cut.get(last), labels.get(random.nextInt(labels.size()))));
          Optional<Boolean> accepted = judge(model, cut);
          assertThat(accepted)
              .as("log %d: %s", i, cut)
              .contains(LabelBruteForce.isBehaviour(model, cut, THREADS));
          refused += accepted.equals(Optional.of(false)) ? 1 : 0;
        }
      }
      assertThat(refused).isPositive();
    }
  }

  /** A load of what is mapped goes on from its first label without a word, but to no other's. */
  @Test
  void validate_lastLabelOfAnotherOperation_isRejected() throws IOException {
    try (LabelModel model = LabelModel.open(Project.spec(), "labels-mapped")) {
      String load =
          model.operations().values().stream()
              .filter(o -> o.call().name().equals("Load"))
              .findFirst()
              .orElseThrow()
              .text();
      List<LabelEvent> log = new ArrayList<>();
      for (LabelEvent event : new LabelHistories(model, SEED).next(1, 1)) {
        log.add(event);
      }
      log.add(new LabelEvent(0, 0, Kind.START, load));
      log.add(new LabelEvent(0, 0, Kind.LABEL, "LoadAccess"));
      assertThat(judge(model, numbered(log))).contains(true);
      log.set(log.size() - 1, new LabelEvent(0, 0, Kind.LABEL, "CleanMap"));
      assertThat(judge(model, numbered(log))).contains(false);
    }
  }

  private void corruptAll(LabelModel model, Tallies<Corruption> tallies) throws IOException {
    LabelHistories histories = new LabelHistories(model, SEED);
    Random random = new Random(SEED);
    for (int i = 0; i < LOGS; i++) {
      List<LabelEvent> log = histories.next(OPERATIONS, THREADS);
      String where = model.name() + ", seed " + SEED + ", log " + i + ": ";
      assertThat(LabelBruteForce.isBehaviour(model, log, THREADS)).as(where + log).isTrue();
      assertThat(judge(model, log)).as(where + log).contains(true);
      for (Corruption how : Corruption.values()) {
        for (int n = 0; n < (how == Corruption.MOVED ? MOVES : 1); n++) {
          List<LabelEvent> corrupted = numbered(corrupt(model, how, log, random));
          tallies.count(
              how,
              judge(model, corrupted),
              () -> LabelBruteForce.isBehaviour(model, corrupted, THREADS),
              where + how + ": " + corrupted);
        }
      }
    }
  }

  /** The log with something wrong in it; it may happen to be a behaviour all the same. */
  private static List<LabelEvent> corrupt(
      LabelModel model, Corruption how, List<LabelEvent> log, Random random) {
    List<LabelEvent> out = new ArrayList<>(log);
    int step = one(out, Kind.LABEL, random);
    LabelEvent event = out.get(step);
    switch (how) {
      case LABEL -> {
        List<String> labels = List.copyOf(model.labels());
        out.set(step, with(event, labels.get(random.nextInt(labels.size()))));
      }
      case STEPS_SWAPPED -> {
        int next = step + 1;
        while (out.get(next).thread() != event.thread()) {
          next++;
        }
        if (out.get(next).kind() == Kind.LABEL) {
          out.set(step, with(event, out.get(next).text()));
          out.set(next, with(out.get(next), event.text()));
        } else {
          out.remove(step);
        }
      }
      case MISSING -> out.remove(step);
      case DUPLICATED -> out.add(step, event);
      case THREAD ->
          out.set(
              step, new LabelEvent(0, (event.thread() + 1) % THREADS, Kind.LABEL, event.text()));
      case MOVED -> moveFar(out, random);
      case RESULT -> {
        int end = one(out, Kind.END, random);
        LabelEvent other = out.get(one(out, Kind.END, random));
        boolean same = other.text().equals(out.get(end).text());
        out.set(end, with(out.get(end), same ? "<<\"data\",4>>" : other.text()));
      }
      case OPERATION -> {
        List<String> operations = List.copyOf(model.operations().keySet());
        int start = one(out, Kind.START, random);
        out.set(start, with(out.get(start), operations.get(random.nextInt(operations.size()))));
      }
    }
    return out;
  }

  /** Of some steps the one that can be moved farthest past events of other threads. */
  private static void moveFar(List<LabelEvent> log, Random random) {
    int from = 0;
    int to = 0;
    for (int n = 0; n < TRIED; n++) {
      int step = one(log, Kind.LABEL, random);
      int by = random.nextBoolean() ? 1 : -1;
      int end = step;
      while (end + by >= 0
          && end + by < log.size()
          && log.get(end + by).thread() != log.get(step).thread()) {
        end += by;
      }
      if (Math.abs(end - step) > Math.abs(to - from)) {
        from = step;
        to = end;
      }
    }
    log.add(to, log.remove(from));
  }

  private static int one(List<LabelEvent> log, Kind kind, Random random) {
    int at = random.nextInt(log.size());
    while (log.get(at).kind() != kind) {
      at = (at + 1) % log.size();
    }
    return at;
  }

  private static LabelEvent with(LabelEvent event, String text) {
    return new LabelEvent(event.seq(), event.thread(), event.kind(), text);
  }

  private static List<LabelEvent> numbered(List<LabelEvent> log) {
    List<LabelEvent> out = new ArrayList<>();
    log.forEach(e -> out.add(new LabelEvent(out.size() + 1L, e.thread(), e.kind(), e.text())));
    return out;
  }

  /** Accepted or not, by way of the text; empty if it is no log. */
  private Optional<Boolean> judge(LabelModel model, List<LabelEvent> events) throws IOException {
    LabelLog.Header header = new LabelLog.Header(model.name(), model.start(), THREADS, SEED, false);
    Path file = dir.resolve("log");
    Files.writeString(file, LabelLogText.of(new LabelLog(header, events)));
    LabelLog read;
    try {
      read = new LabelLogReader(JsonFile.read(file)).read(model);
    } catch (UsageException e) {
      return Optional.empty();
    }
    return Optional.of(LabelValidator.validate(model, read, (a, b, c, d) -> {}).accepted());
  }
}
