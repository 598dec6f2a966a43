package org.fragcache.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.fragcache.FileCache;

/**
 * The first clone of a whole file, by the number of its cached folios. Each clone needs a file that
 * nobody has cloned yet, and uses it up; so each is timed alone. Writing the files has thrown
 * everything else out of the CPU's caches, so that clones of small other files, and a look at the
 * file itself, come before each: else the time would be that of the memory, whatever the design.
 */
final class CloneFirst implements Measurement {
  private static final double PAGES = 2;
  private static final double NANOS = 2000;
  private static final int SMALL = 12; // clones before each that is timed
  private static final int TIMED = 2; // files of a size in a round
  private static final int MOST_ROUNDS = 15; // each writes all files anew

  @Override
  public String name() {
    return "clone-first";
  }

  @Override
  public Report run(Context context) {
    int log = context.scale.firstLog;
    List<Series> series = new ArrayList<>();
    Series fragments = curve(context, Design.FRAGMENTS);
    series.add(fragments);
    for (Design other :
        List.of(Design.PER_PAGE_COUNT, Design.NO_SHARING, Design.MAPPING_REDIRECT)) {
      series.add(curve(context, other));
    }
    List<Series.Point> points = fragments.points();
    Sample most = points.get(points.size() - 1).y();
    String all = "create + first clone of a file with 2^" + log + " cached clean folios";
    return Report.of(
        name(),
        List.of(
            Requirement.ratioAtMost(
                name() + "/pages",
                all + ", against one folio",
                "ns",
                most,
                points.get(0).y(),
                PAGES),
            Requirement.atMost(name() + "/time", all, "ns", most, NANOS)),
        List.of(),
        List.of(
            new Plot(
                "clone-first",
                "First clone of a file",
                "cached clean folios of the file",
                "create + clone",
                true,
                series)));
  }

  private static Series curve(Context context, Design design) {
    int[] sizes = Scale.powersOfFour(context.scale.firstLog);
    int rounds = Math.min(MOST_ROUNDS, context.scale.rounds);
    double[][] times = new double[sizes.length][rounds * TIMED];
    int done = 0;
    try (FileCache cache = CloneShared.open(design, context.scale.firstLog)) {
      context.at(design.label() + ": warm-up");
      warmUp(context, cache);
      while (done < rounds && (done < 3 || context.hasTime())) {
        context.at(design.label() + ": round " + (done + 1) + " of " + rounds);
        round(cache, sizes, times, done);
        done++;
      }
    }
    List<Series.Point> points = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      double[] of = java.util.Arrays.copyOf(times[i], done * TIMED);
      points.add(new Series.Point(sizes[i], Sample.of(of)));
    }
    return Series.fitted(design.label(), points, "");
  }

  private static void warmUp(Context context, FileCache cache) {
    int turns = context.scale.forked() ? 3000 : 10;
    for (int turn = 0; turn < turns; turn++) {
      for (int folios = 1; folios <= 4; folios *= 2) {
        String base = "base " + folios;
        Files.make(cache, base, folios);
        Files.clone(cache, base, "clone");
        Files.unlink(cache, "clone");
        Files.unlink(cache, base);
      }
    }
  }

  private static void round(FileCache cache, int[] sizes, double[][] times, int round) {
    for (int i = 0; i < sizes.length; i++) {
      for (int j = 0; j < TIMED; j++) {
        Files.make(cache, base(i, j), sizes[i]);
        for (int k = 0; k < SMALL; k++) {
          Files.make(cache, small(i, j, k), 1);
        }
      }
    }
    for (int turn = 0; turn < sizes.length; turn++) {
      int i = (turn + round) % sizes.length;
      for (int j = 0; j < TIMED; j++) {
        for (int k = 0; k < SMALL; k++) {
          Files.clone(cache, small(i, j, k), "of " + small(i, j, k));
        }
        String from = base(i, j);
        String to = "of " + from;
        touch(cache, from, to, sizes[i]);
        long began = System.nanoTime();
        Files.clone(cache, from, to);
        times[i][round * TIMED + j] = System.nanoTime() - began;
      }
    }
    for (int i = 0; i < sizes.length; i++) {
      for (int j = 0; j < TIMED; j++) {
        drop(cache, base(i, j));
        for (int k = 0; k < SMALL; k++) {
          drop(cache, small(i, j, k));
        }
      }
    }
  }

  /** As a user of the file does: its size, its first and its last block. */
  private static void touch(FileCache cache, String from, String to, int blocks) {
    if (cache.size(to) >= 0) {
      throw new IllegalStateException(to + " exists, expected that it does not");
    }
    ByteBuffer dst = ByteBuffer.allocate(CloneShared.BLOCK);
    for (int block : new int[] {blocks - 1, 0}) {
      dst.clear();
      Files.ok(cache.read(from, (long) block * CloneShared.BLOCK, dst), "read", from);
    }
  }

  private static void drop(FileCache cache, String base) {
    Files.unlink(cache, base);
    Files.unlink(cache, "of " + base);
  }

  private static String base(int i, int j) {
    return "file " + i + " " + j;
  }

  private static String small(int i, int j, int k) {
    return "small " + i + " " + j + " " + k;
  }
}
