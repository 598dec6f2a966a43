package org.fragcache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The cache's way to its store: counts blocks, says what failed, and keeps the blocks that the
 * durable metadata name. A block that is freed while they name it stays as it is until the next
 * commit; so what a crash leaves can be read at any time.
 *
 * <p>Thread safe. Its monitor guards what is allocated and deferred; reads and writes of blocks go
 * on without it.
 */
final class StoreAccess {
  private final BlockStore store;
  private final BitSet durable = new BitSet(); // blocks that the durable metadata name
  private final List<Long> deferred = new ArrayList<>(); // of these, those that nothing else uses
  private volatile int waiting; // deferred.size(), for every call to look at without the monitor
  private final LongAdder reads = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private final AtomicInteger underWay = new AtomicInteger(); // reads and writes of blocks

  StoreAccess(BlockStore store) {
    this.store = store;
  }

  /** A block to a folio that only the caller can see the bytes of. */
  void read(long block, Folio p) {
    read(block, p.data());
  }

  /** A block to the buffer, from its position on. */
  void read(long block, ByteBuffer dst) {
    reads.increment();
    load(block, dst);
  }

  /** Reads for an observer: counts nothing. */
  void load(long block, ByteBuffer dst) {
    underWay.getAndIncrement();
    try {
      store.read(block, dst);
    } catch (IOException e) {
      throw failed("read of store block " + block, e);
    } finally {
      underWay.getAndDecrement();
    }
  }

  /** A block from the buffer, from its position on; {@code what} it is, for the message. */
  void write(long block, ByteBuffer src, Object what) {
    writes.increment();
    underWay.getAndIncrement();
    try {
      store.write(block, src);
    } catch (IOException e) {
      throw failed("write of " + what + " to store block " + block, e);
    } finally {
      underWay.getAndDecrement();
    }
  }

  /** Whether a block is being read or written. */
  boolean isUnderWay() {
    return underWay.get() > 0;
  }

  synchronized long allocate() {
    try {
      return store.allocate();
    } catch (IOException e) {
      throw failed("allocation of a store block", e);
    }
  }

  /** A new block with bytes from the buffer's position on; none is taken if that fails. */
  long writeNew(ByteBuffer src, Object what) {
    long block = allocate();
    boolean done = false;
    try {
      write(block, src, what);
      done = true;
      return block;
    } finally {
      if (!done) {
        free(block);
      }
    }
  }

  /** Nothing but perhaps the durable metadata uses the block any longer. */
  synchronized void free(long block) {
    if (durable.get(Math.toIntExact(block))) {
      deferred.add(block);
      waiting = deferred.size();
    } else {
      store.free(block);
    }
  }

  /**
   * At open: the durable metadata name these blocks.
   *
   * @throws IOException if they cannot all be blocks of this store; then none is claimed
   */
  synchronized void claim(BitSet named) throws IOException {
    BitSet claimed = new BitSet();
    try {
      for (int b = named.nextSetBit(0); b >= 0; b = named.nextSetBit(b + 1)) {
        store.claim(b);
        claimed.set(b);
      }
    } catch (IllegalStateException e) {
      claimed.stream().forEach(store::free);
      throw new IOException(e.getMessage(), e);
    }
    durable.or(claimed);
  }

  /**
   * A commit is about to change what the durable metadata name: first they name the one no longer,
   * then they name the other. From here on the store itself keeps blocks that only the metadata
   * before named, should it fail.
   */
  synchronized void prepareCommit(List<BlockRun> dropped, List<BlockRun> named) {
    for (long block : deferred) {
      store.free(block);
    }
    deferred.clear();
    waiting = 0;
    dropped.forEach(run -> durable.clear(run.from(), run.end()));
    named.forEach(run -> durable.set(run.from(), run.end()));
  }

  /**
   * Makes these the durable metadata. One at a time.
   *
   * @throws UncheckedIOException if either may be durable, until a commit returns
   */
  void commit(byte[] metadata) {
    try {
      store.commit(metadata);
    } catch (IOException e) {
      throw failed("commit of the store", e);
    }
  }

  /**
   * As {@link #commit}, by what has changed.
   *
   * @return false if all of it must be committed
   */
  boolean append(byte[] delta) {
    try {
      return store.append(delta);
    } catch (IOException e) {
      throw failed("commit of the store", e);
    }
  }

  byte[] metadata() {
    try {
      return store.metadata();
    } catch (IOException e) {
      throw failed("read of the store's metadata", e);
    }
  }

  List<byte[]> log() {
    try {
      return store.log();
    } catch (IOException e) {
      throw failed("read of the store's log", e);
    }
  }

  synchronized long allocated() {
    return store.allocated();
  }

  /** Blocks allocated that only the durable metadata name: they wait for the next commit. */
  int deferred() {
    return waiting;
  }

  /** Blocks that block maps and extents name. */
  synchronized long inUse() {
    return store.allocated() - deferred.size();
  }

  long reads() {
    return reads.sum();
  }

  long writes() {
    return writes.sum();
  }

  private static UncheckedIOException failed(String what, IOException e) {
    return new UncheckedIOException(what + " failed: " + e.getMessage(), e);
  }
}
