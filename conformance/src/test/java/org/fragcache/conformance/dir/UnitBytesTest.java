package org.fragcache.conformance.dir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class UnitBytesTest {
  private static final int THREADS = 4;

  @Test
  void unit_ofTwoNumbers_orShifted_isTorn() {
    UnitBytes units = new UnitBytes(32);
    ByteBuffer bytes = ByteBuffer.allocateDirect(64).order(ByteOrder.nativeOrder());
    for (int data = 0; data < 3; data++) {
      byte[] whole = units.of(data).getByteArray(0, 32);
      bytes.put(0, whole).put(32, whole);
      assertThat(units.decode(bytes, 0)).isEqualTo(data);
      assertThat(units.decode(bytes, 32)).isEqualTo(data);
    }
    assertThatThrownBy(() -> units.decode(bytes, 8)).isInstanceOf(TornUnitException.class);
    bytes.put(16, units.of(1).getByteArray(16, 16));
    assertThatThrownBy(() -> units.decode(bytes, 0))
        .isInstanceOf(TornUnitException.class)
        .hasMessageMatching("a unit of 32 bytes is torn: its word 0 is .*, its word 2 .*");
    bytes.put(0, new byte[32]).put(31, (byte) 1);
    assertThatThrownBy(() -> units.decode(bytes, 0)).isInstanceOf(TornUnitException.class);
  }

  /** The threads of a race ask for the same new numbers at once. */
  @Test
  void threads_shareOne() throws Exception {
    int numbers = 64;
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      for (int round = 0; round < 500; round++) {
        UnitBytes units = new UnitBytes(Long.BYTES);
        CyclicBarrier start = new CyclicBarrier(THREADS);
        Callable<Void> all =
            () -> {
              start.await();
              for (int data = 0; data < numbers; data++) {
                assertThat(units.of(data).getLong(0) >>> 32).isEqualTo(data);
              }
              return null;
            };
        for (Future<Void> asked : pool.invokeAll(Collections.nCopies(THREADS, all))) {
          asked.get();
        }
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
