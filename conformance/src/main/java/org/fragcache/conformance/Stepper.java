package org.fragcache.conformance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.Explanation;
import org.fragcache.spec.oracle.OracleState;
import org.fragcache.spec.value.TlaState;
import org.jspecify.annotations.Nullable;

/**
 * Takes a subject and the specification through the same calls, one at a time, and compares outcome
 * and state after each. Slower than {@link Replay}, which knows the graph, but it explains, and it
 * needs no graph.
 */
public final class Stepper {
  private final ReplayModel model;
  private final Subject subject;
  private final List<Call> calls = new ArrayList<>();
  private OracleState state;

  /** Starts both in the initial state. */
  public Stepper(ReplayModel model, Subject subject) {
    this.model = model;
    this.subject = subject;
    this.state = model.oracle().initialStates().get(0);
    subject.reset();
  }

  /** The specification's state now. */
  public OracleState state() {
    return state;
  }

  /** How many calls have been made. */
  int depth() {
    return calls.size();
  }

  /**
   * Makes calls that did not differ when they were made before, on the subject only, and compares
   * where they lead.
   */
  Optional<Difference> repeat(List<Call> again, OracleState reached) {
    try {
      again.forEach(call -> subject.bind(call).apply());
      if (Arrays.equals(subject.observe(), compared(reached))) {
        calls.addAll(again);
        state = reached;
        return Optional.empty();
      }
    } catch (SubjectFailedException e) {
      throw e;
    } catch (RuntimeException e) {
      // Told when they are taken again.
    }
    return Optional.of(
        run(model, subject, again)
            .orElseThrow(
                () ->
                    new SubjectFailedException(
                        model.name()
                            + " and "
                            + subject.name()
                            + " agreed after "
                            + again.size()
                            + " calls, and did not when these were made again; expected a"
                            + " subject that does the same after every reset")));
  }

  /** The calls made so far. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Takes all calls, up to the first difference; if there is none, the final check. */
  public static Optional<Difference> run(ReplayModel model, Subject subject, List<Call> calls) {
    Stepper stepper = new Stepper(model, subject);
    Optional<Difference> atStart = stepper.compareInitial();
    if (atStart.isPresent()) {
      return atStart;
    }
    for (Call call : calls) {
      Optional<Difference> difference = stepper.step(call);
      if (difference.isPresent()) {
        return difference;
      }
    }
    return stepper.finalCheck();
  }

  /** The subject's final check, after the calls made so far. */
  public Optional<Difference> finalCheck() {
    String complaint = subject.finalCheck();
    if (complaint.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Difference(
            model.name(),
            subject.name(),
            calls,
            "",
            "",
            List.of(),
            "",
            Optional.empty(),
            complaint,
            null));
  }

  /** Compares the initial states. */
  public Optional<Difference> compareInitial() {
    byte[] observed = subject.observe();
    subject.compared().require(model, subject.name(), observed);
    if (Arrays.equals(observed, compared(state))) {
      return Optional.empty();
    }
    return Optional.of(difference(null, "", "", state, observed, null));
  }

  /**
   * Makes one call on both, whether the specification has a step for it or not.
   *
   * @return the difference, after which this stepper is of no more use; empty if there is none
   * @throws UsageException if the call is not in the alphabet
   */
  public Optional<Difference> step(Call call) {
    int index = model.oracle().callIndex(call);
    calls.add(call);
    List<OracleState> next = model.oracle().successors(state, index);
    if (next.size() > 1) {
      throw new UsageException(
          model.name() + ": " + call + " can lead to " + next.size() + " states; expected one");
    }
    OracleState expected = next.isEmpty() ? state : next.get(0);
    String outcome = model.outcome(state, index, !next.isEmpty());
    String actual = "";
    byte @Nullable [] observed = null;
    Throwable failure = null;
    try {
      actual = subject.bind(call).apply();
      observed = subject.observe();
    } catch (SubjectFailedException e) {
      throw e;
    } catch (RuntimeException e) {
      failure = e;
      actual = "threw " + e;
    }
    if (actual.equals(outcome)
        && Arrays.equals(observed, compared(expected))
        && subject.selfCheck().isEmpty()) {
      state = expected;
      return Optional.empty();
    }
    return Optional.of(difference(call, outcome, actual, expected, observed, failure));
  }

  private Difference difference(
      @Nullable Call call,
      String outcome,
      String actual,
      OracleState expected,
      byte @Nullable [] observed,
      @Nullable Throwable failure) {
    List<TlaState.Change> changes = List.of();
    String unreadable = "";
    Optional<Explanation> reason = Optional.empty();
    try {
      if (observed != null) {
        changes = TlaState.parse(text(compared(expected))).diff(TlaState.parse(text(observed)));
      }
      if (call != null && observed != null) {
        byte[] all = subject.compared().complete(observed, expected.encoding());
        reason = model.oracle().explain(state, call, all);
      }
    } catch (UsageException | IllegalArgumentException e) {
      unreadable = String.valueOf(e.getMessage());
    }
    if (call != null && reason.isEmpty()) {
      reason = model.oracle().explain(state, call);
    }
    return new Difference(
        model.name(),
        subject.name(),
        calls,
        outcome,
        actual,
        changes,
        unreadable,
        reason,
        subject.selfCheck(),
        failure);
  }

  /** What the subject has to give in this state. */
  private byte[] compared(OracleState of) {
    return subject.compared().of(of.encoding());
  }

  private static String text(byte[] encoding) {
    return new String(encoding, StandardCharsets.US_ASCII);
  }
}
