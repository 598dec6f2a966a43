package org.fragcache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cache's memory: folios whose data lie in slabs, which are direct buffers. Slabs double in
 * size up to 1 MiB, so that a small cache is cheap to build, and are kept. Ids are given out lowest
 * free first (D16), so that the slabs in use stay few. Thread safe; {@link #at} and {@link #slab}
 * take no lock.
 */
final class FolioPool {
  private static final int FIRST_SLAB_FOLIOS = 8;
  private static final int MAX_SLAB_BYTES = 1 << 20;

  private final int blockSize;
  private final int limit;
  private final Ids ids = new Ids("folio", 1);
  private volatile Folio[] folios = {}; // by id - 1; only the first size are there
  private volatile Slab[] slabs = {}; // by (id - 1) / FIRST_SLAB_FOLIOS; as far as size
  private int size;
  private int reserved;
  private int slabFolios = FIRST_SLAB_FOLIOS;

  /**
   * An empty pool.
   *
   * @param limit most folios in use at a time, at least 1
   */
  FolioPool(int blockSize, int limit) {
    this.blockSize = blockSize;
    this.limit = limit;
  }

  /**
   * Takes the lowest free folio, with one reference: its fields as freed, its bytes undefined. Null
   * at the limit.
   */
  synchronized @Nullable Folio take() {
    return available() == 0 ? null : takeLowest();
  }

  /** Sees to it that the next n of {@link #takeReserved} succeed; false at the limit. */
  synchronized boolean reserve(int n) {
    if (available() < n) {
      return false;
    }
    while (size < ids.count() + reserved + n) {
      addSlab(); // may fail: nothing is reserved then
    }
    reserved += n;
    return true;
  }

  synchronized void unreserve(int n) {
    reserved -= n;
  }

  /** As {@link #take}, of what was reserved. */
  synchronized Folio takeReserved() {
    if (reserved < 1) {
      throw new IllegalStateException("folios: take of a reserved one, with none reserved");
    }
    reserved--;
    return takeLowest();
  }

  private Folio takeLowest() {
    if (ids.peek() > size) {
      addSlab();
    }
    Folio p = folios[ids.take() - 1];
    p.used = true;
    p.init();
    return p;
  }

  /** Drops a reference; the folio is free if it was the last. */
  void put(Folio p) {
    if (p.put()) {
      free(p);
    }
  }

  /** Gives a folio back that nobody refers to. */
  void free(Folio p) {
    if (p.refs() != 0) {
      throw new IllegalStateException(p + ": free with refs=" + p.refs() + ", expected 0");
    }
    p.clearFlags();
    p.mapping = null;
    p.index = 0;
    synchronized (this) {
      ids.release(p.id);
      p.used = false;
    }
  }

  /** The folio in use with this id. */
  Folio get(int id) {
    synchronized (this) {
      ids.requireUsed(id, "use");
    }
    return at(id);
  }

  /** The folio with this id, which has been in use. */
  Folio at(int id) {
    return folios[id - 1];
  }

  /** Where the folio with this id is, which has been in use. */
  Slab slab(int id) {
    return slabs[(id - 1) / FIRST_SLAB_FOLIOS];
  }

  synchronized boolean isUsed(int id) {
    return ids.isUsed(id);
  }

  /** The folio in use with the lowest id from {@code id} on, or null. */
  synchronized @Nullable Folio next(int id) {
    int next = ids.next(id);
    return next < 0 ? null : folios[next - 1];
  }

  /** The folios in use, by id. */
  synchronized List<Folio> used() {
    List<Folio> used = new ArrayList<>(count());
    for (Folio p = next(1); p != null; p = next(p.id + 1)) {
      used.add(p);
    }
    return used;
  }

  synchronized int count() {
    return ids.count();
  }

  /** How many folios the slabs have room for. */
  synchronized int size() {
    return size;
  }

  /** How many more can be taken. */
  synchronized int available() {
    return limit - ids.count() - reserved;
  }

  synchronized int reserved() {
    return reserved;
  }

  /** One past the greatest id in use. */
  synchronized int end() {
    return ids.end();
  }

  private void addSlab() {
    int n = Math.min(slabFolios, limit - size);
    Slab slab = new Slab(size + 1, n, blockSize);
    int end = size + n;
    Folio[] now = folios;
    Slab[] of = slabs;
    if (end > now.length) {
      int length = (int) Math.min(limit, Math.max(end, now.length * 2L));
      now = Arrays.copyOf(now, length);
      of = Arrays.copyOf(of, (length - 1) / FIRST_SLAB_FOLIOS + 1);
    }
    for (int i = size; i < end; i++) {
      now[i] = new Folio(i + 1, slab);
      of[i / FIRST_SLAB_FOLIOS] = slab;
    }
    folios = now;
    slabs = of;
    size = end;
    // All but the last begin at a multiple of the first's size: see slab.
    int most = MAX_SLAB_BYTES / blockSize / FIRST_SLAB_FOLIOS * FIRST_SLAB_FOLIOS;
    slabFolios = Math.max(FIRST_SLAB_FOLIOS, Math.min(slabFolios * 2, most));
  }
}
