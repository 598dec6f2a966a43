package org.fragcache.conformance.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fragcache.conformance.Ticker;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.OracleState;

/**
 * Decides whether a trace is a behaviour of its model: the first state satisfies Init, and each
 * step is a step of Next, or of the call that the trace names. A step that changes nothing, and for
 * which no call is named, is a stuttering step, which TLA+ allows everywhere.
 */
public final class TraceValidator {
  /**
   * What came of it.
   *
   * @param states how many were judged: all, or those up to the rejection, which counts
   * @param named steps whose call the trace names
   * @param found steps whose call was found
   * @param stuttering steps that change nothing, without a call
   * @param calls those of all steps, named or found
   * @param violated invariants of the configuration that do not hold, with the state
   * @param seconds what it took
   * @param rejection why it is no behaviour, if it is none
   */
  public record Verdict(
      int states,
      int named,
      int found,
      int stuttering,
      List<Call> calls,
      List<Violated> violated,
      double seconds,
      Optional<TraceRejection> rejection) {
    /** Copies the lists. */
    public Verdict {
      calls = List.copyOf(calls);
      violated = List.copyOf(violated);
    }

    /** Whether the trace is a behaviour. */
    public boolean accepted() {
      return rejection.isEmpty();
    }
  }

  /** An invariant that does not hold in a state. */
  public record Violated(int state, String invariant) {
    @Override
    public String toString() {
      return "state " + state + " violates " + invariant;
    }
  }

  private final TraceModel model;
  private final Behaviour trace;
  private final Steps steps;
  private final List<Call> calls = new ArrayList<>();
  private final List<Violated> violated = new ArrayList<>();
  private int named;
  private int found;
  private int stuttering;

  private TraceValidator(TraceModel model, Behaviour trace) {
    this.model = model;
    this.trace = trace;
    this.steps = new Steps(model.oracle());
  }

  /** Judges a trace. */
  public static Verdict validate(TraceModel model, Behaviour trace, Ticker ticker) {
    return new TraceValidator(model, trace).run(ticker);
  }

  private Verdict run(Ticker ticker) {
    long began = System.nanoTime();
    int size = trace.states().size();
    Optional<TraceRejection> rejection = Optional.empty();
    int judged = 0;
    if (!model.initial().contains(trace.states().get(0))) {
      rejection = Optional.of(TraceRejection.ofInitial(model, trace.states().get(0)));
      judged = 1;
    }
    for (; judged < size && rejection.isEmpty(); judged++) {
      ticker.tick(model.name(), "states", judged, size);
      OracleState state = trace.states().get(judged);
      if (judged > 0 && !step(trace.states().get(judged - 1), state, trace.calls().get(judged))) {
        rejection = Optional.of(reject(judged - 1, judged, judged, trace.calls().get(judged)));
      } else {
        int number = judged;
        model.oracle().violated(state).ifPresent(i -> violated.add(new Violated(number, i)));
      }
    }
    if (rejection.isEmpty() && trace.loop().isPresent()) {
      int back = trace.loop().getAsInt();
      if (!step(trace.states().get(size - 1), trace.states().get(back), Optional.empty())) {
        rejection = Optional.of(reject(size - 1, back, size - 1, Optional.empty()));
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return new Verdict(judged, named, found, stuttering, calls, violated, seconds, rejection);
  }

  private TraceRejection reject(int from, int to, int index, Optional<Call> call) {
    return TraceRejection.ofStep(
        model, index, to, trace.states().get(from), trace.states().get(to), call);
  }

  private boolean step(OracleState before, OracleState after, Optional<Call> call) {
    if (call.isPresent()) {
      int index = model.oracle().callIndex(call.get());
      named++;
      calls.add(call.get());
      return model.oracle().isStep(before, index, after);
    } else if (before.equals(after)) {
      stuttering++;
      return true;
    }
    Optional<Call> between = steps.between(before, after, "");
    between.ifPresent(calls::add);
    found += between.isPresent() ? 1 : 0;
    return between.isPresent();
  }
}
