package org.fragcache.spec.model;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Runs TLC on a model in a forked JVM, in a temporary directory that is gone afterwards.
 *
 * @param specDirectory where modules that others extend are found
 * @param jar the TLC
 * @param workers TLC's worker threads
 * @param heapMegabytes the most that the JVM's heap may take
 */
record TlcProcess(Path specDirectory, TlcJar jar, int workers, long heapMegabytes) {

  /** Below this many states the compiler's second stage costs more than it brings. */
  private static final long FEW_STATES = 20_000;

  /** Longer than any run: TLC then prints the figures once, at the end. */
  private static final String COVERAGE_MINUTES = "20000";

  private static final int DIAGNOSTIC_LINES = 20;

  /** Receives progress; called from another thread. */
  interface Listener {
    void progress(long generated, long distinct, long queue);
  }

  /** Checks the model as it is. */
  TlcResult run(ModelRecord model, Listener listener) {
    boolean deadlock = TlcConfig.read(model.cfg(specDirectory)).checksDeadlock();
    Path directory = Cleanup.temporaryDirectory();
    try {
      return run(
          model,
          directory,
          model.tla(specDirectory).toAbsolutePath(),
          model.cfg(specDirectory).toAbsolutePath(),
          deadlock,
          model.coverage(),
          listener);
    } finally {
      Cleanup.delete(directory);
    }
  }

  /** Checks one invariant or property of the model and nothing else. */
  TlcResult runOnly(ModelRecord model, String property, Listener listener) {
    Path directory = Cleanup.temporaryDirectory();
    try {
      // TLC wants the configuration beside the root module, so both are copied.
      Path module = directory.resolve(model.module() + ".tla");
      Path cfg = directory.resolve("Only.cfg");
      Files.copy(model.tla(specDirectory), module);
      Files.writeString(cfg, TlcConfig.read(model.cfg(specDirectory)).withOnly(property));
      return run(model, directory, module, cfg, false, false, listener);
    } catch (IOException e) {
      throw new UncheckedIOException("model " + model.name() + ": cannot be copied", e);
    } finally {
      Cleanup.delete(directory);
    }
  }

  private TlcResult run(
      ModelRecord model,
      Path directory,
      Path module,
      Path cfg,
      boolean deadlock,
      boolean coverage,
      Listener listener) {
    ProcessBuilder builder =
        new ProcessBuilder(command(model, directory, module, cfg, deadlock, coverage))
            .directory(directory.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(nullDevice()));
    long began = System.nanoTime();
    TlcOutput output = new TlcOutput();
    Deque<String> diagnostics = new ArrayDeque<>();
    int status;
    try {
      Process child = Cleanup.start(builder);
      try {
        // Reading a pipe cannot be interrupted, waiting can: then the child is killed.
        Thread messages = reader("tlc-stdout", child.getInputStream(), output::line);
        Thread errors =
            reader(
                "tlc-stderr",
                child.getErrorStream(),
                line -> readError(line, diagnostics, listener));
        status = child.waitFor();
        messages.join();
        errors.join();
      } finally {
        Cleanup.stop(child);
      }
    } catch (IOException e) {
      Cleanup.checkOpen();
      throw new UncheckedIOException("model " + model.name() + ": TLC cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
    Cleanup.checkOpen();
    if (output.isBadConfig(status)) {
      throw BadInput.config(model, model.cfg(specDirectory), output.errorText());
    }
    if (output.isBadSpec(status)) {
      throw BadInput.module(model, module, directory, output.parserText());
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return output.result(status, String.join("\n", diagnostics), seconds);
  }

  private List<String> command(
      ModelRecord model,
      Path directory,
      Path module,
      Path cfg,
      boolean deadlock,
      boolean coverage) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heapMegabytes + "m");
    command.add("-Xss16m");
    boolean few = isSmall(model);
    command.add(few ? "-XX:+UseSerialGC" : "-XX:+UseParallelGC");
    if (few) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Dstdout.encoding=UTF-8");
    command.add("-Djava.io.tmpdir=" + directory);
    command.add("-D" + TlcChild.PARENT + "=" + ProcessHandle.current().pid());
    command.add(
        "-DTLA-Library="
            + module.getParent()
            + File.pathSeparator
            + model.tla(specDirectory).toAbsolutePath().getParent()
            + File.pathSeparator
            + specDirectory.toAbsolutePath());
    command.add("-cp");
    command.add(jar.classPath());
    command.add(TlcChild.class.getName());
    command.add("-tool");
    if (jar.writesTraceSpecs()) {
      command.add("-noGenerateSpecTE");
    }
    if (!deadlock) {
      command.add("-deadlock");
    }
    if (coverage) {
      command.addAll(List.of("-coverage", COVERAGE_MINUTES));
    }
    // A fixed polynomial: lassos are searched in the order of fingerprints.
    command.addAll(List.of("-fp", "0", "-seed", "0"));
    command.addAll(List.of("-workers", Integer.toString(workers)));
    command.addAll(List.of("-metadir", directory.resolve("states").toString()));
    command.addAll(List.of("-config", cfg.toString()));
    String name = module.toString();
    command.add(name.substring(0, name.length() - ".tla".length()));
    return command;
  }

  /** A violation ends a run early, so its model counts as small unless it is in the last tier. */
  private static boolean isSmall(ModelRecord model) {
    Long generated = model.generated();
    return generated != null
        ? generated < FEW_STATES
        : model.tier() == Tier.TINY || (model.violated() && model.tier() == Tier.SMALL);
  }

  private static File nullDevice() {
    return new File(File.separatorChar == '/' ? "/dev/null" : "NUL");
  }

  private static Thread reader(String name, InputStream in, Consumer<String> consumer) {
    Thread thread = new Thread(() -> read(in, consumer), name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void read(InputStream in, Consumer<String> consumer) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        consumer.accept(line);
      }
    } catch (IOException e) {
      // The child was killed. A result cut short has no final message, so it is an error anyway.
    }
  }

  private static void readError(String line, Deque<String> diagnostics, Listener listener) {
    if (line.startsWith(TlcChild.PROGRESS)) {
      String[] counts = line.substring(TlcChild.PROGRESS.length()).split(" ", -1);
      if (counts.length == 3) {
        listener.progress(
            Long.parseLong(counts[0]), Long.parseLong(counts[1]), Long.parseLong(counts[2]));
      }
    } else if (!line.isBlank()) {
      diagnostics.addLast(line);
      if (diagnostics.size() > DIAGNOSTIC_LINES) {
        diagnostics.removeFirst();
      }
    }
  }
}
