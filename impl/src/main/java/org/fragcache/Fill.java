package org.fragcache;

import java.nio.ByteBuffer;

/**
 * Brings a block into the cache, unless it is a hole; the caller looks it up again. Two sharers of
 * a block fill one folio: a miss on a shared block attaches the slot to the fragment of its extent
 * (D2). Procedure {@code Fill} of FragmentSteps; filemap_create_folio().
 *
 * <p>A new folio is in its mapping, locked, before the store is asked where the block is: so who
 * would change the block map waits for it. FragmentSteps reads the map first, which is safe there
 * for own blocks are written in place.
 */
final class Fill {
  private final PageCache cache;
  private final Drop drop;
  private final Steps steps;

  Fill(PageCache cache, Drop drop) {
    this.cache = cache;
    this.drop = drop;
    this.steps = cache.steps;
  }

  /**
   * The file's invalidate_lock is held, shared at least.
   *
   * @return whether the block is a hole
   * @throws java.io.UncheckedIOException if the store fails: then no folio has come
   */
  boolean fill(Inode f, int b) {
    steps.at(Step.FillMap);
    Object entry = f.slot(b); // before the map: a block that has neither has had neither then
    if (entry instanceof Folio) {
      return false;
    }
    if (entry == null) {
      Blocks blocks = f.blocks(b);
      if (blocks == null) {
        return true;
      }
      if (blocks instanceof Blocks.Own) {
        fillOwn(f, b);
        return false;
      }
      if (!attach(f, b, (Blocks.Shared) blocks)) {
        return false;
      }
    }
    steps.at(Step.FillFind);
    if (f.slot(b) instanceof Ref ref) {
      fillFragment(b, ref);
    }
    return false;
  }

  private void fillOwn(Inode f, int b) {
    steps.at(Step.FillOwn);
    Folio p = cache.newFolio();
    Mapping m = f.mapping();
    synchronized (m) {
      if (m.slots.load(b) != null) {
        cache.discard(p);
        return;
      }
      m.add(b, p);
    }
    read(p, f.blocks(b) instanceof Blocks.Own own ? own.block(b) : -1);
  }

  /** The slot comes to refer to the fragment of its extent, unless it or the map has changed. */
  private boolean attach(Inode f, int b, Blocks.Shared shared) {
    Fragment fr = steps.attach(shared.extent(), 1);
    steps.at(Step.FillSet);
    Mapping m = f.mapping();
    boolean done = false;
    synchronized (m) {
      if (m.slots.load(b) == null && shared.equals(f.blocks(b))) {
        m.slots.store(b, 1, cache.register(f, b, 1, fr, shared.offset(b)));
        done = true;
      }
    }
    if (!done) {
      steps.at(Step.FillUndo);
      drop.count(fr, 1);
    }
    return done;
  }

  private void fillFragment(int b, Ref ref) {
    Fragment fr = ref.fragment();
    int o = ref.offset(b);
    if (cache.memoryBacked) {
      return;
    }
    steps.at(Step.FillInsert);
    if (fr.folio(o) != null) {
      return;
    }
    Folio p = cache.newFolio();
    Mapping m = fr.mapping;
    synchronized (fr.referrers) { // who drops the last of this offset looks for its folio after
      synchronized (m) {
        boolean isDead = fr.length > 1 ? !fr.referrers.covers(o) : fr.count() == 0;
        if (m.slots.load(o) != null || isDead) {
          cache.discard(p);
          return;
        }
        m.add(o, p);
      }
    }
    // The last block map may let the block go meanwhile, and the store give it to another.
    Extent x = fr.extent;
    boolean kept = x != null && x.beginRead(o);
    try {
      read(p, x != null && kept ? x.block(o) : -1);
    } finally {
      if (x != null && kept) {
        x.endRead(o, cache.store);
      }
    }
  }

  /** Reads a block, or -1 if there is none any longer, to a folio just added. */
  private void read(Folio p, long block) {
    boolean done = false;
    try {
      steps.at(Step.FillRead);
      if (block >= 0) {
        cache.store.read(block, p);
        steps.at(Step.FillUptodate);
        p.set(Folio.UPTODATE);
        done = true;
      }
    } finally {
      if (!done) {
        cache.remove(p);
      }
      cache.unlockPut(p);
    }
  }

  /** The bytes of a block that is not cached, to the whole of a buffer; false of a hole. */
  boolean readBlock(Inode f, int b, ByteBuffer dst) {
    Blocks blocks = f.blocks(b);
    if (blocks == null) {
      return false;
    }
    long block =
        blocks instanceof Blocks.Shared shared
            ? shared.extent().block(shared.offset(b))
            : ((Blocks.Own) blocks).block(b);
    cache.store.read(block, dst.clear());
    dst.flip();
    return true;
  }
}
