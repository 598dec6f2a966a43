package org.fragcache.conformance;

import java.util.function.Consumer;

/** A subject on a store that loses what was not synced, if the model has crashes. */
public interface CrashSubject extends Subject {

  /**
   * What to do before each sync that a call makes from now on: there a crash within the call has
   * the most to lose. May call {@link #crashes}.
   */
  void beforeSync(Runnable watcher);

  /**
   * Recovers from what a crash now would leave. The subject goes on as if nothing had been.
   *
   * @param most how many images of the store to recover from at most: all if there are no more,
   *     else those with nothing and with all of what was not synced, and others chosen
   *     pseudo-randomly, the same in each run
   * @param recovered gets the state after each recovery, in the canonical encoding
   * @return how many images there are
   * @throws RuntimeException if a recovery fails
   */
  long crashes(int most, Consumer<byte[]> recovered);
}
