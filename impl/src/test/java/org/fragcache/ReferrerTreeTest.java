package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.fragcache.ReferrerTree.Referrer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Referrers against a plain list of them, and the form of the tree. */
final class ReferrerTreeTest {
  private static final int LIMIT = Integer.MAX_VALUE;

  private final long seed = Long.getLong("fragcache.seed", System.nanoTime());

  private record Ref(long fileId, int at, int offset, int len, boolean mapped) {
    static Ref of(Referrer<String> r) {
      assertThat(r.file()).isEqualTo("f" + r.fileId());
      assertThat(r.end()).isEqualTo(r.offset() + r.len());
      return new Ref(r.fileId(), r.at(), r.offset(), r.len(), r.mapped());
    }

    boolean covers(int o) {
      return offset <= o && o < offset + len;
    }

    boolean isAt(Ref other) {
      return fileId == other.fileId && at == other.at && offset == other.offset;
    }
  }

  private static final Comparator<Ref> ORDER =
      Comparator.comparingInt(Ref::offset).thenComparingLong(Ref::fileId).thenComparingInt(Ref::at);

  @Test
  void referrers_ofManySmallTrees_areAsInAList() {
    for (int t = 0; t < 3000; t++) {
      run(t, 1 + new Random(seed + t).nextInt(60), 0, 60);
    }
  }

  @Test
  void referrers_ofLargeTree_areAsInAList() {
    run(0, 100_000, 0, 2000);
  }

  @Test
  void referrers_atTheEndOfOffsets_areAsInAList() {
    for (int t = 0; t < 500; t++) {
      run(t, 50, LIMIT - 50, 60);
    }
  }

  private void run(int t, int range, int base, int steps) {
    Random random = new Random(seed + t);
    ReferrerTree<String> tree = new ReferrerTree<>();
    List<Ref> model = new ArrayList<>();
    int growth = 2 + random.nextInt(5);
    try {
      for (int step = 0; step < steps; step++) {
        if (model.isEmpty() || random.nextInt(8) < growth) {
          add(tree, model, random, base, range);
        } else if (random.nextInt(3) == 0) {
          int k = random.nextInt(model.size());
          Ref r = model.get(k);
          Ref now = new Ref(r.fileId, r.at, r.offset, r.len, random.nextBoolean());
          model.set(k, now);
          tree.setMapped(now.fileId, now.at, now.offset, now.mapped);
        } else {
          Ref r = model.remove(random.nextInt(model.size()));
          assertThat(Ref.of(tree.remove(r.fileId, r.at, r.offset))).isEqualTo(r);
          assertThatThrownBy(() -> tree.remove(r.fileId, r.at, r.offset))
              .isInstanceOf(IllegalStateException.class);
        }
        check(tree, model, base + random.nextInt(range), random.nextInt(range + 5));
      }
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("rerun with -Dfragcache.seed=" + seed + ", tree " + t + ": " + e, e);
    }
  }

  private static void add(
      ReferrerTree<String> tree, List<Ref> model, Random random, int base, int range) {
    int offset = base + random.nextInt(range);
    int most = Math.min(base + range - offset, 1 + random.nextInt(20));
    Ref r =
        new Ref(
            random.nextInt(3) + (random.nextInt(4) == 0 ? 1L << 40 : 0),
            random.nextInt(3),
            offset,
            1 + random.nextInt(most),
            random.nextInt(4) == 0);
    if (model.stream().anyMatch(r::isAt)) {
      assertThatThrownBy(() -> add(tree, r)).isInstanceOf(IllegalStateException.class);
    } else {
      add(tree, r);
      model.add(r);
    }
  }

  private static void add(ReferrerTree<String> tree, Ref r) {
    tree.add("f" + r.fileId, r.fileId, r.at, r.offset, r.len, r.mapped);
  }

  private static void check(ReferrerTree<String> tree, List<Ref> model, int o, int distance) {
    assertThat(tree.size()).isEqualTo(model.size());
    assertThat(check(tree.root())).as("nodes").isEqualTo(model.size());
    List<Ref> all = new ArrayList<>();
    tree.forEach(r -> all.add(Ref.of(r)));
    assertThat(all).isEqualTo(model.stream().sorted(ORDER).toList());
    List<Ref> mapped = new ArrayList<>();
    tree.forEachMapped(o, r -> mapped.add(Ref.of(r)));
    assertThat(mapped)
        .isEqualTo(model.stream().filter(r -> r.mapped && r.covers(o)).sorted(ORDER).toList());

    assertThat(tree.covers(o)).isEqualTo(covers(model, o));
    int limit = (int) Math.min(LIMIT, (long) o + distance);
    int to = o;
    while (to < limit && covers(model, to)) {
      to++;
    }
    assertThat(tree.coveredTo(o, limit)).isEqualTo(to);
    int next = limit;
    for (Ref r : model) {
      if (o < r.offset + r.len) {
        next = Math.min(next, Math.max(o, r.offset));
      }
    }
    assertThat(tree.nextCovered(o, limit)).isEqualTo(next);
  }

  private static boolean covers(List<Ref> model, int o) {
    return model.stream().anyMatch(r -> r.covers(o));
  }

  /** Checks balance and what each node knows; returns how many there are. */
  private static int check(@Nullable Referrer<String> r) {
    if (r == null) {
      return 0;
    }
    int left = height(r.left);
    int right = height(r.right);
    assertThat(Math.abs(left - right)).isLessThanOrEqualTo(1);
    assertThat((int) r.height).isEqualTo(1 + Math.max(left, right));
    int maxEnd = r.end();
    int maxMappedEnd = r.mapped() ? r.end() : 0;
    if (r.left != null) {
      maxEnd = Math.max(maxEnd, r.left.maxEnd);
      maxMappedEnd = Math.max(maxMappedEnd, r.left.maxMappedEnd);
    }
    if (r.right != null) {
      maxEnd = Math.max(maxEnd, r.right.maxEnd);
      maxMappedEnd = Math.max(maxMappedEnd, r.right.maxMappedEnd);
    }
    assertThat(r.maxEnd).isEqualTo(maxEnd);
    assertThat(r.maxMappedEnd).isEqualTo(maxMappedEnd);
    return 1 + check(r.left) + check(r.right);
  }

  private static int height(@Nullable Referrer<String> r) {
    return r == null ? 0 : r.height;
  }

  @Test
  void height_isLogarithmic_inAnyOrderOfKeys() {
    ReferrerTree<String> tree = new ReferrerTree<>();
    int n = 200_000;
    for (int i = 0; i < n; i++) {
      tree.add("f1", 1, i, i, 1, false);
    }
    // AVL: 1.44 log2(n + 2)
    assertThat(height(tree.root())).isLessThanOrEqualTo(26);
    for (int i = 0; i < n; i++) {
      if (i % 100 != 0) {
        tree.remove(1, i, i);
      }
    }
    assertThat(tree.size()).isEqualTo(n / 100);
    assertThat(height(tree.root())).isLessThanOrEqualTo(16);
    check(tree.root());
  }

  @Test
  void forEachMapped_ofOneAmongMany_hasOnePathToGo() {
    ReferrerTree<String> tree = new ReferrerTree<>();
    for (int i = 0; i < 100_000; i++) {
      tree.add("f" + i, i, 0, i % 50, 100, false);
    }
    tree.setMapped(77_777, 0, 77_777 % 50, true);
    assertThat(reachable(tree.root())).isLessThanOrEqualTo(height(tree.root()));
    List<Long> files = new ArrayList<>();
    tree.forEachMapped(60, r -> files.add(r.fileId()));
    assertThat(files).containsExactly(77_777L);
    tree.setMapped(77_777, 0, 77_777 % 50, false);
    assertThat(reachable(tree.root())).isZero();
  }

  /** Nodes that a visit of mapped referrers can come to. */
  private static int reachable(@Nullable Referrer<String> r) {
    return r == null || r.maxMappedEnd == 0 ? 0 : 1 + reachable(r.left) + reachable(r.right);
  }

  @Test
  void referrer_isOfThisSize() {
    ReferrerTree<String> tree = new ReferrerTree<>();
    long bytes =
        AllocatedBytes.of(
            () -> {
              for (int i = 0; i < 1_000; i++) {
                tree.add("f1", 1, tree.size(), i, 1, false);
              }
            });
    assertThat(bytes / 1_000).as("bytes for each").isLessThanOrEqualTo(56);
  }

  @Test
  void misuse_isDetected_andChangesNothing() {
    ReferrerTree<String> tree = new ReferrerTree<>();
    tree.add("f1", 1, 2, 3, 4, true);
    assertThatThrownBy(() -> tree.add("f1", 1, 2, 3, 1, false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("add of referrer (file 1 at 2, offset 3): there with len 4, expected none");
    assertThatThrownBy(() -> tree.remove(1, 2, 4))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("remove of referrer (file 1 at 2, offset 4): not there, expected it among 1");
    assertThatThrownBy(() -> tree.setMapped(2, 2, 3, false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("setMapped of referrer (file 2 at 2, offset 3): not there");
    assertThatThrownBy(() -> tree.add("f1", 1, 2, 3, 0, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tree.add("f1", 1, 0, 3, LIMIT, false))
        .isInstanceOf(IllegalArgumentException.class);
    check(tree, List.of(new Ref(1, 2, 3, 4, true)), 3, 9);
  }
}
