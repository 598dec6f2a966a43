package org.fragcache;

import org.jspecify.annotations.Nullable;

/**
 * The cache of one shared extent; memory-backed, the extent itself. The count is the number of
 * slots that refer to it (D3), not of folios; at zero the fragment is gone with all its folios
 * (D8). Its folios are clean and under no write pin (D5). Guarded by the cache's lock.
 */
final class Fragment implements Mapping {
  /** The extent that it caches; memory-backed, an id of its own. */
  final int key;

  final Referrers referrers = new Referrers();
  private final @Nullable Folio[] folios;
  private long count;

  Fragment(int key, int length) {
    this.key = key;
    this.folios = new Folio[length];
  }

  long count() {
    return count;
  }

  /** n more slots refer to this fragment. */
  void get(int n) {
    if (n < 1) {
      throw new IllegalStateException(this + ": get of " + n + ", expected at least 1");
    }
    count = Math.addExact(count, n);
  }

  /** n slots refer to it no longer; true if they were the last. */
  boolean put(int n) {
    if (n < 1 || count < n) {
      throw new IllegalStateException(
          this
              + ": put of "
              + n
              + " with count "
              + count
              + ", expected at least "
              + Math.max(n, 1));
    }
    count -= n;
    return count == 0;
  }

  int length() {
    return folios.length;
  }

  @Nullable Folio folio(int o) {
    return folios[o];
  }

  void setFolio(int o, @Nullable Folio p) {
    folios[o] = p;
  }

  @Override
  public String toString() {
    return "fragment " + key;
  }
}
