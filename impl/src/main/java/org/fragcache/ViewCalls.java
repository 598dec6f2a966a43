package org.fragcache;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** What a process does with memory that maps a file: actions of the specification by name. */
final class ViewCalls {
  private final PageCache cache;
  private final Lookup lookup;
  private final Fill fill;
  private final WriteFault faults;
  private final Calls calls;
  private final Geometry geometry;
  private final Steps steps;

  ViewCalls(PageCache cache, Lookup lookup, Fill fill, WriteFault faults, Calls calls) {
    this.cache = cache;
    this.lookup = lookup;
    this.fill = fill;
    this.faults = faults;
    this.calls = calls;
    this.geometry = cache.geometry;
    this.steps = cache.steps;
  }

  /**
   * mmap() of a whole file. Takes both locks of the file, so that each referrer that it has, or
   * gets, says whether the file is mapped.
   */
  Status map(String process, String name, MapKind kind) {
    Inode f = cache.named(name);
    if (f == null) {
      return Status.ENOENT;
    }
    f.rwsem.lock();
    f.invalidate.lock();
    try {
      if (f.gone || f.orphan) {
        return Status.ENOENT;
      }
      View v = new View(process, f, kind);
      if (cache.views.putIfAbsent(process, v) != null) {
        return Status.EEXIST;
      }
      f.incore = true;
      f.addView(v);
      if (f.views.length == 1) {
        PageCache.setMapped(f, true);
      }
      return Status.OK;
    } finally {
      f.invalidate.unlock();
      f.rwsem.unlock();
    }
  }

  /** munmap(); the last view of an inode without name ends it. */
  Status unmap(String process) {
    View v = cache.views.get(process);
    if (v == null) {
      return Status.OK;
    }
    Inode f = v.file;
    f.rwsem.lock();
    f.invalidate.lock();
    boolean isLast = f.orphan && f.views.length == 1;
    long held = isLast ? cache.room.hold(PageCache.mostRoom(f, 0)) : 0; // before the view is gone
    try {
      if (cache.views.get(process) != v) {
        return Status.OK;
      }
      // With the view the file goes: who finds the view gone must not find the file there, and from
      // now on a create waits until its name is free.
      f.gone = isLast;
      synchronized (v) {
        cache.views.remove(process, v);
        v.gone = true;
        for (int b = v.pte.end() - 1; b >= 0; b--) {
          if (v.pte.get(b) != Pte.NONE) {
            cache.ptes.clear(v, b);
          }
        }
        v.notifyAll();
      }
      f.removeView(v);
      if (!f.isMapped()) {
        PageCache.setMapped(f, false);
        if (f.orphan) {
          calls.destroy(f);
        }
      }
      return Status.OK;
    } finally {
      cache.room.settle(held);
      f.invalidate.unlock();
      f.rwsem.unlock();
    }
  }

  /** filemap_fault() and the load. Takes effect at the load, through an entry or a private copy. */
  Status load(String process, long pos, ByteBuffer dst) {
    View v = cache.views.get(process);
    if (v == null || !geometry.holds(pos)) {
      return Status.SIGSEGV;
    }
    int b = geometry.block(pos);
    for (; ; ) {
      Status status = tryLoad(v, b, geometry.within(pos), dst);
      if (status != null) {
        return status;
      }
      if (!faults.read(v.file, b, lookup, fill, (w, p) -> install(v, w, p))) {
        return synchronizedStatus(v);
      }
    }
  }

  private static Status synchronizedStatus(View v) {
    synchronized (v) {
      return v.gone ? Status.SIGSEGV : Status.SIGBUS;
    }
  }

  /** Null if there is nothing to load from. */
  private @Nullable Status tryLoad(View v, int b, int at, ByteBuffer dst) {
    steps.at(Step.LoadAccess);
    int n = Math.min(dst.remaining(), geometry.blockSize() - at);
    synchronized (v) {
      if (v.gone) {
        return Status.SIGSEGV;
      }
      ByteBuffer copy = v.copy(b);
      if (copy != null) {
        Bytes.get(copy, at, n, dst);
        return Status.OK;
      }
      long pte = settledPte(v, b);
      if (pte == Pte.NONE) {
        return v.gone ? Status.SIGSEGV : null;
      }
      Folio p = cache.ptes.folio(pte);
      if (p == null) {
        Bytes.get(null, at, n, dst);
      } else {
        p.load(at, n, dst);
      }
      return Status.OK;
    }
  }

  /** migration_entry_wait(). Under the view's monitor, which it gives up to wait. */
  private static long settledPte(View v, int b) {
    boolean interrupted = false;
    while (Pte.isMigrating(v.pte.get(b))) {
      try {
        v.wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return v.pte.get(b);
  }

  /** LoadMap and LoadZero: finish_fault(), read-only. */
  private boolean install(View v, Walk w, @Nullable Folio p) {
    if (p != null) {
      steps.at(Step.LoadMap);
    }
    synchronized (v) {
      if (v.gone) {
        return true; // the caller finds out
      }
      boolean none = v.pte.get(w.block) == Pte.NONE && v.copy(w.block) == null;
      if (none && w.shows(p)) {
        cache.ptes.set(v, w.block, p, false);
      }
      return true;
    }
  }

  /**
   * filemap_page_mkwrite() or do_cow_fault(), and the store; bytes within a block. Takes effect at
   * the store.
   */
  Status store(String process, long pos, ByteBuffer src) {
    View v = cache.views.get(process);
    if (v == null || !geometry.holds(pos)) {
      return Status.SIGSEGV;
    }
    int b = geometry.block(pos);
    int at = geometry.within(pos);
    for (; ; ) {
      Status status = tryStore(v, b, at, src);
      if (status != null) {
        return status;
      }
      CowFault cow = new CowFault(v, at, src);
      boolean faulted =
          v.kind == MapKind.SHARED
              ? faults.fault(v.file, b, p -> mapWritable(v, b, p))
              : faults.read(v.file, b, lookup, fill, cow);
      if (cow.stored) {
        return Status.OK;
      }
      steps.at(Step.StoreRetry);
      if (!faulted) {
        return synchronizedStatus(v);
      }
    }
  }

  /** Null if there is nothing to store to. */
  private @Nullable Status tryStore(View v, int b, int at, ByteBuffer src) {
    steps.at(Step.StoreAccess);
    int n = src.remaining();
    synchronized (v) {
      if (v.gone) {
        return Status.SIGSEGV;
      }
      ByteBuffer copy = v.copy(b);
      if (copy != null) {
        Bytes.put(copy, at, n, src);
        return Status.OK;
      }
      long pte = settledPte(v, b);
      Folio p = cache.ptes.folio(pte);
      if (v.gone || p == null || !Pte.isWritable(pte)) {
        return v.gone ? Status.SIGSEGV : null;
      }
      p.store(at, n, src);
      p.hint(Folio.REFERENCED);
      return Status.OK;
    }
  }

  /** FaultMap: under the folio's lock, so that writeback does not come between. */
  private void mapWritable(View v, int b, Folio p) {
    synchronized (v) {
      if (!v.gone) {
        cache.ptes.set(v, b, p, true);
      }
    }
  }

  /**
   * do_cow_fault(), and the store: the view's own copy of what it shows; takes no room. Both at
   * once: a copy that is there before its store would show others, for that while, what the file
   * has no longer.
   */
  private final class CowFault implements WriteFault.Seen {
    private final View view;
    private final int at;
    private final ByteBuffer src;
    private boolean stored;

    CowFault(View view, int at, ByteBuffer src) {
      this.view = view;
      this.at = at;
      this.src = src;
    }

    /** The bytes, and the slot after them, of one moment; false if the slot has changed. */
    private boolean copies(Walk w, @Nullable Folio p, ByteBuffer copy) {
      for (; ; Thread.onSpinWait()) {
        int sequence = p == null ? 0 : p.sequence();
        if (p != null) {
          p.copy(0, geometry.blockSize(), copy);
        }
        VarHandle.acquireFence();
        boolean shows = w.shows(p);
        if (!shows || p == null || p.isUnchanged(sequence)) {
          return shows;
        }
      }
    }

    @Override
    public boolean use(Walk w, @Nullable Folio p) {
      ByteBuffer copy = ByteBuffer.allocate(geometry.blockSize()).order(ByteOrder.LITTLE_ENDIAN);
      synchronized (view) {
        if (view.gone || view.copy(w.block) != null) {
          return true;
        }
        if (!copies(w, p, copy)) {
          return false;
        }
        Bytes.put(copy, at, src.remaining(), src);
        view.setCopy(w.block, copy.clear());
        cache.ptes.clear(view, w.block);
        stored = true;
        return true;
      }
    }
  }
}
