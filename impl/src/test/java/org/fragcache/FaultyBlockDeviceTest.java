package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class FaultyBlockDeviceTest {
  private final FaultyBlockDevice device = new FaultyBlockDevice(2);

  private FaultyBlockDevice write(int pos, String text) throws IOException {
    device.write(pos, ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    return device;
  }

  private static String text(MemoryBlockDevice image) {
    return new String(image.toByteArray(), StandardCharsets.US_ASCII).replace('\0', '.');
  }

  private Set<String> crashes() {
    CrashImages crashes = device.crashes();
    Set<String> texts = new TreeSet<>();
    for (long i = 0; i < crashes.count(); i++) {
      assertThat(texts.add(text(crashes.image(i)))).as("image %d is new", i).isTrue();
    }
    return texts;
  }

  @Test
  void crash_ofUnsyncedWrites_keepsAnySectors() throws IOException {
    write(0, "abcd").sync();
    write(2, "CDEF");
    assertThat(text(device.image())).isEqualTo("abCDEF");
    assertThat(crashes()).containsExactly("abCD", "abCDEF", "abcd", "abcdEF");
    assertThat(text(device.crashes().image(0))).isEqualTo("abcd");
    device.sync();
    assertThat(crashes()).containsExactly("abCDEF");
  }

  @Test
  void crash_ofWritesToOneSector_keepsAnyOrder() throws IOException {
    write(0, "ab").sync();
    write(0, "X");
    write(0, "YZ");
    assertThat(crashes()).containsExactly("XZ", "Xb", "YZ", "ab");
  }

  @Test
  void crash_beyondTheEnd_leavesZerosBefore() throws IOException {
    write(3, "abc");
    assertThat(crashes()).containsExactly("", "....bc", "...a", "...abc");
  }

  @Test
  void crash_manyWrites_countsAndRepeats() throws IOException {
    for (int i = 0; i < 100; i++) {
      write(2 * i, "ab");
    }
    CrashImages crashes = device.crashes();
    assertThat(crashes.count()).isEqualTo(Long.MAX_VALUE);
    byte[] image = crashes.image(new Random(1)).toByteArray();
    assertThat(device.crashes().image(new Random(1)).toByteArray()).isEqualTo(image);
    assertThat(crashes.image(new Random(2)).toByteArray()).isNotEqualTo(image);
  }

  @Test
  void failAt_operation_failsOnce() throws IOException {
    device.failAt(1, 3).failAt(2).failAt(4);
    write(0, "abcd");
    assertThatThrownBy(() -> write(4, "efgh"))
        .hasMessage("faulty device: operation 1, a write: planted failure");
    assertThatThrownBy(device::sync).isInstanceOf(IOException.class);
    write(8, "i");
    assertThatThrownBy(() -> device.read(0, ByteBuffer.allocate(1))).hasMessageContaining("a read");
    assertThat(text(device.image())).isEqualTo("abcdefg.i");
    assertThat(text(device.crashes().image(0))).isEmpty();
    assertThat(device.operations()).isEqualTo(5);
  }

  @Test
  void powerOff_inAWrite_leavesAnyOfIt() throws IOException {
    write(0, "ab").sync();
    device.powerOffAt(2);
    assertThatThrownBy(() -> write(0, "ABCD"))
        .hasMessage("faulty device: operation 2, a write: power is off");
    assertThatThrownBy(() -> write(0, "x")).isInstanceOf(IOException.class);
    assertThatThrownBy(device::sync).isInstanceOf(IOException.class);
    assertThat(crashes()).containsExactly("AB", "ABCD", "ab", "abCD");
  }

  @Test
  void lies_untilACrash_areNotSeen() throws IOException {
    device.loseWriteAt(0).ignoreSyncAt(2);
    write(0, "ab");
    write(2, "cd").sync();
    assertThat(text(device.image())).isEqualTo("abcd");
    assertThat(crashes()).containsExactly("", "..cd");
    device.sync();
    assertThat(crashes()).containsExactly("..cd");
    device.ignoreSyncs();
    write(4, "ef").sync();
    assertThat(crashes()).containsExactly("..cd", "..cdef");
  }

  @Test
  void sync_watched_isToldBeforeItIsDone() throws IOException {
    FaultyBlockDevice device = new FaultyBlockDevice(4);
    List<Long> images = new ArrayList<>();
    device.beforeSync(() -> images.add(device.crashes().count()));
    device.write(0, ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
    device.sync();
    device.sync();
    assertThat(images).containsExactly(2L, 1L);
    device.read(0, ByteBuffer.allocate(4));
    assertThat(device.operations()).isEqualTo(4);
    assertThat(device.changes()).isEqualTo(3);
  }
}
