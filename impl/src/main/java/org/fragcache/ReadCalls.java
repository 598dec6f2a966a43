package org.fragcache;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * filemap_read(), in three ways, each tried if the one before cannot do it: without a reference,
 * with one, and after the block has been filled.
 */
final class ReadCalls {
  private final PageCache cache;
  private final Lookup lookup;
  private final Fill fill;
  private final Access access;
  private final Geometry geometry;
  private final Steps steps;

  ReadCalls(PageCache cache, Lookup lookup, Fill fill, Access access) {
    this.cache = cache;
    this.lookup = lookup;
    this.fill = fill;
    this.access = access;
    this.geometry = cache.geometry;
    this.steps = cache.steps;
  }

  /**
   * A read of what is cached, without lock or reference: the folio's sequence number before and
   * after the copy tells that the bytes, and the size, are those of one moment, and the slots that
   * they were the block's at that moment. The module FastRead of the specification, in its order;
   * the sequence number is looked at last. Allocates nothing. With a listener it is left out, so
   * that every read takes the steps of FragmentSteps.
   *
   * @return null if it cannot be done so; bytes of {@code dst} past its position may have changed
   */
  @Nullable Status readFast(String name, long pos, ByteBuffer dst) {
    Inode f = cache.named(name);
    if (f == null) {
      return Status.ENOENT;
    }
    if (pos < 0) {
      return Status.EINVAL;
    }
    if (steps.isOn() || !f.incore) {
      return null;
    }
    if (pos >= f.size) {
      return f.isNamed() ? Status.OK : null;
    }
    int b = geometry.block(pos);
    Mapping m = f.mapping();
    int id = m.slots.folioId(b);
    Object entry = null;
    SlotTree slots = m.slots;
    int index = b;
    if (id == 0) {
      entry = m.slots.load(b);
      if (!(entry instanceof Ref ref)) {
        return null;
      }
      slots = ref.fragment().mapping.slots;
      index = ref.offset(b);
      id = slots.folioId(index);
      if (id == 0) {
        return null;
      }
    }
    Slab slab = cache.folios.slab(id);
    int sequence = slab.sequence(id);
    int flags = slab.flags(id);
    if ((flags & (Folio.UPTODATE | Folio.POISONED)) != Folio.UPTODATE) {
      return null;
    }
    long left = f.size - pos;
    if (left <= 0) {
      return null;
    }
    int n = length(pos, left, dst);
    slab.copy(id, geometry.within(pos), n, dst);
    VarHandle.acquireFence();
    boolean isThere =
        slots.folioId(index) == id
            && (entry == null ? f.mapping() == m : f.holds(m, b, entry))
            && !f.orphan;
    if (!isThere || !slab.isUnchanged(id, sequence)) {
      return null;
    }
    dst.position(dst.position() + n);
    if ((flags & Folio.REFERENCED) == 0) {
      slab.setFlags(id, Folio.REFERENCED);
    }
    return Status.OK;
  }

  /**
   * filemap_read(), of what is cached, with a reference. Takes effect when the slot is looked at
   * for the last time, or through an own folio when the bytes are loaded.
   *
   * @return null if the block is not cached, or the file is about to lose its name
   */
  private @Nullable Status readCached(Inode f, long pos, ByteBuffer dst) {
    if (!geometry.holds(pos)) {
      return nothing(f);
    }
    Walk w = new Walk(f, geometry.block(pos));
    for (; ; Thread.onSpinWait()) {
      steps.at(Step.ReadSize);
      if (pos >= f.size) {
        return nothing(f);
      }
      lookup.find(w);
      Folio p = w.page;
      if (p == null) {
        return null;
      }
      Status status = copy(w, p, pos, dst);
      if (status != null) {
        return status;
      }
    }
  }

  /** No byte; or null, of a file that is gone: the name says when it is not there any more. */
  private static @Nullable Status nothing(Inode f) {
    return f.gone ? null : f.orphan ? Status.ENOENT : Status.OK;
  }

  /**
   * The bytes, if they and the size are of one moment at which the folio was the block's: else
   * null. Puts the folio.
   */
  private @Nullable Status copy(Walk w, Folio p, long pos, ByteBuffer dst) {
    Inode f = w.file;
    int n = 0;
    boolean isPoisoned;
    boolean isThere;
    try {
      int sequence = p.sequence();
      steps.at(Step.ReadHit);
      long left = f.size - pos;
      if (left <= 0) {
        return nothing(f);
      }
      isPoisoned = p.is(Folio.POISONED);
      steps.at(Step.ReadCopy);
      for (; ; Thread.onSpinWait()) {
        n = isPoisoned || left <= 0 ? 0 : length(pos, left, dst);
        p.copy(geometry.within(pos), n, dst);
        VarHandle.acquireFence();
        isThere = w.holds();
        if (!isThere || p.isUnchanged(sequence)) {
          break;
        }
        sequence = p.sequence();
        left = f.size - pos;
      }
      steps.at(Step.ReadPut);
    } finally {
      cache.folios.put(p);
    }
    if (!isThere) {
      return null;
    }
    if (!f.isNamed()) {
      return f.gone ? null : Status.ENOENT;
    }
    dst.position(dst.position() + n);
    p.hint(Folio.REFERENCED);
    return isPoisoned ? Status.EIO : Status.OK;
  }

  private int length(long pos, long left, ByteBuffer dst) {
    int n = Math.min(dst.remaining(), geometry.blockSize() - geometry.within(pos));
    return (int) Math.min(n, left);
  }

  /** filemap_read(), of anything. */
  Status read(String name, long pos, ByteBuffer dst) {
    for (; ; ) {
      Inode f = cache.named(name);
      if (f == null) {
        return Status.ENOENT;
      }
      if (pos < 0) {
        return Status.EINVAL;
      }
      f.incore = true;
      Status status = readCached(f, pos, dst);
      if (status == null) {
        status = readFilling(f, pos, dst);
      }
      if (status != null) {
        return status;
      }
    }
  }

  /** Null if it is to be tried again. */
  private @Nullable Status readFilling(Inode f, long pos, ByteBuffer dst) {
    steps.lockShared(Step.ReadLock, f.invalidate);
    try {
      if (f.gone) {
        return null;
      }
      int b = geometry.block(pos);
      boolean isHole = fill.fill(f, b);
      steps.at(Step.ReadFilled);
      long left = f.size - pos;
      if (!isHole) {
        return null;
      }
      if (left <= 0) {
        return f.orphan ? Status.ENOENT : Status.OK;
      }
      steps.at(Step.ReadHole);
      if (!access.isHole(f, b)) {
        return null;
      }
      Bytes.get(null, 0, length(pos, left, dst), dst);
      return Status.OK;
    } finally {
      steps.at(Step.ReadRelease);
      f.invalidate.unlockShared();
    }
  }
}
