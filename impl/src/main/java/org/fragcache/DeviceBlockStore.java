package org.fragcache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;

/**
 * A store on a device: two superblocks, then the blocks. The metadata lie in blocks too, in a row,
 * and after them the blocks of their log; {@link #allocated} counts neither.
 *
 * <p>What a crash leaves is one of two images: of the last commit or append, or of the one under
 * way. So no block that either has is written, other than by the owner's {@link #write}:
 *
 * <pre>
 *   commit   write the metadata to free blocks, and reserve blocks for a log
 *            sync                               now they, and all blocks that they name, last
 *            write the older superblock         torn: its CRC is wrong, the other one holds
 *            sync                               now the new image is the only one:
 *            free what only the old one had
 *
 *   append   sync                               now all blocks that the record names last
 *            write the record after the others  torn: its CRC is wrong, the log ends before it
 *            sync                               now the new image is the only one:
 *            free what only the old one had
 * </pre>
 *
 * <p>The log is as long as the metadata, or longer: when it is full a commit has been paid for. A
 * commit that fails after its superblock may have been written, or an append, leaves both images
 * possible; both stay reserved until a commit returns. That one writes the same superblock again,
 * and nothing is appended before: what came after a record that is perhaps there would have to come
 * after it in one image, and in its place in the other. A commit that fails before leaves the old
 * image only.
 *
 * <p>Opening syncs first: a process that died in a commit may have left a superblock or a record
 * that can be read, and yet would not outlive a crash of the machine. Then it erases a torn
 * superblock, and the head of a torn record, lest the next one, torn, complete it.
 *
 * <p>Blocks have no checksum: what rots in place is seen in the superblocks, the metadata and the
 * log only, and a rotten superblock or last record looks like a torn one, so that the commit before
 * is found. Blocks are fewer than 2^31. Thread safe, if the device is and commits and appends come
 * one at a time.
 */
public final class DeviceBlockStore implements BlockStore {
  private static final int MIN_LOG = 64;
  private static final SecureRandom TAGS = new SecureRandom();

  private final BlockDevice device;
  private final Rules rules;
  private final SpaceMap space;
  private volatile Superblock last; // of the last commit that returned
  private volatile Log log;

  /**
   * What tests replace.
   *
   * @param minLog blocks of the log, at least
   */
  record Rules(SpaceMap space, LogRules log, int minLog) {
    Rules() {
      this(new SpaceMap(), new LogRules(), MIN_LOG);
    }
  }

  private DeviceBlockStore(BlockDevice device, Rules rules, Superblock last, Log log) {
    this.device = device;
    this.rules = rules;
    this.space = rules.space;
    this.last = last;
    this.log = log;
    space.settle(last.metaBlock(), last.imageBlocks());
  }

  /**
   * Makes an empty store on an empty device. The caller closes the device if this throws, the store
   * if not.
   *
   * @param blockSize bytes per block, positive
   */
  public static DeviceBlockStore create(BlockDevice device, int blockSize) throws IOException {
    return create(device, blockSize, new Rules());
  }

  static DeviceBlockStore create(BlockDevice device, int blockSize, Rules rules)
      throws IOException {
    Checks.positive("blockSize", blockSize);
    if (device.size() != 0) {
      throw new IOException(device + ": " + device.size() + " bytes, expected an empty device");
    }
    Superblock first =
        new Superblock(blockSize, 0, 0, 0, 0, Superblock.crc(ByteBuffer.allocate(0)), 0, 0);
    first.write(device);
    device.sync();
    return new DeviceBlockStore(device, rules, first, new Log(device, first, rules.log));
  }

  /**
   * Finds the store on a device, as its last commit or append left it; no block is allocated until
   * it is {@linkplain #claim claimed}. The caller closes the device if this throws, the store if
   * not.
   *
   * @throws IOException if there is none, or the device has been truncated, or the metadata are not
   *     those that were committed
   */
  public static DeviceBlockStore open(BlockDevice device) throws IOException {
    return open(device, new Rules());
  }

  static DeviceBlockStore open(BlockDevice device, Rules rules) throws IOException {
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
    readMetadata(device, last);
    last.eraseTornOther(device);
    return new DeviceBlockStore(device, rules, last, Log.open(device, last, rules.log));
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
    space.claim(block, Math.max(0, log.deviceSize() - Superblock.DATA) / blockSize());
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
    int logBlocks = Math.max(n, rules.minLog);
    int block = space.reserve(n + logBlocks);
    boolean named = false;
    log.doubt();
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
              Superblock.crc(ByteBuffer.wrap(metadata)),
              logBlocks,
              TAGS.nextLong());
      named = true;
      space.freeze();
      next.write(device);
      device.sync();
      space.settle(block, n + logBlocks);
      last = next;
      log = new Log(device, next, rules.log);
    } finally {
      if (!named) {
        space.release(block, n + logBlocks);
      }
    }
  }

  @Override
  public boolean append(byte[] record) throws IOException {
    if (!log.hasRoom(record)) {
      return false;
    }
    boolean done = false;
    try {
      long size = device.size(); // before the sync, as in a commit
      device.sync();
      space.freeze();
      log.write(record, size);
      device.sync();
      done = true;
    } finally {
      if (!done) {
        log.doubt();
      }
    }
    log.advance(record.length);
    space.settle(last.metaBlock(), last.imageBlocks());
    return true;
  }

  @Override
  public byte[] metadata() throws IOException {
    return readMetadata(device, last);
  }

  private static byte[] readMetadata(BlockDevice device, Superblock last) throws IOException {
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
  public List<byte[]> log() throws IOException {
    return log.records();
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
