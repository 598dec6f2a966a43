package org.fragcache.baseline;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fragcache.BlockData;
import org.fragcache.FileCache;
import org.jspecify.annotations.Nullable;

/**
 * A baseline in the terms of its module in {@code spec/designs}: its state, and the steps that the
 * kernel takes by itself. Folios, mappings and sectors have the numbers that the module gives them;
 * so {@link #observe} must be called after each call of the cache. Not thread safe, and the cache
 * must be at rest.
 */
public abstract class DesignView {
  static final String NOWHERE = "<<\"none\">>";

  final List<String> files;
  final int blocks;
  final Numbers<Long> folios = new Numbers<>(); // by slot
  private final BlockData data;
  private final BaselineCache cache;

  DesignView(BaselineCache cache, List<String> files, int blocks, BlockData data) {
    this.cache = cache;
    this.files = files.stream().sorted().toList();
    this.blocks = blocks;
    this.data = data;
  }

  /**
   * The view of a baseline without files.
   *
   * @param cache that {@link FileCaches} built
   * @param files the module's {@code File}, the only ones that there will be
   * @param blocks its {@code Blocks}, the largest size of a file
   * @param data what the bytes of a block mean
   */
  public static DesignView of(FileCache cache, List<String> files, int blocks, BlockData data) {
    if (cache instanceof StoreCache stored) {
      return new StoreView(stored, files, blocks, data);
    }
    if (cache instanceof MappingRedirect redirect) {
      return new RedirectView(redirect, files, blocks, data);
    }
    throw new IllegalArgumentException("cache: " + cache + ", expected a baseline");
  }

  /** The module's variables that the cache has, by name, in its canonical notation. */
  public final Map<String, String> observe() {
    update();
    Map<String, String> state = new TreeMap<>();
    state.put("exists", byFile(f -> f == null ? "FALSE" : "TRUE"));
    state.put("size", byFile(f -> f == null ? "0" : Long.toString(f.size / cache.blockSize())));
    state.put("folio", tuple(2 * files.size() * blocks + 1, this::folio));
    add(state);
    return state;
  }

  /** What the counts of the cache say that the state does not: empty if nothing is wrong. */
  public abstract String check();

  /**
   * Writes a block of a file back, if it is dirty.
   *
   * @return whether it was
   */
  public abstract boolean writeback(String file, int block);

  /**
   * Reclaims a folio, if it is clean.
   *
   * @param folio its number
   * @return whether it was
   */
  public abstract boolean reclaim(int folio);

  /** The number of the folio that caches a block of a file, 0 if none does. */
  public final int folio(String file, int block) {
    Inode f = inode(file);
    return f == null ? 0 : folios.of(slot(f.mapping, block));
  }

  /** A file, all clean, leaves the cache, as an inode that nobody has open. */
  public abstract void evict(String file);

  abstract void update();

  /** The variables that only this kind of cache has. */
  abstract void add(Map<String, String> state);

  /** The mapping that a folio names. */
  abstract String mappingOf(long slot);

  /** Fields of a folio's record that come after its mapping. */
  abstract String more();

  /** Fields between its data and its index. */
  abstract String dirty(boolean is);

  final @Nullable Inode inode(String file) {
    return cache.files.get(file);
  }

  final FolioPool pool() {
    return cache.pool;
  }

  private String folio(int number) {
    Long slot = folios.byNumber().get(number);
    if (slot == null) {
      return record(0, false, 0, NOWHERE, 0);
    }
    ByteBuffer bytes = pool().slab(slot).bytes(pool().index(slot));
    return record(
        decode(bytes),
        pool().isDirty(slot),
        pool().indexIn(slot),
        mappingOf(slot),
        pool().count(slot));
  }

  private String record(int data, boolean dirty, int index, String mapping, int refs) {
    return "[data|->%d%s,index|->%d,mapping|->%s%s,refs|->%d]"
        .formatted(data, dirty(dirty), index, mapping, more(), refs);
  }

  final int decode(ByteBuffer bytes) {
    return data.decode(bytes.order(ByteOrder.LITTLE_ENDIAN));
  }

  /** The slot of a block, empty if it names no folio any longer. */
  final long slot(@Nullable Mapping mapping, int b) {
    Leaf leaf = mapping == null ? null : mapping.leaf(b);
    long slot = leaf == null ? Slot.EMPTY : leaf.get(b);
    return pool().count(slot) > 0 ? slot : Slot.EMPTY;
  }

  /** Folios of the mappings, in their order. */
  final void updateFolios(Iterable<Mapping> mappings) {
    Set<Long> there = new LinkedHashSet<>();
    for (Mapping mapping : mappings) {
      for (int b = 0; b < blocks; b++) {
        there.add(slot(mapping, b));
      }
    }
    there.remove(Slot.EMPTY);
    folios.update(there);
  }

  final String byFile(Function<@Nullable Inode, String> value) {
    Map<String, String> all = new LinkedHashMap<>();
    files.forEach(f -> all.put(f, value.apply(inode(f))));
    return function(all);
  }

  /** A function on 0..blocks-1. */
  final String byBlock(IntFunction<String> value) {
    Map<String, String> all = new LinkedHashMap<>();
    IntStream.range(0, blocks).forEach(b -> all.put(Integer.toString(b), value.apply(b)));
    return function(all);
  }

  private static String function(Map<String, String> of) {
    return of.entrySet().stream()
        .map(e -> e.getKey() + ":>" + e.getValue())
        .collect(Collectors.joining("@@", "(", ")"));
  }

  /** A function on 1..n. */
  static String tuple(int n, IntFunction<String> value) {
    return IntStream.rangeClosed(1, n).mapToObj(value).collect(Collectors.joining(",", "<<", ">>"));
  }

  /** Mappings of the files that there are, each once. */
  final List<Mapping> mappings() {
    Set<Mapping> all = new LinkedHashSet<>();
    for (String file : files) {
      Inode f = inode(file);
      if (f != null) {
        all.add(f.mapping);
      }
    }
    return new ArrayList<>(all);
  }
}
