package org.fragcache.spec.model;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import tlc2.TLC;
import tlc2.TLCGlobals;
import tlc2.tool.ModelChecker;

/**
 * The main class of the forked JVM: TLC, and beside it a thread that reports progress on standard
 * error, because TLC does so once a minute only, and that ends this JVM if its parent is no more.
 */
public final class TlcChild {

  static final String PROGRESS = "@progress ";
  static final String PARENT = "fragcache.parent";
  private static final long PERIOD_MILLIS = 250;

  private TlcChild() {}

  /** Runs TLC with these arguments; TLC ends the JVM with its own status. */
  public static void main(String[] args) throws Exception {
    long parent = Long.getLong(PARENT, -1);
    Thread watcher = new Thread(() -> watch(parent), "progress");
    watcher.setDaemon(true);
    watcher.start();
    TLC.main(args);
  }

  private static void watch(long parent) {
    try {
      while (true) {
        Thread.sleep(PERIOD_MILLIS);
        if (ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(-1L) != parent) {
          abandon();
        }
        report();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The parent was killed so hard that it could not clean up; nobody else will. */
  private static void abandon() {
    Path directory = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      if (directory.getFileName().toString().startsWith(Cleanup.PREFIX)) {
        deleteThoughWritten(directory);
      }
    } finally {
      Runtime.getRuntime().halt(1);
    }
  }

  private static void deleteThoughWritten(Path directory) {
    for (int i = 0; i < 10; i++) {
      try {
        Cleanup.deleteTree(directory);
        return;
      } catch (UncheckedIOException e) {
        // TLC's threads still write; the next attempt finds what they wrote.
      }
    }
  }

  private static void report() {
    try {
      if (TLCGlobals.mainChecker instanceof ModelChecker checker) {
        System.err.println(
            PROGRESS
                + checker.getStatesGenerated()
                + " "
                + checker.getDistinctStatesGenerated()
                + " "
                + checker.getStateQueueSize());
      }
    } catch (RuntimeException | LinkageError e) {
      // Progress is a courtesy: the checker may be half made, or be of another TLC.
    }
  }
}
