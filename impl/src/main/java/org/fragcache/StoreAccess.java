package org.fragcache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** The cache's way to its store: counts blocks, and says what failed. */
final class StoreAccess {
  private final BlockStore store;
  private long reads;
  private long writes;

  StoreAccess(BlockStore store) {
    this.store = store;
  }

  void read(long block, Folio p) {
    reads++;
    load(block, p.bytes());
  }

  /** Reads for an observer: counts nothing. */
  void load(long block, ByteBuffer dst) {
    try {
      store.read(block, dst);
    } catch (IOException e) {
      throw failed("read of store block " + block, e);
    }
  }

  void write(long block, Folio p) {
    writes++;
    try {
      store.write(block, p.bytes());
    } catch (IOException e) {
      throw failed("write of " + p + " to store block " + block, e);
    }
  }

  long allocate() {
    try {
      return store.allocate();
    } catch (IOException e) {
      throw failed("allocation of a store block", e);
    }
  }

  void free(long block) {
    store.free(block);
  }

  void commit(byte[] metadata) {
    try {
      store.commit(metadata);
    } catch (IOException e) {
      throw failed("commit of the store", e);
    }
  }

  long allocated() {
    return store.allocated();
  }

  long reads() {
    return reads;
  }

  long writes() {
    return writes;
  }

  private static UncheckedIOException failed(String what, IOException e) {
    return new UncheckedIOException(what + " failed: " + e.getMessage(), e);
  }
}
