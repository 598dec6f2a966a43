package org.fragcache.conformance.mutants;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.fragcache.spec.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * A process that does one check of one broken cache after another, each a line of its input, and
 * answers each with a line. It ends when its input does, and, after it has said so, when a cache
 * hangs: what goes wrong in a broken cache takes this process with it at most.
 */
public final class Worker {
  /** What is asked first: to load what the check needs. */
  static final String OPEN = "open";

  private static final int TICK_MILLIS = 250;
  private static final int PATIENCE = 180; // ticks of a process that runs: 45 s

  private final Check check;
  private final PrintStream answers;
  private volatile boolean alive;
  private volatile boolean looking;
  private volatile long began;

  private Worker(Check check, PrintStream answers) {
    this.check = check;
    this.answers = answers;
  }

  /** Arguments: check, model or kind, the specification's directory, seed. */
  public static void main(String[] args) throws InterruptedException {
    PrintStream answers = System.out;
    System.setOut(System.err); // what others print is no answer
    Worker worker = new Worker(Check.valueOf(args[0].toUpperCase(Locale.ROOT)), answers);
    worker.run(args[1], Path.of(args[2]), Long.parseLong(args[3]));
  }

  private void run(String with, Path spec, long seed) throws InterruptedException {
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    daemon("asked", () -> read(asked));
    daemon("watch", this::watch);
    Probe probe = null;
    for (; ; ) {
      String line = asked.take();
      if (line.equals(OPEN)) {
        probe = open(with, spec, seed);
      } else {
        Path changed = line.isEmpty() ? null : Path.of(line);
        look(Objects.requireNonNull(probe, "not open"), changed);
      }
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void read(BlockingQueue<String> asked) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        asked.add(line);
      }
    } catch (IOException e) {
      System.err.println(e);
    }
    Runtime.getRuntime().halt(0); // whoever asks is gone
  }

  private @Nullable Probe open(String with, Path spec, long seed) {
    try {
      Probe probe = Probes.open(check, with, spec, seed, (a, b, c, d) -> {});
      answer(JsonNodeFactory.instance.objectNode().put("open", true));
      return probe;
    } catch (UsageException e) {
      answer(JsonNodeFactory.instance.objectNode().put("usage", e.getMessage()));
      return null;
    }
  }

  /**
   * One check. What the cache throws is a difference; what shows that it could not be used at all
   * is an error, lest a check that does not work catch every fault.
   *
   * @param changed where the changed classes are, null if they are in the class path
   */
  private void look(Probe probe, @Nullable Path changed) {
    began = System.nanoTime();
    alive = true;
    looking = true;
    ObjectNode answer;
    try {
      BrokenCache cache = changed == null ? BrokenCache.unchanged() : BrokenCache.in(changed);
      Probe.Seen seen = probe.look(cache, (a, b, c, d) -> alive = true);
      answer = verdict(seen.differs() ? Cell.Verdict.FOUND : Cell.Verdict.CLEAN, seen.steps());
      answer.put("head", seen.head());
    } catch (UsageException | LinkageError | IllegalArgumentException e) {
      e.printStackTrace();
      answer = JsonNodeFactory.instance.objectNode().put("error", e.toString());
    } catch (RuntimeException | StackOverflowError e) {
      answer = verdict(Cell.Verdict.FOUND, 0);
      answer.put("head", Heads.line("threw " + e.getMessage()));
    }
    looking = false;
    answer(answer);
  }

  private ObjectNode verdict(Cell.Verdict verdict, long steps) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("verdict", verdict.name())
        .put("steps", steps)
        .put("seconds", (System.nanoTime() - began) / 1e9);
  }

  private synchronized void answer(ObjectNode answer) {
    answers.println(answer);
    answers.flush();
  }

  /**
   * Waits in ticks of its own, not by the clock: a process that is stopped, or gets no processor,
   * does not hang.
   */
  private void watch() {
    // Lincheck tells nothing while it works, and finds by itself what does not end.
    int patience = check == Check.LINCHECK ? 4 * PATIENCE : PATIENCE;
    try {
      for (int idle = 0; ; idle++) {
        Thread.sleep(TICK_MILLIS);
        if (alive || !looking) {
          alive = false;
          idle = 0;
        } else if (idle >= patience) {
          ObjectNode answer = verdict(Cell.Verdict.HANG, 0);
          answer(answer.put("head", Heads.line("no end: " + stuck())));
          Runtime.getRuntime().halt(0);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where threads are in the cache. */
  private static String stuck() {
    StringBuilder out = new StringBuilder();
    Thread.getAllStackTraces()
        .forEach(
            (thread, frames) ->
                Arrays.stream(frames)
                    .filter(f -> f.getClassName().matches("org\\.fragcache\\.[A-Z].*"))
                    .findFirst()
                    .ifPresent(f -> out.append(thread.getName()).append(" in ").append(at(f))));
    return out.isEmpty() ? "no thread is in the cache" : out.toString();
  }

  private static String at(StackTraceElement frame) {
    String type = frame.getClassName();
    return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethodName() + "; ";
  }
}
