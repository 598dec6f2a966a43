package org.fragcache;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A block of memory and what is known of it. It belongs to one mapping at one index, or is free
 * (D1). The object lives as long as the cache; only its use changes. Guarded by the cache's lock.
 */
final class Folio {
  /** From 1 on. */
  final int id;

  /** The bytes: a slice of a slab, little endian, its limit always the block size. */
  final ByteBuffer data;

  /** Null if the folio is free. */
  @Nullable Mapping mapping;

  int index;
  boolean dirty;

  /** Looked up since the clock hand last passed; means nothing to anyone but reclaim. */
  boolean referenced;

  private int refs;

  Folio(int id, ByteBuffer data) {
    this.id = id;
    this.data = data;
  }

  int refs() {
    return refs;
  }

  void get() {
    refs = Math.incrementExact(refs);
  }

  /** Drops a reference; true if it was the last. */
  boolean put() {
    if (refs < 1) {
      throw new IllegalStateException(
          "folio " + id + ": put with refs=" + refs + ", expected >= 1");
    }
    return --refs == 0;
  }

  /** The bytes from the start, for a relative read or write of the whole block. */
  ByteBuffer bytes() {
    return data.position(0);
  }

  @Override
  public String toString() {
    return "folio " + id;
  }
}
