package org.fragcache.conformance.dir;

import com.sun.jna.Memory;
import com.sun.jna.Native;

/**
 * The largest size that this process may give a file, RLIMIT_FSIZE: it stands for the largest file
 * of the specification, {@code MaxSize}, which on a real file system is 2^63 - 1 bytes. The kernel
 * looks at both in the same places, but for fallocate, which does not look at this one.
 *
 * <p>It holds for all that the process writes; so it is set only while a call is made that may run
 * into it. The signal that comes with the error, SIGXFSZ, is one that the JVM ignores.
 */
interface FileLimit {
  /** None is set: whoever makes the calls has done so, for all of them. */
  FileLimit NONE =
      new FileLimit() {
        @Override
        public void set() {}

        @Override
        public void lift() {}
      };

  /** Sets it, for the whole process. */
  void set();

  /** Sets what was there before. */
  void lift();

  /** Of so many bytes. */
  static FileLimit of(long bytes) {
    Memory as = new Memory(16);
    Memory limited = new Memory(16);
    require(Libc.getrlimit(RLIMIT_FSIZE, as));
    limited.setLong(0, bytes);
    limited.setLong(8, as.getLong(8));
    return new FileLimit() {
      @Override
      public void set() {
        require(Libc.setrlimit(RLIMIT_FSIZE, limited));
      }

      @Override
      public void lift() {
        require(Libc.setrlimit(RLIMIT_FSIZE, as));
      }
    };
  }

  /** Its number. */
  int RLIMIT_FSIZE = 1;

  private static void require(int returned) {
    if (returned != 0) {
      throw new IllegalStateException("RLIMIT_FSIZE: " + Errno.name(Native.getLastError()));
    }
  }
}
