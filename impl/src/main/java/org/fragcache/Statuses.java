package org.fragcache;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of each call in each state (D13): state functions, the checks in the kernel's order.
 * Named as in {@code spec/FragmentCache.tla}, where every number is a natural: a negative one is
 * EINVAL here, after ENOENT and before all else. An inode is null if its file does not exist.
 */
final class Statuses {
  private Statuses() {}

  static Status readStatus(@Nullable Inode f, int b) {
    return f == null ? Status.ENOENT : b < 0 ? Status.EINVAL : Status.OK;
  }

  /** generic_write_check_limits(). */
  static Status writeStatus(@Nullable Inode f, int b, int blocks) {
    if (f == null) {
      return Status.ENOENT;
    }
    return b < 0 ? Status.EINVAL : b >= blocks ? Status.EFBIG : Status.OK;
  }

  /** inode_newsize_ok(). */
  static Status truncateStatus(@Nullable Inode f, int n, int blocks) {
    if (f == null) {
      return Status.ENOENT;
    }
    return n < 0 ? Status.EINVAL : n > blocks ? Status.EFBIG : Status.OK;
  }

  /** vfs_fallocate(). */
  static Status punchStatus(@Nullable Inode f, int b, int n, int blocks) {
    if (f == null) {
      return Status.ENOENT;
    }
    if (b < 0 || n <= 0) {
      return Status.EINVAL;
    }
    return (long) b + n > blocks ? Status.EFBIG : Status.OK;
  }

  /** generic_remap_file_range_prep(): length 0 means to EOF. */
  static int remapLength(Inode f, int b, int n) {
    return n == 0 ? f.size - b : n;
  }

  /**
   * generic_remap_checks(), line by line: the length that passes each check is carried to the next,
   * and a request that had to be shortened fails.
   */
  private static Status remapStatus(Inode f, int b, int n, Inode g, int c, int blocks) {
    if (b >= f.size) {
      return Status.EINVAL;
    }
    if (c >= blocks) {
      return Status.EFBIG;
    }
    int insize = Math.min(n, f.size - b); // within the source
    int inmax = Math.min(insize, blocks - c); // within s_maxbytes
    if (f == g && (long) c + inmax > b && c < (long) b + inmax) {
      return Status.EINVAL;
    }
    return inmax != n ? Status.EINVAL : Status.OK;
  }

  /** vfs_clone_file_range(). */
  static Status cloneStatus(@Nullable Inode f, int b, int n, @Nullable Inode g, int c, int blocks) {
    if (f == null || g == null) {
      return Status.ENOENT;
    }
    if (b < 0 || n < 0 || c < 0) {
      return Status.EINVAL;
    }
    if (n == 0 && b == f.size) {
      return Status.OK;
    }
    return remapStatus(f, b, remapLength(f, b, n), g, c, blocks);
  }

  static Status fsyncStatus(@Nullable Inode f) {
    return f == null ? Status.ENOENT : Status.OK;
  }

  static Status createStatus(@Nullable Inode f) {
    return f == null ? Status.OK : Status.EEXIST;
  }

  static Status unlinkStatus(@Nullable Inode f) {
    return f == null ? Status.ENOENT : Status.OK;
  }
}
