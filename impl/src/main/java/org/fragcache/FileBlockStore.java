package org.fragcache;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Stores in regular files: a {@link DeviceBlockStore} on a file, which is locked while the store is
 * open, and synced by each commit with a real fsync.
 *
 * <p>Interrupting a thread in a call closes the file, as {@link java.nio.channels.FileChannel}
 * documents. After a sync that failed no later commit returns: what it wrote may be lost. Each
 * error is an {@link IOException} whose message names the file, what is wrong with it, and what was
 * expected.
 */
public final class FileBlockStore {
  private FileBlockStore() {}

  /**
   * Creates the file and an empty store in it.
   *
   * @param path must not exist: a store never overwrites a file that it did not make
   * @param blockSize bytes per block, positive
   * @throws java.nio.file.FileAlreadyExistsException if {@code path} exists
   */
  public static BlockStore create(Path path, int blockSize) throws IOException {
    Checks.positive("blockSize", blockSize);
    try {
      Files.createFile(path);
    } catch (FileAlreadyExistsException e) {
      FileAlreadyExistsException clear =
          new FileAlreadyExistsException(path.toString(), null, "exists, expected no such file");
      clear.initCause(e);
      throw clear;
    }
    try {
      FileBlockDevice device = FileBlockDevice.open(path);
      try {
        BlockStore store = DeviceBlockStore.create(device, blockSize);
        syncDirectory(path);
        return store;
      } catch (IOException e) {
        throw after(e, device::close);
      }
    } catch (IOException e) {
      throw after(e, () -> Files.delete(path));
    }
  }

  /**
   * Opens a store as its last commit left it; see {@link BlockStore#claim}.
   *
   * @throws java.nio.file.NoSuchFileException if {@code path} does not exist
   * @throws IOException if another has the store open, or the file is not a store, or a damaged one
   */
  public static BlockStore open(Path path) throws IOException {
    FileBlockDevice device = FileBlockDevice.open(path);
    try {
      return DeviceBlockStore.open(device);
    } catch (IOException e) {
      throw after(e, device::close);
    }
  }

  /** Makes the file's name durable. */
  private static void syncDirectory(Path path) throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null && File.separatorChar == '/') { // elsewhere directories do not open
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private interface Cleanup {
    void run() throws IOException;
  }

  private static IOException after(IOException e, Cleanup cleanup) {
    try {
      cleanup.run();
    } catch (IOException another) {
      e.addSuppressed(another);
    }
    return e;
  }
}
