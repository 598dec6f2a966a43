package org.fragcache.conformance;

import java.util.List;
import java.util.Optional;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.OracleState;

/**
 * Takes a subject and the specification through the same calls, as {@link Stepper}, and crashes the
 * subject after each and before every sync within. Slower than {@link CrashReplay}, but it needs no
 * graph.
 */
public final class CrashStepper {
  private CrashStepper() {}

  /** Takes all calls, up to the first difference; outcomes are left to {@link Stepper}. */
  public static Optional<CrashDifference> run(
      ReplayModel model, CrashSubject subject, List<Call> calls) {
    Call crash = Call.of(CrashReplay.CRASH);
    Crasher<OracleState> crasher =
        new Crasher<>(model, subject, OracleState::encoding, s -> next(model, s, crash));
    crasher.restart();
    OracleState state = model.oracle().initialStates().get(0);
    crasher.crash(state, CrashReport.MOST);
    for (Call call : calls) {
      if (crasher.found().isPresent()) {
        break;
      }
      OracleState next = next(model, state, call);
      crasher.step(call, subject.bind(call), state, next, CrashReport.MOST);
      crasher.crash(next, CrashReport.MOST);
      state = next;
    }
    return crasher.found();
  }

  private static OracleState next(ReplayModel model, OracleState state, Call call) {
    List<OracleState> next = model.oracle().successors(state, model.oracle().callIndex(call));
    return next.isEmpty() ? state : next.get(0);
  }
}
