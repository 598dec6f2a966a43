package org.fragcache.conformance.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.fragcache.conformance.log.LoggingThread.Ended;
import org.junit.jupiter.api.Test;

/** What threads log is in order, and a thread that dies is told of. */
final class LoggingThreadTest {
  private final AtomicLong clock = new AtomicLong();

  private final class Counting extends LoggingThread<Long> {
    Counting(int number, SplittableRandom random) {
      super(number, random);
    }

    @Override
    protected void work() {
      for (int i = 0; i < 1_000; i++) {
        at("event " + i);
        if (number == 1 && i == 10) {
          throw new AssertionError("planted");
        }
        log(clock.incrementAndGet());
      }
    }
  }

  @Test
  void run_threads_eventsAreByNumber() {
    Ended<Long> ended = LoggingThread.run(1, 7, Counting::new, clock, n -> n);
    assertThat(ended.events()).hasSize(1_000).isSorted();
    assertThat(ended.failures()).isEmpty();
    assertThat(ended.all()).isTrue();
  }

  @Test
  void run_threadThatDies_isTold() {
    Ended<Long> ended = LoggingThread.run(2, 7, Counting::new, clock, n -> n);
    assertThat(ended.events()).hasSize(1_010).isSorted();
    assertThat(ended.failures())
        .containsExactly("thread 1: event 10 threw java.lang.AssertionError: planted");
  }
}
