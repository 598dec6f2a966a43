package org.fragcache.baseline;

import org.fragcache.Status;

/** The outcome of each call on files that exist: the checks of FragmentCache, in its order. */
final class CallChecks {
  private final Geometry geometry;

  CallChecks(Geometry geometry) {
    this.geometry = geometry;
  }

  /** generic_write_check_limits(). */
  Status write(long pos, int n) {
    if (pos < 0) {
      return Status.EINVAL;
    }
    return n > 0 && pos >= geometry.maxBytes() ? Status.EFBIG : Status.OK;
  }

  /** inode_newsize_ok(). */
  Status truncate(long size) {
    if (size < 0) {
      return Status.EINVAL;
    }
    return size > geometry.maxBytes() ? Status.EFBIG : Status.OK;
  }

  /** vfs_fallocate(). */
  Status punch(long pos, long length) {
    if (pos < 0 || length <= 0) {
      return Status.EINVAL;
    }
    boolean fits = pos <= geometry.maxBytes() && length <= geometry.maxBytes() - pos;
    return fits ? Status.OK : Status.EFBIG;
  }

  /** vfs_clone_file_range(). */
  Status clone(Inode f, long pos, long length, Inode g, long to) {
    if (pos < 0 || length < 0 || to < 0) {
      return Status.EINVAL;
    }
    if (length == 0 && pos == f.size) {
      return Status.OK;
    }
    if (!geometry.isAligned(pos) || !geometry.isAligned(to) || pos >= f.size) {
      return Status.EINVAL;
    }
    return remap(f, pos, length == 0 ? f.size - pos : length, g, to);
  }

  /** generic_remap_checks() and generic_remap_check_len(). */
  private Status remap(Inode f, long pos, long length, Inode g, long to) {
    if (to >= geometry.maxBytes()) {
      return Status.EFBIG;
    }
    if (length > f.size - pos || length > geometry.maxBytes() - to) {
      return Status.EINVAL;
    }
    boolean isAligned = geometry.isAligned(length);
    if (!isAligned && pos + length != f.size) {
      return Status.EINVAL;
    }
    long whole = (long) geometry.blocks(length) * geometry.blockSize;
    if (f == g && to + whole > pos && to < pos + whole) {
      return Status.EINVAL;
    }
    return !isAligned && to + length < g.size ? Status.EINVAL : Status.OK;
  }
}
