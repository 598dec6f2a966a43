package org.fragcache;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Pins of memory, as by pin_user_pages(): actions of the specification by name. */
final class PinCalls {
  private final PageCache cache;
  private final Access access;
  private final Lookup lookup;
  private final Fill fill;
  private final WriteFault faults;
  private final Geometry geometry;
  private final Steps steps;

  PinCalls(PageCache cache, Access access, Lookup lookup, Fill fill, WriteFault faults) {
    this.cache = cache;
    this.access = access;
    this.lookup = lookup;
    this.fill = fill;
    this.faults = faults;
    this.geometry = cache.geometry;
    this.steps = cache.steps;
  }

  /** pin_user_pages(): to write it breaks sharing first, as FOLL_LONGTERM | FOLL_WRITE does. */
  Status pin(String handle, String name, long pos, PinKind kind) {
    Inode f = cache.named(name);
    if (f == null) {
      return Status.ENOENT;
    }
    if (cache.pins.containsKey(handle)) {
      return Status.EBUSY;
    }
    if (!geometry.holds(pos)) {
      return Status.EFAULT;
    }
    int b = geometry.block(pos);
    if (geometry.isBeyondEof(f, b) || access.isPoisoned(f, b)) {
      return f.gone ? Status.ENOENT : Status.EFAULT;
    }
    f.incore = true;
    steps.at(Step.PinFault);
    boolean[] done = new boolean[1];
    boolean faulted =
        kind == PinKind.WRITE
            ? faults.fault(f, b, p -> done[0] = put(handle, f, pos, kind, p))
            : faults.read(
                f,
                b,
                lookup,
                fill,
                (w, p) -> {
                  boolean shows = w.holds() && (p != null || f.blocks(b) == null);
                  done[0] = shows && put(handle, f, pos, kind, p);
                  return shows;
                });
    if (!faulted) {
      return f.gone ? Status.ENOENT : Status.EFAULT;
    }
    return done[0] ? Status.OK : Status.EBUSY;
  }

  /** False if the handle has a pin by now. */
  private boolean put(String handle, Inode f, long pos, PinKind kind, @Nullable Folio p) {
    steps.at(Step.PinGrab);
    synchronized (cache.pins) {
      if (cache.pins.containsKey(handle)) {
        return false;
      }
      if (p != null) {
        p.pin(kind);
      }
      if (kind == PinKind.WRITE) {
        f.addWritePins(1);
      }
      cache.pins.put(handle, new Pin(kind, f, pos, p));
      return true;
    }
  }

  /** unpin_user_page(). A folio in no mapping goes with its last pin. */
  Status unpin(String handle) {
    steps.at(Step.PinPut);
    synchronized (cache.pins) {
      Pin pin = cache.pins.remove(handle);
      if (pin == null) {
        return Status.EINVAL;
      }
      Folio p = pin.folio();
      if (p != null && p.unpin(pin.kind())) {
        cache.folios.free(p);
      }
      if (pin.kind() == PinKind.WRITE) {
        pin.file().addWritePins(-1);
      }
      return Status.OK;
    }
  }

  Status load(String handle, ByteBuffer dst) {
    synchronized (cache.pins) {
      Pin pin = cache.pins.get(handle);
      if (pin == null) {
        return Status.EINVAL;
      }
      int at = geometry.within(pin.pos());
      int n = Math.min(dst.remaining(), geometry.blockSize() - at);
      Folio p = pin.folio();
      if (p == null) {
        Bytes.get(null, at, n, dst);
      } else {
        p.load(at, n, dst);
      }
      return Status.OK;
    }
  }

  /** To the memory, whether or not it is still the file's. */
  Status store(String handle, ByteBuffer src) {
    steps.at(Step.PinWrite);
    synchronized (cache.pins) {
      Pin pin = cache.pins.get(handle);
      if (pin == null) {
        return Status.EINVAL;
      }
      Folio p = pin.folio();
      if (pin.kind() != PinKind.WRITE || p == null) {
        return Status.EPERM;
      }
      int at = geometry.within(pin.pos());
      if (src.remaining() > geometry.blockSize() - at) {
        throw new IllegalArgumentException(
            "src: %d bytes at %d, expected all within a block of %d"
                .formatted(src.remaining(), pin.pos(), geometry.blockSize()));
      }
      p.store(at, src.remaining(), src);
      return Status.OK;
    }
  }
}
