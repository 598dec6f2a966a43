package org.fragcache;

import org.jspecify.annotations.Nullable;

/**
 * Finds the folio of a block, without a lock (D10). A folio may leave its mapping, or be another's,
 * at any time before a reference is got; so it is looked for again after that. Truncating one
 * sharer does not change the fragment's folio, so through a reference the file's slot is looked at
 * again last. Procedure {@code Lookup} of FragmentSteps; filemap_get_entry().
 */
final class Lookup {
  private final FolioPool folios;
  private final Steps steps;

  Lookup(PageCache cache) {
    this.folios = cache.folios;
    this.steps = cache.steps;
  }

  /** The folio of block b, up to date, with a reference; null on a miss. */
  @Nullable Folio find(Inode f, int b) {
    return find(f, b, null);
  }

  /** As {@link #find(Inode, int)}; the walk gets folio, slot and mapping. */
  void find(Walk w) {
    w.page = find(w.file, w.block, w);
  }

  /**
   * The folio of a block of an extent, which a block map refers to and goes on to, if a fragment
   * has it up to date: with a reference. Attaches nothing.
   */
  @Nullable Folio findByKey(Extent x, int o) {
    Fragment fr = x.fragment();
    Folio p = fr == null ? null : fr.folio(o);
    if (fr == null || p == null || !p.tryGet()) {
      return null;
    }
    if (fr.folio(o) == p && p.is(Folio.UPTODATE)) {
      return p;
    }
    folios.put(p);
    return null;
  }

  private @Nullable Folio find(Inode f, int b, @Nullable Walk w) {
    for (; ; Thread.onSpinWait()) {
      steps.at(Step.LookupSlot);
      Mapping m = f.mapping();
      Object entry = m.slots.load(b);
      if (w != null) {
        w.mapping = m;
        w.entry = entry;
      }
      Mapping owner = m;
      int index = b;
      Object found = entry;
      if (entry instanceof Ref ref) {
        steps.at(Step.LookupFind);
        owner = ref.fragment().mapping;
        index = ref.offset(b);
        found = owner.slots.load(index);
      }
      if (found == null) {
        steps.at(Step.LookupMiss);
        return null;
      }
      Folio p = (Folio) found;
      steps.at(Step.LookupGet);
      if (!p.tryGet()) {
        continue; // freed or frozen: what took it will change the entry
      }
      steps.at(Step.LookupReload);
      if (owner == m ? !f.holds(m, b, p) : owner.slots.load(index) != p) {
        folios.put(p);
        continue;
      }
      steps.at(Step.LookupUptodate);
      if (!p.is(Folio.UPTODATE)) {
        folios.put(p);
        steps.awaitUnlocked(Step.LookupWait, p);
        continue;
      }
      if (owner != m) {
        steps.at(Step.LookupRecheck);
        if (!f.holds(m, b, entry)) {
          folios.put(p);
          continue;
        }
      }
      return p;
    }
  }
}
