package org.fragcache.conformance;

import java.util.List;
import java.util.Optional;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.Explanation;
import org.fragcache.spec.value.TlaState;
import org.jspecify.annotations.Nullable;

/**
 * A step in which a subject and the specification differ.
 *
 * @param model the model whose specification was asked
 * @param subject the subject's name
 * @param calls the calls from the initial state on; the last one differs
 * @param expectedOutcome what the specification says the last call returns
 * @param actualOutcome what it returned, or the exception that it threw
 * @param changes where the states after it differ: the specification's value, then the subject's
 * @param unreadable what is wrong with the subject's state if it is no state of the specification
 * @param reason the first conjunct of the specification that does not hold of the subject's step
 * @param selfCheck what the subject's own checks say after the step, or empty
 * @param failure the exception that the subject threw
 */
public record Difference(
    String model,
    String subject,
    List<Call> calls,
    String expectedOutcome,
    String actualOutcome,
    List<TlaState.Change> changes,
    String unreadable,
    Optional<Explanation> reason,
    String selfCheck,
    @Nullable Throwable failure) {

  private static final int FRAMES = 6;
  private static final int BRIEF = 80;
  private static final int MOST_CALLS = 40;

  /** Copies the lists. */
  public Difference {
    calls = List.copyOf(calls);
    changes = List.copyOf(changes);
  }

  /** The call that differs; the reset if even the initial state does. */
  public String last() {
    return calls.isEmpty() ? "the start" : calls.get(calls.size() - 1).toString();
  }

  /** What kind of subject: {@code exec} of {@code exec:CMD}. */
  private String label() {
    int colon = subject.indexOf(':');
    return colon < 0 ? subject : subject.substring(0, colon);
  }

  /** The command that shows this difference again. */
  public String rerun() {
    return CallSequence.rerun(model, subject, calls);
  }

  /** The whole of it, for a person. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    out.append("DIFFERENCE: ").append(model).append(" and ").append(label());
    out.append(" after ").append(calls.size()).append(calls.size() == 1 ? " call" : " calls");
    out.append('\n');
    int first = Math.max(0, calls.size() - MOST_CALLS);
    if (first > 0) {
      out.append("  (the first ").append(first).append(" calls are in the rerun command)\n");
    }
    for (int i = first; i < calls.size(); i++) {
      out.append(String.format("  %3d  %s%n", i + 1, calls.get(i)));
    }
    if (!expectedOutcome.equals(actualOutcome)) {
      out.append("  outcome of ").append(last()).append('\n');
      out.append("       spec     ").append(expectedOutcome).append('\n');
      out.append(String.format("       %-8s %s%n", label(), actualOutcome));
    }
    if (!changes.isEmpty()) {
      out.append("  state after ").append(last()).append('\n');
    }
    for (TlaState.Change change : changes) {
      out.append("       ").append(change.path()).append('\n');
      out.append("         spec     ").append(text(change.before())).append('\n');
      out.append(String.format("         %-8s %s%n", label(), text(change.after())));
    }
    if (!unreadable.isEmpty()) {
      out.append("  the state of ").append(label());
      out.append(" is none of the specification: ").append(unreadable).append('\n');
    }
    if (reason.isPresent()) {
      out.append("  does not hold: ").append(text(reason.get())).append('\n');
    } else if (!expectedOutcome.equals(actualOutcome) && changes.isEmpty()) {
      out.append("  every guard of the specification holds; the outcome differs\n");
    }
    if (!selfCheck.isEmpty()) {
      out.append("  ").append(label()).append("'s own checks: ").append(selfCheck).append('\n');
    }
    if (failure != null) {
      appendFailure(out, failure);
    }
    return out.append("  rerun: ").append(rerun()).append('\n').toString();
  }

  /** Without the values where they are whole variables: what differs in these has been said. */
  private static String text(Explanation reason) {
    boolean brief = reason.operands().stream().allMatch(o -> o.value().length() <= BRIEF);
    return brief
        ? reason.toString()
        : new Explanation(reason.conjunct(), reason.file(), reason.line(), reason.via(), List.of())
            .toString();
  }

  private static void appendFailure(StringBuilder out, Throwable failure) {
    StackTraceElement[] frames = failure.getStackTrace();
    for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
      out.append("       at ").append(frames[i]).append('\n');
    }
  }

  private static String text(@Nullable Object value) {
    return value == null ? "(nothing)" : value.toString();
  }
}
