package org.fragcache.conformance.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.fragcache.conformance.dir.Races;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.AtomicFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code races}: torn results of calls on many blocks. */
@Command(
    name = "races",
    description = {
      "Let calls on 64 blocks race in a directory, and count the results that are torn. FileView",
      "allows these, so none is a failure."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RacesCommand implements Callable<Integer> {
  private static final String DIR = "dir:";
  private static final double MOST_SECONDS = 3600;

  @Parameters(
      paramLabel = "dir:PATH",
      description = "An empty directory of a file system that has clones.")
  private String subject = "";

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "For each race (default: ${DEFAULT-VALUE}).")
  private double seconds = 2;

  @Option(names = "--json", paramLabel = "F", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() {
    if (!subject.startsWith(DIR) || subject.length() == DIR.length()) {
      throw new UsageException("races in '" + subject + "'; expected dir:PATH");
    }
    if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
      throw new UsageException("--seconds " + seconds + "; expected 0 to " + MOST_SECONDS);
    }
    try (AtomicFile file = json == null ? null : new AtomicFile(json);
        Races races = new Races(subject.substring(DIR.length()))) {
      List<Races.Count> counts = races.run((long) (seconds * 1e9));
      print(counts, Main.out());
      if (file != null) {
        file.commit(text(counts));
      }
      return 0;
    }
  }

  private static void print(List<Races.Count> counts, PrintStream out) {
    out.printf("%-32s %10s %10s%n", Races.BLOCKS + " blocks", "seen", "torn");
    for (Races.Count c : counts) {
      out.printf(Locale.ROOT, "%-32s %,10d %,10d%n", c.race(), c.seen(), c.torn());
    }
  }

  static String text(List<Races.Count> counts) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("blocks", Races.BLOCKS);
    ArrayNode races = root.putArray("races");
    for (Races.Count c : counts) {
      races.addObject().put("race", c.race()).put("seen", c.seen()).put("torn", c.torn());
    }
    return JsonText.of(root);
  }
}
