package org.fragcache.conformance;

import java.util.ArrayList;
import java.util.List;
import org.fragcache.spec.oracle.Call;

/**
 * A difference of which no call can be left out.
 *
 * @param difference it
 * @param tried how many sequences, each without one of its calls, were taken to see that
 */
public record Minimal(Difference difference, int tried) {

  /**
   * Shortens, then leaves out each call alone. What is left of a walk is a walk, for the oracle is
   * asked anew what each of its calls does: so a shorter sequence may well differ otherwise.
   */
  public static Minimal of(ReplayModel model, Subject subject, Difference found) {
    Difference best = Diagnosis.minimise(model, subject, found);
    int without = 0;
    while (without < best.calls().size()) {
      List<Call> fewer = new ArrayList<>(best.calls());
      fewer.remove(without);
      Difference shorter = Stepper.run(model, subject, fewer).orElse(null);
      without = shorter == null ? without + 1 : 0;
      best = shorter == null ? best : shorter;
    }
    return new Minimal(best, without);
  }
}
