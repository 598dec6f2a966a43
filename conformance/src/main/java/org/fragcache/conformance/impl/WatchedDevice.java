package org.fragcache.conformance.impl;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.fragcache.BlockDevice;
import org.fragcache.FaultyBlockDevice;

/** A faulty device, with something to do before each sync. */
final class WatchedDevice implements BlockDevice {
  private final FaultyBlockDevice device;
  private final Runnable beforeSync;

  WatchedDevice(FaultyBlockDevice device, Runnable beforeSync) {
    this.device = device;
    this.beforeSync = beforeSync;
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
    beforeSync.run();
    device.sync();
  }

  @Override
  public long size() {
    return device.size();
  }

  @Override
  public void close() {
    device.close();
  }

  @Override
  public String toString() {
    return device.toString();
  }
}
