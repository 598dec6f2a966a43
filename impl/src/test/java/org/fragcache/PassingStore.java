package org.fragcache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Passes every call on. */
abstract class PassingStore implements BlockStore {
  final BlockStore store;

  PassingStore(BlockStore store) {
    this.store = store;
  }

  @Override
  public int blockSize() {
    return store.blockSize();
  }

  @Override
  public long allocate() throws IOException {
    return store.allocate();
  }

  @Override
  public void free(long block) {
    store.free(block);
  }

  @Override
  public void claim(long block) {
    store.claim(block);
  }

  @Override
  public void read(long block, ByteBuffer dst) throws IOException {
    store.read(block, dst);
  }

  @Override
  public void write(long block, ByteBuffer src) throws IOException {
    store.write(block, src);
  }

  @Override
  public void commit(byte[] metadata) throws IOException {
    store.commit(metadata);
  }

  @Override
  public boolean append(byte[] record) throws IOException {
    return store.append(record);
  }

  @Override
  public List<byte[]> log() throws IOException {
    return store.log();
  }

  @Override
  public byte[] metadata() throws IOException {
    return store.metadata();
  }

  @Override
  public long allocated() {
    return store.allocated();
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
