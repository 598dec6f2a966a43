package org.fragcache.baseline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.fragcache.BlockStore;

/**
 * The block store, one call at a time, and who shares what of it. Thread safe by one lock, the
 * monitor, store I/O included. Commits nothing.
 */
final class Store {
  private final BlockStore store;
  private final SharedBlocks shared = new SharedBlocks();
  private long reads;
  private long writes;

  Store(BlockStore store) {
    this.store = store;
  }

  /** A block to the buffer. */
  synchronized void read(long block, ByteBuffer dst) {
    reads++;
    peek(block, dst);
  }

  /** These bytes to a block that one file has. */
  synchronized void write(long block, ByteBuffer src) {
    writes++;
    try {
      store.write(block, src);
    } catch (IOException e) {
      throw failed("write to store block " + block, e);
    }
  }

  /** As {@link #read}, uncounted. */
  synchronized void peek(long block, ByteBuffer dst) {
    try {
      store.read(block, dst);
    } catch (IOException e) {
      throw failed("read of store block " + block, e);
    }
  }

  /** A new block with these bytes; none is taken if that fails. */
  synchronized long writeNew(ByteBuffer src) {
    long block = -1;
    boolean done = false;
    try {
      block = store.allocate();
      writes++;
      store.write(block, src);
      done = true;
      return block;
    } catch (IOException e) {
      throw failed("write to a new store block", e);
    } finally {
      if (!done && block >= 0) {
        store.free(block);
      }
    }
  }

  /** Another file has these n blocks too. */
  synchronized void retain(long block, int n) {
    shared.retain(block, n);
  }

  /** A file fewer has these n blocks; those that no file has are free. */
  synchronized void release(long block, int n) {
    shared.release(block, n, store::free);
  }

  /** How many files' blocks an allocated block is. */
  synchronized int count(long block) {
    return shared.count(block);
  }

  synchronized long allocated() {
    return store.allocated();
  }

  synchronized long reads() {
    return reads;
  }

  synchronized long writes() {
    return writes;
  }

  private static UncheckedIOException failed(String what, IOException e) {
    return new UncheckedIOException(what + " failed: " + e.getMessage(), e);
  }
}
