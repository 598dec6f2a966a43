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

  /**
   * pin_user_pages(): to write it breaks sharing first, as FOLL_LONGTERM | FOLL_WRITE does. Takes
   * effect when the slot is looked at for the last time, under the monitor of pins.
   */
  Status pin(String handle, String name, long pos, PinKind kind) {
    for (; ; Thread.onSpinWait()) {
      Inode f = cache.named(name);
      Status status = f == null ? Status.ENOENT : pin(handle, f, pos, kind);
      if (status != null) {
        return status;
      }
    }
  }

  /** Null if the file has lost its name, or is about to: to be tried again. */
  private @Nullable Status pin(String handle, Inode f, long pos, PinKind kind) {
    if (cache.pins.containsKey(handle)) {
      return Status.EBUSY;
    }
    if (!geometry.holds(pos)) {
      return Status.EFAULT;
    }
    int b = geometry.block(pos);
    if (geometry.isBeyondEof(f, b) || access.isPoisoned(f, b)) {
      return f.isNamed() ? Status.EFAULT : null;
    }
    if (kind == PinKind.READ) {
      f.incore = true; // to write, when there is room
    }
    steps.at(Step.PinFault);
    Put put = new Put(handle, f, pos, kind);
    boolean faulted =
        kind == PinKind.WRITE
            ? faults.fault(f, b, put::locked)
            : faults.read(f, b, lookup, fill, put::seen);
    if (!faulted) {
      return f.isNamed() ? Status.EFAULT : null;
    }
    return put.status;
  }

  /**
   * What a pin does with the folio that it is of. Slot, name and handle are asked for under the
   * monitor of pins: nobody finds that the handle has no pin and then that it has one of before.
   */
  private final class Put {
    private final String handle;
    private final Inode file;
    private final long pos;
    private final PinKind kind;

    /** EBUSY if the handle has a pin by now; null if the file has lost its name. */
    @Nullable Status status;

    Put(String handle, Inode file, long pos, PinKind kind) {
      this.handle = handle;
      this.file = file;
      this.pos = pos;
      this.kind = kind;
    }

    /** The folio's lock, and invalidate_lock, keep it in the slot. */
    void locked(Folio p) {
      steps.at(Step.PinGrab);
      synchronized (cache.pins) {
        put(p);
      }
    }

    /** False if the slot shows another by now. */
    boolean seen(Walk w, @Nullable Folio p) {
      steps.at(Step.PinGrab);
      synchronized (cache.pins) {
        boolean shows = w.shows(p);
        if (shows) {
          put(p);
        }
        return shows;
      }
    }

    private void put(@Nullable Folio p) {
      if (!file.isNamed()) { // later than the slot: it had its name when that was looked at
        status = null;
        return;
      }
      if (cache.pins.containsKey(handle)) {
        status = Status.EBUSY;
        return;
      }
      if (p != null) {
        p.pin(kind);
      }
      if (kind == PinKind.WRITE) {
        file.addWritePins(1);
      }
      cache.pins.put(handle, new Pin(kind, file, pos, p));
      status = Status.OK;
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
