package org.fragcache.bench;

import org.fragcache.FileCache;

/** Create and clone of new names; they are unlinked untimed. */
final class CloneBatch extends Batch {
  private final FileCache cache;
  private final String source;
  private final String[] names = new String[MAX];

  CloneBatch(FileCache cache, String source) {
    this.cache = cache;
    this.source = source;
    fillNames();
  }

  /** So many at a time. */
  CloneBatch(FileCache cache, String source, int n) {
    super(n);
    this.cache = cache;
    this.source = source;
    fillNames();
  }

  private void fillNames() {
    for (int i = 0; i < MAX; i++) {
      names[i] = "clone " + i;
    }
  }

  @Override
  void run() {
    for (int i = 0; i < n(); i++) {
      Files.clone(cache, source, names[i]);
    }
  }

  @Override
  void after() {
    for (int i = 0; i < n(); i++) {
      Files.unlink(cache, names[i]);
    }
  }
}
