package org.fragcache;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Gives a file a folio of its own for a block (D7): a new one, locked and not up to date, in place
 * of what the slot held if it holds that still; then the old bytes; then this file's page-table
 * entries go. Readers wait for the lock until the caller has stored the new bytes; what they found
 * before, they find gone when they look at the slot again. The reference to a fragment, if there
 * was one, is the caller's to drop, last. Procedure {@code Cow} of FragmentSteps.
 */
final class Cow {
  private final PageCache cache;
  private final Fill fill;
  private final Steps steps;

  Cow(PageCache cache, Fill fill) {
    this.cache = cache;
    this.fill = fill;
    this.steps = cache.steps;
  }

  /**
   * Makes {@code p} the file's folio, and {@code w.fresh}, unless the slot is not {@code w.entry}
   * any longer; then that is null. Puts {@code w.page}.
   *
   * @param p just taken
   * @param whole the caller stores the whole block: no old bytes
   * @param prepared the old bytes, if the caller has them
   */
  void cow(Walk w, Folio p, boolean whole, @Nullable ByteBuffer prepared, Credit credit) {
    Folio old = w.page;
    w.page = null;
    p.lock();
    try {
      if (replace(w, p)) {
        w.fresh = p;
      } else {
        cache.discard(p);
        w.fresh = null;
        return;
      }
      if (cache.memoryBacked) {
        w.held = w.entry instanceof Ref ? cache.room.hold(1) : 0;
        credit.use();
      }
      steps.at(Step.CowCopy);
      if (!whole) {
        copy(w, p, old, prepared);
      }
      steps.at(Step.CowZap);
      cache.ptes.zap(w.file, w.block, 1);
    } finally {
      if (old != null) {
        cache.folios.put(old);
      }
    }
  }

  private boolean replace(Walk w, Folio p) {
    steps.at(Step.CowReplace);
    Mapping m = w.file.mapping();
    synchronized (m) {
      if (w.mapping != m || m.slots.load(w.block) != w.entry) {
        return false;
      }
      m.add(w.block, p);
      return true;
    }
  }

  /** The old bytes: of the old folio, or of the store; if that fails, the slot is as it was. */
  private void copy(Walk w, Folio p, @Nullable Folio old, @Nullable ByteBuffer prepared) {
    int n = cache.geometry.blockSize();
    ByteBuffer dst = p.data();
    if (prepared != null) {
      dst.put(prepared.duplicate());
    } else if (old != null) {
      old.load(0, n, dst);
    } else {
      boolean done = false;
      try {
        if (!fill.readBlock(w.file, w.block, dst)) {
          p.zero(0, n);
        }
        done = true;
      } finally {
        if (!done) {
          undo(w, p);
        }
      }
    }
  }

  /** No slot gets a reference back that it had. */
  private static @Nullable Object again(@Nullable Object entry) {
    return entry instanceof Ref r ? new Ref(r.fragment(), r.delta(), r.made()) : entry;
  }

  private void undo(Walk w, Folio p) {
    Mapping m = PageCache.mappingOf(p);
    synchronized (m) {
      m.slots.store(w.block, 1, again(w.entry));
      m.forget(p);
    }
    cache.folios.put(p);
    cache.unlockPut(p);
    w.fresh = null;
  }
}
