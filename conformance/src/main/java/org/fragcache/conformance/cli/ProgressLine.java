package org.fragcache.conformance.cli;

import java.io.PrintStream;
import java.util.Locale;
import org.fragcache.conformance.Ticker;

/**
 * Progress of a replay: one line drawn again on a terminal, at most five times a second; elsewhere
 * a line at most every five seconds.
 */
final class ProgressLine implements Ticker, AutoCloseable {
  private static final long SECOND = 1_000_000_000L;

  private final PrintStream out;
  private final boolean quiet;
  private final boolean terminal = CommonOptions.terminal();
  private final int columns = CommonOptions.columns();
  private final long began = System.nanoTime();
  private long next = began + (terminal ? 0 : 5 * SECOND);
  private int drawn;

  ProgressLine(PrintStream out, boolean quiet) {
    this.out = out;
    this.quiet = quiet;
  }

  @Override
  public synchronized void tick(String model, String what, long done, long of) {
    long now = System.nanoTime();
    if (quiet || now < next) {
      return;
    }
    next = now + (terminal ? SECOND / 5 : 5 * SECOND);
    String line =
        String.format(
            Locale.ROOT,
            "%5.0fs  %s: %,d%s %s",
            (now - began) / 1e9,
            model,
            done,
            of > 0 ? String.format(Locale.ROOT, " of %,d", of) : "",
            what);
    if (!terminal) {
      out.println(line);
      return;
    }
    String cut = line.length() >= columns ? line.substring(0, columns - 1) : line;
    out.print("\r" + cut + " ".repeat(Math.max(0, drawn - cut.length())));
    out.flush();
    drawn = cut.length();
  }

  /** Takes the line away, so that something can be printed in its place. */
  synchronized void clear() {
    if (drawn > 0) {
      out.print("\r" + " ".repeat(drawn) + "\r");
      out.flush();
      drawn = 0;
    }
  }

  @Override
  public void close() {
    clear();
  }
}
