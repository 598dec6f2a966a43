package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

final class BlockDataTest {
  private final BlockData data = BlockData.patterned();

  @Test
  void decode_ofEncoded_isTheNumber() {
    for (int d : new int[] {0, 1, 2, 255, 256, 1 << 30, Integer.MAX_VALUE}) {
      assertThat(data.decode(block(d))).isEqualTo(d);
    }
  }

  @Test
  void encode_zero_isAllZeros() {
    assertThat(block(0)).isEqualTo(ByteBuffer.allocate(64));
  }

  @Test
  void encode_number_isTheFirstFourBytes() {
    assertThat(block(0x01020304).getInt(0)).isEqualTo(0x01020304);
  }

  @Test
  void decode_anyByteChanged_isTorn() {
    for (int i = 0; i < 64; i++) {
      ByteBuffer block = block(1);
      block.put(i, (byte) (block.get(i) ^ 1));
      assertThatThrownBy(() -> data.decode(block))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("torn block: byte ");
    }
  }

  @Test
  void decode_halfOfAnotherNumber_isTorn() {
    ByteBuffer block = block(1);
    block.put(32, block(2), 32, 32);
    assertThatThrownBy(() -> data.decode(block)).hasMessageStartingWith("torn block: byte 32: ");
  }

  private ByteBuffer block(int d) {
    ByteBuffer block = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    data.encode(d, block);
    return block.flip();
  }
}
