package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileBlockStoreTest {
  private static final int BLOCK = 512;

  @TempDir Path dir;
  private Path path = Path.of("");

  @BeforeEach
  void name() {
    path = dir.resolve("store");
  }

  /** Another process: opens, changes, commits, and dies without close. Prints what it found. */
  static final class Other {
    private Other() {}

    public static void main(String[] args) {
      try {
        StoreClient client = StoreClient.recover(FileBlockStore.open(Path.of(args[0])));
        System.out.print(client.values());
        client.put(1, 11);
        client.put(3, 30);
        client.commit();
        client.put(1, 12);
      } catch (IOException e) {
        System.out.print(e.getMessage());
      }
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
  }

  private String other() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path", ""),
                Other.class.getName(),
                path.toString())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }

  @Test
  void open_inAnotherProcess_findsTheLastCommit() throws Exception {
    try (BlockStore store = FileBlockStore.create(path, BLOCK)) {
      StoreClient client = new StoreClient(store);
      client.put(1, 10);
      client.put(2, 20);
      client.commit();
      client.put(2, 21);
    }
    assertThat(other()).isIn("{1=10, 2=20}", "{2=20, 1=10}");
    try (BlockStore store = FileBlockStore.open(path)) {
      StoreClient client = StoreClient.recover(store);
      assertThat(client.values()).isEqualTo(Map.of(1, 11, 2, 20, 3, 30));
      assertThat(store.blockSize()).isEqualTo(BLOCK);
    }
  }

  @Test
  void open_whileOpen_isRefused() throws Exception {
    try (BlockStore store = FileBlockStore.create(path, BLOCK)) {
      assertThatThrownBy(() -> FileBlockStore.open(path))
          .isInstanceOf(IOException.class)
          .hasMessage(path + ": open in this process already, expected one user at a time");
      assertThat(other())
          .isEqualTo(path + ": locked by another process, expected one user at a time");
      store.commit(new byte[0]);
    }
    FileBlockStore.open(path).close();
  }

  @Test
  void open_ofBadFile_saysWhatWhereExpected() throws IOException {
    assertThatThrownBy(() -> FileBlockStore.open(path))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(path + ": no such file, expected a block store");
    Files.writeString(path, "Dear diary");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> FileBlockStore.open(path))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(path + ": not a block store: byte 0: ends after 10 bytes");
    }
    assertThat(path).hasContent("Dear diary");
    assertThatThrownBy(() -> FileBlockStore.open(dir))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(dir.toString());
  }

  @Test
  void create_existingFile_isNotOverwritten() throws IOException {
    Files.writeString(path, "x");
    assertThatThrownBy(() -> FileBlockStore.create(path, BLOCK))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(path + ": exists, expected no such file");
    assertThat(path).hasContent("x");
  }

  @Test
  void read_beyondTheEnd_isAnError() throws IOException {
    try (BlockStore store = FileBlockStore.create(path, BLOCK)) {
      long block = store.allocate();
      assertThatThrownBy(() -> store.read(block, ByteBuffer.allocate(BLOCK)))
          .hasMessage(path + ": ends at byte 60, expected 512 bytes at byte 8192");
      ByteBuffer src = ByteBuffer.allocate(2 * BLOCK);
      store.write(block, src);
      assertThat(src.remaining()).isEqualTo(BLOCK);
      assertThat(Files.size(path)).isEqualTo(Superblock.DATA + BLOCK);
    }
  }

  @Test
  void close_isIdempotent_andEndsUse() throws IOException {
    BlockStore store = FileBlockStore.create(path, BLOCK);
    store.close();
    BlockStore again = FileBlockStore.open(path);
    store.close();
    assertThatThrownBy(() -> FileBlockStore.open(path)).hasMessageContaining("in this process");
    assertThatThrownBy(() -> store.commit(new byte[0])).isInstanceOf(IOException.class);
    again.close();
  }

  @Test
  void commit_afterAFailedSync_neverReturns() throws IOException {
    try (BlockStore store = FileBlockStore.create(path, BLOCK)) {
      Thread.currentThread().interrupt(); // closes the file in the sync
      try {
        assertThatThrownBy(() -> store.commit(new byte[0]))
            .isInstanceOf(ClosedByInterruptException.class);
      } finally {
        assertThat(Thread.interrupted()).isTrue();
      }
      assertThatThrownBy(() -> store.commit(new byte[0]))
          .hasMessage(path + ": an earlier sync failed, what was written before it may be lost");
    }
    FileBlockStore.open(path).close();
  }
}
