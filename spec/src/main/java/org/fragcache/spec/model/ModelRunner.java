package org.fragcache.spec.model;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.TlcResult.Kind;
import org.jspecify.annotations.Nullable;

/** Checks models with TLC and compares with the record. */
public final class ModelRunner {

  private final CheckOptions options;
  private final PrintStream out;

  private ModelRunner(CheckOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /**
   * Checks the chosen models, shows progress, differences, error traces and a table, and writes
   * what the options ask for.
   *
   * @return 0 if all models are as recorded (after an update: as recorded now) and took every label
   *     that they must, else 1
   * @throws UsageException if the input cannot be used: options, {@code models.json}, a module or
   *     configuration that TLC cannot read, a file that cannot be written
   * @throws CancellationException if the thread is interrupted or the JVM is ending; children are
   *     killed and temporary files deleted by then
   */
  public static int run(CheckOptions options, PrintStream out) {
    Models models = Models.read(options.specDirectory());
    List<ModelRecord> chosen = choose(options, models);
    Guards.requireKnown(options.specDirectory(), chosen);
    ModelRunner runner = new ModelRunner(options, out);
    TlcJar jar = TlcJar.of(options.tlcJar());
    try (AtomicFile json = options.json() == null ? null : new AtomicFile(options.json());
        AtomicFile record = options.update() ? new AtomicFile(models.file()) : null) {
      long began = System.nanoTime();
      List<Verdict> verdicts = runner.check(chosen, jar);
      double seconds = (System.nanoTime() - began) / 1e9;
      List<LabelCoverage> coverage = LabelCoverage.of(models, verdicts);
      runner.show(verdicts, coverage, seconds);
      boolean good;
      if (record == null) {
        good = verdicts.stream().allMatch(Verdict::asRecorded);
      } else {
        runner.update(models, verdicts, record);
        good = verdicts.stream().allMatch(Verdict::sameResult);
      }
      if (json != null) {
        json.commit(ModelsJson.report(verdicts, coverage, seconds));
      }
      return good && coverage.stream().allMatch(LabelCoverage::good) ? 0 : 1;
    }
  }

  /**
   * Checks the chosen models, showing progress only, and gives each one's verdict, in the order of
   * the choice. Of the options, {@code json}, {@code update} and {@code traces} are not used.
   *
   * @throws UsageException as {@link #run}
   * @throws CancellationException as {@link #run}
   */
  public static List<Verdict> verdicts(CheckOptions options, PrintStream out) {
    Models models = Models.read(options.specDirectory());
    return new ModelRunner(options, out)
        .check(choose(options, models), TlcJar.of(options.tlcJar()));
  }

  private static List<ModelRecord> choose(CheckOptions options, Models models) {
    return options.models().isEmpty()
        ? models.ofTier(options.tier())
        : options.models().stream().distinct().map(models::named).toList();
  }

  private List<Verdict> check(List<ModelRecord> chosen, TlcJar jar) {
    int slots = Math.min(Math.max(1, options.cores() / options.workers()), chosen.size());
    // Longest first, so that no core idles at the end; what was never recorded may be long.
    List<ModelRecord> order = new ArrayList<>(chosen);
    order.sort(
        Comparator.comparing(
                (ModelRecord model) -> {
                  Long generated = model.generated();
                  return generated != null ? generated : model.violated() ? 0 : Long.MAX_VALUE;
                })
            .reversed());
    ExecutorService executor = Executors.newFixedThreadPool(slots);
    Map<String, Verdict> verdicts = new HashMap<>();
    try (Progress progress =
        new Progress(out, options.quiet(), options.terminal(), options.columns(), chosen.size())) {
      CompletionService<Verdict> completed = new ExecutorCompletionService<>(executor);
      for (ModelRecord model : order) {
        Callable<Verdict> task = () -> checkOne(model, jar, slots, progress);
        var unused = completed.submit(task);
      }
      for (int i = 0; i < chosen.size(); i++) {
        Verdict verdict = completed.take().get();
        verdicts.put(verdict.model().name(), verdict);
      }
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } finally {
      // Interrupts the tasks; each kills its child and deletes its directory.
      executor.shutdownNow();
      awaitEnd(executor);
    }
    return chosen.stream()
        .map(model -> verdicts.get(model.name()))
        .flatMap(
            verdict ->
                verdict == null
                    ? java.util.stream.Stream.empty()
                    : java.util.stream.Stream.of(verdict))
        .collect(Collectors.toList());
  }

  private static void awaitEnd(ExecutorService executor) {
    boolean interrupted = Thread.interrupted();
    try {
      while (!executor.awaitTermination(1, TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    if (e.getCause() instanceof RuntimeException runtime) {
      return runtime;
    }
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(e.getCause());
  }

  private Verdict checkOne(ModelRecord model, TlcJar jar, int slots, Progress progress) {
    TlcProcess tlc =
        new TlcProcess(
            options.specDirectory(), jar, options.workers(), heapMegabytes(model.tier(), slots));
    TlcProcess.Listener listener =
        (generated, distinct, queue) -> progress.update(model.name(), generated, distinct, queue);
    progress.started(model.name());
    try {
      TlcResult result = tlc.run(model, listener);
      return Verdict.of(model, PropertyNamer.name(tlc, model, result, listener), options.workers());
    } finally {
      progress.finished(model.name());
    }
  }

  /** Enough for the tier, and no more than two thirds of the machine for all that run at once. */
  private static long heapMegabytes(Tier tier, int slots) {
    long wanted =
        switch (tier) {
          case TINY -> 640;
          case SMALL -> 1024;
          case FULL -> 6144;
        };
    long fair =
        ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean machine
            ? machine.getTotalMemorySize() / (1 << 20) * 2 / 3 / slots
            : wanted;
    return Math.max(256, Math.min(wanted, fair));
  }

  private void show(List<Verdict> verdicts, List<LabelCoverage> coverage, double seconds) {
    for (Verdict verdict : verdicts) {
      boolean wanted =
          !verdict.asRecorded()
              || (options.traces() && verdict.result().kind() == Kind.VIOLATED)
              || !verdict.result().warnings().isEmpty();
      if (wanted) {
        showOne(verdict);
      }
    }
    out.println("TLC " + verdicts.get(0).result().version());
    CheckTable.lines(verdicts, seconds).forEach(out::println);
    coverage.forEach(of -> of.lines().forEach(out::println));
    if (options.workers() > 1) {
      out.println(
          options.workers()
              + " workers: depths and traces may vary and were not held to the record");
    }
    out.flush();
  }

  private void showOne(Verdict verdict) {
    TlcResult result = verdict.result();
    out.println(verdict.model().name() + ": " + headline(verdict));
    result.warnings().forEach(warning -> out.println("  TLC warns: " + warning));
    verdict.differences().forEach(difference -> out.println("  " + difference));
    result.error().lines().filter(line -> !line.isBlank()).forEach(l -> out.println("  " + l));
    boolean unexpected = !verdict.sameResult();
    if (unexpected || options.traces()) {
      StepsTrace.of(verdict, options.specDirectory()) // by threads and labels, if it has them
          .map(StepsTrace::lines)
          .orElseGet(verdict::traceLines)
          .forEach(out::println);
    }
    out.println();
  }

  private static String headline(Verdict verdict) {
    TlcResult result = verdict.result();
    String what =
        switch (result.kind()) {
          case HOLDS -> "holds";
          case ERROR -> "TLC ended by an error";
          case VIOLATED -> verdict.resultLabel() + ": " + result.property();
        };
    return what + (verdict.asRecorded() ? ", as recorded" : "");
  }

  private void update(Models models, List<Verdict> verdicts, AtomicFile file) {
    Map<String, Verdict> byName = new HashMap<>();
    verdicts.forEach(verdict -> byName.put(verdict.model().name(), verdict));
    List<ModelRecord> updated = new ArrayList<>();
    int changes = 0;
    for (ModelRecord model : models.all()) {
      Verdict verdict = byName.get(model.name());
      if (verdict == null || verdict.asRecorded()) {
        updated.add(model);
      } else if (!verdict.sameResult()) {
        out.println("not recorded: " + model.name() + ": " + reason(verdict));
        updated.add(model);
      } else {
        for (Verdict.Difference difference : verdict.differences()) {
          out.println("recorded: " + model.name() + ": " + difference);
          changes++;
        }
        updated.add(figures(model, verdict.result()));
      }
    }
    file.commit(ModelsJson.models(updated));
    out.println(models.file() + ": " + changes + " figures changed");
  }

  /** What must hold is said by people, in the record and in the configuration; figures by TLC. */
  private static String reason(Verdict verdict) {
    return verdict.result().kind() == Kind.ERROR
        ? "TLC ended by an error"
        : verdict.differences().stream().map(Object::toString).collect(Collectors.joining("; "))
            + "; change result, property and line 1 of the configuration by hand";
  }

  private static ModelRecord figures(ModelRecord model, TlcResult result) {
    @Nullable Long none = null;
    return result.kind() == Kind.HOLDS
        ? model.withFigures(result.generated(), result.distinct(), result.depth(), none)
        : model.withFigures(none, none, none, (long) result.trace().size());
  }
}
