package org.fragcache;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What a process does with memory that maps a file: actions of the specification by name. Under the
 * cache's lock.
 */
final class ViewCalls {
  private final PageCache cache;
  private final Access access;
  private final Geometry geometry;

  ViewCalls(PageCache cache, Access access) {
    this.cache = cache;
    this.access = access;
    this.geometry = cache.geometry;
  }

  /** mmap() of a whole file. */
  Status map(String process, String name, MapKind kind) {
    Inode f = cache.named(name);
    if (f == null) {
      return Status.ENOENT;
    }
    if (cache.views.containsKey(process)) {
      return Status.EEXIST;
    }
    cache.iget(f);
    View v = new View(process, f, kind);
    cache.views.put(process, v);
    f.views.add(v);
    return Status.OK;
  }

  /** munmap(); the last view of an inode without name ends it. */
  Status unmap(String process) {
    View v = cache.views.remove(process);
    if (v != null) {
      for (int b = v.pte.end() - 1; b >= 0; b--) {
        cache.ptes.clear(v, b);
      }
      v.file.views.remove(v);
      if (v.file.orphan && v.file.views.isEmpty()) {
        cache.destroy(v.file);
      }
    }
    return Status.OK;
  }

  /** filemap_fault() and the load. */
  Status load(String process, long pos, ByteBuffer dst) {
    View v = cache.views.get(process);
    if (v == null || !geometry.holds(pos)) {
      return Status.SIGSEGV;
    }
    int b = geometry.block(pos);
    ByteBuffer data = v.copy(b);
    if (data == null) {
      Status status = faultStatus(v, b);
      if (status != Status.OK) {
        return status;
      }
      Folio p = fault(v, b, true);
      data = p == null ? null : p.data;
    }
    int at = geometry.within(pos);
    Bytes.get(data, at, Math.min(dst.remaining(), geometry.blockSize() - at), dst);
    return Status.OK;
  }

  private Status faultStatus(View v, int b) {
    return geometry.isBeyondEof(v.file, b) || access.isPoisoned(v.file, b)
        ? Status.SIGBUS
        : Status.OK;
  }

  /** The folio that the view shows at b, null for the zero page. */
  private @Nullable Folio fault(View v, int b, boolean install) {
    long pte = v.pte.get(b);
    if (pte != Pte.NONE) {
      return Pte.folio(pte) == Pte.ZERO_PAGE ? null : cache.folios.get(Pte.folio(pte));
    }
    Folio p = access.fill(v.file, b);
    if (install) {
      cache.ptes.set(v, b, p == null ? Pte.ZERO_PAGE : p.id, false);
    }
    return p;
  }

  /** filemap_page_mkwrite() or do_cow_fault(), and the store; bytes within a block. */
  Status store(String process, long pos, ByteBuffer src) {
    View v = cache.views.get(process);
    if (v == null || !geometry.holds(pos)) {
      return Status.SIGSEGV;
    }
    int b = geometry.block(pos);
    int at = geometry.within(pos);
    int n = src.remaining();
    ByteBuffer copy = v.copy(b);
    if (copy == null) {
      Status status = faultStatus(v, b);
      if (status != Status.OK) {
        return status;
      }
      if (v.kind == MapKind.SHARED) {
        return storeShared(v, b, at, src);
      }
      copy = copyOf(v, b);
    }
    Bytes.put(copy, at, n, src);
    return Status.OK;
  }

  /**
   * A store through a writable entry is to the folio, dirty already; else the block is made own.
   */
  private Status storeShared(View v, int b, int at, ByteBuffer src) {
    if (!cache.room.has(cache.room.need(v.file, b))) {
      return Status.SIGBUS;
    }
    int n = src.remaining();
    boolean whole = n == geometry.blockSize();
    Folio p = access.storeBlock(v.file, b, whole, data -> Bytes.put(data, at, n, src));
    if (!Pte.isWritable(v.pte.get(b))) {
      cache.ptes.set(v, b, p.id, true);
    }
    return Status.OK;
  }

  /** do_cow_fault(): the view's own copy of what it shows; takes no room. */
  private ByteBuffer copyOf(View v, int b) {
    Folio p = fault(v, b, false);
    ByteBuffer copy = ByteBuffer.allocate(geometry.blockSize()).order(ByteOrder.LITTLE_ENDIAN);
    if (p != null) {
      copy.put(0, p.data, 0, geometry.blockSize());
    }
    v.setCopy(b, copy);
    cache.ptes.clear(v, b);
    return copy;
  }
}
