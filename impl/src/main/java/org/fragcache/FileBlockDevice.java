package org.fragcache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A regular file, locked while it is open; {@link #sync} is a real fsync.
 *
 * <p>A kernel that could not write a page back reports it to one fsync, and then takes the page for
 * clean: the next fsync returns although the bytes are lost. So after a failed sync every later one
 * fails, until the file is opened anew.
 */
final class FileBlockDevice implements BlockDevice {
  // Closing any channel of a file ends all locks that a process has on it, so a second one in this
  // process must not be opened at all.
  private static final Set<Object> IN_USE = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final Object key; // of the file, however it is called
  private final FileChannel channel;
  private @Nullable IOException failedSync;
  private boolean closed;

  private FileBlockDevice(Path path, Object key, FileChannel channel) {
    this.path = path;
    this.key = key;
    this.channel = channel;
  }

  /** A file that exists; the lock ends with the device. */
  static FileBlockDevice open(Path path) throws IOException {
    Object key = key(path);
    if (!IN_USE.add(key)) {
      throw new IOException(path + ": open in this process already, expected one user at a time");
    }
    FileBlockDevice device = null;
    try {
      device = new FileBlockDevice(path, key, openLocked(path));
      return device;
    } finally {
      if (device == null) {
        IN_USE.remove(key);
      }
    }
  }

  private static Object key(Path path) throws IOException {
    try {
      @Nullable Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      return key != null ? key : path.toRealPath();
    } catch (NoSuchFileException e) {
      NoSuchFileException clear =
          new NoSuchFileException(path.toString(), null, "no such file, expected a block store");
      clear.initCause(e);
      throw clear;
    }
  }

  private static FileChannel openLocked(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    if (!locked) {
      throw new IOException(path + ": locked by another process, expected one user at a time");
    }
    return channel;
  }

  @Override
  public void read(long pos, ByteBuffer dst) throws IOException {
    int length = dst.remaining();
    long at = pos;
    while (dst.hasRemaining()) {
      int n = channel.read(dst, at);
      if (n < 0) {
        throw MemoryBlockDevice.endsWithin(this, channel.size(), pos, length);
      }
      at += n;
    }
  }

  @Override
  public void write(long pos, ByteBuffer src) throws IOException {
    long at = pos;
    while (src.hasRemaining()) {
      at += channel.write(src, at);
    }
  }

  @Override
  public void sync() throws IOException {
    synced(
        () -> {
          channel.force(false);
          return 0;
        });
  }

  @Override
  public long size() throws IOException {
    return synced(channel::size);
  }

  private interface Operation {
    long run() throws IOException;
  }

  /** What fails here, and be it for an interrupt, may have cost a sync that was under way. */
  private synchronized long synced(Operation operation) throws IOException {
    if (failedSync != null) {
      throw new IOException(
          path + ": an earlier sync failed, what was written before it may be lost", failedSync);
    }
    try {
      return operation.run();
    } catch (IOException e) {
      failedSync = e;
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      try {
        channel.close();
      } finally {
        IN_USE.remove(key);
      }
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
