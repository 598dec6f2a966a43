package org.fragcache.conformance.dir;

import com.sun.jna.Memory;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.fragcache.spec.UsageException;

/**
 * A directory of a file system that has clones, empty and ours alone from here to {@link #close}:
 * then, or when the JVM ends, the files that were made in it are removed.
 *
 * <p>Thread safe. Whoever makes a call that may make a file holds it meanwhile ({@link #enter},
 * {@link #leave}); the end of the JVM waits for these, and lets no other in.
 */
public final class Directory implements AutoCloseable {
  private static final String MARK = ".fragcache";
  private static final String PROBE = ".fragcache-probe";

  private final Path path;
  private final int blockSize;
  private final List<Path> made = new ArrayList<>();
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
  private final Thread hook = new Thread(this::atEnd, "remove files");
  private boolean closed;

  /**
   * Takes a directory.
   *
   * @throws UsageException if it is not there, not a directory, not empty, not writable, or on a
   *     file system that cannot clone
   */
  public Directory(String text) {
    path = Path.of(text).toAbsolutePath().normalize();
    requireEmpty();
    requireLinux();
    Kernel kernel = kernel();
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      long mark = kernel.open(file(MARK), Kernel.O_RDWR | Kernel.O_CREAT | Kernel.O_EXCL);
      require(mark, "no file can be made in it (%s); expected a directory to write to");
      kernel.close(mark);
      requireClone(kernel);
      long block = kernel.blockSize(Kernel.path(path.toString()));
      require(block, "statfs: %s; expected the size of a block");
      blockSize = (int) block;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void requireEmpty() {
    if (!Files.isDirectory(path)) {
      throw new UsageException(
          path
              + (Files.exists(path) ? ": not a directory" : ": no such directory")
              + "; expected an empty one, on a file system that has clones");
    }
    try (Stream<Path> files = Files.list(path)) {
      files
          .findFirst()
          .ifPresent(
              file -> {
                throw new UsageException(
                    path + ": not empty, has " + file.getFileName() + "; expected no file in it");
              });
    } catch (IOException e) {
      throw new UsageException(path + ": cannot be listed (" + e + ")", e);
    }
  }

  private void requireLinux() {
    if (!Platform.isLinux() || !Platform.is64Bit()) {
      throw new UsageException(
          path
              + ": system calls are made on 64-bit Linux only; this is "
              + Platform.RESOURCE_PREFIX);
    }
  }

  private Kernel kernel() {
    try {
      return new Kernel();
    } catch (LinkageError e) {
      throw new UsageException(
          path
              + ": JNA cannot make system calls here ("
              + e
              + "); expected glibc and a place"
              + " for its library, jna.tmpdir",
          e);
    }
  }

  /** Clones a block from one file to another. */
  private void requireClone(Kernel kernel) {
    Memory name = file(PROBE);
    Memory other = file(PROBE + "-clone");
    long from = kernel.open(name, Kernel.O_RDWR | Kernel.O_CREAT);
    require(from, "no file can be made in it (%s)");
    long to = kernel.open(other, Kernel.O_RDWR | Kernel.O_CREAT);
    require(to, "no file can be made in it (%s)");
    long written = kernel.pwrite(from, new UnitBytes(Long.BYTES).of(1), Long.BYTES, 0);
    require(written, "no file can be written in it (%s)");
    long cloned = kernel.cloneAll(from, to);
    kernel.close(from);
    kernel.close(to);
    kernel.unlink(name);
    kernel.unlink(other);
    require(
        cloned,
        "its file system cannot clone (FICLONE: %s); expected one that can: XFS made with"
            + " reflink=1, btrfs, bcachefs");
  }

  private void require(long result, String message) {
    if (result < 0) {
      throw new UsageException(path + ": " + String.format(message, Errno.status(result)));
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Bytes in a block of its file system. */
  public int blockSize() {
    return blockSize;
  }

  /** The path of a file in it, as the kernel takes it; the file is removed at the end. */
  synchronized Memory file(String name) {
    Path file = path.resolve(name);
    if (!made.contains(file)) {
      made.add(file);
    }
    return Kernel.path(file.toString());
  }

  /** Holds it for a call. */
  void enter() {
    use.readLock().lock();
  }

  /** After {@link #enter}. */
  void leave() {
    use.readLock().unlock();
  }

  private void atEnd() {
    use.writeLock().lock(); // and stays so: whoever makes calls makes no more
    remove();
  }

  private synchronized void remove() {
    for (Path file : made) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        System.err.println("fragcache: " + file + " cannot be removed: " + e);
      }
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      remove();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM ends, and the hook runs.
      }
    }
  }
}
