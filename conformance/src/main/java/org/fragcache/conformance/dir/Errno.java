package org.fragcache.conformance.dir;

import java.util.Map;

/** Names of errors, as Linux numbers them on all its 64-bit machines but a few that nobody runs. */
final class Errno {
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EFAULT = 14;
  static final int EINVAL = 22;
  static final int ENOTTY = 25;
  static final int EOPNOTSUPP = 95;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(1, "EPERM"),
          Map.entry(ENOENT, "ENOENT"),
          Map.entry(EINTR, "EINTR"),
          Map.entry(5, "EIO"),
          Map.entry(7, "E2BIG"),
          Map.entry(9, "EBADF"),
          Map.entry(11, "EAGAIN"),
          Map.entry(12, "ENOMEM"),
          Map.entry(13, "EACCES"),
          Map.entry(EFAULT, "EFAULT"),
          Map.entry(16, "EBUSY"),
          Map.entry(17, "EEXIST"),
          Map.entry(18, "EXDEV"),
          Map.entry(19, "ENODEV"),
          Map.entry(20, "ENOTDIR"),
          Map.entry(21, "EISDIR"),
          Map.entry(EINVAL, "EINVAL"),
          Map.entry(24, "EMFILE"),
          Map.entry(ENOTTY, "ENOTTY"),
          Map.entry(26, "ETXTBSY"),
          Map.entry(27, "EFBIG"),
          Map.entry(28, "ENOSPC"),
          Map.entry(29, "ESPIPE"),
          Map.entry(30, "EROFS"),
          Map.entry(36, "ENAMETOOLONG"),
          Map.entry(38, "ENOSYS"),
          Map.entry(40, "ELOOP"),
          Map.entry(75, "EOVERFLOW"),
          Map.entry(EOPNOTSUPP, "EOPNOTSUPP"),
          Map.entry(117, "EUCLEAN"),
          Map.entry(122, "EDQUOT"));

  private Errno() {}

  /** The name of an error, or {@code E} and its number. */
  static String name(long number) {
    return NAMES.getOrDefault((int) number, "E" + number);
  }

  /** The name of what a system call returned: OK, or of the error that is its negative. */
  static String status(long result) {
    return result >= 0 ? "OK" : name(-result);
  }
}
