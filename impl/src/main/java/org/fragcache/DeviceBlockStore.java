package org.fragcache;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A store on a device: two superblocks, then the blocks. The metadata lie in blocks too, in a row,
 * which {@link #allocated} does not count.
 *
 * <p>What a crash leaves is one of two images: of the last commit, or of the one under way. So no
 * block that either has is written, other than by the owner's {@link #write}:
 *
 * <pre>
 *   commit   write the metadata to free blocks
 *            sync                               now they, and all blocks that they name, last
 *            write the older superblock         torn: its CRC is wrong, the other one holds
 *            sync                               now the new image is the only one:
 *            free what only the old one had
 * </pre>
 *
 * <p>A commit that fails after its superblock may have been written leaves both images possible;
 * both stay reserved, and the next commit writes the same superblock again. A commit that fails
 * before leaves the old image only.
 *
 * <p>Opening syncs first: a process that died in a commit may have left a superblock that can be
 * read, and yet would not outlive a crash of the machine. Then it erases a torn superblock, lest
 * the next one, torn, complete it.
 *
 * <p>Blocks have no checksum: what rots in place is seen in the superblocks and the metadata only,
 * and a rotten superblock looks like a torn one, so that the commit before is found. Blocks are
 * fewer than 2^31. Thread safe, if the device is and commits come one at a time.
 */
public final class DeviceBlockStore implements BlockStore {
  private final BlockDevice device;
  private final SpaceMap space;
  private volatile Superblock last; // of the last commit that returned

  private DeviceBlockStore(BlockDevice device, SpaceMap space, Superblock last) {
    this.device = device;
    this.space = space;
    this.last = last;
    space.settle(last.metaBlock(), last.metaBlocks());
  }

  /**
   * Makes an empty store on an empty device. The caller closes the device if this throws, the store
   * if not.
   *
   * @param blockSize bytes per block, positive
   */
  public static DeviceBlockStore create(BlockDevice device, int blockSize) throws IOException {
    return create(device, blockSize, new SpaceMap());
  }

  static DeviceBlockStore create(BlockDevice device, int blockSize, SpaceMap space)
      throws IOException {
    Checks.positive("blockSize", blockSize);
    if (device.size() != 0) {
      throw new IOException(device + ": " + device.size() + " bytes, expected an empty device");
    }
    Superblock first =
        new Superblock(blockSize, 0, 0, 0, 0, Superblock.crc(ByteBuffer.allocate(0)));
    first.write(device);
    device.sync();
    return new DeviceBlockStore(device, space, first);
  }

  /**
   * Finds the store on a device, as its last commit left it; no block is allocated until it is
   * {@linkplain #claim claimed}. The caller closes the device if this throws, the store if not.
   *
   * @throws IOException if there is none, or the device has been truncated, or the metadata are not
   *     those that were committed
   */
  public static DeviceBlockStore open(BlockDevice device) throws IOException {
    return open(device, new SpaceMap());
  }

  static DeviceBlockStore open(BlockDevice device, SpaceMap space) throws IOException {
    device.sync();
    Superblock last = Superblock.newest(device);
    if (device.size() < last.deviceSize()) {
      throw new IOException(
          device
              + ": truncated to "
              + device.size()
              + " bytes, expected at least "
              + last.deviceSize());
    }
    DeviceBlockStore store = new DeviceBlockStore(device, space, last);
    store.metadata();
    last.eraseTornOther(device);
    return store;
  }

  @Override
  public int blockSize() {
    return last.blockSize();
  }

  @Override
  public long allocate() {
    return space.allocate();
  }

  @Override
  public void free(long block) {
    space.free(block);
  }

  @Override
  public void claim(long block) {
    space.claim(block, last.end());
  }

  @Override
  public void read(long block, ByteBuffer dst) throws IOException {
    space.requireOwned(block, "read");
    int limit = dst.limit();
    dst.limit(dst.position() + blockSize());
    try {
      device.read(last.position(block), dst);
    } finally {
      dst.limit(limit);
    }
  }

  @Override
  public void write(long block, ByteBuffer src) throws IOException {
    space.requireOwned(block, "write");
    int limit = src.limit();
    src.limit(src.position() + blockSize());
    try {
      device.write(last.position(block), src);
    } finally {
      src.limit(limit);
    }
  }

  @Override
  public void commit(byte[] metadata) throws IOException {
    int n = last.blocks(metadata.length);
    int block = space.reserve(n);
    boolean named = false;
    try {
      if (n > 0) {
        device.write(last.position(block), ByteBuffer.wrap(metadata));
      }
      long size = device.size(); // before the sync: what it grows meanwhile may be lost
      device.sync();
      Superblock next =
          new Superblock(
              blockSize(),
              last.sequence() + 1,
              size,
              block,
              metadata.length,
              Superblock.crc(ByteBuffer.wrap(metadata)));
      named = true;
      space.freeze();
      next.write(device);
      device.sync();
      space.settle(block, n);
      last = next;
    } finally {
      if (!named) {
        space.release(block, n);
      }
    }
  }

  @Override
  public byte[] metadata() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(last.metaLength());
    if (bytes.hasRemaining()) {
      device.read(last.position(last.metaBlock()), bytes);
    }
    int crc = Superblock.crc(bytes.flip());
    if (crc != last.metaCrc()) {
      throw new IOException(
          String.format(
              "%s: damaged metadata: %d bytes at byte %d have CRC32C %08x, expected %08x",
              device, bytes.limit(), last.position(last.metaBlock()), crc, last.metaCrc()));
    }
    return bytes.array();
  }

  @Override
  public long allocated() {
    return space.count();
  }

  @Override
  public void close() throws IOException {
    device.close();
  }
}
