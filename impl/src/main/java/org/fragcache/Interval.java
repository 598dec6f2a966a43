package org.fragcache;

import org.jspecify.annotations.Nullable;

/**
 * Offsets of a fragment that referrers refer to, just these, with the referrers: a node of {@link
 * ReferrerTree}. Mapped ones are apart, so that rmap sees no others.
 */
final class Interval {
  final int offset;
  final int len;
  @Nullable Referrer mapped; // the first of the ring, as they came
  @Nullable Referrer unmapped;

  // What lies below and here. A tree of 2^31 nodes is not 127 high.
  byte height;
  @Nullable Interval left;
  @Nullable Interval right;
  int maxEnd; // offset + len
  int maxMappedEnd; // of those with mapped referrers, or 0

  Interval(int offset, int len) {
    this.offset = offset;
    this.len = len;
  }

  /** One past the last offset. */
  int end() {
    return offset + len;
  }

  /** How one of n offsets from o on is ordered against this one. */
  int compare(int o, int n) {
    int c = Integer.compare(o, offset);
    return c == 0 ? Integer.compare(n, len) : c;
  }

  // The rings.

  boolean isEmpty() {
    return mapped == null && unmapped == null;
  }

  /** Into the ring that it belongs to, as the last; true if it is the only one there. */
  boolean link(Referrer r) {
    Referrer first = r.mapped ? mapped : unmapped;
    if (first == null) {
      setFirst(r, r);
      return true;
    }
    r.prev = first.prev;
    r.next = first;
    r.prev.next = r;
    first.prev = r;
    return false;
  }

  /** Out of the ring that it is in; true if it was the only one there. */
  boolean unlink(Referrer r) {
    if (r.next == r) {
      setFirst(r, null);
      return true;
    }
    if (r == (r.mapped ? mapped : unmapped)) {
      setFirst(r, r.next);
    }
    r.prev.next = r.next;
    r.next.prev = r.prev;
    r.prev = r;
    r.next = r;
    return false;
  }

  private void setFirst(Referrer r, @Nullable Referrer first) {
    if (r.mapped) {
      mapped = first;
    } else {
      unmapped = first;
    }
  }

  // The tree.
  /** The tree at i with the node added, which is not on it. */
  static Interval add(@Nullable Interval i, Interval added) {
    if (i == null) {
      added.update();
      return added;
    }
    if (i.compare(added.offset, added.len) < 0) {
      i.left = add(i.left, added);
    } else {
      i.right = add(i.right, added);
    }
    return balanced(i);
  }

  /** The tree at i without the node, which is on it. */
  static @Nullable Interval remove(@Nullable Interval i, Interval removed) {
    if (i == null) {
      return null;
    }
    if (i == removed) {
      if (i.left == null) {
        return i.right;
      }
      if (i.right == null) {
        return i.left;
      }
      Interval next = i.right;
      while (next.left != null) {
        next = next.left;
      }
      next.right = remove(i.right, next);
      next.left = i.left;
      return balanced(next);
    }
    if (i.compare(removed.offset, removed.len) < 0) {
      i.left = remove(i.left, removed);
    } else {
      i.right = remove(i.right, removed);
    }
    return balanced(i);
  }

  /** What the nodes from i down to the changed one know is right again. */
  static void updatePath(@Nullable Interval i, Interval changed) {
    if (i == null) {
      return;
    }
    if (i != changed) {
      updatePath(i.compare(changed.offset, changed.len) < 0 ? i.left : i.right, changed);
    }
    i.update();
  }

  /** The tree at i, whose sides differ in height by two at most, with sides that differ by one. */
  private static Interval balanced(Interval i) {
    Interval left = i.left;
    Interval right = i.right;
    if (left != null && height(left) > height(right) + 1) {
      if (left.right != null && height(left.right) > height(left.left)) {
        i.left = rotatedLeft(left, left.right);
        return rotatedRight(i, i.left);
      }
      return rotatedRight(i, left);
    }
    if (right != null && height(right) > height(left) + 1) {
      if (right.left != null && height(right.left) > height(right.right)) {
        i.right = rotatedRight(right, right.left);
        return rotatedLeft(i, i.right);
      }
      return rotatedLeft(i, right);
    }
    i.update();
    return i;
  }

  private static Interval rotatedRight(Interval i, Interval left) {
    i.left = left.right;
    left.right = i;
    i.update();
    left.update();
    return left;
  }

  private static Interval rotatedLeft(Interval i, Interval right) {
    i.right = right.left;
    right.left = i;
    i.update();
    right.update();
    return right;
  }

  private void update() {
    height = (byte) (1 + Math.max(height(left), height(right)));
    maxEnd = Math.max(end(), Math.max(maxEnd(left), maxEnd(right)));
    maxMappedEnd =
        Math.max(mapped == null ? 0 : end(), Math.max(maxMappedEnd(left), maxMappedEnd(right)));
  }

  private static int height(@Nullable Interval i) {
    return i == null ? 0 : i.height;
  }

  static int maxEnd(@Nullable Interval i) {
    return i == null ? 0 : i.maxEnd;
  }

  private static int maxMappedEnd(@Nullable Interval i) {
    return i == null ? 0 : i.maxMappedEnd;
  }
}
