package org.fragcache.conformance.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.CheckOptions;
import org.fragcache.spec.model.ModelRunner;
import org.fragcache.spec.model.Tier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code check}: model-checks against {@code models.json}. */
@Command(
    name = "check",
    description = "Model-check with TLC and compare with models.json.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CheckCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();

  @Option(
      names = "--tier",
      paramLabel = "T",
      description = "tiny, small or full; each includes those before it (default: tiny).")
  private @Nullable String tier;

  @Option(names = "--model", paramLabel = "M", description = "A model by name; may be repeated.")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = {
        "TLC's threads for each model (default: 1).",
        "With more, depths and traces are not exact and are not compared."
      })
  private int workers = 1;

  @Option(
      names = "--tlc",
      paramLabel = "JAR",
      description = "Another tla2tools.jar to check with (default: TLC 2.18, as built in).")
  private @Nullable Path tlc;

  @Option(names = "--traces", description = "Show the error traces of expected violations too.")
  private boolean traces;

  @Option(names = "--update", description = "Write what TLC reports to models.json.")
  private boolean update;

  @Option(names = "--json", paramLabel = "F", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() {
    if (tier != null && !models.isEmpty()) {
      throw new UsageException("--tier and --model; expected one of them");
    }
    return ModelRunner.run(
        new CheckOptions(
            main.common().specDirectory(),
            Tier.of(tier == null ? "tiny" : tier),
            models,
            workers,
            main.common().cores(),
            tlc,
            json,
            update,
            traces,
            main.common().quiet(),
            CommonOptions.terminal(),
            CommonOptions.columns()),
        Main.out());
  }
}
