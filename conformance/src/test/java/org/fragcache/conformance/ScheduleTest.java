package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.fragcache.conformance.impl.ScheduledImpl;
import org.fragcache.conformance.mutants.BrokenCache;
import org.fragcache.conformance.schedule.ScheduleReport;
import org.fragcache.conformance.schedule.Schedules;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The cache takes every step of FragmentSteps as it should; broken in a line, it is found out. */
final class ScheduleTest {
  @RegisterExtension static final LedgerGate GATE = new LedgerGate("ScheduleTest");

  private static final Map<String, Schedules> MODELS = new TreeMap<>();

  @BeforeAll
  static void explore() {
    for (String name : List.of("CloneStore", "TruncateRead")) {
      MODELS.put(
          name,
          Schedules.of(
              Project.spec(), Project.model("MCFragmentStepsReplay_" + name), 2, Ticker.NONE));
    }
  }

  private static Schedules model(String name) {
    return Objects.requireNonNull(MODELS.get(name), name);
  }

  @Test
  void replay_everyEdgeOnThreads_conforms() {
    for (Schedules model : MODELS.values()) {
      ScheduleReport report = model.replay(ScheduledImpl::new, Ticker.NONE);
      assertThat(report.difference()).isEmpty();
      assertThat(report.conforms()).isTrue();
      assertThat(report.taken()).isEqualTo(report.changing()).isPositive();
      assertThat(report.blocked()).isPositive();
      GATE.count("edges taken by threads", report.taken());
      GATE.count("labels taken by threads, of each model", report.reached().size());
    }
  }

  static Stream<Arguments> breaks() {
    return Stream.of(
        Arguments.of(
            "TruncateRead",
            "Lookup.java",
            "if (!f.holds(m, b, entry)) {",
            "if (false) {",
            "LookupRecheck"),
        Arguments.of(
            "TruncateRead", "Lookup.java", "steps.at(Step.LookupReload);", "", "LookupReload"),
        Arguments.of("CloneStore", "Clean.java", "cache.ptes.protect(f, b);", "", "CleanProtect"),
        Arguments.of(
            "CloneStore",
            "Clean.java",
            "cache.ptes.protect(f, b);",
            "if (true) throw new IllegalStateException(\"broken\");",
            "broken"),
        Arguments.of(
            "CloneStore",
            "WriteFault.java",
            "steps.lockShared(Step.FaultInvalidate, f.invalidate);",
            "f.invalidate.tryLockShared();",
            "invalidate shared-1"));
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void replay_oneLineBroken_isFound(
      String model, String file, String line, String becomes, String named) {
    BrokenCache broken = Project.broken(file, line, becomes);
    ScheduleReport report = model(model).replay(broken::scheduled, Ticker.NONE);
    assertThat(report.conforms()).isFalse();
    assertThat(report.difference()).hasValueSatisfying(text -> assertThat(text).contains(named));
    GATE.count("faults caught", 1);
  }

  /** A thread that goes on where it should wait. */
  @Test
  void replay_subjectThatNeverWaits_isFound() {
    ScheduleReport report =
        model("CloneStore")
            .replay(
                (files, blocks, setups) ->
                    new ForwardingSubject(new ScheduledImpl(files, blocks, setups)) {
                      @Override
                      public boolean take(int thread) {
                        super.take(thread);
                        return true;
                      }
                    },
                Ticker.NONE);
    assertThat(report.difference()).hasValueSatisfying(t -> assertThat(t).contains("to wait"));
  }

  /** One that says it is in order, but has shown something else once. */
  @Test
  void replay_stateDiffersOnce_isFound() {
    ScheduleReport report =
        model("TruncateRead")
            .replay(
                (files, blocks, setups) ->
                    new ForwardingSubject(new ScheduledImpl(files, blocks, setups)) {
                      private int n;

                      @Override
                      public List<String> observe() {
                        List<String> seen = super.observe();
                        return ++n == 500
                            ? seen.stream().map(s -> s.replace("size 1", "size 0")).toList()
                            : seen;
                      }
                    },
                Ticker.NONE);
    assertThat(report.conforms()).isFalse();
  }
}
