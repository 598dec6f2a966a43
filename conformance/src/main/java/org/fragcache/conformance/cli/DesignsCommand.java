package org.fragcache.conformance.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fragcache.spec.model.CheckOptions;
import org.fragcache.spec.model.DesignRunner;
import org.fragcache.spec.model.Tier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code designs}: the other designs, against the same properties. */
@Command(
    name = "designs",
    description = {
      "Check the models of every design and compare: which properties hold, what calls cost.",
      "Status 1 if a model is not as recorded, or the tables in spec/designs/README.md are not."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DesignsCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();

  @Option(names = "--markdown", description = "Print Markdown instead of text.")
  private boolean markdown;

  @Option(names = "--traces", description = "Show the shortest trace to each thing that fails.")
  private boolean traces;

  @Option(names = "--update", description = "Write the tables to spec/designs/README.md.")
  private boolean update;

  @Option(names = "--json", paramLabel = "F", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() {
    return DesignRunner.run(
        new CheckOptions(
            main.common().specDirectory(),
            Tier.FULL,
            List.of(),
            1,
            main.common().cores(),
            null,
            json,
            update,
            traces,
            main.common().quiet(),
            CommonOptions.terminal(),
            CommonOptions.columns()),
        markdown,
        Main.out());
  }
}
