package org.fragcache.conformance.dir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class UnitBytesTest {
  private static final int SIZE = 512;
  private static final int THREADS = 4;

  @Test
  void unit_isReadAsWhatItStandsFor() {
    UnitBytes units = new UnitBytes(SIZE);
    for (int data : List.of(0, 1, 2, 300)) {
      assertThat(units.decode(units.of(data), 0)).isEqualTo(data);
    }
  }

  @Test
  void unitOfTwoHalves_isTorn() {
    UnitBytes units = new UnitBytes(SIZE);
    Memory torn = new Memory(SIZE);
    torn.write(0, units.of(1).getByteArray(0, SIZE), 0, SIZE);
    torn.write(SIZE / 2, units.of(2).getByteArray(SIZE / 2, SIZE / 2), 0, SIZE / 2);
    assertThatThrownBy(() -> units.decode(torn, 0))
        .isInstanceOf(TornUnitException.class)
        .hasMessageContaining("torn");
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
                assertThat(units.decode(units.of(data), 0)).isEqualTo(data);
              }
              return null;
            };
        List<Future<Void>> asked = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          asked.add(pool.submit(all));
        }
        for (Future<Void> future : asked) {
          future.get();
        }
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
