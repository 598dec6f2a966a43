package org.fragcache;

import java.util.Arrays;

/** Entries by block index, {@link Entry#NONE} where none was set; grows as needed. */
final class EntryArray {
  private static final int FIRST = 8;

  private long[] entries = new long[FIRST];
  private int end; // entries from here on are NONE

  long get(int i) {
    return i < end ? entries[i] : Entry.NONE;
  }

  void set(int i, long entry) {
    if (entry != Entry.NONE) {
      if (i >= entries.length) {
        entries = Arrays.copyOf(entries, (int) Math.min((i + 1L) * 3 / 2, Integer.MAX_VALUE - 8));
      }
      entries[i] = entry;
      end = Math.max(end, i + 1);
    } else if (i < end) {
      entries[i] = Entry.NONE;
      while (end > 0 && entries[end - 1] == Entry.NONE) {
        end--;
      }
    }
  }

  /** One past the last index that holds an entry. */
  int end() {
    return end;
  }

  /** One past the last index of the range b..b+n-1 that can hold an entry. */
  int end(int b, int n) {
    return (int) Math.min((long) b + n, end);
  }
}
