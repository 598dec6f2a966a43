package org.fragcache;

/**
 * What a run of a durable block map names: blocks of the store, or those of an extent, which is
 * told by its number. As {@link Blocks}, but with nothing of memory in it.
 */
sealed interface Stored permits Blocks.Own, Stored.Shared {
  /** Shared blocks: offset {@code index + delta} of the extent. */
  record Shared(int extent, int delta) implements Stored {
    int offset(int index) {
      return index + delta;
    }
  }

  static Stored of(Blocks blocks) {
    if (blocks instanceof Blocks.Own own) {
      return own;
    }
    Blocks.Shared shared = (Blocks.Shared) blocks;
    return new Shared(shared.extent().id, shared.delta());
  }
}
