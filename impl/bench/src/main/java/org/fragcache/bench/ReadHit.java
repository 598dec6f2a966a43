package org.fragcache.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fragcache.FileCache;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Reads of cached blocks, by JMH: nothing is used up, so that its fixtures do not distort, and with
 * threads it starts and stops all at once. The cases take turns, a fork each, as often as the scale
 * has forks, so that a minute in which the machine is slow does not fall on one case only.
 */
final class ReadHit implements Measurement {
  private static final int SMALL = 64; // blocks that the L2 cache of a core holds
  private static final double REFERENCE = 1.1;
  private static final double COPY = 0.6;
  private static final double SCALING = 0.9;
  private static final double STORM = 1.1;

  /** What JMH runs. */
  private record Case(
      String method, String file, int blocks, int threads, String storm, boolean oneBlock) {
    static Case copy(int blocks, int threads) {
      return new Case("copy", "NONE", blocks, threads, "NONE", false);
    }

    static Case read(String file, int blocks, int threads) {
      return new Case("read", file, blocks, threads, "NONE", false);
    }

    Case withStorm(String cache) {
      return new Case(method, file, blocks, threads, cache, oneBlock);
    }

    Case ofOneBlock() {
      return new Case(method, file, blocks, threads, storm, true);
    }
  }

  @Override
  public String name() {
    return "read-hit";
  }

  @Override
  public Report run(Context context) {
    int blocks = (context.scale.mebibytes << 20) / ReadBenchmark.BLOCK;
    Case own = Case.read("OWN", blocks, 1);
    Case clone = Case.read("CLONE", blocks, 1);
    Case copy = Case.copy(blocks, 1);
    Case clone2 = Case.read("CLONE", blocks, 2);
    Case copy2 = Case.copy(blocks, 2);
    Case clone4 = Case.read("CLONE", blocks, 4);
    Case copy4 = Case.copy(blocks, 4);
    Case one2 = Case.read("CLONE", blocks, 2).ofOneBlock();
    Case here = clone.withStorm("SAME");
    Case elsewhere = clone.withStorm("OTHER");
    Case smallClone = Case.read("CLONE", SMALL, 1);
    Case smallCopy = Case.copy(SMALL, 1);
    Map<Case, Sample> t =
        times(
            context,
            List.of(
                own,
                clone,
                copy,
                clone2,
                copy2,
                clone4,
                copy4,
                one2,
                here,
                elsewhere,
                smallClone,
                smallCopy));
    List<Requirement> rows = new ArrayList<>();
    rows.add(
        Requirement.ratioAtMost(
            name() + "/reference",
            "read of 4 KiB through a reference, against an own folio",
            "ns",
            get(t, clone),
            get(t, own),
            REFERENCE));
    // As throughput, so that the bound reads as the requirement does.
    rows.add(
        Requirement.ratioAtLeast(
            name() + "/copy",
            "throughput of reads through a reference, against a bare copy of 4 KiB",
            "op/s",
            throughput(get(t, clone), 1),
            throughput(get(t, copy), 1),
            COPY));
    rows.add(allocation(context));
    rows.add(
        Requirement.ratioAtLeast(
            name() + "/two-threads",
            "speed-up of reads by a second thread, against that of the bare copy",
            "x",
            speedUp(get(t, clone), get(t, clone2)),
            speedUp(get(t, copy), get(t, copy2)),
            SCALING));
    rows.add(
        Requirement.ratioAtMost(
            name() + "/storm",
            "read beside clones and CoW writes of other files, against those of another cache",
            "ns",
            get(t, here),
            get(t, elsewhere),
            STORM));
    return Report.of(
        name(),
        rows,
        figures(t, one2, clone2, smallClone, smallCopy),
        List.of(
            new Plot(
                "threads",
                "Reads of cached blocks by threads",
                "threads",
                "reads of 4 KiB a second, all threads",
                false,
                List.of(
                    curve("bare copy", get(t, copy), get(t, copy2), get(t, copy4)),
                    curve(
                        "read through a reference",
                        get(t, clone),
                        get(t, clone2),
                        get(t, clone4))))));
  }

  private List<Figure> figures(
      Map<Case, Sample> t, Case one2, Case clone2, Case smallClone, Case smallCopy) {
    return List.of(
        new Figure(
            name() + "/one-folio",
            "read of one folio by two threads, against disjoint folios, of the time",
            "x",
            get(t, one2).median() / get(t, clone2).median()),
        new Figure(
            name() + "/small",
            "read through a reference of 256 KiB that the CPU's cache holds",
            "ns",
            get(t, smallClone).median()),
        new Figure(
            name() + "/small-copy", "bare copy within 256 KiB", "ns", get(t, smallCopy).median()));
  }

  private static Sample get(Map<Case, Sample> times, Case of) {
    Sample sample = times.get(of);
    if (sample == null) {
      throw new IllegalStateException("no result of " + of + ", expected one");
    }
    return sample;
  }

  private static Series curve(String name, Sample one, Sample two, Sample four) {
    return Series.plain(
        name,
        List.of(
            new Series.Point(1, throughput(one, 1)),
            new Series.Point(2, throughput(two, 2)),
            new Series.Point(4, throughput(four, 4))));
  }

  /** Operations a second, of all threads. */
  private static Sample throughput(Sample nanos, int threads) {
    double all = threads * 1e9;
    return new Sample(
        all / nanos.median(), all / nanos.max(), all / nanos.min(), nanos.iterations());
  }

  private static Sample speedUp(Sample one, Sample two) {
    double all = 2 * one.median();
    return new Sample(all / two.median(), all / two.max(), all / two.min(), two.iterations());
  }

  private Requirement allocation(Context context) {
    context.at("allocation");
    int blocks = SMALL;
    try (FileCache cache = Design.FRAGMENTS.open(ReadBenchmark.BLOCK, 8 << 20)) {
      Files.make(cache, "base", blocks);
      Files.clone(cache, "base", "clone");
      ByteBuffer dst = ByteBuffer.allocateDirect(ReadBenchmark.BLOCK);
      Batch reads =
          new Batch(10_000) {
            @Override
            void run() {
              for (int i = 0; i < n(); i++) {
                dst.clear();
                long pos = (long) (i & (blocks - 1)) * ReadBenchmark.BLOCK;
                Files.ok(cache.read("clone", pos, dst), "read", "clone");
              }
            }
          };
      return Requirement.atMost(
          name() + "/allocation",
          "heap bytes allocated by a read",
          "bytes",
          Stopwatch.bytes(context, reads),
          0);
    }
  }

  private static Map<Case, Sample> times(Context context, List<Case> cases) {
    Map<Case, List<Double>> values = new LinkedHashMap<>();
    for (int round = 0; round < Math.max(1, context.scale.forks); round++) {
      for (Case c : cases) {
        context.at(
            "%s %s, %d threads, storm %s, round %d of %d"
                .formatted(c.method, c.file, c.threads, c.storm, round + 1, context.scale.forks));
        values.computeIfAbsent(c, k -> new ArrayList<>()).addAll(run(context.scale, c));
      }
    }
    Map<Case, Sample> samples = new LinkedHashMap<>();
    values.forEach(
        (c, v) -> samples.put(c, Sample.of(v.stream().mapToDouble(Double::doubleValue).toArray())));
    return samples;
  }

  /** ns per operation of each iteration. */
  private static List<Double> run(Scale scale, Case c) {
    TimeValue time = TimeValue.milliseconds(scale.jmhMillis);
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(ReadBenchmark.class.getName() + "\\." + c.method + "$")
            .param("file", c.file)
            .param("blocks", Integer.toString(c.blocks))
            .param("storm", c.storm)
            .param("oneBlock", Boolean.toString(c.oneBlock))
            .threads(c.threads)
            .forks(scale.forked() ? 1 : 0)
            .warmupIterations(scale.forked() ? 4 : 1)
            .warmupTime(time)
            .measurementIterations(scale.jmhIterations)
            .measurementTime(time)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    if (scale.forked()) {
      options.jvmArgs(Forked.READ_JVM.toArray(new String[0]));
    }
    try {
      List<Double> values = new ArrayList<>();
      for (RunResult result : new Runner(options.build()).run()) {
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
          for (IterationResult iteration : fork.getIterationResults()) {
            values.add(iteration.getPrimaryResult().getScore());
          }
        }
      }
      return values;
    } catch (RunnerException e) {
      throw new IllegalStateException(c + " failed: " + e.getMessage(), e);
    }
  }
}
