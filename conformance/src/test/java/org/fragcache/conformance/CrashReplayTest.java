package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.fragcache.conformance.impl.ImplSubject;
import org.fragcache.spec.oracle.Call;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every crash state of a model is reproduced, and a store that breaks its promise does not pass.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CrashReplayTest {
  @RegisterExtension static final LedgerGate GATE = new LedgerGate("CrashReplayTest");

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
      assertThat(crashes.sampled()).isPositive().isLessThan(crashes.points());
      assertThat(crashes.lost()).isPositive();
      assertThat(crashes.kept()).isPositive();
      assertThat(crashes.conforms()).isTrue();
      GATE.count("states of the graph", report.states());
      GATE.count("edges replayed", report.replayed());
      GATE.count("calls probed", report.probes());
      GATE.count("crash states reproduced", crashes.reproduced());
      GATE.count("points of crash", crashes.points());
      GATE.count("images recovered from", crashes.recoveries());
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
      // The record of the first change is enough: a commit of nothing writes nothing.
      assertThat(difference.calls()).hasToString("[Create(a), Fsync(a)]");
      assertThat(difference.toString())
          .contains("crash ", "  2  Fsync(a)")
          .endsWith(
              "  rerun: ./fragcache conform --model crash --subject impl"
                  + " --calls 'Create(a) Fsync(a)'\n");
      assertThat(CrashStepper.run(crash.model(), liar, difference.calls())).contains(difference);
    }
  }

  /** A cache that does not recover once some calls were made, in this order, whatever between. */
  private static final class Planted extends PassingSubject<CrashSubject> implements CrashSubject {
    private final List<String> needed;
    private final List<Call> made = new ArrayList<>();

    Planted(CrashSubject to, String... needed) {
      super(to);
      this.needed = List.of(needed);
    }

    @Override
    public void reset() {
      made.clear();
      super.reset();
    }

    @Override
    public Bound bind(Call call) {
      Bound bound = super.bind(call);
      return () -> {
        made.add(call);
        return bound.apply();
      };
    }

    @Override
    public boolean isIn(byte[] encoding) {
      return to.isIn(encoding);
    }

    @Override
    public String selfCheck() {
      return "";
    }

    @Override
    public void beforeSync(Runnable watcher) {
      to.beforeSync(watcher);
    }

    @Override
    public long crashes(int most, Consumer<byte[]> recovered) {
      int n = 0;
      for (Call call : made) {
        n += n < needed.size() && call.toString().equals(needed.get(n)) ? 1 : 0;
      }
      if (n == needed.size()) {
        throw new IllegalStateException("planted");
      }
      return to.crashes(most, recovered);
    }
  }

  /** The shortest path to a state shows some of these, only the calls of a walk the others. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Create(a)",
        "Create(a) Write(a,0,1) Fsync(a)",
        "Create(a) Fsync(a) Fsync(a)",
        "Create(a) Crash Create(b) Crash",
      })
  void crash_differenceAfterCalls_isShortenedToThese(String needed) {
    try (CrashSubject planted = new Planted(Project.cache(crash.model()), needed.split(" "))) {
      CrashReport report = crash.crash(planted);
      assertThat(report.conforms()).isFalse();
      CrashDifference difference = report.difference().orElseThrow();
      assertThat(difference.calls().stream().map(Call::toString))
          .containsExactly(needed.split(" "));
      assertThat(difference.failure()).contains("planted");
      assertThat(difference.rerun()).endsWith(" --calls '" + needed + "'");
    }
  }

  @Test
  void crash_beforeAnyCall_isTold() {
    try (CrashSubject planted = new Planted(Project.cache(crash.model()))) {
      CrashDifference difference = crash.crash(planted).difference().orElseThrow();
      assertThat(difference.calls()).isEmpty();
      assertThat(difference.toString())
          .contains("crash after at the start")
          .endsWith("  rerun: ./fragcache conform --model crash --subject impl\n");
    }
  }

  /** What a crash takes may differ from crash to crash, but not from run to run. */
  @Test
  void crash_sameCallsAgain_endTheSame() {
    List<Call> calls = CallSequence.parse("Create(a) Write(a,0,1) Fsync(a) Crash");
    List<Call> others = CallSequence.parse("Create(a) Crash Commit Crash");
    try (CrashSubject liar = new ImplSubject(crash.model().bounds(), true)) {
      Set<String> seen = new HashSet<>();
      for (int i = 0; i < 10; i++) {
        seen.add(Stepper.run(crash.model(), liar, calls).toString());
        Stepper.run(crash.model(), liar, others);
      }
      assertThat(seen).hasSize(1);
    }
  }

  @Test
  void crash_thatShowedTooLittle_isNotConformance() {
    assertThat(report(3, 3, 1, 1).conforms()).isTrue();
    assertThat(report(3, 2, 1, 1).conforms()).isFalse();
    assertThat(report(0, 0, 1, 1).conforms()).isFalse();
    assertThat(report(3, 3, 0, 1).conforms()).isFalse();
    assertThat(report(3, 3, 1, 0).conforms()).isFalse();
  }

  private static CrashReport report(int states, int reproduced, long lost, long kept) {
    return new CrashReport(states, reproduced, 1, 0, 1, lost, kept, 0, Optional.empty());
  }

  @Test
  void crash_recoveriesThatTheCallDoesNotChange_areNeitherLostNorKept() {
    try (CrashSubject cache = Project.cache(crash.model())) {
      Crasher<Integer> same = new Crasher<>(crash.model(), cache, s -> cache.observe(), s -> s);
      same.restart();
      same.crash(0, CrashReport.MOST);
      CrashReport report = same.report(1, 0, same.found());
      assertThat(report.reproduced()).isEqualTo(1);
      assertThat(report.recoveries()).isPositive();
      assertThat(report.lost() + report.kept()).isZero();
    }
  }
}
