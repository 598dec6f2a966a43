package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** A fill that a write overtakes leaves no folio at an offset to which nobody refers any longer. */
final class FillDropTest {
  private static final int BLOCK = 64;

  private boolean armed;
  private FragmentCache cache = FragmentCache.builder().build();

  @Test
  void fillOvertakenByWrite_leavesNoFolioWithoutReferrer() {
    cache =
        FragmentCache.builder()
            .blockSize(BLOCK)
            .stepListener(
                step -> {
                  if (armed && step == Step.FillInsert) {
                    armed = false;
                    cache.write("b", 0, ByteBuffer.allocate(BLOCK)); // takes no invalidate_lock
                  }
                })
            .build();
    cache.create("a");
    cache.create("b");
    cache.write("a", 0, ByteBuffer.allocate(BLOCK));
    cache.write("a", BLOCK, ByteBuffer.allocate(BLOCK));
    assertThat(cache.clone("a", 0, 0, "b", 0)).isEqualTo(Status.OK);
    cache.unlink("a");
    assertThat(cache.environment().reclaimFragment(1, 0)).isTrue();
    armed = true;
    assertThat(cache.read("b", 0, ByteBuffer.allocate(BLOCK))).isEqualTo(Status.OK);
    assertThat(armed).isFalse();
    cache.checkInvariants();
  }
}
