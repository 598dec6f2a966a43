package org.fragcache;

import org.jspecify.annotations.Nullable;

/**
 * The environment's steps on folios and inodes (D16): each returns false, and does nothing, unless
 * its guard holds. Under the cache's lock.
 */
final class FolioSteps {
  private final PageCache cache;
  private long reclaimed;

  FolioSteps(PageCache cache) {
    this.cache = cache;
  }

  long reclaimed() {
    return reclaimed;
  }

  private @Nullable Folio ownFolio(@Nullable Inode f, int b) {
    return f == null || b < 0 ? null : cache.ownFolio(f, b);
  }

  private static @Nullable Folio fragmentFolio(@Nullable Fragment fr, int o) {
    return fr == null || o < 0 || o >= fr.length() ? null : fr.folio(o);
  }

  /** writeback_iter(). */
  boolean writeback(@Nullable Inode f, int b) {
    Folio p = ownFolio(f, b);
    if (f == null || p == null || !p.dirty) {
      return false;
    }
    cache.cleanBlocks(f, b, 1);
    return true;
  }

  /** __remove_mapping(). A clean folio can be had again from the store. */
  boolean reclaimOwn(@Nullable Inode f, int b) {
    Folio p = ownFolio(f, b);
    if (f == null || p == null || p.dirty || p.poisoned || p.isPinned() || cache.memoryBacked) {
      return false;
    }
    cache.emptySlots(f, b, 1);
    reclaimed++;
    return true;
  }

  /** __remove_mapping(). References stay as they are: they name an offset, not a folio (D2). */
  boolean reclaimFragment(@Nullable Fragment fr, int o) {
    Folio p = fragmentFolio(fr, o);
    if (fr == null || p == null || p.isPinned() || cache.memoryBacked) {
      return false;
    }
    cache.ptes.zapFolio(p);
    fr.setFolio(o, null);
    cache.removeFolio(p);
    reclaimed++;
    return true;
  }

  /** evict(). Only an inode that nothing needs leaves memory. Its block map stays. */
  boolean evict(@Nullable Inode f) {
    if (f == null || !f.incore || !f.views.isEmpty() || cache.memoryBacked) {
      return false;
    }
    int end = f.slot.end();
    for (int b = 0; b < end; b++) {
      Folio p = cache.ownFolio(f, b);
      if (p != null && (p.dirty || p.poisoned || p.isPinned())) {
        return false;
      }
    }
    cache.emptySlots(f, 0, end);
    f.incore = false;
    return true;
  }

  /** folio_migrate_mapping(). Slots of the file's own folio change; page tables follow. */
  boolean migrateOwn(@Nullable Inode f, int b) {
    Folio p = ownFolio(f, b);
    Folio to = f == null || p == null ? null : migrate(p);
    if (f == null || to == null) {
      return false;
    }
    f.slot.set(b, Slot.ownFolio(to.id));
    return true;
  }

  /** folio_migrate_mapping(). Slots of sharers stay: they name an offset, not a folio (D2). */
  boolean migrateFragment(@Nullable Fragment fr, int o) {
    Folio p = fragmentFolio(fr, o);
    Folio to = fr == null || p == null ? null : migrate(p);
    if (fr == null || to == null) {
      return false;
    }
    fr.setFolio(o, to);
    return true;
  }

  /**
   * The folio with all that is known of it moves to another; null if it may not, or none is free.
   */
  private @Nullable Folio migrate(Folio p) {
    Mapping mapping = p.mapping;
    Folio to = mapping == null || p.isPinned() || p.poisoned ? null : cache.folios.take();
    if (mapping == null || to == null) {
      return null;
    }
    to.data.put(0, p.data, 0, p.data.limit());
    cache.addFolio(to, mapping, p.index);
    to.dirty = p.dirty;
    to.referenced = p.referenced;
    to.reserved = p.reserved;
    p.reserved = false;
    cache.ptes.move(p, to);
    cache.removeFolio(p);
    return to;
  }

  /** memory_failure(). */
  boolean poisonOwn(@Nullable Inode f, int b) {
    Folio p = ownFolio(f, b);
    if (f == null || p == null || p.isPinned() || p.poisoned) {
      return false;
    }
    if (p.dirty || cache.memoryBacked) {
      poison(p);
    } else {
      cache.emptySlots(f, b, 1);
    }
    return true;
  }

  /** memory_failure(). */
  boolean poisonFragment(@Nullable Fragment fr, int o) {
    Folio p = fragmentFolio(fr, o);
    if (fr == null || p == null || p.isPinned() || p.poisoned) {
      return false;
    }
    if (cache.memoryBacked) {
      poison(p);
    } else {
      cache.ptes.zapFolio(p);
      fr.setFolio(o, null);
      cache.removeFolio(p);
    }
    return true;
  }

  /**
   * The only copy of these bytes is lost. The folio stays in its mapping, so that readers get an
   * error and not old bytes or zeros (as mm/shmem.c since 5.16), until the range is dropped.
   */
  private void poison(Folio p) {
    cache.ptes.zapFolio(p);
    cache.room.release(p);
    p.dirty = false;
    p.poisoned = true;
    Bytes.zero(p.data, 0, p.data.limit());
  }
}
