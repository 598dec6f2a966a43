package org.fragcache;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A store in the heap. For tests and replay: nothing outlives the object, so a freed block is free
 * at once, and a commit or append keeps the bytes. Thread safe.
 */
public final class MemoryBlockStore implements BlockStore {
  private static final int MIN_RECORDS = 8;

  private final int blockSize;
  private final Ids ids = new Ids("store block", 0);
  private byte[][] blocks = new byte[16][];
  private byte[] metadata = {};
  private final List<byte[]> log = new ArrayList<>();

  /**
   * An empty store.
   *
   * @param blockSize bytes per block, positive
   */
  public MemoryBlockStore(int blockSize) {
    this.blockSize = Checks.positive("blockSize", blockSize);
  }

  @Override
  public int blockSize() {
    return blockSize;
  }

  @Override
  public synchronized long allocate() {
    int block = ids.take();
    makeRoom(block);
    return block;
  }

  @Override
  public synchronized void claim(long block) {
    ids.claim(block);
    makeRoom((int) block);
  }

  private void makeRoom(int block) {
    if (block >= blocks.length) {
      blocks = Arrays.copyOf(blocks, block + (block >> 1) + 1);
    }
    if (blocks[block] == null) {
      blocks[block] = new byte[blockSize];
    }
  }

  @Override
  public synchronized void free(long block) {
    ids.release(Math.toIntExact(block));
  }

  @Override
  public void read(long block, ByteBuffer dst) {
    dst.put(used(block, "read"));
  }

  @Override
  public void write(long block, ByteBuffer src) {
    src.get(used(block, "write"));
  }

  private synchronized byte[] used(long block, String call) {
    ids.requireUsed(Math.toIntExact(block), call);
    return blocks[(int) block];
  }

  @Override
  public synchronized void commit(byte[] metadata) {
    this.metadata = metadata.clone();
    log.clear();
  }

  /** There is room while the log is no longer than the metadata, but for the first records. */
  @Override
  public synchronized boolean append(byte[] record) {
    if (log.size() >= MIN_RECORDS && logLength() > metadata.length) {
      return false;
    }
    log.add(record.clone());
    return true;
  }

  private long logLength() {
    return log.stream().mapToLong(record -> record.length).sum();
  }

  @Override
  public synchronized List<byte[]> log() {
    return log.stream().map(byte[]::clone).toList();
  }

  @Override
  public synchronized byte[] metadata() {
    return metadata.clone();
  }

  @Override
  public synchronized long allocated() {
    return ids.count();
  }

  @Override
  public void close() {}
}
