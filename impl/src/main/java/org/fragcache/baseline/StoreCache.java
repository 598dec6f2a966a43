package org.fragcache.baseline;

/** Files share the blocks of a store; what a clone does to cached folios is left open. */
abstract class StoreCache extends BaselineCache {
  final StorePages pages;

  StoreCache(Geometry geometry, FolioPool pool, Store store) {
    this(geometry, pool, new StorePages(geometry, pool, store));
  }

  private StoreCache(Geometry geometry, FolioPool pool, StorePages pages) {
    super(geometry, pool, pages);
    this.pages = pages;
  }

  @Override
  final void cloneBlocks(Inode f, int b, int n, Inode g, int d) {
    pages.drop(g, d, n);
    pages.shareBlocks(f, b, n, g, d);
    shareFolios(f, b, n, g, d);
  }

  /**
   * Blocks b..b+n-1 of f, all clean, were cloned to g from d on, where nothing is cached: the
   * folios that both may have are shared. Under both files' write locks.
   */
  abstract void shareFolios(Inode f, int b, int n, Inode g, int d);
}
