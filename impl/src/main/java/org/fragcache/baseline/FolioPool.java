package org.fragcache.baseline;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The folios: their memory, how many slots name each, which may be reclaimed. A folio is named by a
 * {@link Slot}. It is free, or busy (taken, in no reader's hands yet, or without a store), or
 * clean, or dirty; a dirty one has one slot only. It names one mapping and index, page->mapping and
 * page->index, however many slots name it: those it was taken for, or was dirtied in last.
 *
 * <p>Reclaim is a clock over folios by id: a clean one goes, unless it was looked up since the hand
 * last passed. It happens in {@link #take}; dirty ones must be written back first, see {@link
 * #dirty(Mapping[], int[])}.
 *
 * <p>Thread safe by one short lock, the monitor; {@link #slab} and {@link #index} need none for a
 * slot that was read from a mapping.
 */
final class FolioPool {
  private static final int MAX_SLAB_BYTES = 1 << 20;
  private static final byte CLEAN = 0;
  private static final byte DIRTY = 1;
  private static final byte BUSY = 2;

  private final int blockSize;
  private final int limit;
  private final int slabBits;
  private volatile Slab[] slabs = {};

  // By id, of which 0 is none. Dense, so that a clone's walk touches little memory.
  private long[] counts = {Slot.of(0, -1)}; // generation, count: no slot has generation -1
  private byte[] flags = {CLEAN};
  private @Nullable Mapping[] mappings = {null}; // null if the folio has left it
  private int[] indices = {0};

  private int[] free = new int[16];
  private int freeCount;
  private int end = 1; // no id from here on was ever used
  private int hand = 1;
  private int dirty;
  private long raised;
  private long reclaimed;

  /**
   * An empty pool.
   *
   * @param limit most folios in use at a time
   */
  FolioPool(int blockSize, int limit) {
    this.blockSize = blockSize;
    this.limit = limit;
    int most = Math.max(1, Math.min(MAX_SLAB_BYTES / blockSize, limit));
    this.slabBits = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(most);
  }

  /** Where the bytes of the slot's folio are. */
  Slab slab(long slot) {
    return slabs[(Slot.id(slot) - 1) >>> slabBits];
  }

  /** Which folio of its slab it is. */
  int index(long slot) {
    return (Slot.id(slot) - 1) & ((1 << slabBits) - 1);
  }

  /**
   * A folio for block b of a mapping, busy, with a count of one, its bytes undefined.
   *
   * @throws NeedsMemory if none is free or clean
   */
  synchronized long take(Mapping mapping, int b) {
    int id = freeCount > 0 ? free[--freeCount] : end <= limit ? add() : reclaim();
    if (id == 0) {
      throw new NeedsMemory();
    }
    counts[id]++;
    flags[id] = BUSY;
    mappings[id] = mapping;
    indices[id] = b;
    return (counts[id] - 1) | id; // the generation, and the id in place of the count
  }

  private int add() {
    int id = end++;
    if (id == counts.length) {
      int n = (int) Math.min(limit + 1L, 2L * id + 16);
      counts = Arrays.copyOf(counts, n);
      flags = Arrays.copyOf(flags, n);
      mappings = Arrays.copyOf(mappings, n);
      indices = Arrays.copyOf(indices, n);
    }
    if ((id - 1) >>> slabBits == slabs.length) {
      Slab[] more = Arrays.copyOf(slabs, slabs.length + 1);
      more[slabs.length] = new Slab(blockSize, 1 << slabBits);
      slabs = more;
    }
    return id;
  }

  /** A folio that was clean, not looked up of late, and is in use no longer; 0 if all are dirty. */
  private int reclaim() {
    // Twice around: the first time may only take second chances away.
    for (int left = dirty >= end - 1 ? 0 : 2 * (end - 1); left > 0; left--) {
      int id = hand;
      advance();
      if (flags[id] == CLEAN && !slab(id).testAndClearYoung(index(id))) {
        retire(id);
        reclaimed++;
        return id;
      }
    }
    return 0;
  }

  private void advance() {
    hand = hand + 1 < end ? hand + 1 : 1;
  }

  /** The folio's bytes are there, and it is in a slot: from now on it can be reclaimed. */
  synchronized void settle(long slot) {
    flags[Slot.id(slot)] = CLEAN;
  }

  /**
   * The folio becomes dirty, as block b of this mapping, if this slot still names it and it is the
   * only one.
   */
  synchronized boolean dirty(long slot, Mapping mapping, int b) {
    int id = Slot.id(slot);
    if (counts[id] != ((slot - id) | 1)) {
      return false;
    }
    flags[id] = DIRTY;
    mappings[id] = mapping;
    indices[id] = b;
    dirty++;
    return true;
  }

  /** The dirty folio's bytes are on the store. */
  synchronized void clean(long slot) {
    int id = Slot.id(slot);
    flags[id] = CLEAN;
    dirty--;
  }

  /**
   * The next dirty folios under the clock's hand, as mappings and indices; each loses its second
   * chance, so that the hand frees it when it is clean.
   *
   * @return how many
   */
  synchronized int dirty(@Nullable Mapping[] mappings, int[] indices) {
    int id = hand;
    int n = 0;
    for (int left = end - 1; left > 0 && n < mappings.length; left--) {
      if (flags[id] == DIRTY) {
        slab(id).testAndClearYoung(index(id));
        mappings[n] = this.mappings[id];
        indices[n++] = this.indices[id];
      }
      id = id + 1 < end ? id + 1 : 1;
    }
    return n;
  }

  /**
   * Counts slots at..at+n-1 of an array, copies of others, each once. One that names no folio any
   * longer becomes empty.
   */
  synchronized void get(long[] slots, int at, int n) {
    long[] counts = this.counts;
    int done = 0;
    for (int i = at; i < at + n; i++) {
      long slot = slots[i];
      long count = counts[Slot.id(slot)];
      if (Slot.isSameGeneration(count, slot)) {
        counts[Slot.id(slot)] = count + 1;
        done++;
      } else {
        slots[i] = Slot.EMPTY;
      }
    }
    raised += done;
  }

  /** Slots at..at+n-1 of a mapping, which the caller empties, name their folios no longer. */
  synchronized void put(long[] slots, int at, int n, Mapping mapping) {
    for (int i = at; i < at + n; i++) {
      if (slots[i] != Slot.EMPTY) {
        lower(slots[i], mapping);
      }
    }
  }

  /** One slot fewer names the folio, one of this mapping. */
  synchronized void put(long slot, Mapping mapping) {
    lower(slot, mapping);
  }

  /** page_cache_delete(). The folio is free if that was its last slot. */
  private void lower(long slot, Mapping mapping) {
    int id = Slot.id(slot);
    long count = counts[id];
    if (!Slot.isSameGeneration(count, slot)) {
      return;
    }
    counts[id] = count - 1;
    if ((int) count == 1) {
      dirty -= flags[id] == DIRTY ? 1 : 0;
      retire(id);
      free(id);
    } else if (mappings[id] == mapping) {
      leave(id);
    }
  }

  private void free(int id) {
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, 2 * freeCount);
    }
    free[freeCount++] = id;
  }

  /** From counted once or more to free, and empty in every slot. */
  private void retire(int id) {
    flags[id] = BUSY; // not for the clock, which asks for no count
    leave(id);
    long generation = counts[id] >>> Integer.SIZE;
    counts[id] = Slot.of(0, generation + 1);
    slab(id).nextGeneration(index(id));
  }

  private void leave(int id) {
    mappings[id] = null;
    indices[id] = 0;
  }

  /** As the clock does: a folio that is clean goes, if the slot still names it. */
  synchronized boolean reclaim(long slot) {
    int id = Slot.id(slot);
    if (count(slot) == 0 || flags[id] != CLEAN) {
      return false;
    }
    retire(id);
    reclaimed++;
    free(id);
    return true;
  }

  /** The mapping that the folio names, null if it has left it. */
  synchronized @Nullable Mapping mapping(long slot) {
    return mappings[Slot.id(slot)];
  }

  /** And where in it. */
  synchronized int indexIn(long slot) {
    return indices[Slot.id(slot)];
  }

  synchronized boolean isDirty(long slot) {
    return flags[Slot.id(slot)] == DIRTY;
  }

  /** How many slots name the folio; 0 if this one does not. */
  synchronized int count(long slot) {
    long count = counts[Slot.id(slot)];
    return slot != Slot.EMPTY && Slot.isSameGeneration(count, slot) ? (int) count : 0;
  }

  /** Folios that are not free. */
  synchronized int used() {
    return end - 1 - freeCount;
  }

  /** Of these, dirty. */
  synchronized int dirty() {
    return dirty;
  }

  /** Counts that clones have raised. */
  synchronized long raised() {
    return raised;
  }

  synchronized long reclaimed() {
    return reclaimed;
  }
}
