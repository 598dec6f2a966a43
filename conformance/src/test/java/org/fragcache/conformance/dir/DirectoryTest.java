package org.fragcache.conformance.dir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fragcache.spec.UsageException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused, and in which words. Needs no file system with clones. */
final class DirectoryTest {
  @TempDir private Path temporary;

  private static void refused(Path path, String why) {
    assertThatThrownBy(() -> new Directory(path.toString()).close())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(why);
  }

  @Test
  void directory_missing_isRefused() {
    refused(temporary.resolve("none"), "no such directory; expected an empty one");
  }

  @Test
  void directory_thatIsAFile_isRefused() throws IOException {
    refused(Files.createFile(temporary.resolve("file")), "not a directory; expected an empty one");
  }

  @Test
  void directory_notEmpty_isRefusedAndLeftAlone() throws IOException {
    Path file = Files.writeString(temporary.resolve("precious"), "bytes");
    refused(temporary, "not empty, has precious");
    assertThat(file).hasContent("bytes");
  }

  @Test
  void directory_ofTmpfs_cannotClone_andIsLeftEmpty() throws IOException {
    Path shm = Path.of("/dev/shm");
    Assumptions.assumeTrue(Files.isWritable(shm), "no /dev/shm to write to: tmpfs not refused");
    Path path = Files.createTempDirectory(shm, "fragcache-test-");
    try {
      refused(path, "cannot clone (FICLONE: EOPNOTSUPP); expected one that can: XFS");
      assertThat(path).isEmptyDirectory();
    } finally {
      Files.deleteIfExists(path);
    }
  }

  @Test
  void unit_ofTwoNumbers_orShifted_isTorn() {
    UnitBytes units = new UnitBytes(32);
    Memory bytes = new Memory(64);
    for (int data = 0; data < 3; data++) {
      byte[] whole = units.of(data).getByteArray(0, 32);
      bytes.write(0, whole, 0, 32);
      bytes.write(32, whole, 0, 32);
      assertThat(units.decode(bytes, 0)).isEqualTo(data);
      assertThat(units.decode(bytes, 32)).isEqualTo(data);
    }
    assertThatThrownBy(() -> units.decode(bytes, 8)).isInstanceOf(TornUnitException.class);
    bytes.write(16, units.of(1).getByteArray(16, 16), 0, 16);
    assertThatThrownBy(() -> units.decode(bytes, 0))
        .isInstanceOf(TornUnitException.class)
        .hasMessageContaining("is torn: its word 0");
    bytes.clear();
    bytes.setByte(31, (byte) 1);
    assertThatThrownBy(() -> units.decode(bytes, 0)).isInstanceOf(TornUnitException.class);
  }
}
