package org.fragcache.spec.model;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Shows what runs: on a terminal one line that is drawn again five times a second at most,
 * elsewhere a plain line every five seconds at most, or nothing.
 */
final class Progress implements AutoCloseable {

  private static final long TERMINAL_MILLIS = 200;
  private static final long PLAIN_MILLIS = 5_000;

  private final PrintStream out;
  private final boolean terminal;
  private final int columns;
  private final int total;
  private final Map<String, Run> running = new LinkedHashMap<>();
  private final ScheduledExecutorService timer;
  private int finished;
  private boolean drawn;

  /** What is known of one running model. */
  private static final class Run {
    private long generated;
    private long distinct;
    private long queue;
    private long rate;
    private long reported = System.nanoTime();
  }

  Progress(PrintStream out, boolean quiet, boolean terminal, int columns, int total) {
    this.out = out;
    this.terminal = terminal;
    this.columns = columns;
    this.total = total;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "show-progress");
              thread.setDaemon(true);
              return thread;
            });
    if (!quiet) {
      long period = terminal ? TERMINAL_MILLIS : PLAIN_MILLIS;
      var unused = timer.scheduleAtFixedRate(this::draw, period, period, TimeUnit.MILLISECONDS);
    }
  }

  synchronized void started(String model) {
    running.put(model, new Run());
  }

  synchronized void update(String model, long generated, long distinct, long queue) {
    Run run = running.get(model);
    if (run == null) {
      return;
    }
    long now = System.nanoTime();
    long grown = generated - run.generated;
    if (grown < 0) {
      grown = generated; // another run of the same model
    }
    double seconds = (now - run.reported) / 1e9;
    run.rate = seconds > 0 ? Math.round(grown / seconds) : 0;
    run.generated = generated;
    run.distinct = distinct;
    run.queue = queue;
    run.reported = now;
  }

  synchronized void finished(String model) {
    running.remove(model);
    finished++;
  }

  private synchronized void draw() {
    String line = line();
    if (terminal) {
      out.print("\r" + line + "\u001b[K");
      drawn = true;
    } else {
      out.println(line);
    }
    out.flush();
  }

  /** The figures of each running model if there is room, else their sums. */
  synchronized String line() {
    String head = finished + " of " + total + " done";
    StringBuilder each = new StringBuilder(head);
    long generated = 0;
    long distinct = 0;
    long rate = 0;
    long queue = 0;
    for (Map.Entry<String, Run> entry : running.entrySet()) {
      Run run = entry.getValue();
      each.append(" | ").append(entry.getKey()).append(": ");
      each.append(figures(run.generated, run.distinct, run.rate, run.queue));
      generated += run.generated;
      distinct += run.distinct;
      rate += run.rate;
      queue += run.queue;
    }
    if (!terminal || each.length() < columns) {
      return each.toString();
    }
    String sums = " | " + figures(generated, distinct, rate, queue);
    String line = head + " | " + String.join(", ", running.keySet());
    int room = Math.max(columns - 1 - sums.length(), head.length());
    return (line.length() <= room ? line : line.substring(0, Math.max(room - 2, 0)) + "..") + sums;
  }

  private static String figures(long generated, long distinct, long rate, long queue) {
    return String.format(
        Locale.ROOT,
        "%s states, %s distinct, %s/s, queue %s",
        shortened(generated),
        shortened(distinct),
        shortened(rate),
        shortened(queue));
  }

  private static String shortened(long count) {
    if (count < 10_000) {
      return Long.toString(count);
    }
    return count < 10_000_000
        ? String.format(Locale.ROOT, "%.0fk", count / 1e3)
        : String.format(Locale.ROOT, "%.1fM", count / 1e6);
  }

  /** Takes the line away. */
  @Override
  public void close() {
    timer.shutdownNow();
    synchronized (this) {
      if (drawn) {
        out.print("\r\u001b[K");
        out.flush();
      }
    }
  }
}
