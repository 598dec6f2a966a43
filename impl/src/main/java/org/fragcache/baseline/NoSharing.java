package org.fragcache.baseline;

/**
 * XFS and btrfs today: a clone shares extents, and takes time in proportion to these; each file
 * caches its own folios, so what K files share is read K times and cached K times.
 */
final class NoSharing extends StoreCache {
  NoSharing(Geometry geometry, FolioPool pool, Store store) {
    super(geometry, pool, store);
  }

  @Override
  void shareFolios(Inode f, int b, int n, Inode g, int d) {
    // The destination reads for itself.
  }
}
