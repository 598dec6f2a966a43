package org.fragcache.conformance.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.fragcache.spec.model.CheckOptions;
import org.fragcache.spec.model.GuardRunner;
import org.fragcache.spec.model.Tier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code guards}: what breaks when a guard of the steps is off. */
@Command(
    name = "guards",
    description = "Switch the guards of the steps off, one by one, and show what breaks.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class GuardsCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();

  @Option(names = "--guard", paramLabel = "G", description = "A guard by name; may be repeated.")
  private List<String> guards = new ArrayList<>();

  @Option(names = "--no-traces", description = "Only the table, if all is as recorded.")
  private boolean noTraces;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = {
        "TLC's threads for each model (default: 1).",
        "With more, traces may be longer than recorded."
      })
  private int workers = 1;

  @Option(names = "--json", paramLabel = "F", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() {
    return GuardRunner.run(
        new CheckOptions(
            main.common().specDirectory(),
            Tier.FULL,
            List.of(),
            workers,
            main.common().cores(),
            null,
            json,
            false,
            !noTraces,
            main.common().quiet(),
            CommonOptions.terminal(),
            CommonOptions.columns()),
        guards,
        Main.out());
  }
}
