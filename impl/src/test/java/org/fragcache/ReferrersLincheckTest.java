package org.fragcache;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;

/**
 * Lincheck: two files come to refer to a fragment and cease to, each thread with blocks of its own;
 * runs join and split. Block b of either file refers to offset b; the second file is mapped.
 */
final class ReferrersLincheckTest {
  private static final int FILES = 2;
  private static final int LENGTH = 16;
  private static final int PER_THREAD = 2;

  /** A block of the thread's, among those of others. */
  private static int block(int thread, int k) {
    return thread * PER_THREAD % LENGTH + k;
  }

  /** As the cache keeps them. */
  @Param(name = "thread", gen = ThreadIdGen.class)
  @Param(name = "f", gen = IntGen.class, conf = "0:1")
  @Param(name = "k", gen = IntGen.class, conf = "0:1")
  public static class Referrers {
    private final PageCache cache =
        new PageCache(
            new Geometry(8, LENGTH), false, LENGTH, 4, new MemoryBlockStore(8), new Steps(null));
    private final Fragment fragment = new Fragment(1, null, LENGTH, LENGTH);
    private final Inode[] files = {new Inode("a", 1), new Inode("b", 2)};

    public Referrers() {
      files[1].addView(new View("p", files[1], MapKind.SHARED));
    }

    @Operation
    public boolean register(
        @Param(name = "thread") int t, @Param(name = "f") int f, @Param(name = "k") int k) {
      int b = block(t, k);
      if (refers(f, b)) {
        return false;
      }
      cache.register(files[f], b, 1, fragment, b);
      return true;
    }

    /** From which offset on none refers any longer, or -1; -2 if there was no reference. */
    @Operation
    public int unregister(
        @Param(name = "thread") int t, @Param(name = "f") int f, @Param(name = "k") int k) {
      int b = block(t, k);
      return refers(f, b) ? cache.unregister(files[f], b, 1) : -2;
    }

    private boolean refers(int f, int b) {
      synchronized (files[f].refs) {
        return files[f].refs.find(b) != null;
      }
    }

    @Operation
    public boolean covers(@Param(name = "thread") int t, @Param(name = "k") int k) {
      synchronized (fragment.referrers) {
        return fragment.referrers.covers(block(t, k));
      }
    }

    /** How many files rmap comes to. */
    @Operation
    public int mapped(@Param(name = "thread") int t, @Param(name = "k") int k) {
      int[] n = new int[1];
      synchronized (fragment.referrers) {
        fragment.referrers.forEachMapped(block(t, k), r -> n[0] += r.file == files[1] ? 1 : 100);
      }
      return n[0];
    }

    @Operation
    public String runs() {
      List<Referrer> all = fragment.referrers();
      return all.stream()
          .map(r -> run(r.file.id, Objects.checkIndex(r.at, LENGTH), r.end()))
          .sorted()
          .collect(Collectors.joining(" "));
    }
  }

  private static String run(long file, int at, int end) {
    return file + ":" + at + "-" + end;
  }

  /** The same, with a plain table. */
  public static final class ReferrersModel {
    private final boolean[][] refers = new boolean[FILES][LENGTH];

    public boolean register(int t, int f, int k) {
      boolean before = refers[f][block(t, k)];
      refers[f][block(t, k)] = true;
      return !before;
    }

    public int unregister(int t, int f, int k) {
      int b = block(t, k);
      if (!refers[f][b]) {
        return -2;
      }
      refers[f][b] = false;
      return covers(t, k) ? -1 : b;
    }

    public boolean covers(int t, int k) {
      return refers[0][block(t, k)] || refers[1][block(t, k)];
    }

    public int mapped(int t, int k) {
      return refers[1][block(t, k)] ? 1 : 0;
    }

    public String runs() {
      List<String> runs = new java.util.ArrayList<>();
      for (int f = 0; f < FILES; f++) {
        for (int b = 0; b < LENGTH; b++) {
          int at = b;
          while (b < LENGTH && refers[f][b]) {
            b++;
          }
          if (b > at) {
            runs.add(run(f + 1L, at, b));
          }
        }
      }
      return runs.stream().sorted().collect(Collectors.joining(" "));
    }
  }

  @Test
  void registered() {
    Linchecked.check(Referrers.class, ReferrersModel.class);
  }
}
