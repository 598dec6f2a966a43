package org.fragcache.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Runs a benchmark in a JVM of its own, with memory of known size and a profile of its own. */
final class Forked {
  /** Of benchmarks. */
  static final List<String> JVM =
      List.of("-Xms4g", "-Xmx4g", "-XX:MaxDirectMemorySize=2g", "-XX:+UseParallelGC");

  /** Of JMH's forks, which the benchmark's JVM waits for. */
  static final List<String> READ_JVM =
      List.of("-Xms1g", "-Xmx1g", "-XX:MaxDirectMemorySize=1g", "-XX:+UseParallelGC");

  private static final String PROGRESS = "@progress ";
  private static final int TAIL = 20;

  private Forked() {}

  /** The report, which is one of a failure if the JVM does not end well. */
  static Report run(String benchmark, Scale scale, Consumer<String> progress) {
    try {
      Path file = Files.createTempFile("fragcache-bench-", ".json");
      try {
        return run(benchmark, scale, progress, file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a JVM for benchmark " + benchmark + ": " + e.getMessage(), e);
    }
  }

  private static Report run(String benchmark, Scale scale, Consumer<String> progress, Path file)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Forked.class.getName());
    command.addAll(List.of(benchmark, scale.name(), file.toString()));
    long began = System.nanoTime();
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    Thread hook = new Thread(() -> kill(child), "kill " + benchmark);
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      child.getOutputStream().close();
      String tail = relay(child, progress);
      int status = child.waitFor();
      if (status != 0) {
        return Report.failed(benchmark, seconds(began), "exit status " + status + "\n" + tail);
      }
      return new ObjectMapper().readValue(file.toFile(), Report.class);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Report.failed(benchmark, seconds(began), "interrupted");
    } finally {
      kill(child);
      removeHook(hook);
    }
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  /** Passes progress on and keeps the end of what else the child says. */
  private static String relay(Process child, Consumer<String> progress) throws IOException {
    Deque<String> tail = new ArrayDeque<>();
    try (BufferedReader in = child.inputReader()) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith(PROGRESS)) {
          progress.accept(line.substring(PROGRESS.length()));
          continue;
        }
        tail.addLast(line);
        if (tail.size() > TAIL) {
          tail.removeFirst();
        }
      }
    }
    return String.join("\n", tail);
  }

  private static void kill(Process child) {
    child.descendants().forEach(ProcessHandle::destroyForcibly);
    child.destroyForcibly();
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending; the hook has run or will.
    }
  }

  /** In the child: benchmark, scale, file for the report. */
  public static void main(String[] args) throws IOException {
    Report report =
        Bench.runHere(
            Measurement.named(args[0]),
            Scale.valueOf(args[1]),
            what -> {
              System.out.println(PROGRESS + what);
              System.out.flush();
            });
    new ObjectMapper().writeValue(Path.of(args[2]).toFile(), report);
    System.exit(report.error().isEmpty() ? 0 : fail(report.error()));
  }

  private static int fail(String error) {
    System.out.println(error);
    return 1;
  }
}
