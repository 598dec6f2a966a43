package org.fragcache.conformance.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.fragcache.bench.Curves;
import org.fragcache.conformance.dir.Footprint;
import org.fragcache.conformance.impl.CacheFootprint;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.AtomicFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code footprint}: what clones cost in page cache and device reads. */
@Command(
    name = "footprint",
    description = {
      "Clone a file 1 to 64 times, read all, and count what the kernel caches and reads for that,",
      "beside hard links, and the Java cache doing the same; and time clones."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class FootprintCommand implements Callable<Integer> {
  private static final String DIR = "dir:";
  private static final double MEBI = 1 << 20;
  private static final List<Integer> NUMBERS = List.of(1, 2, 4, 8, 16, 32, 64);
  private static final int MOST_MEBIBYTES = 1024;

  @ParentCommand private Main main = new Main();

  @Parameters(
      paramLabel = "dir:PATH",
      description = "An empty directory of a file system that has clones.")
  private String subject = "";

  @Option(
      names = "--mib",
      paramLabel = "N",
      description = "Size of the file (default: ${DEFAULT-VALUE}); 65 of it are cached at once.")
  private int mebibytes = 8;

  @Option(names = "--json", paramLabel = "F", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Option(names = "--svg", paramLabel = "F", description = "Write a plot of what is cached.")
  private @Nullable Path svg;

  @Override
  public Integer call() {
    if (!subject.startsWith(DIR) || subject.length() == DIR.length()) {
      throw new UsageException("footprint of '" + subject + "'; expected dir:PATH");
    }
    if (mebibytes < 1 || mebibytes > MOST_MEBIBYTES) {
      throw new UsageException("--mib " + mebibytes + "; expected 1 to " + MOST_MEBIBYTES);
    }
    try (AtomicFile text = json == null ? null : new AtomicFile(json);
        AtomicFile plot = svg == null ? null : new AtomicFile(svg)) {
      Result result = measure();
      print(result, Main.out());
      if (text != null) {
        text.commit(FootprintJson.text(result));
      }
      if (plot != null) {
        plot.commit(plot(result));
      }
      return 0;
    }
  }

  /**
   * All that is told.
   *
   * @param bytes of the base
   * @param cache what the Java cache did, for the same numbers of clones
   */
  record Result(
      String directory,
      String device,
      int blockSize,
      long bytes,
      List<Footprint.Count> clones,
      List<Footprint.Count> links,
      List<CacheFootprint.Count> cache,
      List<Footprint.Latency> latencies) {}

  private Result measure() {
    long bytes = (long) mebibytes << 20;
    try (Footprint footprint = new Footprint(subject.substring(DIR.length()));
        ProgressLine line = new ProgressLine(Main.out(), main.common().quiet())) {
      line.tick("footprint", "clones", 0, 0);
      List<Footprint.Count> clones = footprint.clones(bytes, NUMBERS);
      line.tick("footprint", "hard links", 0, 0);
      List<Footprint.Count> links = footprint.links(bytes, NUMBERS);
      line.tick("footprint", "clones timed", 0, 0);
      List<Footprint.Latency> latencies = footprint.latencies();
      line.tick("footprint", "clones in the Java cache", 0, 0);
      int block = footprint.blockSize();
      List<CacheFootprint.Count> cache = CacheFootprint.of(block, (int) (bytes / block), NUMBERS);
      return new Result(
          footprint.path().toString(),
          footprint.device(),
          block,
          bytes,
          clones,
          links,
          cache,
          latencies);
    }
  }

  private static void print(Result r, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "A base of %.0f MiB and n more, all read: MiB cached, MiB read from %s.%n%n",
        r.bytes() / MEBI,
        r.device().equals("none") ? "the device (not known)" : r.device());
    out.printf("%5s %18s %18s %18s %16s%n", "n", "clones", "hard links", "Java cache", "saved");
    for (int i = 0; i < r.clones().size(); i++) {
      Footprint.Count clones = r.clones().get(i);
      Footprint.Count links = r.links().get(i);
      CacheFootprint.Count cache = r.cache().get(i);
      out.printf(
          Locale.ROOT,
          "%5d %18s %18s %18s %16s%n",
          clones.others(),
          both(clones.cached(), clones.read()),
          both(links.cached(), links.read()),
          both(cache.cached(), OptionalLong.of(cache.read())),
          String.format(
              Locale.ROOT,
              "%.1f (%.0f %%)",
              (clones.cached() - cache.cached()) / MEBI,
              100.0 * (clones.cached() - cache.cached()) / clones.cached()));
    }
    out.printf("%n%-22s %10s %12s %24s%n", "clone of", "runs", "median", "least to most");
    for (Footprint.Latency l : r.latencies()) {
      out.printf(
          Locale.ROOT,
          "%-22s %,10d %12s %24s%n",
          l.what(),
          l.extents(),
          micros(l.median()),
          micros(l.nanos().get(0)) + " to " + micros(l.nanos().get(l.nanos().size() - 1)));
    }
  }

  private static String both(long cached, OptionalLong read) {
    return String.format(Locale.ROOT, "%.1f", cached / MEBI)
        + (read.isPresent()
            ? String.format(Locale.ROOT, " %8.1f", read.getAsLong() / MEBI)
            : "        -");
  }

  private static String micros(long nanos) {
    return String.format(Locale.ROOT, "%,.1f us", nanos / 1e3);
  }

  private static String plot(Result r) {
    Map<String, TreeMap<Integer, double[]>> curves = new LinkedHashMap<>();
    TreeMap<Integer, double[]> clones = new TreeMap<>();
    TreeMap<Integer, double[]> links = new TreeMap<>();
    TreeMap<Integer, double[]> cache = new TreeMap<>();
    r.clones().forEach(c -> clones.put(c.others(), new double[] {c.cached() / MEBI}));
    r.links().forEach(c -> links.put(c.others(), new double[] {c.cached() / MEBI}));
    r.cache().forEach(c -> cache.put(c.clones(), new double[] {c.cached() / MEBI}));
    curves.put("clones, this kernel", clones);
    curves.put("hard links, this kernel", links);
    curves.put("clones, the Java cache", cache);
    return Curves.svg(
        String.format(Locale.ROOT, "A base of %.0f MiB and n more, all read", r.bytes() / MEBI),
        "n",
        "MiB cached",
        curves);
  }
}
