package org.fragcache.conformance.dir;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * The functions of the C library that are called, by their names; errno is in {@link
 * Native#getLastError}. For 64-bit Linux, where a {@code long} is an {@code off_t}, a {@code
 * size_t} and an {@code unsigned long}, and where calls with variable arguments pass integers as
 * others do.
 */
final class Libc {
  static {
    Native.register(Platform.C_LIBRARY_NAME);
  }

  private Libc() {}

  static native int open(Pointer path, int flags, int mode);

  static native int close(int fd);

  static native int unlink(Pointer path);

  static native long pread(int fd, Pointer to, long count, long offset);

  static native long pwrite(int fd, Pointer from, long count, long offset);

  static native long read(int fd, Pointer to, long count);

  static native long write(int fd, Pointer from, long count);

  static native long lseek(int fd, long offset, int whence);

  static native int ftruncate(int fd, long size);

  static native int fallocate(int fd, int mode, long offset, long length);

  static native int fsync(int fd);

  static native int ioctl(int fd, long request, Pointer argument);

  /** FICLONE, whose argument is a descriptor. */
  static native int ioctl(int fd, long request, long argument);

  static native int posix_fadvise(int fd, long offset, long length, int advice);

  static native int statfs(Pointer path, Pointer to);

  static native int setrlimit(int resource, Pointer limit);

  static native int getrlimit(int resource, Pointer limit);

  static native Pointer mmap(
      Pointer at, long length, int protection, int flags, int fd, long offset);

  static native int munmap(Pointer at, long length);

  static native int getpagesize();

  static native int pipe(Pointer ends);

  static native long syscall(long number, int fd, Pointer range, Pointer result, int flags);
}
