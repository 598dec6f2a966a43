package org.fragcache.spec.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.fragcache.spec.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * What must not outlive this JVM: child processes and temporary files. A shutdown hook (so also
 * Ctrl-C) kills the former, then deletes the latter.
 */
public final class Cleanup {

  /** Begins the name of every temporary directory made here. */
  static final String PREFIX = "fragcache-tlc-";

  /** Begins the name of those that this JVM makes. */
  static final String OURS = PREFIX + ProcessHandle.current().pid() + "-";

  private static final Set<Process> CHILDREN = new LinkedHashSet<>();
  private static final Set<Path> FILES = new LinkedHashSet<>();
  private static boolean hooked;
  private static volatile boolean closing;

  private Cleanup() {}

  /**
   * Makes an empty directory, to be {@linkplain #delete deleted} when it is not needed.
   *
   * @throws UsageException if none can be made
   */
  public static synchronized Path temporaryDirectory() {
    checkOpen();
    try {
      Path made = Files.createTempDirectory(OURS);
      FILES.add(made);
      return made;
    } catch (IOException e) {
      throw new UsageException(
          "no temporary directory can be made in "
              + System.getProperty("java.io.tmpdir")
              + " ("
              + e
              + "); expected a writable directory",
          e);
    }
  }

  /** Makes an empty file beside the target, to be renamed to it. */
  static synchronized Path temporaryFileBeside(Path target) throws IOException {
    checkOpen();
    Path directory = target.toAbsolutePath().getParent();
    Path made = Files.createTempFile(directory, "." + target.getFileName(), ".tmp");
    FILES.add(made);
    return made;
  }

  /**
   * Starts a process unless this JVM is ending, so that the hook can miss none.
   *
   * @throws CancellationException if it is
   */
  public static synchronized Process start(ProcessBuilder builder) throws IOException {
    checkOpen();
    Process child = builder.start();
    CHILDREN.add(child);
    return child;
  }

  /** Kills the process, if it still runs, with all that it started. */
  public static void stop(Process child) {
    kill(child);
    synchronized (Cleanup.class) {
      CHILDREN.remove(child);
    }
  }

  /** Deletes what was made here, with all that is in it. */
  public static void delete(Path path) {
    deleteTree(path);
    synchronized (Cleanup.class) {
      FILES.remove(path);
    }
  }

  /** Lets a file live: it has been renamed to what it should be. */
  static synchronized void keep(Path path) {
    FILES.remove(path);
  }

  /**
   * Ends the caller quietly while the JVM ends: what it sees (killed children, vanished files) is
   * no result.
   */
  static void checkOpen() {
    if (closing) {
      throw new CancellationException("interrupted");
    }
    synchronized (Cleanup.class) {
      if (!hooked) {
        Runtime.getRuntime().addShutdownHook(new Thread(Cleanup::close, "cleanup"));
        hooked = true;
      }
    }
  }

  private static void close() {
    closing = true;
    synchronized (Cleanup.class) {
      CHILDREN.forEach(Cleanup::kill);
      for (Path file : FILES) {
        try {
          deleteTree(file);
        } catch (UncheckedIOException e) {
          System.err.println(e.getMessage() + ": " + e.getCause());
        }
      }
    }
  }

  private static void kill(Process child) {
    child.descendants().forEach(ProcessHandle::destroyForcibly);
    child.destroyForcibly();
    try {
      child.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void deleteTree(Path root) {
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException error)
                throws IOException {
              if (error instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE; // the hook and a caller may delete side by side
              }
              throw error;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error)
                throws IOException {
              Files.deleteIfExists(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("temporary files in " + root + " cannot be deleted", e);
    }
  }
}
