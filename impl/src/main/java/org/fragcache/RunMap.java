package org.fragcache;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Values by index, by runs, as a block map by extents: runs are disjoint, and two that touch have
 * values that are not equal. Indices are 0..2^31-2. A map of one run is little more than the run.
 * Guarded by the caller's lock.
 */
final class RunMap<V> {
  /** Indices at..at+len-1 have the value. */
  record Run<V>(int at, int len, V value) {
    int end() {
      return at + len;
    }
  }

  /** Is shown runs; may not change the map. */
  interface Visitor<V> {
    void visit(int at, int len, V value);
  }

  private static final int LIMIT = Integer.MAX_VALUE; // one past the last index

  // One of them is null, both if the map is empty.
  private @Nullable Run<V> only;
  private @Nullable TreeMap<Integer, Run<V>> runs; // by their first index; two at least

  /** The value at index i, or null. */
  @Nullable V get(int i) {
    Run<V> r = find(i);
    return r == null ? null : r.value;
  }

  /** The run that covers index i, or null. */
  @Nullable Run<V> find(int i) {
    Run<V> r = floor(i);
    return r != null && i < r.end() ? r : null;
  }

  /** The run that covers index i, else the first one after it, or null. */
  @Nullable Run<V> next(int i) {
    Run<V> r = floor(i);
    if (r != null && i < r.end()) {
      return r;
    }
    if (runs != null) {
      return value(runs.higherEntry(i));
    }
    return only != null && i < only.at ? only : null;
  }

  /** Indices first..first+n-1 come to have the value. */
  void put(int first, int n, V value) {
    Objects.checkFromIndexSize(first, n, LIMIT);
    if (n == 0) {
      return;
    }
    int at = first;
    int end = first + n;
    Run<V> here = find(first);
    if (here != null && end <= here.end() && here.value.equals(value)) {
      return;
    }
    Run<V> left = floor(first - 1);
    if (left != null && first <= left.end() && left.value.equals(value)) {
      at = left.at;
    }
    Run<V> right = floor(end);
    if (right != null && end <= right.end() && right.value.equals(value)) {
      end = right.end();
    }
    cut(at, end);
    add(new Run<>(at, end - at, value));
    settle();
  }

  /** Indices first..first+n-1 come to have no value. */
  void remove(int first, int n) {
    Objects.checkFromIndexSize(first, n, LIMIT);
    if (n > 0) {
      cut(first, first + n);
      settle();
    }
  }

  /** One past the last index that has a value, 0 if none has. */
  int end() {
    Run<V> last = runs == null ? only : runs.lastEntry().getValue();
    return last == null ? 0 : last.end();
  }

  boolean isEmpty() {
    return only == null && runs == null;
  }

  /** How many runs. */
  int size() {
    return runs != null ? runs.size() : only != null ? 1 : 0;
  }

  /** Visits the runs of first..first+n-1, in ascending order, clipped to that range. */
  void forEach(int first, int n, Visitor<? super V> visitor) {
    Objects.checkFromIndexSize(first, n, LIMIT);
    int end = first + n;
    if (runs == null) {
      if (only != null) {
        visit(only, first, end, visitor);
      }
      return;
    }
    Integer from = runs.floorKey(first);
    for (Run<V> r : runs.subMap(from == null ? first : from, end).values()) {
      visit(r, first, end, visitor);
    }
  }

  private static <V> void visit(Run<V> r, int first, int end, Visitor<? super V> visitor) {
    int at = Math.max(first, r.at);
    int len = Math.min(end, r.end()) - at;
    if (len > 0) {
      visitor.visit(at, len, r.value);
    }
  }

  /** Another map with the same runs. */
  RunMap<V> copy() {
    RunMap<V> copy = new RunMap<>();
    copy.only = only;
    copy.runs = runs == null ? null : new TreeMap<>(runs);
    return copy;
  }

  /** The last run that starts at index i or before it. */
  private @Nullable Run<V> floor(int i) {
    if (runs != null) {
      return value(runs.floorEntry(i));
    }
    return only != null && only.at <= i ? only : null;
  }

  private static <V> @Nullable V value(Map.@Nullable Entry<Integer, V> entry) {
    return entry == null ? null : entry.getValue();
  }

  /** Nothing is left of first..end-1. The map is not settled. */
  private void cut(int first, int end) {
    Run<V> r = next(first);
    while (r != null && r.at < end) {
      drop(r);
      if (r.at < first) {
        add(new Run<>(r.at, first - r.at, r.value));
      }
      if (end < r.end()) {
        add(new Run<>(end, r.end() - end, r.value));
        break;
      }
      r = next(r.end());
    }
  }

  private void drop(Run<V> r) {
    if (runs != null) {
      runs.remove(r.at);
    } else {
      only = null;
    }
  }

  private void add(Run<V> r) {
    if (runs != null) {
      runs.put(r.at, r);
    } else if (only == null) {
      only = r;
    } else {
      TreeMap<Integer, Run<V>> both = new TreeMap<>();
      both.put(only.at, only);
      both.put(r.at, r);
      runs = both;
      only = null;
    }
  }

  /** A tree of one run, or of none, goes. */
  private void settle() {
    if (runs != null && runs.size() < 2) {
      only = value(runs.firstEntry());
      runs = null;
    }
  }
}
