package org.fragcache;

import static org.fragcache.Notation.ascii;

import org.jspecify.annotations.Nullable;

/**
 * Tells the state in terms of the specification's variables, in the canonical encoding: a line for
 * each variable, by name. Functions on 1..n are tuples, those on 0..n-1 and on model values are
 * pairs in order of the key; fields of records are in ASCII order; sets are in order of their text.
 * The bytes of a block are the tuple of its units.
 */
final class StateEncoder {
  private static final byte[] BMAP_LINE = ascii("bmap=");
  private static final byte[] DURABLE_LINE = ascii("\ndurable=");
  private static final byte[] EXTENT_LINE = ascii("\nextent=");
  private static final byte[] FOLIO_LINE = ascii("\nfolio=");
  private static final byte[] FRAGMENT_LINE = ascii("\nfragment=");
  private static final byte[] INODE_LINE = ascii("\ninode=");
  private static final byte[] PIN_LINE = ascii("\npin=");
  private static final byte[] PTE_LINE = ascii("\npte=");
  private static final byte[] SIZE_LINE = ascii("\nsize=");
  private static final byte[] SLOT_LINE = ascii("\nslot=");
  private static final byte[] VIEW_LINE = ascii("\nview=");
  private static final byte[] ABSENT = ascii("\"absent\"");
  private static final byte[] EVICTED = ascii("\"evicted\"");
  private static final byte[] INCORE = ascii("\"incore\"");
  private static final byte[] ORPHAN = ascii("\"orphan\"");

  private final PageCache cache;
  private final StoreEncoder store;
  private final FolioEncoder folios;
  private final ViewEncoder views;

  StateEncoder(PageCache cache, Durable durable) {
    this.cache = cache;
    this.store = new StoreEncoder(cache, durable);
    this.folios = new FolioEncoder(cache);
    this.views = new ViewEncoder(cache);
  }

  void encode(Scope scope, StateBuffer out) {
    folios.requireScope(scope);
    store.requireScope(scope);
    views.requireScope(scope);
    @Nullable Inode[] files = new Inode[scope.fileCount()];
    for (int i = 0; i < files.length; i++) {
      files[i] = cache.inodes.get(scope.files().name(i));
    }
    out.put(BMAP_LINE);
    store.bmap(scope, files, out);
    out.put(DURABLE_LINE);
    store.durable(scope, out);
    out.put(EXTENT_LINE);
    store.extent(scope, out);
    out.put(FOLIO_LINE);
    folios.folio(scope, out);
    out.put(FRAGMENT_LINE);
    folios.fragment(scope, out);
    out.put(INODE_LINE);
    for (int i = 0; i < files.length; i++) {
      Notation.key(scope.files().text(i), i, out);
      out.put(kind(files[i]));
    }
    out.put(')').put(PIN_LINE);
    views.pin(scope, out);
    out.put(PTE_LINE);
    views.pte(scope, out);
    out.put(SIZE_LINE);
    store.size(scope, files, out);
    out.put(SLOT_LINE);
    folios.slot(scope, files, out);
    out.put(VIEW_LINE);
    views.view(scope, out);
    out.put('\n');
  }

  private static byte[] kind(@Nullable Inode f) {
    if (f == null) {
      return ABSENT;
    }
    return f.orphan ? ORPHAN : f.incore ? INCORE : EVICTED;
  }
}
