package org.fragcache;

import org.jspecify.annotations.Nullable;

/**
 * Which files refer to a fragment, and where (D4): what rmap needs to reach every page table, as
 * the kernel's i_mmap does for one file. An interval tree over the fragment's offsets: an AVL tree
 * of the <em>distinct</em> intervals, whose nodes know how far those below them reach, all of them
 * and those with mapped referrers. Each has lists of its referrers, the mapped ones apart. Most
 * sharers are clones of a whole file, of one interval all of them; so one comes and goes in
 * constant time, unless it is the first or the last of its interval, or of the mapped ones there.
 *
 * <p>That a referrer is added or removed twice is seen by itself. That a file has no two at one
 * block the tree does not see: {@link Inode#refs} does, where {@link PageCache#register} looks
 * first. Guarded by the caller's lock.
 */
final class ReferrerTree {
  /** Is shown referrers; may not change the tree. */
  interface Visitor {
    void visit(Referrer r);
  }

  private @Nullable Interval root;
  private int size;

  /** Adds a referrer that is in no tree, to so many offsets. */
  void add(Referrer r, int len, boolean mapped) {
    int offset = r.offset();
    if (r.at < 0 || offset < 0 || len <= 0 || r.at + len < 0 || offset + len < 0) {
      throw new IllegalArgumentException(
          "add of referrer " + r + ": len " + len + ", expected a range");
    }
    if (r.interval != null) {
      throw new IllegalStateException("add of referrer " + r + ": in a tree, expected in none");
    }
    if (r.ref.fragment().referrers != this) {
      throw new IllegalStateException(
          "add of referrer " + r + ": of " + r.ref.fragment() + ", expected of this one");
    }
    Interval i = find(offset, len);
    if (i == null) {
      i = new Interval(offset, len);
      root = Interval.add(root, i);
    }
    r.interval = i;
    r.mapped = mapped;
    if (i.link(r) && mapped) {
      Interval.updatePath(root, i);
    }
    size++;
  }

  /** Removes a referrer, which must be there. */
  void remove(Referrer r) {
    Interval i = interval("remove", r);
    boolean wasOnly = i.unlink(r);
    r.interval = null;
    if (i.isEmpty()) {
      root = Interval.remove(root, i);
    } else if (wasOnly && r.mapped) {
      Interval.updatePath(root, i);
    }
    size--;
  }

  /** The referrer, which must be there, is mapped from now on, or no longer. */
  void setMapped(Referrer r, boolean mapped) {
    Interval i = interval("setMapped", r);
    if (r.mapped != mapped) {
      boolean wasOnly = i.unlink(r);
      r.mapped = mapped;
      boolean isOnly = i.link(r);
      if (mapped ? isOnly : wasOnly) {
        Interval.updatePath(root, i);
      }
    }
  }

  private @Nullable Interval find(int offset, int len) {
    Interval i = root;
    while (i != null) {
      int c = i.compare(offset, len);
      if (c == 0) {
        return i;
      }
      i = c < 0 ? i.left : i.right;
    }
    return null;
  }

  private Interval interval(String what, Referrer r) {
    Interval i = r.interval;
    if (i == null || r.ref.fragment().referrers != this) {
      throw new IllegalStateException(
          what + " of referrer " + r + ": not there, expected it among " + size);
    }
    return i;
  }

  /** Whether any referrer covers offset o. */
  boolean covers(int o) {
    return reach(o) > o;
  }

  /** The largest e, up to limit, such that all offsets o..e-1 are covered; o if o is not. */
  int coveredTo(int o, int limit) {
    int e = o;
    while (e < limit) {
      int end = reach(e);
      if (end <= e) {
        return e;
      }
      e = Math.min(end, limit);
    }
    return e;
  }

  /** The first of offsets o..limit-1 that is covered, or limit. */
  int nextCovered(int o, int limit) {
    if (o >= limit || covers(o)) {
      return Math.min(o, limit);
    }
    int next = limit;
    Interval i = root;
    while (i != null) {
      if (i.offset <= o) {
        i = i.right;
      } else {
        next = Math.min(next, i.offset);
        i = i.left;
      }
    }
    return next;
  }

  /**
   * Visits the mapped referrers that cover offset o, by offset, then length, then as they came; the
   * others cost nothing.
   */
  void forEachMapped(int o, Visitor visitor) {
    forEachMapped(root, o, visitor);
  }

  /** Visits all referrers, by offset, then length, of one interval the mapped ones first. */
  void forEach(Visitor visitor) {
    forEach(root, visitor);
  }

  /** How many referrers. */
  int size() {
    return size;
  }

  /** For tests: the node at the top. */
  @Nullable Interval root() {
    return root;
  }

  /** How far the intervals that start at offset o or before it reach. */
  private int reach(int o) {
    int end = 0;
    Interval i = root;
    while (i != null) {
      if (i.offset <= o) {
        end = Math.max(end, Math.max(i.end(), Interval.maxEnd(i.left)));
        i = i.right;
      } else {
        i = i.left;
      }
    }
    return end;
  }

  private static void forEachMapped(@Nullable Interval i, int o, Visitor visitor) {
    if (i == null || i.maxMappedEnd <= o) {
      return;
    }
    forEachMapped(i.left, o, visitor);
    if (i.offset <= o) {
      if (o < i.end()) {
        forEachOf(i.mapped, visitor);
      }
      forEachMapped(i.right, o, visitor);
    }
  }

  private static void forEach(@Nullable Interval i, Visitor visitor) {
    if (i != null) {
      forEach(i.left, visitor);
      forEachOf(i.mapped, visitor);
      forEachOf(i.unmapped, visitor);
      forEach(i.right, visitor);
    }
  }

  private static void forEachOf(@Nullable Referrer first, Visitor visitor) {
    if (first != null) {
      Referrer r = first;
      do {
        visitor.visit(r);
        r = r.next;
      } while (r != first);
    }
  }
}
