package org.fragcache;

import org.jspecify.annotations.Nullable;

/**
 * Which files refer to a fragment, and where (D4): what rmap needs to reach every page table, as
 * the kernel's i_mmap does for one file. An interval tree over the fragment's offsets: an AVL tree
 * whose nodes know how far those below them reach, all of them and the mapped ones. Guarded by the
 * caller's lock.
 *
 * @param <F> the files; each has an id of its own, that orders it
 */
final class ReferrerTree<F> {
  /** Blocks at..at+len-1 of the file refer to offsets offset..offset+len-1 of the fragment. */
  static final class Referrer<F> {
    private final F file;
    private final long fileId;
    private final int at;
    private final int offset;
    private final int len;
    private boolean mapped;

    // Of the tree, and what lies below and here. A tree of 2^31 nodes is not 127 high.
    byte height;
    @Nullable Referrer<F> left;
    @Nullable Referrer<F> right;
    int maxEnd; // offset + len
    int maxMappedEnd; // of those that are mapped, or 0

    private Referrer(F file, long fileId, int at, int offset, int len, boolean mapped) {
      this.file = file;
      this.fileId = fileId;
      this.at = at;
      this.offset = offset;
      this.len = len;
      this.mapped = mapped;
    }

    F file() {
      return file;
    }

    long fileId() {
      return fileId;
    }

    int at() {
      return at;
    }

    int offset() {
      return offset;
    }

    int len() {
      return len;
    }

    /** One past the last offset. */
    int end() {
      return offset + len;
    }

    /** Whether page tables may have entries of these blocks. */
    boolean mapped() {
      return mapped;
    }

    boolean covers(int o) {
      return offset <= o && o < end();
    }

    @Override
    public String toString() {
      return at + " of " + file + " at offset " + offset + ", len " + len;
    }
  }

  /** Is shown referrers; may not change the tree. */
  interface Visitor<F> {
    void visit(Referrer<F> r);
  }

  private @Nullable Referrer<F> root;
  private int size;

  /** Adds a referrer; one of this file, block and offset may not be there. */
  void add(F file, long fileId, int at, int offset, int len, boolean mapped) {
    if (at < 0 || offset < 0 || len <= 0 || at + len < 0 || offset + len < 0) {
      throw new IllegalArgumentException(
          "referrer " + key(fileId, at, offset) + ": len " + len + ", expected a range");
    }
    root = add(root, new Referrer<>(file, fileId, at, offset, len, mapped));
    size++;
  }

  /** Removes the referrer, which must be there, and returns it. */
  Referrer<F> remove(long fileId, int at, int offset) {
    Referrer<F> r = find("remove", fileId, at, offset);
    root = remove(root, r);
    size--;
    r.left = null;
    r.right = null;
    return r;
  }

  /** The referrer, which must be there, is mapped from now on, or no longer. */
  void setMapped(long fileId, int at, int offset, boolean mapped) {
    Referrer<F> r = find("setMapped", fileId, at, offset);
    if (r.mapped != mapped) {
      r.mapped = mapped;
      updatePath(root, r);
    }
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
    Referrer<F> r = root;
    while (r != null) {
      if (r.offset <= o) {
        r = r.right;
      } else {
        next = Math.min(next, r.offset);
        r = r.left;
      }
    }
    return next;
  }

  /** Visits the mapped referrers that cover offset o, by offset; the others cost nothing. */
  void forEachMapped(int o, Visitor<F> visitor) {
    forEachMapped(root, o, visitor);
  }

  /** Visits all referrers, by offset. */
  void forEach(Visitor<F> visitor) {
    forEach(root, visitor);
  }

  /** How many referrers. */
  int size() {
    return size;
  }

  /** For tests: the node at the top. */
  @Nullable Referrer<F> root() {
    return root;
  }

  /** How far the referrers that start at offset o or before it reach. */
  private int reach(int o) {
    int end = 0;
    Referrer<F> r = root;
    while (r != null) {
      if (r.offset <= o) {
        end = Math.max(end, Math.max(r.end(), maxEnd(r.left)));
        r = r.right;
      } else {
        r = r.left;
      }
    }
    return end;
  }

  private static <F> void forEachMapped(@Nullable Referrer<F> r, int o, Visitor<F> visitor) {
    if (r == null || r.maxMappedEnd <= o) {
      return;
    }
    forEachMapped(r.left, o, visitor);
    if (r.offset <= o) {
      if (r.mapped && o < r.end()) {
        visitor.visit(r);
      }
      forEachMapped(r.right, o, visitor);
    }
  }

  private static <F> void forEach(@Nullable Referrer<F> r, Visitor<F> visitor) {
    if (r != null) {
      forEach(r.left, visitor);
      visitor.visit(r);
      forEach(r.right, visitor);
    }
  }

  private Referrer<F> find(String what, long fileId, int at, int offset) {
    Referrer<F> r = root;
    while (r != null) {
      int c = compare(fileId, at, offset, r);
      if (c == 0) {
        return r;
      }
      r = c < 0 ? r.left : r.right;
    }
    throw new IllegalStateException(
        what
            + " of referrer "
            + key(fileId, at, offset)
            + ": not there, expected it among "
            + size);
  }

  /** The tree at r with the node added. */
  private static <F> Referrer<F> add(@Nullable Referrer<F> r, Referrer<F> added) {
    if (r == null) {
      update(added);
      return added;
    }
    int c = compare(added.fileId, added.at, added.offset, r);
    if (c == 0) {
      throw new IllegalStateException(
          "add of referrer "
              + key(added.fileId, added.at, added.offset)
              + ": there with len "
              + r.len
              + ", expected none");
    }
    if (c < 0) {
      r.left = add(r.left, added);
    } else {
      r.right = add(r.right, added);
    }
    return balanced(r);
  }

  /** The tree at r without the node, which is on it. */
  private static <F> @Nullable Referrer<F> remove(@Nullable Referrer<F> r, Referrer<F> removed) {
    if (r == null) {
      return null;
    }
    if (r == removed) {
      if (r.left == null) {
        return r.right;
      }
      if (r.right == null) {
        return r.left;
      }
      Referrer<F> next = r.right;
      while (next.left != null) {
        next = next.left;
      }
      next.right = remove(r.right, next);
      next.left = r.left;
      return balanced(next);
    }
    if (compare(removed.fileId, removed.at, removed.offset, r) < 0) {
      r.left = remove(r.left, removed);
    } else {
      r.right = remove(r.right, removed);
    }
    return balanced(r);
  }

  /** What the nodes from r down to the changed one know is right again. */
  private static <F> void updatePath(@Nullable Referrer<F> r, Referrer<F> changed) {
    if (r == null) {
      return;
    }
    if (r != changed) {
      boolean before = compare(changed.fileId, changed.at, changed.offset, r) < 0;
      updatePath(before ? r.left : r.right, changed);
    }
    update(r);
  }

  /** The tree at r, whose sides differ in height by two at most, with sides that differ by one. */
  private static <F> Referrer<F> balanced(Referrer<F> r) {
    Referrer<F> left = r.left;
    Referrer<F> right = r.right;
    if (left != null && height(left) > height(right) + 1) {
      if (left.right != null && height(left.right) > height(left.left)) {
        r.left = rotatedLeft(left, left.right);
        return rotatedRight(r, r.left);
      }
      return rotatedRight(r, left);
    }
    if (right != null && height(right) > height(left) + 1) {
      if (right.left != null && height(right.left) > height(right.right)) {
        r.right = rotatedRight(right, right.left);
        return rotatedLeft(r, r.right);
      }
      return rotatedLeft(r, right);
    }
    update(r);
    return r;
  }

  private static <F> Referrer<F> rotatedRight(Referrer<F> r, Referrer<F> left) {
    r.left = left.right;
    left.right = r;
    update(r);
    update(left);
    return left;
  }

  private static <F> Referrer<F> rotatedLeft(Referrer<F> r, Referrer<F> right) {
    r.right = right.left;
    right.left = r;
    update(r);
    update(right);
    return right;
  }

  private static <F> void update(Referrer<F> r) {
    r.height = (byte) (1 + Math.max(height(r.left), height(r.right)));
    r.maxEnd = Math.max(r.end(), Math.max(maxEnd(r.left), maxEnd(r.right)));
    r.maxMappedEnd =
        Math.max(r.mapped ? r.end() : 0, Math.max(maxMappedEnd(r.left), maxMappedEnd(r.right)));
  }

  private static int height(@Nullable Referrer<?> r) {
    return r == null ? 0 : r.height;
  }

  private static int maxEnd(@Nullable Referrer<?> r) {
    return r == null ? 0 : r.maxEnd;
  }

  private static int maxMappedEnd(@Nullable Referrer<?> r) {
    return r == null ? 0 : r.maxMappedEnd;
  }

  private static int compare(long fileId, int at, int offset, Referrer<?> r) {
    int c = Integer.compare(offset, r.offset);
    if (c == 0) {
      c = Long.compare(fileId, r.fileId);
    }
    return c == 0 ? Integer.compare(at, r.at) : c;
  }

  private static String key(long fileId, int at, int offset) {
    return "(file " + fileId + " at " + at + ", offset " + offset + ")";
  }
}
