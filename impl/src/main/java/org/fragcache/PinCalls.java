package org.fragcache;

import java.nio.ByteBuffer;

/** Pins of memory, as by pin_user_pages(): actions of the specification by name. Under the lock. */
final class PinCalls {
  private final PageCache cache;
  private final Access access;
  private final Geometry geometry;

  PinCalls(PageCache cache, Access access) {
    this.cache = cache;
    this.access = access;
    this.geometry = cache.geometry;
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
      return Status.EFAULT;
    }
    if (kind == PinKind.WRITE && !cache.room.has(cache.room.need(f, b))) {
      return Status.EFAULT;
    }
    cache.iget(f);
    Folio p = kind == PinKind.READ ? access.fill(f, b) : access.storeBlock(f, b, false, data -> {});
    if (p != null) {
      p.pin(kind);
    }
    cache.pins.put(handle, new Pin(kind, name, pos, p));
    return Status.OK;
  }

  /** unpin_user_page(). A folio in no mapping goes with its last pin. */
  Status unpin(String handle) {
    Pin pin = cache.pins.remove(handle);
    if (pin == null) {
      return Status.EINVAL;
    }
    Folio p = pin.folio();
    if (p != null && p.unpin(pin.kind())) {
      cache.folios.free(p);
    }
    return Status.OK;
  }

  Status load(String handle, ByteBuffer dst) {
    Pin pin = cache.pins.get(handle);
    if (pin == null) {
      return Status.EINVAL;
    }
    int at = geometry.within(pin.pos());
    int n = Math.min(dst.remaining(), geometry.blockSize() - at);
    Folio p = pin.folio();
    Bytes.get(p == null ? null : p.data, at, n, dst);
    return Status.OK;
  }

  /** To the memory, whether or not it is still the file's. */
  Status store(String handle, ByteBuffer src) {
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
    Bytes.put(p.data, at, src.remaining(), src);
    return Status.OK;
  }
}
