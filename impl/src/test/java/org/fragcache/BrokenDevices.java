package org.fragcache;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Devices that take one thing away from the store on them. */
final class BrokenDevices {
  private BrokenDevices() {}

  /** Changes nothing. */
  static class Through implements BlockDevice {
    private final BlockDevice device;

    Through(BlockDevice device) {
      this.device = device;
    }

    @Override
    public void read(long pos, ByteBuffer dst) throws IOException {
      device.read(pos, dst);
    }

    @Override
    public void write(long pos, ByteBuffer src) throws IOException {
      device.write(pos, src);
    }

    @Override
    public void sync() throws IOException {
      device.sync();
    }

    @Override
    public long size() throws IOException {
      return device.size();
    }

    @Override
    public void close() throws IOException {
      device.close();
    }

    @Override
    public String toString() {
      return device.toString();
    }
  }

  /** Both superblocks lie in one place. */
  static final class OneSuperblockOnly extends Through {
    OneSuperblockOnly(BlockDevice device) {
      super(device);
    }

    private static long place(long pos) {
      return pos < Superblock.DATA ? pos % Superblock.PLACE : pos;
    }

    @Override
    public void read(long pos, ByteBuffer dst) throws IOException {
      super.read(place(pos), dst);
    }

    @Override
    public void write(long pos, ByteBuffer src) throws IOException {
      super.write(place(pos), src);
    }
  }

  /** The CRC of a superblock is right whatever is in it. */
  static final class SuperblockAlwaysRight extends Through {
    SuperblockAlwaysRight(BlockDevice device) {
      super(device);
    }

    @Override
    public void read(long pos, ByteBuffer dst) throws IOException {
      int start = dst.position();
      super.read(pos, dst);
      if (pos < Superblock.DATA && dst.position() - start == Superblock.LENGTH) {
        int end = dst.position() - Integer.BYTES;
        dst.putInt(end, Superblock.crc(dst.duplicate().position(start).limit(end)));
      }
    }
  }

  /** Nothing is erased. */
  static final class NoErasure extends Through {
    NoErasure(BlockDevice device) {
      super(device);
    }

    @Override
    public void write(long pos, ByteBuffer src) throws IOException {
      if (!src.equals(ByteBuffer.allocate(src.remaining()))) {
        super.write(pos, src);
      }
    }
  }

  /** The first sync of a device that has content does nothing. */
  static final class NoSyncAtOpen extends Through {
    private boolean skip;

    NoSyncAtOpen(BlockDevice device) {
      super(device);
      try {
        skip = device.size() > 0;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void sync() throws IOException {
      if (skip) {
        skip = false;
      } else {
        super.sync();
      }
    }
  }
}
