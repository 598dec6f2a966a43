package org.fragcache.conformance.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fragcache.conformance.show.Frame;
import org.fragcache.conformance.show.Scenario;
import org.fragcache.conformance.show.Scenarios;
import org.fragcache.conformance.show.Show;
import org.fragcache.conformance.show.SvgPicture;
import org.fragcache.conformance.show.TextPicture;
import org.fragcache.spec.model.AtomicFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code show}: pictures of a scenario from the specification's own states. */
@Command(
    name = "show",
    description = {
      "Draw slots, fragments, folios, page tables step by step, from the specification's states.",
      "Without a scenario: list those that exist."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ShowCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();

  @Parameters(arity = "0..1", paramLabel = "SCENARIO", description = "For example clone-of-clone.")
  private @Nullable String name;

  @Option(names = "--svg", paramLabel = "F", description = "Write the pictures as one SVG file.")
  private @Nullable Path svg;

  @Override
  public Integer call() {
    PrintStream out = Main.out();
    Path spec = main.common().specDirectory();
    if (name == null) {
      Scenarios.list(spec).forEach(out::println);
      return 0;
    }
    Scenario scenario = Scenario.load(spec, name);
    try (AtomicFile file = svg == null ? null : new AtomicFile(svg)) {
      List<Frame> frames = Show.play(spec, scenario);
      out.print(TextPicture.render(scenario, frames));
      if (file != null) {
        file.commit(SvgPicture.render(scenario, frames));
      }
    }
    return 0;
  }
}
