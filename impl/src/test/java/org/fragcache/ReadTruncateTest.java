package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A read that is overtaken by a truncate within its block gives what was there, or less. */
final class ReadTruncateTest {
  private static final int BLOCK = 64;

  private boolean armed;

  @Test
  void read_overtakenByTruncate_givesAllOrToTheNewEnd() {
    FragmentCache[] built = new FragmentCache[1];
    built[0] =
        FragmentCache.builder()
            .blockSize(BLOCK)
            .stepListener(
                new StepListener() {
                  @Override
                  public void step(Step step) {
                    if (armed && step == Step.ReadCopy) {
                      armed = false;
                      built[0].truncate("a", 8);
                    }
                  }

                  @Override
                  public void await(Step step, BooleanSupplier tryStep) {
                    while (!tryStep.getAsBoolean()) {
                      Thread.onSpinWait();
                    }
                  }
                })
            .build();
    FragmentCache cache = built[0];
    byte[] ones = new byte[BLOCK];
    Arrays.fill(ones, (byte) 1);
    cache.create("a");
    cache.write("a", 0, ByteBuffer.wrap(ones));
    armed = true;
    ByteBuffer dst = ByteBuffer.allocate(BLOCK);
    assertThat(cache.read("a", 0, dst)).isEqualTo(Status.OK);
    assertThat(armed).isFalse();
    byte[] found = Arrays.copyOf(dst.array(), dst.position());
    assertThat(found).as("what was read").isIn(ones, Arrays.copyOf(ones, 8));
  }
}
