package org.fragcache;

import org.jspecify.annotations.Nullable;

/**
 * Blocks at..at+len-1 of a file refer to offsets offset..offset+len-1 of a fragment (D4): the
 * file's record of that run, and the fragment's. It is in its {@link Interval} as long as it is in
 * a {@link ReferrerTree}, under whose lock it is changed, and its length asked for. Compact, for
 * each clone has one.
 */
final class Referrer {
  final Inode file;
  final Ref ref;
  final int at;
  // Of the tree: those of one interval that are mapped, and those that are not, are a ring each.
  @Nullable Interval interval; // null: in none
  Referrer prev = this;
  Referrer next = this;
  boolean mapped;

  Referrer(Inode file, Ref ref, int at) {
    this.file = file;
    this.ref = ref;
    this.at = at;
  }

  /** The first offset. */
  int offset() {
    return ref.offset(at);
  }

  /** How many; of one that is in a tree. */
  int len() {
    if (interval == null) {
      throw new IllegalStateException(this + ": in no tree, expected in one");
    }
    return interval.len;
  }

  /** One past the last offset. */
  int end() {
    return offset() + len();
  }

  /** Whether page tables may have entries of these blocks. */
  boolean mapped() {
    return mapped;
  }

  @Override
  public String toString() {
    String where = at + " of " + file + " at offset " + offset();
    return interval == null ? where : where + ", len " + interval.len;
  }
}
