package org.fragcache.conformance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.fragcache.conformance.Conformance;
import org.fragcache.conformance.designs.MeasuredCosts;
import org.fragcache.conformance.impl.BaselineSubject;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.AtomicFile;
import org.fragcache.spec.model.CheckOptions;
import org.fragcache.spec.model.DesignRunner;
import org.fragcache.spec.model.Designs;
import org.fragcache.spec.model.ModelRecord;
import org.fragcache.spec.model.Models;
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
      "Then replay those that have a baseline in Java on it, and count there too. Status 1 if a",
      "model is not as recorded, a baseline differs, or the tables in spec/designs/README.md are",
      "not of these results."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DesignsCommand implements Callable<Integer> {
  private static final String DIRECTORY = "designs";
  private static final int BLOCKS = 64;
  private static final int CLONES = 8;

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
    Path spec = main.common().specDirectory();
    int status =
        DesignRunner.run(
            new CheckOptions(
                spec,
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
    return Math.max(status, Math.max(replay(spec), measure(spec)));
  }

  /** The models of designs whose edges are replayed, each on the baseline of its design's name. */
  private int replay(Path spec) {
    List<Conformance.Report> reports = new ArrayList<>();
    for (ModelRecord model : Models.read(spec).all()) {
      if (model.dir().equals(DIRECTORY) && model.replay()) {
        SubjectOption on = SubjectOption.of(BaselineSubject.ofModule(model.module()), 1);
        reports.addAll(
            ConformCommand.replay(main.common(), List.of(model), List.of(on), false, Main.out()));
      }
    }
    if (reports.isEmpty()) {
      throw new UsageException("models.json: no design to replay; expected at least one");
    }
    for (Conformance.Report r : reports) {
      Main.out()
          .printf(
              "%s on %s: %d edges, %d probes: %s%n",
              r.model(),
              r.subject(),
              r.replayed(),
              r.probes(),
              r.conforms() ? "conforms" : "DIFFERS");
    }
    return reports.stream().allMatch(Conformance.Report::conforms) ? 0 : 1;
  }

  private int measure(Path spec) {
    MeasuredCosts measured = MeasuredCosts.of(Designs.read(spec), BLOCKS, CLONES);
    Main.out().print("\n" + (markdown ? measured.markdown() : measured.text()));
    Path readme = spec.resolve(DIRECTORY).resolve("README.md");
    try {
      String before = Files.readString(readme);
      String after = measured.in(readme, before);
      if (update) {
        try (AtomicFile file = new AtomicFile(readme)) {
          file.commit(after);
        }
      } else if (!after.equals(before)) {
        Main.out().println(readme + ": what it says was measured was not; --update");
        return 1;
      }
      return 0;
    } catch (IOException e) {
      throw new UsageException(readme + ": cannot be read (" + e + "); expected the tables", e);
    }
  }
}
