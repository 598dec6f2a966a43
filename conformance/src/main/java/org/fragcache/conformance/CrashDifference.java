package org.fragcache.conformance;

import java.util.List;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.value.TlaState;

/**
 * A crash after which a subject is where the specification never is.
 *
 * @param model the model whose specification was asked
 * @param subject the subject's name
 * @param calls the calls from the initial state on
 * @param where when the crash came: after the last of these calls, or within it
 * @param changes where the state after recovery differs: the specification's value, then the
 *     subject's
 * @param failure the exception that ended a call or the recovery, or empty
 */
public record CrashDifference(
    String model,
    String subject,
    List<Call> calls,
    String where,
    List<TlaState.Change> changes,
    String failure) {

  /** Copies the lists. */
  public CrashDifference {
    calls = List.copyOf(calls);
    changes = List.copyOf(changes);
  }

  /** The command that shows this difference again. */
  public String rerun() {
    return CallSequence.rerun(model, subject, calls);
  }

  /** The whole of it, for a person. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("DIFFERENCE: ");
    out.append(model).append(" and ").append(subject).append(", ").append(where);
    out.append(calls.isEmpty() ? " at the start\n" : " call " + calls.size() + "\n");
    for (int i = 0; i < calls.size(); i++) {
      out.append(String.format("  %3d  %s%n", i + 1, calls.get(i)));
    }
    if (!failure.isEmpty()) {
      out.append("  threw ").append(failure).append('\n');
    }
    for (TlaState.Change change : changes) {
      out.append("       ").append(change.path()).append('\n');
      out.append("         spec     ").append(change.before()).append('\n');
      out.append(String.format("         %-8s %s%n", subject, change.after()));
    }
    return out.append("  rerun: ").append(rerun()).append('\n').toString();
  }
}
