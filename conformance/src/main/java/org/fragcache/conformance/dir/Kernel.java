package org.fragcache.conformance.dir;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;

/**
 * System calls. Each gives what the kernel gives: a result, or the negative of an error's number.
 * Has buffers of its own, so it is for one thread.
 */
final class Kernel {
  static final int O_RDONLY = 0;
  static final int O_WRONLY = 1;
  static final int O_RDWR = 2;
  static final int O_CREAT = 0x40;
  static final int O_EXCL = 0x80;
  static final int O_APPEND = 0x400;
  static final int O_DIRECT = Platform.isARM() ? 0x10000 : 0x4000;

  static final int MAP_SHARED = 1;
  static final int MAP_PRIVATE = 2;

  private static final int KEEP_SIZE = 1;
  private static final int PUNCH_HOLE = 2;
  private static final int SEEK_END = 2;
  private static final int DONTNEED = 4;
  private static final int PROT_READ_WRITE = 3;
  private static final long FICLONE = 0x40049409L;
  private static final long FICLONERANGE = 0x4020940DL;
  private static final long FIDEDUPERANGE = 0xC0189436L;
  private static final long CACHESTAT = 451;

  /** What dedupe says of a destination whose bytes differ; 0 if they do not. */
  static final int DIFFERS = 1;

  private static final int STATFS_BYTES = 256;
  private static final int BLOCK_SIZE_AT = 8;
  private static final int DEDUPE_BYTES = 56;
  private static final int DEDUPED_AT = 40;
  private static final int STATUS_AT = 48;

  private final Memory argument = new Memory(STATFS_BYTES);
  private final Memory counts = new Memory(64);

  /** A path as the kernel takes it. */
  static Memory path(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Memory memory = new Memory(bytes.length + 1L);
    memory.write(0, bytes, 0, bytes.length);
    memory.setByte(bytes.length, (byte) 0);
    return memory;
  }

  private static long result(long returned) {
    return returned == -1 ? -Native.getLastError() : returned;
  }

  long open(Pointer path, int flags) {
    return result(Libc.open(path, flags, 0600));
  }

  void close(long fd) {
    long closed = result(Libc.close((int) fd));
    if (closed != 0) {
      throw new IllegalStateException("close: " + Errno.status(closed));
    }
  }

  long unlink(Pointer path) {
    return result(Libc.unlink(path));
  }

  long pread(long fd, Pointer to, long count, long offset) {
    return result(Libc.pread((int) fd, to, count, offset));
  }

  long pwrite(long fd, Pointer from, long count, long offset) {
    return result(Libc.pwrite((int) fd, from, count, offset));
  }

  long read(long fd, Pointer to, long count) {
    return result(Libc.read((int) fd, to, count));
  }

  long write(long fd, Pointer from, long count) {
    return result(Libc.write((int) fd, from, count));
  }

  /** The size of a file, in bytes. */
  long size(long fd) {
    return result(Libc.lseek((int) fd, 0, SEEK_END));
  }

  long truncate(long fd, long size) {
    return result(Libc.ftruncate((int) fd, size));
  }

  /** Punches a hole; the size stays. */
  long punch(long fd, long offset, long length) {
    return result(Libc.fallocate((int) fd, PUNCH_HOLE | KEEP_SIZE, offset, length));
  }

  long fsync(long fd) {
    return result(Libc.fsync((int) fd));
  }

  /** Clones all of a file to the start of another. */
  long cloneAll(long from, long to) {
    return result(Libc.ioctl((int) to, FICLONE, from));
  }

  /** Clones a range; a length of 0 reaches to the end of the source. */
  long cloneRange(long from, long offset, long length, long to, long toOffset) {
    argument.setLong(0, from);
    argument.setLong(8, offset);
    argument.setLong(16, length);
    argument.setLong(24, toOffset);
    return result(Libc.ioctl((int) to, FICLONERANGE, argument));
  }

  /** Dedupes a range with one of another file: 0, {@link #DIFFERS}, or an error of either kind. */
  long dedupe(long from, long offset, long length, long to, long toOffset) {
    argument.clear(DEDUPE_BYTES);
    argument.setLong(0, offset);
    argument.setLong(8, length);
    argument.setShort(16, (short) 1);
    argument.setLong(24, to);
    argument.setLong(32, toOffset);
    long called = result(Libc.ioctl((int) from, FIDEDUPERANGE, argument));
    return called < 0 ? called : argument.getInt(STATUS_AT);
  }

  /** What the last dedupe said it shared, in bytes. */
  long deduped() {
    return argument.getLong(DEDUPED_AT);
  }

  /** Drops what is cached of a file and clean. */
  long dropCache(long fd) {
    return -Libc.posix_fadvise((int) fd, 0, 0, DONTNEED); // which returns the error
  }

  /** How many pages of a file are cached; -ENOSYS before Linux 6.5. */
  long cachedPages(long fd) {
    argument.clear(16); // all of it
    long called = result(Libc.syscall(CACHESTAT, (int) fd, argument, counts, 0));
    return called < 0 ? called : counts.getLong(0);
  }

  /** Bytes in a page of memory. */
  static int pageSize() {
    return Libc.getpagesize();
  }

  /** The block size of the file system that a path is on, in bytes. */
  long blockSize(Pointer path) {
    long called = result(Libc.statfs(path, argument));
    return called < 0 ? called : argument.getLong(BLOCK_SIZE_AT);
  }

  /** Maps a file from its start, readable and writable; null if it cannot be. */
  Pointer map(long fd, long length, int flags) {
    Pointer at = Libc.mmap(Pointer.NULL, length, PROT_READ_WRITE, flags, (int) fd, 0);
    if (Pointer.nativeValue(at) == -1) {
      throw new IllegalStateException("mmap: " + Errno.name(Native.getLastError()));
    }
    return at;
  }

  long unmap(Pointer at, long length) {
    return result(Libc.munmap(at, length));
  }

  /** Makes a pipe: what can be read from, then what can be written to. */
  int[] pipe() {
    long called = result(Libc.pipe(counts));
    if (called < 0) {
      throw new IllegalStateException("pipe: " + Errno.status(called));
    }
    return new int[] {counts.getInt(0), counts.getInt(4)};
  }
}
