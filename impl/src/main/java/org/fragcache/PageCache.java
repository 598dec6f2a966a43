package org.fragcache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What there is: inodes, views, pins, extents, fragments, folios, the store; and what all
 * procedures do with it. {@link Lookup} and the rest, one for each procedure of the specification's
 * FragmentSteps, are built on this.
 *
 * <p>Locks are taken in the order that impl/README.md draws. Monitors are for single steps: nobody
 * waits for anything but another monitor further down while it holds one.
 */
final class PageCache {
  final Geometry geometry;
  final boolean memoryBacked;
  final Steps steps;
  final Map<String, Inode> inodes = new ConcurrentHashMap<>(); // orphans too
  final Map<String, View> views = new ConcurrentHashMap<>(); // by process
  final Map<String, Pin> pins = new ConcurrentHashMap<>(); // by handle
  final ExtentTable extents = new ExtentTable();
  final FragmentTable fragments;
  final FolioPool folios;
  final StoreAccess store;
  final Changed changed = new Changed();
  final Ptes ptes;
  final Room room;

  /** Poisoned folios in mappings: while there are none nobody need look for one. */
  final AtomicInteger poisoned = new AtomicInteger();

  private final AtomicLong inodeIds = new AtomicLong();
  private final Reclaim reclaim;

  PageCache(
      Geometry geometry,
      boolean memoryBacked,
      long capacity,
      int maxFolios,
      BlockStore blocks,
      Steps steps) {
    this.geometry = geometry;
    this.memoryBacked = memoryBacked;
    this.steps = steps;
    this.fragments = new FragmentTable(memoryBacked ? null : extents);
    this.store = new StoreAccess(blocks);
    this.folios = new FolioPool(geometry.blockSize(), maxFolios);
    this.ptes = new Ptes(folios);
    this.room = new Room(memoryBacked, capacity);
    this.reclaim = new Reclaim(this);
  }

  Reclaim reclaim() {
    return reclaim;
  }

  /** The file of this name, or null; an orphan has none, nor has one that has just gone. */
  @Nullable Inode named(String name) {
    Inode f = inodes.get(name);
    return f == null || f.orphan || f.gone ? null : f;
  }

  /** An inode that is not in memory, and not found by its name yet. */
  Inode newInode(String name) {
    return new Inode(name, inodeIds.incrementAndGet());
  }

  // Folios.

  /**
   * {@code NewFolio}, locked, with the caller's reference; after reclaim if memory is short: so
   * clean own slots of any file may be empty, and block maps changed by writeback, when this
   * returns. The caller holds no folio's lock.
   *
   * @throws IllegalStateException if there is no memory, see {@link Reclaim#makeRoom}
   */
  Folio newFolio() {
    for (; ; ) {
      Folio p = folios.take();
      if (p != null) {
        p.lock();
        return p;
      }
      reclaim.makeRoom();
    }
  }

  /** Folios that {@link FolioPool#takeReserved} will give, after reclaim if memory is short. */
  void reserveFolios(int n) {
    int done = 0;
    try {
      while (done < n) {
        if (folios.reserve(1)) {
          done++;
        } else {
          reclaim.makeRoom();
        }
      }
    } finally {
      if (done < n) {
        folios.unreserve(done);
      }
    }
  }

  /** A folio that was to be added is not needed: it is free, unless a lookup still holds it. */
  void discard(Folio p) {
    p.unlock();
    folios.put(p);
  }

  void unlockPut(Folio p) {
    p.unlock();
    folios.put(p);
  }

  /**
   * A locked folio leaves the mapping that it is in; the mapping's reference goes. One that is
   * pinned stays, with its bytes, in no mapping.
   */
  void remove(Folio p) {
    Mapping m = mappingOf(p);
    settle(p);
    synchronized (m) {
      m.remove(p);
    }
    folios.put(p);
  }

  /** What its mapping has counted because of a folio that leaves it. */
  void settle(Folio p) {
    if (p.is(Folio.POISONED)) {
      poisoned.decrementAndGet();
    }
    if ((p.clear(Folio.RESERVED) & Folio.RESERVED) != 0 || memoryBacked) {
      room.give(1);
    }
  }

  /** Of a folio that is in one. */
  static Mapping mappingOf(Folio p) {
    Mapping m = p.mapping;
    if (m == null) {
      throw new IllegalStateException(p + ": in no mapping, expected one");
    }
    return m;
  }

  /** folio_mark_dirty(): of block b of f, locked, or kept from cleaning in another way. */
  void dirty(Inode f, int b, Folio p, Credit credit) {
    if (memoryBacked) {
      return;
    }
    if (!p.is(Folio.DIRTY | Folio.RESERVED) && !(f.blocks(b) instanceof Blocks.Own)) {
      credit.use();
      p.set(Folio.RESERVED);
    }
    p.set(Folio.DIRTY);
  }

  // References to fragments (D3, D4).

  /**
   * A referrer: blocks b..b+n-1 of f, of which none has one, refer to fr from offset o; joined with
   * those that it continues. Gives the reference for the slots: that of a neighbour, if the file
   * has dropped none since it was made, else another object, so that no slot gets one back that it
   * had.
   */
  Ref register(Inode f, int b, int n, Fragment fr, int o) {
    int at = b;
    int end = b + n;
    synchronized (f.refs) {
      Ref ref = new Ref(fr, o - b, f.drops);
      RunMap.Run<Referrer> before = f.refs.find(b - 1);
      RunMap.Run<Referrer> after = f.refs.next(b);
      if (after != null && after.at() < end) {
        throw new IllegalStateException(
            "%s at %d: get of %d references, expected none there, not %s"
                .formatted(f, b, n, after));
      }
      synchronized (fr.referrers) {
        if (before != null && before.value().ref.continues(ref)) {
          ref = joined(ref, before.value());
          at = before.at();
        }
        if (after != null && after.at() == b + n && after.value().ref.continues(ref)) {
          ref = joined(ref, after.value());
          end = after.end();
        }
        enter(f, at, end - at, ref);
      }
      return ref;
    }
  }

  /** A referrer goes, for it is a part of another now; its reference, if it is not too old. */
  private static Ref joined(Ref ref, Referrer with) {
    ref.fragment().referrers.remove(with);
    return with.ref.made() == ref.made() ? with.ref : ref;
  }

  /** In place of all that f has at these blocks. */
  private static void enter(Inode f, int at, int n, Ref ref) {
    Referrer r = new Referrer(f, ref, at);
    f.refs.put(at, n, r);
    ref.fragment().referrers.add(r, n, f.isMapped());
  }

  /**
   * Blocks b..b+n-1 of f, all of one run, refer to the fragment no longer; a referrer is shortened,
   * split in two, or goes.
   *
   * @return from where on, within the range, offsets may have lost their last referrer; -1 if none
   *     has
   */
  int unregister(Inode f, int b, int n) {
    synchronized (f.refs) {
      RunMap.Run<Referrer> run = f.refs.find(b);
      if (run == null || run.end() < b + n) {
        throw new IllegalStateException(
            "%s at %d: drop of %d references, expected a run of them, not %s"
                .formatted(f, b, n, run));
      }
      Ref ref = run.value().ref;
      ReferrerTree referrers = ref.fragment().referrers;
      synchronized (referrers) {
        referrers.remove(run.value());
        f.refs.remove(run.at(), run.len());
        f.drops++;
        if (run.at() < b) {
          enter(f, run.at(), b - run.at(), ref);
        }
        if (b + n < run.end()) {
          enter(f, b + n, run.end() - (b + n), ref);
        }
        int end = ref.offset(b) + n;
        int covered = referrers.coveredTo(ref.offset(b), end);
        return covered < end ? covered : -1;
      }
    }
  }

  /** The views of f are its first, or there are none any longer: rmap may leave it out, or not. */
  static void setMapped(Inode f, boolean mapped) {
    synchronized (f.refs) {
      f.refs.forEach(
          0,
          Integer.MAX_VALUE,
          (at, n, r) -> {
            ReferrerTree referrers = r.ref.fragment().referrers;
            synchronized (referrers) {
              referrers.setMapped(r, mapped);
            }
          });
    }
  }

  // Block maps.

  /**
   * As much as dropping all from block b on can give back, and more: each block, and the
   * reservation of a dirty folio over it.
   */
  static long mostRoom(Inode f, int b) {
    return 2 * Math.max(0L, Math.max(f.slotEnd(), f.mapEnd()) - (long) b);
  }

  /** Blocks b..b+n-1 of f become holes: what they had of the store is released. */
  void unmapBlocks(Inode f, int b, int n) {
    synchronized (f.bmap) {
      int end = Math.min(f.bmap.end(), b + n);
      room.give(release(f, b, n));
      f.bmap.remove(b, n);
      changed.blocks(f, b, end - b);
    }
  }

  /**
   * Block b of f, dirty until now, is this block of the store; what it had is released. The
   * reservation of the folio, if it has one, is used; else the new block takes the old one's place.
   */
  void mapOwn(Inode f, int b, long block, Folio p) {
    synchronized (f.bmap) {
      boolean reserved = (p.clear(Folio.RESERVED) & Folio.RESERVED) != 0;
      room.give(release(f, b, 1) - (reserved ? 0 : 1));
      f.bmap.put(b, 1, new Blocks.Own(block - b));
      changed.blocks(f, b, 1);
    }
  }

  /** Gives how many blocks of the store were freed. */
  private int release(Inode f, int b, int n) {
    int[] freed = new int[1];
    f.bmap.forEach(
        b,
        n,
        (at, len, blocks) -> {
          if (blocks instanceof Blocks.Own own) {
            for (int i = at; i < at + len; i++) {
              store.free(own.block(i));
            }
            freed[0] += len;
          } else if (blocks instanceof Blocks.Shared shared) {
            freed[0] += shared.extent().release(shared.offset(at), len, store, extents);
          }
        });
    return freed[0];
  }
}
