package org.fragcache.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.fragcache.FileCache;

/**
 * A write of a whole block that is shared, against a write of an own clean block and the allocation
 * of a folio. What an allocation takes is the difference of a write into a hole and a write of an
 * own dirty block: both copy, the former takes a folio and enters it. All are measured in each
 * round.
 */
final class CowWrite implements Measurement {
  private static final int BLOCK = 4096;
  private static final double BOUND = 1.5;

  @Override
  public String name() {
    return "cow-write";
  }

  @Override
  public Report run(Context context) {
    int blocks = context.scale.forked() ? 512 : 16;
    int warm = context.scale.forked() ? 40 : 1;
    int rounds = 2 * context.scale.rounds;
    double[] cow = new double[rounds];
    double[] scattered = new double[rounds];
    double[] clean = new double[rounds];
    double[] dirty = new double[rounds];
    double[] hole = new double[rounds];
    int[] ascending = Order.ascending(blocks);
    int[] shuffled = Order.shuffled(blocks);
    try (FileCache cache = Design.FRAGMENTS.open(BLOCK, 16L * blocks * BLOCK)) {
      // Takes all memory that will be needed once, for the first touch of a page is the kernel's.
      Files.make(cache, "all", 8 * blocks);
      Files.unlink(cache, "all");
      Files.make(cache, "base", blocks);
      Files.clone(cache, "base", "sharer");
      Files.make(cache, "own", blocks);
      for (int round = -warm; round < rounds; round++) {
        int r = Math.max(0, round); // of the warm-up nothing stays
        context.at("round " + (r + 1) + " of " + rounds);
        Files.clone(cache, "base", "clone");
        cow[r] = write(cache, "clone", ascending);
        clean[r] = write(cache, "own", ascending);
        dirty[r] = write(cache, "own", ascending);
        Files.ok(cache.create("hole"), "create", "hole");
        hole[r] = write(cache, "hole", ascending);
        Files.unlink(cache, "clone");
        Files.unlink(cache, "hole");
        Files.clone(cache, "base", "clone");
        scattered[r] = write(cache, "clone", shuffled);
        Files.unlink(cache, "clone");
        Files.ok(cache.fsync("own"), "fsync", "own");
      }
    }
    double[] against = new double[rounds];
    for (int r = 0; r < rounds; r++) {
      against[r] = clean[r] + Math.max(0, hole[r] - dirty[r]);
    }
    List<Figure> figures = new ArrayList<>();
    figures.add(figure("clean", "write of an own clean block", clean));
    figures.add(figure("dirty", "write of an own dirty block", dirty));
    figures.add(figure("hole", "write into a hole", hole));
    figures.add(figure("scattered", "write of a shared block, blocks in random order", scattered));
    return Report.of(
        name(),
        List.of(
            Requirement.ratioAtMost(
                name() + "/block",
                "write of a shared block of 4 KiB, against write of an own clean one"
                    + " + (write into a hole - write of an own dirty one)",
                "ns",
                Sample.of(cow),
                Sample.of(against),
                BOUND)),
        figures,
        List.of());
  }

  private Figure figure(String of, String what, double[] values) {
    return new Figure(name() + "/" + of, what, "ns", Sample.of(values).median());
  }

  /** ns of each write. */
  private static double write(FileCache cache, String name, int[] order) {
    ByteBuffer src = ByteBuffer.allocateDirect(BLOCK);
    long began = System.nanoTime();
    for (int b : order) {
      src.clear();
      Files.ok(cache.write(name, (long) b * BLOCK, src), "write", name);
    }
    return (double) (System.nanoTime() - began) / order.length;
  }
}
