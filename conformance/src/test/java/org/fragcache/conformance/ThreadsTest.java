package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fragcache.conformance.impl.Recorder;
import org.fragcache.conformance.log.CallLog;
import org.fragcache.conformance.log.Event;
import org.fragcache.conformance.log.LogModel;
import org.fragcache.conformance.log.Validator;
import org.fragcache.conformance.log.Validator.Verdict;
import org.fragcache.conformance.mutants.BrokenCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What free threads do on the Java cache is a behaviour of FileView, and on a broken one is not.
 */
final class ThreadsTest {
  @RegisterExtension static final LedgerGate GATE = new LedgerGate("ThreadsTest");

  private static final int THREADS = 4;
  private static final int EVENTS = Integer.getInteger("fragcache.events", 1_500);
  private static final long SEED = Long.getLong("fragcache.seed", System.nanoTime());

  @ParameterizedTest
  @CsvSource({"log-files, false", "log-files, true", "log-units, false", "log-orphans, true"})
  void record_threads_isABehaviour(String name, boolean pauses) {
    try (LogModel model = LogModel.open(Project.spec(), name)) {
      Recorder.Recording recording =
          Recorder.record(model.bounds(), model.calls(), THREADS, EVENTS, SEED, pauses);
      assertThat(recording.failures()).as("seed %d", SEED).isEmpty();
      Verdict verdict = judge(model, recording.events(), pauses);
      System.out.printf("%s: %s, %,.0f events/s%n", name, verdict.overlap(), verdict.perSecond());
      assertThat(verdict.rejection()).as("seed %d", SEED).isEmpty();
      assertThat(verdict.events()).isGreaterThanOrEqualTo(EVENTS - THREADS);
      assertThat(verdict.overlap().share()).isGreaterThan(0.1);
      assertThat(verdict.overlap().most()).isGreaterThan(1);
      GATE.count("events judged", verdict.events());
    }
  }

  /** A fault that one thread shows too: reclaim throws away what is not written back. */
  @Test
  void record_brokenReclaim_isRejected() {
    rejected(
        Project.broken(
            "FolioSteps.java",
            "&& !p.is(Folio.DIRTY | Folio.WRITEBACK | Folio.POISONED)",
            "&& !p.is(Folio.WRITEBACK | Folio.POISONED)"),
        false);
  }

  /** A race, which calls one after the other do not show: two may make the same file. */
  @Test
  void record_brokenCreate_isRejected() {
    rejected(
        Project.broken(
            "Calls.java",
            "there = cache.inodes.putIfAbsent(name, f);",
            WAIT + "cache.inodes.put(name, f);"),
        false);
  }

  /**
   * Found by these logs: a file had gone, to those who read it, while its name was there still, to
   * one who made it again.
   */
  @Test
  void record_namesThatGoSlowly_isABehaviour() {
    BrokenCache slow = Project.broken("Calls.java", "f.gone = true;", "f.gone = true; " + WAIT);
    try (LogModel model = LogModel.open(Project.spec(), "log-files")) {
      List<Event> events = slow.record(model, THREADS, 2 * EVENTS, SEED, false).events();
      assertThat(judge(model, events, false).rejection()).as("seed %d", SEED).isEmpty();
    }
  }

  private static final String WAIT = "java.util.concurrent.locks.LockSupport.parkNanos(1_000); ";

  private static void rejected(BrokenCache cache, boolean pauses) {
    try (LogModel model = LogModel.open(Project.spec(), "log-files")) {
      for (int attempt = 0; attempt < 10; attempt++) {
        List<Event> events = cache.record(model, THREADS, 4_000, SEED + attempt, pauses).events();
        Verdict verdict = judge(model, events, pauses);
        if (!verdict.accepted()) {
          System.out.println("attempt " + attempt + "\n" + verdict.rejection().orElseThrow());
          assertThat(verdict.rejection().orElseThrow().frontier()).isNotEmpty();
          GATE.count("faults caught", 1);
          return;
        }
      }
    }
    throw new AssertionError("a broken cache was accepted ten times, seed " + SEED);
  }

  private static Verdict judge(LogModel model, List<Event> events, boolean pauses) {
    CallLog.Header header =
        new CallLog.Header(model.name(), model.constants(), THREADS, SEED, pauses);
    return Validator.validate(model, new CallLog(header, events), (a, b, c, d) -> {});
  }
}
