package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.fragcache.conformance.impl.ImplSubject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every crash state of a model is reproduced, and a store that breaks its promise does not pass.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CrashReplayTest {
  private final Conformance crash = Project.small("crash");

  @AfterAll
  void close() {
    crash.close();
  }

  @Test
  void crash_inEveryState_recoversAsTheSpecificationSays() {
    try (CrashSubject cache = Project.cache(crash.model())) {
      Conformance.Report report = crash.replayWithCrashes(cache, Ticker.NONE);
      assertThat(report.difference().map(Object::toString)).isEmpty();
      CrashReport crashes = report.crashes().orElseThrow();
      assertThat(crashes.difference().map(Object::toString)).isEmpty();
      assertThat(crashes.reproduced()).isEqualTo(crashes.crashStates()).isGreaterThan(10);
      assertThat(crashes.points()).isGreaterThan(report.changing());
      assertThat(crashes.lost()).isPositive();
      assertThat(crashes.kept()).isPositive();
      assertThat(crashes.conforms()).isTrue();
    }
  }

  @Test
  void crash_syncsThatDoNothing_areCaught() {
    try (CrashSubject liar = new ImplSubject(crash.model().bounds(), true)) {
      Conformance.Report report = crash.replayWithCrashes(liar, Ticker.NONE);
      assertThat(report.conforms()).isFalse();
      assertThat(report.difference().orElseThrow().toString()).contains("Crash");
    }
  }

  /** Without waiting for the model's own step: the first commit already is found not to last. */
  @Test
  void crash_afterCommitThatDoesNotLast_isTold() {
    try (CrashSubject liar = new ImplSubject(crash.model().bounds(), true)) {
      CrashReport report = crash.crash(liar);
      assertThat(report.conforms()).isFalse();
      CrashDifference difference = report.difference().orElseThrow();
      // What a superblock that was written names was not: one commit is enough.
      assertThat(difference.calls()).hasToString("[Commit]");
      assertThat(difference.toString())
          .contains("crash before a sync within call 1", "  1  Commit", "threw", "truncated");
    }
  }

  @Test
  void crash_stateNeverReproduced_isNotConformance() {
    CrashReport all = report(3, 3);
    assertThat(all.conforms()).isTrue();
    assertThat(report(3, 2).conforms()).isFalse();
    assertThat(report(0, 0).conforms()).isFalse();
  }

  private static CrashReport report(int states, int reproduced) {
    return new CrashReport(states, reproduced, 1, 0, 1, 1, 1, 0, java.util.Optional.empty());
  }
}
