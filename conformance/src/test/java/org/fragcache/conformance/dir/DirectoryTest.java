package org.fragcache.conformance.dir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
