package org.fragcache.conformance.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fragcache.bench.Bench;
import org.fragcache.bench.BenchResult;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.AtomicFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code bench}: what the cache costs, against its requirements. */
@Command(
    name = "bench",
    description = {
      "Measure the Java cache against its requirements and against other designs.",
      "impl/bench/README.md says how each figure is defined."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();

  @Option(names = "--json", paramLabel = "F", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--plots",
      paramLabel = "DIR",
      description = "Write the growth curves as SVG files to this directory, made if need be.")
  private @Nullable Path plots;

  @Option(
      names = "--only",
      arity = "1..*",
      paramLabel = "NAME",
      description = "Only these benchmarks, for example clone-shared (default: all).")
  private List<String> only = new ArrayList<>();

  @Option(names = "--quick", description = "Fewer and smaller, in two minutes; less exact.")
  private boolean quick;

  @Option(names = "--scale", hidden = true, description = "full, quick or tiny.")
  private @Nullable String scale;

  @Option(names = "--bound", hidden = true, description = "Another bound for a requirement.")
  private Map<String, Double> bounds = new LinkedHashMap<>();

  @Override
  public Integer call() {
    if (quick && scale != null) {
      throw new UsageException("--quick and --scale; expected one of them");
    }
    PrintStream out = Main.out();
    String size = scale != null ? scale : quick ? "quick" : "full";
    makeDirectory();
    try (AtomicFile file = json == null ? null : new AtomicFile(json)) {
      BenchResult result = run(size, out);
      out.print(result.table());
      if (file != null) {
        file.commit(result.json());
      }
      if (plots != null) {
        for (Map.Entry<String, String> plot : result.plots().entrySet()) {
          try (AtomicFile picture = new AtomicFile(plots.resolve(plot.getKey()))) {
            picture.commit(plot.getValue());
          }
        }
      }
      return result.status();
    }
  }

  private BenchResult run(String size, PrintStream out) {
    try (ProgressLine line = new ProgressLine(out, main.common().quiet())) {
      return Bench.run(
          new Bench.Options(size, only, bounds),
          (benchmark, what, done, of) ->
              line.tick(benchmark, "benchmarks done; " + what, done, of));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private void makeDirectory() {
    if (plots == null) {
      return;
    }
    try {
      Files.createDirectories(plots);
      if (!Files.isWritable(plots)) {
        throw new UsageException(plots + ": cannot be written to; expected a writable directory");
      }
    } catch (IOException e) {
      throw new UsageException(
          plots + ": cannot be made (" + e + "); expected a directory, or room for one", e);
    }
  }
}
