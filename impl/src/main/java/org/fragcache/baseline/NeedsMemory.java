package org.fragcache.baseline;

/**
 * No folio is free or clean. Whoever catches it gives up its locks, has some written back and tries
 * again, for writeback needs the locks of other files. Thrown before the call has changed anything.
 */
final class NeedsMemory extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NeedsMemory() {
    super("no folio is free or clean", null, false, false); // no stack: it tells nothing
  }
}
