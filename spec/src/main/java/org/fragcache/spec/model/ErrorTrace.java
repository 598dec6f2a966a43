package org.fragcache.spec.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fragcache.spec.value.TlaState;

/** Writes an error trace so that a reader sees what each step changed. */
final class ErrorTrace {

  private ErrorTrace() {}

  /** The lines of the trace: the first state whole, of the others what differs. */
  static List<String> lines(TlcResult result) {
    List<String> lines = new ArrayList<>();
    Optional<TlaState> before = Optional.empty();
    int target = lassoTarget(result);
    for (TraceStep step : result.trace()) {
      lines.add(
          String.format(Locale.ROOT, "%4d  %s", step.number(), step.action())
              + (step.number() == target ? "   <- the loop begins here" : ""));
      Optional<TlaState> state = step.state();
      if (state.isEmpty()) {
        step.text().lines().forEach(line -> lines.add("        " + line));
      } else if (before.isEmpty()) {
        state
            .get()
            .variables()
            .forEach((name, value) -> lines.add("        " + name + " = " + value));
      } else {
        List<TlaState.Change> changes = before.get().diff(state.get());
        changes.forEach(change -> lines.add("        " + change));
        if (changes.isEmpty()) {
          lines.add("        (nothing changes)");
        }
      }
      before = state;
    }
    if (!result.lasso().isEmpty()) {
      lines.add("      then " + result.lasso());
    }
    return lines;
  }

  private static int lassoTarget(TlcResult result) {
    String number = result.lasso().replaceFirst("^goes back to state ", "");
    return number.matches("\\d+") ? Integer.parseInt(number) : -1;
  }
}
