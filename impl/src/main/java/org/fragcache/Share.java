package org.fragcache;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A private run of a file, cached or not, becomes a fragment, once (D6): its blocks an extent, of
 * the same store blocks; its folios change owner; its slots are references. Page-table entries,
 * read-only by now, stay. Both locks of the file are held, and the run has been written back.
 *
 * <p>If the run is all that the file has, the file's mapping is given to the fragment as it is, and
 * no folio is touched. What lives in a kernel's address_space besides the folios, the
 * invalidate_lock with its waiters and the tree of views, is the inode's here and stays; a lookup
 * that has the mapping from before finds out when it looks at the slot again.
 */
final class Share {
  private final PageCache cache;
  private final Steps steps;

  Share(PageCache cache) {
    this.cache = cache;
    this.steps = cache.steps;
  }

  /**
   * Every run of own blocks of f within b..end-1, but for those that are to be copied, in order.
   */
  void runs(Inode f, int b, int end, BitSet copied) {
    int i = b;
    while (i < end) {
      int first = nextOwn(f, i, end);
      int last = ownEnd(f, first, end);
      i = last;
      for (int from = first; from < last; ) {
        int next = copied.nextSetBit(from);
        int to = next < 0 ? last : Math.min(next, last);
        if (to > from) {
          run(f, from, to - from);
        }
        from = Math.max(to, to + 1); // after the last index there is none
      }
    }
  }

  /** The first block from b on with bytes of its own, or end. */
  private int nextOwn(Inode f, int b, int end) {
    if (cache.memoryBacked) {
      SlotTree slots = f.mapping().slots;
      int i = slots.next(b, end);
      while (i < end && !(slots.load(i) instanceof Folio)) {
        i = slots.next(slots.runEnd(i, end), end);
      }
      return i;
    }
    synchronized (f.bmap) {
      RunMap.@Nullable Run<Blocks> run = f.bmap.next(b);
      while (run != null && run.at() < end && !(run.value() instanceof Blocks.Own)) {
        run = f.bmap.next(run.end());
      }
      return run == null || run.at() >= end ? end : Math.max(b, run.at());
    }
  }

  /** One past the last of the blocks from b on that all have bytes of their own. */
  private int ownEnd(Inode f, int b, int end) {
    int i = b;
    if (cache.memoryBacked) {
      Mapping m = f.mapping();
      synchronized (m) { // migration goes on
        if (b == 0 && m.folios() == end && m.slots.end() == end && f.refs.isEmpty()) {
          return end; // every slot
        }
      }
      while (i < end && m.slots.load(i) instanceof Folio) {
        i++;
      }
      return i;
    }
    synchronized (f.bmap) {
      while (i < end) {
        RunMap.@Nullable Run<Blocks> run = f.bmap.find(i);
        if (run == null || !(run.value() instanceof Blocks.Own)) {
          break;
        }
        i = Math.min(end, run.end());
      }
      return i;
    }
  }

  private void run(Inode f, int b, int n) {
    steps.at(Step.ShareFind);
    Extent x = cache.memoryBacked ? null : newExtent(f, b, n);
    int key = x == null ? cache.fragments.takeId() : x.id;
    if (steps.isOn() && f.mapping().slots.next(b, b + n) < b + n) {
      steps.at(Step.ShareCheck);
    }
    if (isAll(f, b, n)) {
      donate(f, n, x, key);
    } else {
      move(f, b, n, x, key);
    }
  }

  /** Nothing else is in the mapping, and nothing keeps a folio in it from changing owner. */
  private static boolean isAll(Inode f, int b, int n) {
    return b == 0 && f.refs.isEmpty() && f.slotEnd() <= n && !f.mapping().isBusy();
  }

  private void donate(Inode f, int n, @Nullable Extent x, int key) {
    steps.at(Step.ShareMake);
    Mapping donated = f.mapping();
    Fragment fr = new Fragment(key, x, n, n, donated);
    Ref ref = cache.register(f, 0, n, fr, 0);
    Mapping fresh = new Mapping(f);
    fresh.slots.store(0, n, ref);
    hash(fr);
    steps.at(Step.ShareSlot);
    donated.donate(fr);
    f.setMapping(fresh);
    mapShared(f, 0, n, x);
  }

  /** Folio by folio: each with its lock, so that nobody frees it while a slot still has it. */
  private void move(Inode f, int b, int n, @Nullable Extent x, int key) {
    steps.at(Step.ShareMake);
    Fragment fr = new Fragment(key, x, n, n);
    Ref ref = cache.register(f, b, n, fr, 0);
    hash(fr);
    Mapping m = f.mapping();
    int end = b + n;
    for (int i = m.slots.next(b, end); i < end; i = m.slots.next(i + 1, end)) {
      moveFolio(m, i, fr, i - b, ref);
    }
    steps.at(Step.ShareSlot);
    synchronized (m) {
      m.slots.store(b, n, ref);
    }
    mapShared(f, b, n, x);
  }

  private void moveFolio(Mapping m, int b, Fragment fr, int o, Ref ref) {
    for (; ; Thread.onSpinWait()) {
      if (!(m.slots.load(b) instanceof Folio p)) {
        return; // reclaimed
      }
      if (!p.tryGet()) {
        continue;
      }
      steps.lock(Step.ShareCheck, p);
      if (p.mapping == m && p.index == b) {
        p.awaitWriteback();
        synchronized (fr.mapping) {
          fr.mapping.adopt(o, p);
        }
        synchronized (m) {
          m.giveUp(b, ref);
        }
        cache.unlockPut(p);
        return;
      }
      cache.unlockPut(p);
    }
  }

  private void hash(Fragment fr) {
    if (fr.extent != null) {
      fr.extent.hash(fr);
    } else {
      cache.fragments.put(fr);
    }
  }

  private void mapShared(Inode f, int b, int n, @Nullable Extent x) {
    if (x != null) {
      synchronized (f.bmap) {
        f.bmap.put(b, n, new Blocks.Shared(x, -b));
        cache.changed.blocks(f, b, n);
      }
    }
  }

  private Extent newExtent(Inode f, int b, int n) {
    RunMap<Blocks.Own> blocks = new RunMap<>();
    List<RunMap.Run<Blocks>> runs = new ArrayList<>(1);
    synchronized (f.bmap) {
      f.bmap.forEach(b, n, (at, len, run) -> runs.add(new RunMap.Run<>(at, len, run)));
    }
    for (RunMap.Run<Blocks> run : runs) {
      if (run.value() instanceof Blocks.Own own) {
        blocks.put(run.at() - b, run.len(), new Blocks.Own(own.delta() + b));
      }
    }
    return cache.extents.add(n, blocks);
  }
}
