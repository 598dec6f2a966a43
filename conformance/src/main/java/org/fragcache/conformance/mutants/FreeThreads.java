package org.fragcache.conformance.mutants;

import java.nio.file.Path;
import org.fragcache.conformance.Ticker;
import org.fragcache.conformance.log.CallLog;
import org.fragcache.conformance.log.LogModel;
import org.fragcache.conformance.log.Validator;

/** Logs of free threads, with pauses and without by turns, judged by FileView. */
final class FreeThreads implements Probe {
  private static final int THREADS = 4;
  private static final int EVENTS = 2_000;
  private static final int LOGS = 6; // at least, and for so long:
  private static final long NANOS = 6_000_000_000L;

  private final LogModel model;
  private final long seed;

  FreeThreads(Path spec, String name, long seed) {
    this.model = LogModel.open(spec, name);
    this.seed = seed;
  }

  @Override
  public Seen look(BrokenCache cache, Ticker alive) {
    long events = 0;
    long began = System.nanoTime();
    for (long n = seed; n < seed + LOGS || System.nanoTime() - began < NANOS; n++) {
      boolean pauses = (n & 1) == 1;
      alive.tick(model.name(), "events", events, 0);
      BrokenCache.Recorded recorded = cache.record(model, THREADS, EVENTS, n, pauses);
      events += recorded.events().size();
      if (!recorded.failures().isEmpty()) {
        return new Seen(events, Heads.line(recorded.failures().get(0)));
      }
      CallLog.Header header =
          new CallLog.Header(model.name(), model.constants(), THREADS, n, pauses);
      Validator.Verdict verdict =
          Validator.validate(model, new CallLog(header, recorded.events()), alive);
      if (!verdict.accepted()) {
        return new Seen(events, verdict.rejection().map(Heads::of).orElse("rejected"));
      }
    }
    return new Seen(events, "");
  }

  @Override
  public void close() {
    model.close();
  }
}
