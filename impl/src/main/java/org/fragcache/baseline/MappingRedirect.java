package org.fragcache.baseline;

/**
 * The thread's closing idea, on tmpfs: a clone of a whole file points the destination's i_mapping
 * to the source's, whatever is cached; the first write to either copies the file. What is not a
 * whole file, or would leave something of the destination, is copied at once.
 */
final class MappingRedirect extends BaselineCache {
  private final MemoryPages memory;

  MappingRedirect(Geometry geometry, FolioPool pool) {
    this(geometry, pool, new MemoryPages(geometry, pool));
  }

  private MappingRedirect(Geometry geometry, FolioPool pool, MemoryPages memory) {
    super(geometry, pool, memory);
    this.memory = memory;
  }

  @Override
  void cloneBlocks(Inode f, int b, int n, Inode g, int d) {
    boolean whole = b == 0 && n == geometry.blocks(f.size);
    if (f != g && whole && d == 0 && geometry.blocks(g.size) <= n) {
      memory.redirect(f, g);
    } else {
      memory.splice(f, b, n, g, d);
    }
  }
}
