package org.fragcache;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A store in a regular file: block n is at byte n times the block size. {@link #commit} is a real
 * fsync. Which blocks are allocated lives in memory, so a store starts out as a new file.
 *
 * <p>Not thread safe, as a cache needs. Interrupting a thread in a read or write closes the
 * channel, as {@link FileChannel} documents; every later call then fails.
 */
public final class FileBlockStore implements BlockStore {
  private final int blockSize;
  private final Path path;
  private final FileChannel channel;
  private final Ids ids = new Ids("store block", 0);
  private byte[] metadata = {};

  private FileBlockStore(Path path, int blockSize, FileChannel channel) {
    this.path = path;
    this.blockSize = blockSize;
    this.channel = channel;
  }

  /**
   * Creates the file and an empty store in it.
   *
   * @param path must not exist: a store never overwrites a file that it did not make
   * @param blockSize bytes per block, positive
   * @throws java.nio.file.FileAlreadyExistsException if {@code path} exists
   */
  public static BlockStore create(Path path, int blockSize) throws IOException {
    Checks.positive("blockSize", blockSize);
    return new FileBlockStore(
        path,
        blockSize,
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE));
  }

  @Override
  public int blockSize() {
    return blockSize;
  }

  @Override
  public long allocate() {
    return ids.take();
  }

  @Override
  public void free(long block) {
    ids.release(Math.toIntExact(block));
  }

  @Override
  public void read(long block, ByteBuffer dst) throws IOException {
    ids.requireUsed(Math.toIntExact(block), "read");
    int limit = dst.limit();
    dst.limit(dst.position() + blockSize);
    try {
      long at = block * blockSize;
      while (dst.hasRemaining()) {
        int n = channel.read(dst, at);
        if (n < 0) {
          throw new EOFException(
              path + ": ends at byte " + channel.size() + " within block " + block);
        }
        at += n;
      }
    } finally {
      dst.limit(limit);
    }
  }

  @Override
  public void write(long block, ByteBuffer src) throws IOException {
    ids.requireUsed(Math.toIntExact(block), "write");
    int limit = src.limit();
    src.limit(src.position() + blockSize);
    try {
      long at = block * blockSize;
      while (src.hasRemaining()) {
        at += channel.write(src, at);
      }
    } finally {
      src.limit(limit);
    }
  }

  @Override
  public void claim(long block) {
    ids.claim(block);
  }

  @Override
  public void commit(byte[] metadata) throws IOException {
    channel.force(false);
    this.metadata = metadata.clone();
  }

  @Override
  public byte[] metadata() {
    return metadata.clone();
  }

  @Override
  public long allocated() {
    return ids.count();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
