package org.fragcache;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A block of memory and what is known of it. It belongs to one mapping at one index, or to none:
 * then it is free, or kept by pins alone (D1). The object lives as long as the cache; only its use
 * changes. Guarded by the cache's lock.
 */
final class Folio {
  /** From 1 on. */
  final int id;

  /** The bytes: a slice of a slab, little endian, its limit always the block size. */
  final ByteBuffer data;

  /** Null if the folio is in no mapping. */
  @Nullable Mapping mapping;

  int index;
  boolean dirty;

  /** Its bytes were lost; they read as an error until the range is dropped. */
  boolean poisoned;

  /** Dirty over a block that is not the file's own: writeback will take a block for it. */
  boolean reserved;

  /** Looked up since the clock hand last passed; means nothing to anyone but reclaim. */
  boolean referenced;

  private int refs;
  private int pins;
  private int writePins;

  Folio(int id, ByteBuffer data) {
    this.id = id;
    this.data = data;
  }

  /** The mapping's reference, one for each page-table entry, one for each pin. */
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

  int pins() {
    return pins;
  }

  boolean isPinned() {
    return pins > 0;
  }

  boolean isWritePinned() {
    return writePins > 0;
  }

  int writePins() {
    return writePins;
  }

  /** A reference that is counted apart too. */
  void pin(PinKind kind) {
    get();
    pins++;
    writePins += kind == PinKind.WRITE ? 1 : 0;
  }

  /** Drops a pin and its reference; true if that was the last reference. */
  boolean unpin(PinKind kind) {
    int held = kind == PinKind.WRITE ? writePins : pins - writePins;
    if (held < 1) {
      throw new IllegalStateException(
          this + ": unpin of a " + kind + " pin with " + held + " of them, expected >= 1");
    }
    pins--;
    writePins -= kind == PinKind.WRITE ? 1 : 0;
    return put();
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
