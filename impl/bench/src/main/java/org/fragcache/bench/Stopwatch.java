package org.fragcache.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Times batches in turn, so that what they are compared with was measured in the same seconds on
 * the same JVM: on a machine that others use too, two measurements one after the other differ by
 * more than what is to be told apart.
 */
final class Stopwatch {
  private static final long WARM_UP = 300_000_000L;

  /** Short, so that most batches end before the scheduler gives the core to someone else. */
  private static final long BATCH = 500_000L;

  private static final int MIN_ROUNDS = 5;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Stopwatch() {}

  /** Median ns per operation of each batch, after a warm-up that sizes it too. */
  static List<Sample> time(Context context, List<? extends Batch> batches) {
    return time(context, batches, context.scale.rounds);
  }

  /** As before, with so many rounds. */
  static List<Sample> time(Context context, List<? extends Batch> batches, int rounds) {
    warmUp(context, batches);
    double[][] values = new double[batches.size()][rounds];
    int done = 0;
    while (done < rounds && (done < MIN_ROUNDS || context.hasTime())) {
      for (int i = 0; i < batches.size(); i++) {
        int which = (i + done) % batches.size(); // none always comes after the same one
        values[which][done] = (double) once(batches.get(which)) / batches.get(which).n();
      }
      done++;
    }
    int of = done;
    return Arrays.stream(values).map(v -> Sample.of(Arrays.copyOf(v, of))).toList();
  }

  static Sample time(Context context, Batch batch) {
    return time(context, Collections.singletonList(batch)).get(0);
  }

  /** Bytes that this thread allocates per operation. */
  static Sample bytes(Context context, Batch batch) {
    warmUp(context, List.of(batch));
    double[] values = new double[context.scale.rounds];
    long thread = Thread.currentThread().getId();
    int done = 0;
    while (done < values.length && (done < MIN_ROUNDS || context.hasTime())) {
      batch.before();
      long before = THREADS.getThreadAllocatedBytes(thread);
      batch.run();
      long after = THREADS.getThreadAllocatedBytes(thread);
      batch.after();
      values[done++] = (double) (after - before) / batch.n();
    }
    return Sample.of(Arrays.copyOf(values, done));
  }

  private static void warmUp(Context context, List<? extends Batch> batches) {
    long share = context.scale.forked() ? WARM_UP : WARM_UP / 30;
    for (Batch b : batches) {
      long began = System.nanoTime();
      long last;
      do {
        last = Math.max(1, once(b));
        // At most doubled: the first operations take far longer than the rest.
        b.resize((int) Math.min(2L * b.n(), BATCH * b.n() / last));
      } while (System.nanoTime() - began < share);
    }
  }

  private static long once(Batch b) {
    b.before();
    long began = System.nanoTime();
    b.run();
    long time = System.nanoTime() - began;
    b.after();
    return time;
  }
}
