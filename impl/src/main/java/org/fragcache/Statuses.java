package org.fragcache;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of each call in each state (D13): state functions, the checks in the kernel's order,
 * under the locks of the call; and the room that it needs is taken. Named as in the specification,
 * where every number is a natural: a negative one is EINVAL here, after ENOENT and before all else.
 * An inode is null if its file has no name.
 */
final class Statuses {
  private final PageCache cache;
  private final Access access;
  private final Remap remap;
  private final Geometry geometry;

  Statuses(PageCache cache, Access access, Remap remap) {
    this.cache = cache;
    this.access = access;
    this.remap = remap;
    this.geometry = cache.geometry;
  }

  /** generic_write_check_limits(); n bytes within a block. */
  Status writeStatus(@Nullable Inode f, long pos, int n, Credit credit) {
    if (f == null) {
      return Status.ENOENT;
    }
    if (pos < 0) {
      return Status.EINVAL;
    }
    if (n == 0) {
      return Status.OK;
    }
    if (pos >= geometry.maxBytes()) {
      return Status.EFBIG;
    }
    int b = geometry.block(pos);
    int tail = writtenTail(f, pos);
    return storeStatus(f, credit, 0, b, tail == b ? -1 : tail);
  }

  /** The EOF block if a write at this position must zero what follows it, or -1. */
  private int writtenTail(Inode f, long pos) {
    return pos >= f.size ? access.tailBlock(f, f.size) : -1;
  }

  /**
   * EIO or ENOSPC of storing into these blocks, distinct or -1, and so many more new ones. If
   * neither, what they need is taken.
   */
  private Status storeStatus(Inode f, Credit credit, int more, int... blocks) {
    for (int b : blocks) {
      if (b >= 0 && access.isPoisoned(f, b)) {
        return Status.EIO;
      }
    }
    return credit.take(() -> need(f, more, blocks)) ? Status.OK : Status.ENOSPC;
  }

  private long need(Inode f, int more, int... blocks) {
    long needed = more;
    for (int b : blocks) {
      needed += b >= 0 ? cache.room.need(f, b) : 0;
    }
    return needed;
  }

  /** inode_newsize_ok(). */
  Status truncateStatus(@Nullable Inode f, long size, Credit credit) {
    if (f == null) {
      return Status.ENOENT;
    }
    if (size < 0) {
      return Status.EINVAL;
    }
    if (size > geometry.maxBytes()) {
      return Status.EFBIG;
    }
    return storeStatus(
        f, credit, 0, size == f.size ? -1 : access.tailBlock(f, Math.min(size, f.size)));
  }

  /** vfs_fallocate(). */
  Status punchStatus(@Nullable Inode f, long pos, long length, Credit credit) {
    if (f == null) {
      return Status.ENOENT;
    }
    if (pos < 0 || length <= 0) {
      return Status.EINVAL;
    }
    if (pos > geometry.maxBytes() || length > geometry.maxBytes() - pos) {
      return Status.EFBIG;
    }
    return storeStatus(f, credit, 0, new PunchRange(pos, length, geometry).partial(f, access));
  }

  /** generic_remap_file_range_prep(): length 0 means to EOF. */
  static long remapLength(Inode f, long pos, long length) {
    return length == 0 ? f.size - pos : length;
  }

  /** vfs_clone_file_range(). */
  Status cloneStatus(
      @Nullable Inode f, long pos, long length, @Nullable Inode g, long to, Credit credit) {
    if (f == null || g == null) {
      return Status.ENOENT;
    }
    if (pos < 0 || length < 0 || to < 0) {
      return Status.EINVAL;
    }
    if (length == 0 && pos == f.size) {
      return Status.OK;
    }
    if (!geometry.isAligned(pos) || !geometry.isAligned(to) || pos >= f.size) {
      return Status.EINVAL;
    }
    return remapStatus(f, pos, remapLength(f, pos, length), g, to, credit);
  }

  /**
   * generic_remap_checks(), line by line: the length that passes each check is carried to the next,
   * and a request that had to be shortened fails.
   */
  private Status remapStatus(Inode f, long pos, long length, Inode g, long to, Credit credit) {
    if (to >= geometry.maxBytes()) {
      return Status.EFBIG;
    }
    long inSource = Math.min(length, f.size - pos);
    long inMax = Math.min(inSource, geometry.maxBytes() - to); // within s_maxbytes
    RemapLength left = RemapLength.of(pos, inMax, pos + inMax == f.size, geometry);
    if ((f == g && overlaps(pos, to, left)) || left.count() != length) {
      return Status.EINVAL;
    }
    if (isPoisoned(f, pos, left)) {
      return Status.EIO;
    }
    // generic_remap_check_len(): no EOF block into the middle of a file
    if (!geometry.isAligned(left.count()) && to + left.count() < g.size) {
      return Status.EINVAL;
    }
    return storeStatus(g, credit, writePinned(f, pos, left), remap.clonedTail(g, to, left));
  }

  /** vfs_dedupe_file_range_one(). */
  Status dedupeStatus(@Nullable Inode f, long pos, long length, @Nullable Inode g, long to) {
    if (f == null || g == null) {
      return Status.ENOENT;
    }
    if (pos < 0 || length < 0 || to < 0) {
      return Status.EINVAL;
    }
    if (length == 0) {
      return pos > f.size ? Status.EINVAL : Status.SAME;
    }
    if (!geometry.isAligned(pos) || !geometry.isAligned(to)) {
      return Status.EINVAL;
    }
    if (pos >= f.size || length > f.size - pos || to >= g.size || length > g.size - to) {
      return Status.EINVAL;
    }
    RemapLength left = dedupeLength(f, pos, length, g, to);
    if (f == g && overlaps(pos, to, left)) {
      return Status.EINVAL;
    }
    if (isPoisoned(f, pos, left) || isPoisoned(g, to, left)) {
      return Status.EIO;
    }
    // Stores through a pin cannot be stopped while the ranges are compared (D12).
    return writePinned(f, pos, left) + writePinned(g, to, left) > 0 ? Status.EBUSY : Status.SAME;
  }

  /** A partial EOF block is shared only if it is that of both files. */
  RemapLength dedupeLength(Inode f, long pos, long length, Inode g, long to) {
    boolean endsAtEof = pos + length == f.size && to + length == g.size;
    return RemapLength.of(pos, length, endsAtEof, geometry);
  }

  private static boolean overlaps(long pos, long to, RemapLength length) {
    return to + length.bcount() > pos && to < pos + length.bcount();
  }

  private boolean isPoisoned(Inode f, long pos, RemapLength length) {
    if (cache.poisoned.get() == 0) {
      return false;
    }
    int b = geometry.block(pos);
    for (int i = geometry.blocks(length.bcount()) - 1; i >= 0; i--) {
      if (access.isPoisoned(f, b + i)) {
        return true;
      }
    }
    return false;
  }

  private int writePinned(Inode f, long pos, RemapLength length) {
    if (f.writePins() == 0) {
      return 0;
    }
    int b = geometry.block(pos);
    int n = 0;
    for (int i = b + geometry.blocks(length.bcount()) - 1; i >= b; i--) {
      Folio p = f.ownFolio(i);
      n += p != null && p.isWritePinned() ? 1 : 0;
    }
    return n;
  }

  /** file_check_and_advance_wb_err(). */
  Status fsyncStatus(@Nullable Inode f) {
    if (f == null) {
      return Status.ENOENT;
    }
    int end = cache.poisoned.get() == 0 ? 0 : Math.max(f.slotEnd(), f.mapEnd());
    for (int b = end - 1; b >= 0; b--) {
      if (access.isPoisoned(f, b)) {
        return Status.EIO;
      }
    }
    return Status.OK;
  }

  /** A name is its inode here, so an orphan is in the way. */
  static Status createStatus(@Nullable Inode f) {
    return f == null ? Status.OK : f.orphan ? Status.EBUSY : Status.EEXIST;
  }

  static Status unlinkStatus(@Nullable Inode f) {
    return f == null ? Status.ENOENT : Status.OK;
  }
}
