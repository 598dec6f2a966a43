package org.fragcache.conformance.exec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.fragcache.conformance.SubjectFailedException;
import org.fragcache.spec.model.Cleanup;
import org.jspecify.annotations.Nullable;

/**
 * A child process that gets lines and answers each with one. Used by one thread; a thread reads
 * what it writes, another its standard error.
 */
public final class Child implements AutoCloseable {
  private static final int LONGEST = 1 << 20;
  private static final int KEPT = 2000;
  private static final int AHEAD = 64;

  /** What came: a line, or why there will be none. */
  private record Came(String line, String end) {}

  private final Process process;
  private final OutputStream in;
  private final BlockingQueue<Came> lines = new ArrayBlockingQueue<>(AHEAD);
  private final Thread reader;
  private final Thread complaints;
  private final StringBuilder complained = new StringBuilder();

  /** What it had started when last looked: one whose parent has ended is found no other way. */
  private List<ProcessHandle> started = List.of();

  /**
   * Starts a command of the shell.
   *
   * @throws SubjectFailedException if there is no shell
   */
  Child(String command) {
    this(List.of("sh", "-c", command), "exec: cannot be started (%s); expected a shell, sh");
  }

  /**
   * Starts a program with arguments.
   *
   * @param failed what to say if it cannot be started, with a place for why
   * @throws SubjectFailedException if it cannot be started
   */
  public Child(List<String> command, String failed) {
    try {
      process = Cleanup.start(new ProcessBuilder(command));
    } catch (IOException e) {
      throw new SubjectFailedException(String.format(failed, e));
    }
    in = process.getOutputStream();
    reader = daemon("child's output", () -> read(process.getInputStream()));
    complaints = daemon("child's errors", () -> listen(process.getErrorStream()));
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void read(InputStream out) {
    try {
      byte[] line = new byte[256];
      int length = 0;
      byte[] chunk = new byte[8192];
      for (int n = out.read(chunk); n >= 0; n = out.read(chunk)) {
        for (int i = 0; i < n; i++) {
          if (chunk[i] == '\n') {
            lines.put(new Came(new String(line, 0, length, StandardCharsets.UTF_8), ""));
            length = 0;
          } else if (length == LONGEST) {
            lines.put(new Came("", "a line of more than " + LONGEST + " bytes"));
            return;
          } else {
            line = length < line.length ? line : Arrays.copyOf(line, 2 * length);
            line[length++] = chunk[i];
          }
        }
      }
      String rest = new String(line, 0, length, StandardCharsets.UTF_8);
      lines.put(new Came(rest, length == 0 ? "the end" : "a line without its end, " + rest));
    } catch (IOException e) {
      lines.offer(new Came("", "the end"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen(InputStream err) {
    byte[] chunk = new byte[1024];
    try {
      for (int n = err.read(chunk); n >= 0; n = err.read(chunk)) {
        synchronized (complained) {
          complained.append(new String(chunk, 0, n, StandardCharsets.UTF_8));
          complained.delete(0, Math.max(0, complained.length() - KEPT));
        }
      }
    } catch (IOException e) {
      // It has been closed.
    }
  }

  /** What went wrong with an answer. */
  public static final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1;

    NoAnswerException(String what) {
      super(what);
    }
  }

  /**
   * Sends a line and waits for one.
   *
   * @throws NoAnswerException if something else comes; the message says what
   */
  public String ask(String line, Duration timeout) throws NoAnswerException {
    Came before = lines.peek();
    if (before != null && before.end().isEmpty()) {
      throw new NoAnswerException("before that, unasked, " + Text.brief(before.line()));
    }
    try {
      in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException e) {
      throw new NoAnswerException(ended("nothing, for it reads no more"));
    }
    Came came;
    try {
      came = lines.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.util.concurrent.CancellationException("interrupted");
    }
    if (came == null) {
      throw new NoAnswerException("nothing in " + timeout.toMillis() / 1000.0 + " s");
    }
    if (!came.end().isEmpty()) {
      throw new NoAnswerException(ended(Text.brief(came.end())));
    }
    return came.line();
  }

  /** With the exit status, if it has ended or does so now. */
  private String ended(String what) {
    try {
      return process.waitFor(1, TimeUnit.SECONDS)
          ? what + " (exit status " + process.exitValue() + ")"
          : what + " (and it still runs)";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return what;
    }
  }

  /** The end of its standard error, on one line; empty if there is none. */
  public String complaints() {
    try {
      complaints.join(process.isAlive() ? 100 : 1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (complained) {
      return Text.oneLine(complained.toString().strip());
    }
  }

  /** Notes what it has started so far, to be killed with it. */
  void look() {
    started = process.descendants().toList();
  }

  /** Waits for it to end by itself; null if it does not. */
  @Nullable Integer exitStatus(Duration timeout) {
    try {
      in.close();
    } catch (IOException e) {
      // It has ended.
    }
    try {
      return process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS) ? process.exitValue() : null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** What it wrote that nobody asked for, or empty. */
  String unasked() {
    Came came = lines.peek();
    return came == null || came.line().isEmpty() ? "" : came.line();
  }

  long pid() {
    return process.pid();
  }

  /** Kills it, and what it started. */
  @Override
  public void close() {
    started.forEach(ProcessHandle::destroyForcibly);
    Cleanup.stop(process);
    reader.interrupt();
  }
}
