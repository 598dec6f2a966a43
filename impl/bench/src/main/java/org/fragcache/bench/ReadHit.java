package org.fragcache.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fragcache.FileCache;
import org.fragcache.bench.ReadBenchmark.Turn;
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
 * Reads of cached blocks. What one thread does is timed in slices of half a millisecond, hundreds
 * of each in turns, so that the median is of slices that nobody interrupted. What threads do to
 * each other is left to JMH, which starts and stops them all at once, and counts the waiting too;
 * see {@link ReadBenchmark} for the turns.
 */
final class ReadHit implements Measurement {
  private static final int SMALL = 64; // blocks that the L2 cache of a core holds
  private static final int SLICES = 9; // for each round of the scale
  private static final int WARM_UPS = 2; // of each turn
  private static final double REFERENCE = 1.1;
  private static final double COPY = 0.6;
  private static final double SCALING = 0.9;
  private static final double STORM = 1.1;

  @Override
  public String name() {
    return "read-hit";
  }

  @Override
  public Report run(Context context) {
    int blocks = (context.scale.mebibytes << 20) / ReadBenchmark.BLOCK;
    Alone alone = alone(context, blocks);
    Alone alone256 = alone(context, SMALL);
    Map<Turn, Sample> one = times(context, blocks, 1, Turn.CLONE, Turn.COPY);
    Map<Turn, Sample> storm = times(context, blocks, 1, Turn.STORM_HERE, Turn.STORM_ELSEWHERE);
    Map<Turn, Sample> two =
        times(context, blocks, 2, Turn.CLONE, Turn.COPY, Turn.ONE_BLOCK, Turn.COPY_ONE_BLOCK);
    Map<Turn, Sample> four = times(context, blocks, 4, Turn.CLONE, Turn.COPY);
    List<Requirement> rows = new ArrayList<>();
    rows.add(
        Requirement.ratioAtMost(
            name() + "/reference",
            "read of 4 KiB through a reference, against an own folio",
            "ns",
            alone.shared,
            alone.own,
            REFERENCE));
    // As throughput, so that the bound reads as the requirement does.
    rows.add(
        Requirement.ratioAtLeast(
            name() + "/copy",
            "throughput of reads through a reference, against a bare copy of 4 KiB",
            "op/s",
            throughput(alone.shared, 1),
            throughput(alone.copy, 1),
            COPY));
    rows.add(allocation(context));
    rows.add(
        Requirement.ratioAtLeast(
            name() + "/two-threads",
            "share of the bare copy's throughput, two threads against one",
            "x",
            share(two),
            share(one),
            SCALING));
    rows.add(
        Requirement.ratioAtMost(
            name() + "/storm",
            "read beside clones and CoW writes of other files, against those of another cache",
            "ns",
            get(storm, Turn.STORM_HERE),
            get(storm, Turn.STORM_ELSEWHERE),
            STORM));
    return Report.of(
        name(),
        rows,
        figures(two, one, alone256),
        List.of(
            new Plot(
                "threads",
                "Reads of cached blocks by threads",
                "threads",
                "reads of 4 KiB a second, all threads",
                false,
                List.of(
                    curve("bare copy", Turn.COPY, one, two, four),
                    curve("read of a clone", Turn.CLONE, one, two, four)))));
  }

  private List<Figure> figures(Map<Turn, Sample> two, Map<Turn, Sample> one, Alone small) {
    return List.of(
        new Figure(
            name() + "/one-folio",
            "throughput of two threads that read one folio, against their bare copy of one block",
            "x",
            get(two, Turn.COPY_ONE_BLOCK).median() / get(two, Turn.ONE_BLOCK).median()),
        new Figure(
            name() + "/one-folio-time",
            "read of one folio by two threads at once",
            "ns",
            get(two, Turn.ONE_BLOCK).median()),
        new Figure(
            name() + "/jmh-copy",
            "as read-hit/copy, by JMH, interruptions and all",
            "x",
            share(one).median()),
        new Figure(
            name() + "/small",
            "read of a clone of 256 KiB, which the CPU's cache holds",
            "ns",
            small.shared.median()),
        new Figure(name() + "/small-copy", "bare copy within 256 KiB", "ns", small.copy.median()));
  }

  private static Sample get(Map<Turn, Sample> times, Turn of) {
    Sample sample = times.get(of);
    if (sample == null) {
      throw new IllegalStateException("no result of " + of + ", expected one");
    }
    return sample;
  }

  private static Series curve(
      String name,
      Turn turn,
      Map<Turn, Sample> one,
      Map<Turn, Sample> two,
      Map<Turn, Sample> four) {
    return Series.plain(
        name,
        List.of(
            new Series.Point(1, throughput(get(one, turn), 1)),
            new Series.Point(2, throughput(get(two, turn), 2)),
            new Series.Point(4, throughput(get(four, turn), 4))));
  }

  /** Operations a second, of all threads. */
  private static Sample throughput(Sample nanos, int threads) {
    return nanos.under(threads * 1e9);
  }

  /**
   * Throughput of reads by that of the bare copy, with as many threads. How much better than with
   * one thread that is says how reads scale, and both parts were measured in the same seconds.
   */
  private static Sample share(Map<Turn, Sample> times) {
    return get(times, Turn.CLONE).under(get(times, Turn.COPY).median());
  }

  /** Of one thread. */
  private record Alone(Sample own, Sample shared, Sample copy) {}

  private static Alone alone(Context context, int blocks) {
    context.at(blocks + " blocks, alone");
    ByteBuffer memory = ByteBuffer.allocateDirect(blocks * ReadBenchmark.BLOCK);
    for (int i = 0; i < blocks; i++) {
      memory.putInt(i * ReadBenchmark.BLOCK, i); // the page is there
    }
    long room = 2L * blocks * ReadBenchmark.BLOCK + (8 << 20);
    try (FileCache cache = Design.FRAGMENTS.open(ReadBenchmark.BLOCK, room)) {
      Files.make(cache, "base", blocks);
      Files.clone(cache, "base", "clone");
      Files.make(cache, "own", blocks);
      ByteBuffer dst = ByteBuffer.allocateDirect(ReadBenchmark.BLOCK);
      int n = context.scale.forked() ? 1000 : 100;
      List<Sample> samples =
          Stopwatch.time(
              context,
              List.of(
                  new Reads(cache, "own", blocks, n, dst),
                  new Reads(cache, "clone", blocks, n, dst),
                  new Copies(memory, blocks, n, dst)),
              SLICES * context.scale.rounds);
      return new Alone(samples.get(0), samples.get(1), samples.get(2));
    }
  }

  /** Operations on blocks in the order that {@link ReadBenchmark} has too. */
  private abstract static class OnBlocks extends Batch {
    final ByteBuffer dst;
    private final int mask;
    private int at;

    OnBlocks(int blocks, int n, ByteBuffer dst) {
      super(n);
      this.dst = dst;
      this.mask = blocks - 1;
    }

    final int next() {
      at += ReadBenchmark.STRIDE;
      return (at & mask) * ReadBenchmark.BLOCK;
    }
  }

  private static final class Reads extends OnBlocks {
    private final FileCache cache;
    private final String name;

    Reads(FileCache cache, String name, int blocks, int n, ByteBuffer dst) {
      super(blocks, n, dst);
      this.cache = cache;
      this.name = name;
    }

    @Override
    void run() {
      for (int i = 0; i < n(); i++) {
        dst.clear();
        Files.ok(cache.read(name, next(), dst), "read", name);
      }
    }
  }

  private static final class Copies extends OnBlocks {
    private final ByteBuffer memory;

    Copies(ByteBuffer memory, int blocks, int n, ByteBuffer dst) {
      super(blocks, n, dst);
      this.memory = memory;
    }

    @Override
    void run() {
      for (int i = 0; i < n(); i++) {
        dst.put(0, memory, next(), ReadBenchmark.BLOCK);
      }
    }
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

  /** ns per operation in each turn. */
  private static Map<Turn, Sample> times(Context context, int blocks, int threads, Turn... turns) {
    Map<Turn, List<Double>> values = new EnumMap<>(Turn.class);
    for (int fork = 0; fork < context.scale.forks; fork++) {
      context.at(
          "%d blocks, %d threads, fork %d of %d"
              .formatted(blocks, threads, fork + 1, context.scale.forks));
      List<Double> iterations = run(context.scale, blocks, threads, turns);
      for (int i = 0; i < iterations.size(); i++) {
        values
            .computeIfAbsent(turns[i % turns.length], k -> new ArrayList<>())
            .add(iterations.get(i));
      }
    }
    Map<Turn, Sample> samples = new EnumMap<>(Turn.class);
    values.forEach(
        (turn, v) ->
            samples.put(turn, Sample.of(v.stream().mapToDouble(Double::doubleValue).toArray())));
    return samples;
  }

  /** ns per operation of each iteration. */
  private static List<Double> run(Scale scale, int blocks, int threads, Turn... turns) {
    // Two runs on one machine disturb each other, but neither must fail.
    System.setProperty("jmh.ignoreLock", "true");
    TimeValue time = TimeValue.milliseconds(scale.jmhMillis);
    String sequence = Arrays.stream(turns).map(Turn::name).collect(Collectors.joining(" "));
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(ReadBenchmark.class.getName() + "\\.read$")
            .param("turns", sequence)
            .param("blocks", Integer.toString(blocks))
            .threads(threads)
            .forks(scale.forked() ? 1 : 0)
            .warmupIterations(WARM_UPS * turns.length)
            .warmupTime(time)
            .measurementIterations(scale.jmhIterations * turns.length)
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
      throw new IllegalStateException("JMH failed: " + e.getMessage(), e);
    }
  }
}
