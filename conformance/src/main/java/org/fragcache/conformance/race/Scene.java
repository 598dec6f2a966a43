package org.fragcache.conformance.race;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.fragcache.conformance.log.Event;
import org.fragcache.conformance.log.LoggingThread.Ended;
import org.fragcache.spec.oracle.Call;

/** What a program runs on, once: without files at first. */
public interface Scene extends AutoCloseable {
  /** Makes calls, for one thread. */
  interface Caller extends AutoCloseable {
    /** The outcome of a call; empty of a read that found no unit that anybody wrote. */
    Optional<String> make(Call call);

    @Override
    void close();
  }

  /**
   * Who makes the calls of one thread.
   *
   * @param direct whether it reads and writes past the cache, if that can be
   */
  Caller caller(boolean direct);

  /** What may happen without a call, and nobody may see: writes back, drops. For one thread. */
  void disturb(SplittableRandom random);

  /** What is wrong when all threads have ended, or should have. */
  List<String> failures(Ended<Event> ended);

  @Override
  void close();
}
