package org.fragcache.spec.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.fragcache.spec.UsageException;

/**
 * A file that appears whole or not at all: written beside its place, synced, renamed. Making one
 * shows, before any work is done, that the place can be written to.
 */
public final class AtomicFile implements AutoCloseable {

  private final Path target;
  private final Path temporary;

  /** Fails with a {@link UsageException} if the target cannot be written. */
  public AtomicFile(Path target) {
    this.target = target;
    if (Files.isDirectory(target)) {
      throw new UsageException(target + ": is a directory; expected a file to write");
    }
    if (Files.exists(target) && isReadOnly(target)) {
      throw new UsageException(target + ": is read-only; expected a file that may be replaced");
    }
    try {
      this.temporary = Cleanup.temporaryFileBeside(target);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Permissions decide also for root, whom the kernel would let replace the file. */
  private static boolean isReadOnly(Path file) {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null || !Files.isWritable(file)) {
      return !Files.isWritable(file);
    }
    try {
      Set<PosixFilePermission> granted = view.readAttributes().permissions();
      return !granted.contains(PosixFilePermission.OWNER_WRITE)
          && !granted.contains(PosixFilePermission.GROUP_WRITE)
          && !granted.contains(PosixFilePermission.OTHERS_WRITE);
    } catch (IOException e) {
      return true;
    }
  }

  /** Replaces the target by this text. */
  public void commit(String text) {
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      copyPermissions();
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Cleanup.keep(temporary);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void copyPermissions() throws IOException {
    if (Files.getFileAttributeView(temporary, PosixFileAttributeView.class) != null) {
      // A temporary file is private to its owner; a result is not.
      Files.setPosixFilePermissions(
          temporary,
          Files.exists(target)
              ? Files.getPosixFilePermissions(target)
              : PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  private UsageException unwritable(IOException e) {
    return new UsageException(
        target + ": cannot be written (" + e + "); expected a writable directory with room", e);
  }

  @Override
  public void close() {
    Cleanup.delete(temporary);
  }
}
