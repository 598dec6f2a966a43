package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Runs against a plain array of values. */
final class RunMapTest {
  private static final int LIMIT = Integer.MAX_VALUE;

  private final long seed = Long.getLong("fragcache.seed", System.nanoTime());

  /** Values of indices base..base+n-1; there are no others. */
  private static final class Model {
    final int base;
    final @Nullable String[] values;

    Model(int base, int n) {
      this.base = base;
      this.values = new @Nullable String[n];
    }

    int limit() {
      return base + values.length;
    }

    @Nullable String get(int i) {
      return i < base || limit() <= i ? null : values[i - base];
    }

    /** The runs of from..to-1. */
    List<RunMap.Run<String>> runs(int from, int to) {
      List<RunMap.Run<String>> runs = new ArrayList<>();
      int i = Math.max(from, base);
      int end = Math.min(to, limit());
      while (i < end) {
        String value = get(i);
        int at = i;
        do {
          i++;
        } while (i < end && Objects.equals(get(i), value));
        if (value != null) {
          runs.add(new RunMap.Run<>(at, i - at, value));
        }
      }
      return runs;
    }
  }

  @Test
  void put_andRemove_areAsArray() {
    for (int t = 0; t < 3000; t++) {
      Random random = new Random(seed + t);
      int n = 1 + random.nextInt(t % 10 == 0 ? 300 : 20);
      int base = random.nextInt(4) == 0 ? LIMIT - n : random.nextInt(3);
      try {
        run(new Model(base, n), random);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "rerun with -Dfragcache.seed=" + seed + ", map " + t + ": " + e, e);
      }
    }
  }

  private static void run(Model model, Random random) {
    RunMap<String> map = new RunMap<>();
    int values = 1 + random.nextInt(3);
    for (int step = 0; step < 40; step++) {
      int k = random.nextInt(model.values.length);
      int n = random.nextInt(Math.min(model.values.length - k + 1, 1 + random.nextInt(40)));
      String value = random.nextInt(3) == 0 ? null : value(random.nextInt(values));
      RunMap<String> copy = map.copy();
      List<RunMap.Run<String>> before = model.runs(0, LIMIT);
      if (value == null) {
        map.remove(model.base + k, n);
      } else {
        map.put(model.base + k, n, value);
      }
      Arrays.fill(model.values, k, k + n, value);
      check(map, model, random);
      assertThat(runs(copy, 0, LIMIT)).as("copy").isEqualTo(before);
    }
  }

  private static void check(RunMap<String> map, Model model, Random random) {
    List<RunMap.Run<String>> runs = model.runs(0, LIMIT);
    assertThat(runs(map, 0, LIMIT)).isEqualTo(runs);
    assertThat(map.size()).isEqualTo(runs.size());
    assertThat(map.isEmpty()).isEqualTo(runs.isEmpty());
    assertThat(map.end()).isEqualTo(runs.isEmpty() ? 0 : runs.get(runs.size() - 1).end());
    int to = Math.min(model.limit(), LIMIT - 1);
    for (int i = Math.max(0, model.base - 1); i <= to; i++) {
      int at = i;
      RunMap.Run<String> next = runs.stream().filter(r -> at < r.end()).findFirst().orElse(null);
      assertThat(map.get(i)).isEqualTo(model.get(i));
      assertThat(map.next(i)).isEqualTo(next);
      assertThat(map.find(i)).isEqualTo(next != null && next.at() <= i ? next : null);
    }
    int first = model.base + random.nextInt(model.values.length);
    int n = random.nextInt(model.limit() - first + 1);
    assertThat(runs(map, first, n)).isEqualTo(model.runs(first, first + n));
  }

  private static List<RunMap.Run<String>> runs(RunMap<String> map, int first, int n) {
    List<RunMap.Run<String>> runs = new ArrayList<>();
    map.forEach(first, n, (at, len, value) -> runs.add(new RunMap.Run<>(at, len, value)));
    return runs;
  }

  /** Equal, not the same. */
  private static String value(int v) {
    return "v" + v;
  }

  @Test
  void put_ofAllIndices_thenHole_leavesTwoRuns() {
    RunMap<String> map = new RunMap<>();
    map.put(0, LIMIT, "v");
    assertThat(map.size()).isEqualTo(1);
    map.remove(1 << 30, 1);
    assertThat(map.size()).isEqualTo(2);
    assertThat(map.find(LIMIT - 1)).isEqualTo(new RunMap.Run<>((1 << 30) + 1, (1 << 30) - 2, "v"));
    map.put(1 << 30, 1, "v");
    assertThat(map.find(5)).isEqualTo(new RunMap.Run<>(0, LIMIT, "v"));
    assertThat(map.size()).isEqualTo(1);
  }

  @Test
  void find_inOneRun_isTheSameObject() {
    RunMap<String> map = new RunMap<>();
    map.put(3, 4, "v");
    assertThat(map.find(3)).isSameAs(map.find(6));
    map.put(4, 1, "v"); // changes nothing
    assertThat(map.find(3)).isSameAs(map.next(0));
  }

  @Test
  void find_inOneRun_allocatesNothing() {
    RunMap<String> map = new RunMap<>();
    map.put(3, 400, "v");
    long bytes =
        AllocatedBytes.of(
            () -> {
              for (int i = 0; i < 200_000; i++) {
                if ((map.find(i) == null) != (map.get(i) == null)) {
                  throw new AssertionError("index " + i);
                }
              }
            });
    assertThat(bytes).isLessThan(1_000);
  }

  @Test
  void range_pastTheLimit_isRefused() {
    RunMap<String> map = new RunMap<>();
    assertThatThrownBy(() -> map.put(-1, 2, "v")).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> map.put(2, LIMIT - 1, "v"))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> map.remove(0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> map.forEach(LIMIT, 1, (at, len, value) -> {}))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(map.isEmpty()).isTrue();
  }

  @Test
  void forEach_whoseVisitorModifiesTheMap_fails() {
    RunMap<String> map = new RunMap<>();
    map.put(0, 1, "v");
    map.put(2, 1, "w");
    map.put(4, 1, "x");
    assertThatThrownBy(() -> map.forEach(0, 5, (at, len, value) -> map.remove(at, len)))
        .isInstanceOf(java.util.ConcurrentModificationException.class);
  }
}
