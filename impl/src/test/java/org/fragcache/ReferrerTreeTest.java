package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Referrers against a plain list of them, and the form of the tree. */
final class ReferrerTreeTest {
  private static final int LIMIT = Integer.MAX_VALUE;

  private final long seed = Long.getLong("fragcache.seed", System.nanoTime());
  private final Fragment fragment = new Fragment(1, null, LIMIT, 1);
  private final ReferrerTree tree = fragment.referrers;

  /** As it must be; the list has them in the order in which they came to be mapped or not. */
  private record Expected(Referrer r, int at, int offset, int len, boolean mapped) {
    boolean covers(int o) {
      return offset <= o && o < offset + len;
    }

    void check() {
      assertThat(r.at).isEqualTo(at);
      assertThat(r.offset()).isEqualTo(offset);
      assertThat(r.len()).isEqualTo(len);
      assertThat(r.end()).isEqualTo(offset + len);
      assertThat(r.mapped()).isEqualTo(mapped);
    }
  }

  /** The sort is stable, so of one interval they stay as they came. */
  private static final Comparator<Expected> BY_INTERVAL =
      Comparator.comparingInt(Expected::offset).thenComparingInt(Expected::len);

  private static final Comparator<Expected> MAPPED_FIRST =
      BY_INTERVAL.thenComparing(Expected::mapped, Comparator.reverseOrder());

  @Test
  void referrers_ofManySmallTrees_areAsInAList() {
    for (int t = 0; t < 3000; t++) {
      run(t, 1 + new Random(seed + t).nextInt(60), 0, 60);
    }
  }

  @Test
  void referrers_ofFewIntervals_areAsInAList() {
    for (int t = 0; t < 1000; t++) {
      run(t, 3, 0, 60);
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
    Fragment fr = new Fragment(1, null, LIMIT, 1);
    List<Expected> model = new ArrayList<>();
    int growth = 2 + random.nextInt(5);
    try {
      for (int step = 0; step < steps; step++) {
        if (model.isEmpty() || random.nextInt(8) < growth) {
          add(fr, model, random, base, range);
        } else if (random.nextInt(3) == 0) {
          setMapped(fr.referrers, model, random.nextInt(model.size()), random.nextBoolean());
        } else {
          Referrer r = model.remove(random.nextInt(model.size())).r;
          fr.referrers.remove(r);
          assertRefused(() -> fr.referrers.remove(r));
        }
        check(fr.referrers, model, base + random.nextInt(range), random.nextInt(range + 5));
      }
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("rerun with -Dfragcache.seed=" + seed + ", tree " + t + ": " + e, e);
    }
  }

  private static void add(Fragment fr, List<Expected> model, Random random, int base, int range) {
    int offset = base + random.nextInt(range);
    int len = 1 + random.nextInt(Math.min(base + range - offset, 1 + random.nextInt(20)));
    int at = random.nextInt(3);
    boolean mapped = random.nextInt(4) == 0;
    Referrer r = referrer(fr, 1, at, offset);
    fr.referrers.add(r, len, mapped);
    model.add(new Expected(r, at, offset, len, mapped));
    assertRefused(() -> fr.referrers.add(r, len, mapped));
  }

  private static void setMapped(ReferrerTree tree, List<Expected> model, int k, boolean mapped) {
    Expected e = model.get(k);
    tree.setMapped(e.r, mapped);
    if (e.mapped != mapped) {
      model.remove(k);
      model.add(new Expected(e.r, e.at, e.offset, e.len, mapped));
    }
  }

  private static Referrer referrer(Fragment fr, int file, int at, int offset) {
    return new Referrer(new Inode("f" + file, file), new Ref(fr, offset - at, 0), at);
  }

  private static void check(ReferrerTree tree, List<Expected> model, int o, int distance) {
    assertThat(tree.size()).isEqualTo(model.size());
    assertThat(check(tree.root()))
        .as("nodes")
        .isEqualTo((int) model.stream().map(e -> List.of(e.offset, e.len)).distinct().count());
    model.forEach(Expected::check);
    List<Referrer> all = new ArrayList<>();
    tree.forEach(all::add);
    assertThat(all).isEqualTo(model.stream().sorted(MAPPED_FIRST).map(Expected::r).toList());
    List<Referrer> mapped = new ArrayList<>();
    tree.forEachMapped(o, mapped::add);
    assertThat(mapped)
        .isEqualTo(
            model.stream()
                .filter(e -> e.mapped && e.covers(o))
                .sorted(BY_INTERVAL)
                .map(Expected::r)
                .toList());

    assertThat(tree.covers(o)).isEqualTo(covers(model, o));
    int limit = (int) Math.min(LIMIT, (long) o + distance);
    int to = o;
    while (to < limit && covers(model, to)) {
      to++;
    }
    assertThat(tree.coveredTo(o, limit)).isEqualTo(to);
    int next = limit;
    for (Expected e : model) {
      if (o < e.offset + e.len) {
        next = Math.min(next, Math.max(o, e.offset));
      }
    }
    assertThat(tree.nextCovered(o, limit)).isEqualTo(next);
  }

  private static boolean covers(List<Expected> model, int o) {
    return model.stream().anyMatch(e -> e.covers(o));
  }

  /** Checks balance, what each node knows, and its lists; returns how many nodes there are. */
  private static int check(@Nullable Interval i) {
    if (i == null) {
      return 0;
    }
    int left = height(i.left);
    int right = height(i.right);
    assertThat(Math.abs(left - right)).isLessThanOrEqualTo(1);
    assertThat((int) i.height).isEqualTo(1 + Math.max(left, right));
    int maxEnd = i.end();
    int maxMappedEnd = i.mapped != null ? i.end() : 0;
    if (i.left != null) {
      maxEnd = Math.max(maxEnd, i.left.maxEnd);
      maxMappedEnd = Math.max(maxMappedEnd, i.left.maxMappedEnd);
    }
    if (i.right != null) {
      maxEnd = Math.max(maxEnd, i.right.maxEnd);
      maxMappedEnd = Math.max(maxMappedEnd, i.right.maxMappedEnd);
    }
    assertThat(i.maxEnd).isEqualTo(maxEnd);
    assertThat(i.maxMappedEnd).isEqualTo(maxMappedEnd);
    assertThat(i.isEmpty()).isFalse();
    checkList(i, i.mapped, true);
    checkList(i, i.unmapped, false);
    return 1 + check(i.left) + check(i.right);
  }

  private static void checkList(Interval i, @Nullable Referrer first, boolean mapped) {
    for (Referrer r = first; r != null; r = r.next == first ? null : r.next) {
      assertThat(r.interval).isSameAs(i);
      assertThat(r.mapped()).isEqualTo(mapped);
      assertThat(r.next.prev).isSameAs(r);
    }
  }

  private static int height(@Nullable Interval i) {
    return i == null ? 0 : i.height;
  }

  @Test
  void height_isLogarithmic_inAnyOrderOfKeys() {
    int n = 200_000;
    Inode f = new Inode("f1", 1);
    Ref ref = new Ref(fragment, 0, 0);
    List<Referrer> all = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Referrer r = new Referrer(f, ref, i);
      all.add(r);
      tree.add(r, 1, false);
    }
    // AVL: 1.44 log2(n + 2)
    assertThat(height(tree.root())).isLessThanOrEqualTo(26);
    for (int i = 0; i < n; i++) {
      if (i % 100 != 0) {
        tree.remove(all.get(i));
      }
    }
    assertThat(tree.size()).isEqualTo(n / 100);
    assertThat(height(tree.root())).isLessThanOrEqualTo(16);
    check(tree.root());
  }

  @Test
  void height_ofOneInterval_isOne_howeverManyReferToIt() {
    List<Referrer> all = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      Referrer r = referrer(fragment, i, i % 3, 7);
      all.add(r);
      tree.add(r, 5, i % 2 == 0);
    }
    assertThat(check(tree.root())).isEqualTo(1);
    all.subList(1, all.size()).forEach(tree::remove);
    assertThat(check(tree.root())).isEqualTo(1);
    assertThat(tree.coveredTo(7, LIMIT)).isEqualTo(12);
    tree.remove(all.get(0));
    assertThat(tree.root()).isNull();
    assertThat(tree.covers(7)).isFalse();
  }

  @Test
  void forEachMapped_ofOneAmongMany_hasOnePathToGo() {
    Referrer one = referrer(fragment, 77_777, 0, 77_777 % 50);
    for (int i = 0; i < 100_000; i++) {
      tree.add(i == 77_777 ? one : referrer(fragment, i, 0, i % 50), 100, false);
    }
    tree.setMapped(one, true);
    assertThat(reachable(tree.root())).isLessThanOrEqualTo(height(tree.root()));
    List<Referrer> visited = new ArrayList<>();
    tree.forEachMapped(60, visited::add);
    assertThat(visited).containsExactly(one);
    tree.setMapped(one, false);
    assertThat(reachable(tree.root())).isZero();
  }

  /** Nodes that a visit of mapped referrers can come to. */
  private static int reachable(@Nullable Interval i) {
    return i == null || i.maxMappedEnd == 0 ? 0 : 1 + reachable(i.left) + reachable(i.right);
  }

  @Test
  void memory_ofOneOfManyOfAnInterval_isAnObject() {
    Inode f = new Inode("f1", 1);
    Ref ref = new Ref(fragment, 0, 0);
    long bytes =
        AllocatedBytes.of(
            () -> {
              for (int i = 0; i < 1_000; i++) {
                tree.add(new Referrer(f, ref, 3), 4, false);
              }
            });
    assertThat(bytes / 1_000).as("bytes for each").isLessThanOrEqualTo(40);
  }

  @Test
  void misuse_isDetected_andChangesNothing() {
    Referrer r = referrer(fragment, 1, 2, 3);
    Referrer other = referrer(fragment, 2, 2, 3);
    Referrer elsewhere = referrer(new Fragment(9, null, 9, 1), 1, 2, 3);
    tree.add(r, 4, true);
    assertThatThrownBy(() -> tree.add(r, 1, false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("add of referrer 2 of file f1 at offset 3, len 4: in a tree, expected in none");
    assertThatThrownBy(() -> tree.remove(other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("remove of referrer 2 of file f2 at offset 3: not there, expected it among 1");
    assertThatThrownBy(() -> tree.setMapped(other, true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("setMapped of referrer 2 of file f2 at offset 3: not there");
    assertRefused(() -> tree.add(elsewhere, 4, false));
    elsewhere.ref.fragment().referrers.add(elsewhere, 4, false);
    assertRefused(() -> tree.remove(elsewhere));
    assertRefused(() -> tree.setMapped(elsewhere, true));
    assertThatThrownBy(() -> tree.add(other, 0, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tree.add(other, LIMIT, false))
        .isInstanceOf(IllegalArgumentException.class);
    check(tree, List.of(new Expected(r, 2, 3, 4, true)), 3, 9);
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalStateException.class);
  }
}
