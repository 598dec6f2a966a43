package org.fragcache;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Which files refer to a fragment, and where (D4): what rmap will need to reach every page table.
 * Runs are disjoint and as long as can be. Guarded by the cache's lock.
 */
final class Referrers {
  /** Blocks at..at+len-1 of the file refer to offsets offset..offset+len-1 of the fragment. */
  record Referrer(Inode file, int at, int offset, int len) {
    boolean covers(int o) {
      return offset <= o && o < offset + len;
    }
  }

  private final List<Referrer> runs = new ArrayList<>(2);

  /** Adds blocks b..b+n-1 of f at offset o; joins with what they continue. */
  void join(Inode f, int b, int o, int n) {
    int at = b;
    int offset = o;
    int len = n;
    for (int i = runs.size() - 1; i >= 0; i--) {
      Referrer r = runs.get(i);
      if (r.file != f) {
        continue;
      }
      boolean prev = r.at + r.len == b && r.offset + r.len == o;
      boolean next = r.at == b + n && r.offset == o + n;
      if (prev) {
        at = r.at;
        offset = r.offset;
      }
      if (prev || next) {
        len += r.len;
        remove(i);
      }
    }
    runs.add(new Referrer(f, at, offset, len));
  }

  /** Leaves out blocks b..b+n-1 of f; a run may be shortened, split in two, or go. */
  void cut(Inode f, int b, int n) {
    for (int i = runs.size() - 1; i >= 0; i--) {
      Referrer r = runs.get(i);
      if (r.file != f || b + n <= r.at || r.at + r.len <= b) {
        continue;
      }
      remove(i);
      int left = b - r.at;
      int right = Math.max(0, b + n - r.at);
      if (left > 0) {
        runs.add(new Referrer(f, r.at, r.offset, left));
      }
      if (right < r.len) {
        runs.add(new Referrer(f, r.at + right, r.offset + right, r.len - right));
      }
    }
  }

  /** Whether any referrer covers offset o. */
  boolean covers(int o) {
    for (Referrer r : runs) {
      if (r.covers(o)) {
        return true;
      }
    }
    return false;
  }

  /** The runs, in no order. */
  List<Referrer> runs() {
    return Collections.unmodifiableList(runs);
  }

  private void remove(int i) {
    int last = runs.size() - 1;
    runs.set(i, runs.get(last));
    runs.remove(last);
  }
}
