package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Schedules that once showed a fault: threads are parked at steps, or where they would take a
 * monitor, while others go on. Each test says what must hold.
 */
abstract class Racing {
  static final int BLOCK = Rig.BLOCK;

  final Schedule schedule = new Schedule();

  final Rig rig(FragmentCacheBuilder builder, int blocks, String... files) {
    return new Rig(builder.blockSize(BLOCK).stepListener(schedule), blocks, files);
  }

  final Rig rig(int blocks, String... files) {
    return rig(FragmentCache.builder(), blocks, files);
  }

  final FragmentCache plain(FragmentCacheBuilder builder) {
    return builder.blockSize(BLOCK).maxFileBlocks(8).stepListener(schedule).build();
  }

  static ByteBuffer bytes(int value, int n) {
    byte[] b = new byte[n];
    Arrays.fill(b, (byte) value);
    return ByteBuffer.wrap(b);
  }

  static byte[] read(FragmentCache cache, String f, long pos, int n) {
    ByteBuffer dst = ByteBuffer.allocate(n);
    assertThat(cache.read(f, pos, dst)).isEqualTo(Status.OK);
    return Arrays.copyOf(dst.array(), dst.position());
  }

  static byte[] filled(int value, int n) {
    return bytes(value, n).array();
  }
}
