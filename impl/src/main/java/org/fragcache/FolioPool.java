package org.fragcache;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cache's memory: folios whose data lie in slabs, which are direct buffers. Slabs double in
 * size up to 1 MiB, so that a small cache is cheap to build, and are kept. Ids are given out lowest
 * free first (D16), so that the slabs in use stay few.
 */
final class FolioPool {
  private static final int FIRST_SLAB_FOLIOS = 8;
  private static final int MAX_SLAB_BYTES = 1 << 20;

  private final int blockSize;
  private final int limit;
  private final Ids ids = new Ids("folio", 1);
  private final List<Folio> folios = new ArrayList<>(); // by id - 1
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

  /** Takes the lowest free folio: its fields as freed, its bytes undefined. Null at the limit. */
  @Nullable Folio take() {
    if (available() == 0) {
      return null;
    }
    if (ids.peek() > folios.size()) {
      addSlab();
    }
    return folios.get(ids.take() - 1);
  }

  /** Sees to it that the next n folios, which must be available, are taken without a new slab. */
  void reserve(int n) {
    while (folios.size() < ids.count() + n) {
      addSlab();
    }
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
    ids.release(p.id);
    p.mapping = null;
    p.index = 0;
    p.dirty = false;
    p.poisoned = false;
    p.reserved = false;
    p.referenced = false;
  }

  /** The folio in use with this id. */
  Folio get(int id) {
    ids.requireUsed(id, "use");
    return folios.get(id - 1);
  }

  boolean isUsed(int id) {
    return ids.isUsed(id);
  }

  /** The folio in use with the lowest id from {@code id} on, or null. */
  @Nullable Folio next(int id) {
    int next = ids.next(id);
    return next < 0 ? null : folios.get(next - 1);
  }

  /** The folios in use, by id. */
  List<Folio> used() {
    List<Folio> used = new ArrayList<>(count());
    for (Folio p = next(1); p != null; p = next(p.id + 1)) {
      used.add(p);
    }
    return used;
  }

  int count() {
    return ids.count();
  }

  /** How many folios the slabs have room for. */
  int size() {
    return folios.size();
  }

  /** How many more can be taken. */
  int available() {
    return limit - ids.count();
  }

  /** One past the greatest id in use. */
  int end() {
    return ids.end();
  }

  private void addSlab() {
    int n = Math.min(slabFolios, limit - folios.size());
    ByteBuffer slab = ByteBuffer.allocateDirect(n * blockSize);
    for (int i = 0; i < n; i++) {
      ByteBuffer data = slab.slice(i * blockSize, blockSize).order(ByteOrder.LITTLE_ENDIAN);
      folios.add(new Folio(folios.size() + 1, data));
    }
    slabFolios = Math.max(FIRST_SLAB_FOLIOS, Math.min(slabFolios * 2, MAX_SLAB_BYTES / blockSize));
  }
}
