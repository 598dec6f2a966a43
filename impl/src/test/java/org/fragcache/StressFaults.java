package org.fragcache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Stores and devices that fail, and stores that lie: to see that the oracle finds out. */
final class StressFaults {
  private StressFaults() {}

  /** What a store promises and does not do. */
  enum Plant {
    NONE,
    /** Now and then a commit returns and has done nothing. */
    SKIPPED_COMMIT,
    /** Now and then a write can be read until the process dies. */
    LOST_WRITE,
    /**
     * Now and then all of a write can be read until the process dies, and half of a record then.
     */
    TORN_WRITE;

    BlockStore on(BlockStore store, long seed) {
      return this == NONE ? store : new Lying(store, this, new Random(seed));
    }
  }

  private static final class Lying extends PassingStore {
    private static final int RARE = 50;

    private final Plant plant;
    private final Random random;
    private final Map<Long, byte[]> lost = new ConcurrentHashMap<>();

    Lying(BlockStore store, Plant plant, Random random) {
      super(store);
      this.plant = plant;
      this.random = random;
    }

    @Override
    public void commit(byte[] metadata) throws IOException {
      if (plant != Plant.SKIPPED_COMMIT || random.nextInt(4) == 0) {
        super.commit(metadata);
      }
    }

    @Override
    public boolean append(byte[] record) throws IOException {
      boolean skipped = plant == Plant.SKIPPED_COMMIT && random.nextInt(4) != 0;
      return skipped || super.append(record);
    }

    @Override
    public void read(long block, ByteBuffer dst) throws IOException {
      byte[] bytes = lost.get(block);
      if (bytes != null) {
        dst.put(bytes);
      } else {
        super.read(block, dst);
      }
    }

    @Override
    public void write(long block, ByteBuffer src) throws IOException {
      lost.remove(block);
      if (plant == Plant.SKIPPED_COMMIT || random.nextInt(RARE) != 0) {
        super.write(block, src);
        return;
      }
      byte[] bytes = new byte[blockSize()];
      src.get(bytes);
      byte[] written = new byte[blockSize()];
      if (plant == Plant.TORN_WRITE) {
        System.arraycopy(bytes, 0, written, 0, withinRecord(bytes));
      }
      super.write(block, ByteBuffer.wrap(written));
      lost.put(block, bytes);
    }

    /**
     * Where to tear: a tear in zeros shows as a record that is missing, not as one that is torn.
     */
    private static int withinRecord(byte[] bytes) {
      for (int i = bytes.length / 2; i < bytes.length; i++) {
        if (bytes[i] != 0) {
          return i + 8;
        }
      }
      return bytes.length;
    }
  }

  /** Decides which operations fail, and makes some slow, for much happens while one waits. */
  private static final class Chance {
    private static final int SLOW = 8;

    private final Random random;
    private volatile int oneIn; // 0: none

    Chance(long seed) {
      this.random = new Random(seed);
    }

    void check(String what) throws IOException {
      if (random.nextInt(SLOW) == 0) {
        LockSupport.parkNanos(random.nextInt(200_000));
      }
      int n = oneIn;
      if (n > 0 && random.nextInt(n) == 0) {
        throw new IOException(what + ": planted failure");
      }
    }
  }

  /** A store any operation of which may fail, when it is told so. */
  static final class FailingStore extends PassingStore {
    private final Chance chance;

    FailingStore(BlockStore store, long seed) {
      super(store);
      this.chance = new Chance(seed);
    }

    /** One operation in n fails from now on; with 0, none. */
    void failOneIn(int n) {
      chance.oneIn = n;
    }

    @Override
    public long allocate() throws IOException {
      chance.check("allocate");
      return super.allocate();
    }

    @Override
    public void read(long block, ByteBuffer dst) throws IOException {
      chance.check("read");
      super.read(block, dst);
    }

    @Override
    public void write(long block, ByteBuffer src) throws IOException {
      chance.check("write");
      super.write(block, src);
    }

    @Override
    public void commit(byte[] metadata) throws IOException {
      chance.check("commit");
      super.commit(metadata);
    }

    @Override
    public boolean append(byte[] record) throws IOException {
      chance.check("append");
      return super.append(record);
    }
  }

  /** A device any operation of which may fail, a write after a part of it is done. */
  static final class FailingDevice extends BrokenDevices.Through {
    private final Chance chance;

    FailingDevice(BlockDevice device, long seed) {
      super(device);
      this.chance = new Chance(seed);
    }

    /** One operation in n fails from now on; with 0, none. */
    void failOneIn(int n) {
      chance.oneIn = n;
    }

    @Override
    public void read(long pos, ByteBuffer dst) throws IOException {
      chance.check("read");
      super.read(pos, dst);
    }

    @Override
    public void write(long pos, ByteBuffer src) throws IOException {
      try {
        chance.check("write");
      } catch (IOException e) {
        super.write(pos, src.duplicate().limit(src.position() + src.remaining() / 2));
        throw e;
      }
      super.write(pos, src);
    }

    @Override
    public void sync() throws IOException {
      chance.check("sync");
      super.sync();
    }

    @Override
    public String toString() {
      return "failing " + super.toString();
    }
  }
}
