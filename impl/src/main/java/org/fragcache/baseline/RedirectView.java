package org.fragcache.baseline;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.fragcache.BlockData;
import org.jspecify.annotations.Nullable;

/** MappingRedirect as its module, but for views, and blocks of a file's own. */
final class RedirectView extends DesignView {
  private final Numbers<Mapping> mappings = new Numbers<>();

  RedirectView(MappingRedirect cache, List<String> files, int blocks, BlockData data) {
    super(cache, files, blocks, data);
  }

  @Override
  void update() {
    mappings.update(new LinkedHashSet<>(mappings()));
    updateFolios(mappings());
  }

  @Override
  void add(Map<String, String> state) {
    Map<Integer, Mapping> all = mappings.byNumber();
    int n = files.size() + 1;
    state.put("imapping", byFile(f -> "" + (f == null ? 0 : mappings.of(f.mapping))));
    state.put("pages", tuple(n, m -> byBlock(b -> "" + folios.of(slot(all.get(m), b)))));
    state.put("shared", tuple(n, m -> shared(all.get(m)) ? "TRUE" : "FALSE"));
  }

  private static boolean shared(@Nullable Mapping mapping) {
    return mapping != null && mapping.shared;
  }

  @Override
  String mappingOf(long slot) {
    Mapping mapping = pool().mapping(slot);
    return mapping == null ? NOWHERE : "<<\"mapping\"," + mappings.of(mapping) + ">>";
  }

  @Override
  String dirty(boolean is) {
    return "";
  }

  /** Which write the bytes came by is for a property of the module only. */
  @Override
  String more() {
    return ",origin|->0";
  }

  @Override
  public String check() {
    for (Mapping mapping : mappings()) {
      long inodes =
          files.stream().map(this::inode).filter(f -> f != null && f.mapping == mapping).count();
      if (inodes != mapping.inodes) {
        return "mapping of " + inodes + " inodes counts " + mapping.inodes;
      }
    }
    int used = folios.byNumber().size();
    return used == pool().used() ? "" : pool().used() + " folios; slots name " + used;
  }

  @Override
  public boolean writeback(String file, int block) {
    return false;
  }

  @Override
  public boolean reclaim(int folio) {
    return false;
  }

  @Override
  public void evict(String file) {
    // A folio is the only copy.
  }
}
