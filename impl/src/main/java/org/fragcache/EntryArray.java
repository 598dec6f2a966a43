package org.fragcache;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Entries by block index, {@link Entry#NONE} where none was set; grows as needed, in pieces, so
 * that one far entry costs little.
 */
final class EntryArray {
  private static final int BITS = 9;
  private static final int PIECE = 1 << BITS;
  private static final int FIRST = 8;

  private long[] @Nullable [] pieces = {new long[FIRST]}; // the first may be short
  private int end; // entries from here on are NONE

  long get(int i) {
    if (i >= end) {
      return Entry.NONE;
    }
    long[] piece = pieces[i >> BITS];
    int at = i & (PIECE - 1);
    return piece == null || at >= piece.length ? Entry.NONE : piece[at];
  }

  void set(int i, long entry) {
    if (entry != Entry.NONE) {
      piece(i)[i & (PIECE - 1)] = entry;
      end = Math.max(end, i + 1);
    } else if (i < end) {
      long[] piece = pieces[i >> BITS];
      if (piece != null && (i & (PIECE - 1)) < piece.length) {
        piece[i & (PIECE - 1)] = Entry.NONE;
      }
      trim();
    }
  }

  private long[] piece(int i) {
    int number = i >> BITS;
    if (number >= pieces.length) {
      pieces = Arrays.copyOf(pieces, number + (number >> 1) + 1);
    }
    long[] piece = pieces[number];
    if (piece == null) {
      piece = new long[PIECE];
    } else if ((i & (PIECE - 1)) >= piece.length) {
      piece = Arrays.copyOf(piece, PIECE);
    }
    pieces[number] = piece;
    return piece;
  }

  private void trim() {
    while (end > 0 && get(end - 1) == Entry.NONE) {
      int number = (end - 1) >> BITS;
      end = pieces[number] == null ? number << BITS : end - 1;
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
