package org.fragcache.conformance.fsx;

import java.util.Optional;
import org.fragcache.conformance.Difference;
import org.fragcache.conformance.Minimal;
import org.fragcache.conformance.ReplayModel;
import org.fragcache.conformance.Stepper;
import org.fragcache.conformance.Subject;
import org.fragcache.conformance.Ticker;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.value.TlaValue;

/**
 * Takes a subject and the specification through an operation file: outcome and state are compared
 * after each call.
 *
 * @param operations how many were done; the last, if there is a difference, is where it showed
 * @param calls how many were made
 * @param difference the first, of which no call can be left out
 */
public record FsxReplay(int operations, long calls, Optional<Difference> difference) {

  /** Where a difference showed, and what it was. */
  private static final class Found extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Difference difference;

    Found(Difference difference) {
      super(null, null, false, false);
      this.difference = difference;
    }
  }

  /** Replays a trace, up to the first difference. */
  public static FsxReplay of(FsxTrace trace, ReplayModel model, Subject subject, Ticker ticker) {
    Stepper stepper = new Stepper(model, subject);
    boolean evicts = model.bounds().ops().contains("Evict");
    int all = trace.operations().size();
    int done = 0;
    try {
      stop(stepper.compareInitial());
      take(stepper, FsxTrace.start());
      while (done < all) {
        long size =
            TlaValue.parse(model.oracle().eval("size", stepper.state()))
                .at(TlaValue.model(model.bounds().files().get(0)))
                .asInt();
        take(stepper, trace.calls(done++, size, evicts));
        ticker.tick(trace.file().toString(), "operations", done, all);
      }
      stop(stepper.finalCheck());
      return new FsxReplay(done, stepper.calls().size(), Optional.empty());
    } catch (Found e) {
      long calls = stepper.calls().size();
      Difference minimal = Minimal.of(model, subject, e.difference).difference();
      return new FsxReplay(done, calls, Optional.of(minimal));
    }
  }

  private static void take(Stepper stepper, Iterable<Call> calls) throws Found {
    for (Call call : calls) {
      stop(stepper.step(call));
    }
  }

  private static void stop(Optional<Difference> difference) throws Found {
    if (difference.isPresent()) {
      throw new Found(difference.get());
    }
  }
}
