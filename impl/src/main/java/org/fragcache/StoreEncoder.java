package org.fragcache;

import static org.fragcache.Notation.ascii;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntToLongFunction;
import org.fragcache.Metadata.SharedExtent;
import org.jspecify.annotations.Nullable;

/**
 * What lasts, now and after a crash: {@code bmap}, {@code extent}, {@code size}, {@code durable}.
 */
final class StoreEncoder {
  private static final byte[] EXTENT = ascii("[extent|->");
  private static final byte[] KIND_SHARED_OFFSET = ascii(",kind|->\"shared\",offset|->");
  private static final byte[] DURABLE_BMAP = ascii("[bmap|->");
  private static final byte[] DURABLE_EXISTS = ascii(",exists|->");
  private static final byte[] DURABLE_EXTENT = ascii(",extent|->");
  private static final byte[] DURABLE_SIZE = ascii(",size|->");
  private static final byte[] COMMA = ascii(",");

  private final PageCache cache;
  private final Durable durable;
  private final ByteBuffer block; // scratch
  private @Nullable Scope nothingScope; // of the text below
  private byte[] nothing = {}; // what is told if no file is durable: mostly

  StoreEncoder(PageCache cache, Durable durable) {
    this.cache = cache;
    this.durable = durable;
    this.block = ByteBuffer.allocate(cache.geometry.blockSize()).order(ByteOrder.LITTLE_ENDIAN);
  }

  void bmap(Scope scope, @Nullable Inode[] files, StateBuffer out) {
    for (int i = 0; i < files.length; i++) {
      Inode f = files[i];
      Notation.key(scope.files().text(i), i, out);
      bmap(scope, f == null ? b -> Mapped.HOLE : f::mapEntry, out);
    }
    out.put(')');
  }

  private void bmap(Scope scope, IntToLongFunction bmap, StateBuffer out) {
    for (int b = 0; b < scope.blocks(); b++) {
      Notation.index(b, out);
      long m = bmap.applyAsLong(b);
      if (Mapped.isOwn(m)) {
        out.put(Notation.DATA);
        stored(scope, Mapped.block(m), out);
        out.put(Notation.KIND_OWN);
      } else if (Mapped.isShared(m)) {
        out.put(EXTENT).put(Mapped.extent(m));
        out.put(KIND_SHARED_OFFSET).put(Mapped.offset(m)).put(']');
      } else {
        out.put(Notation.HOLE);
      }
    }
    out.put(')');
  }

  void size(Scope scope, @Nullable Inode[] files, StateBuffer out) {
    for (int i = 0; i < files.length; i++) {
      Inode f = files[i];
      Notation.key(scope.files().text(i), i, out);
      out.put(f == null ? 0 : units(scope, f.name, f.size));
    }
    out.put(')');
  }

  private long units(Scope scope, String name, long size) {
    int unit = cache.geometry.blockSize() / scope.unitsPerBlock();
    if (size % unit != 0) {
      throw Notation.outOfScope("file " + name + " of " + size + " bytes", "a multiple of " + unit);
    }
    return size / unit;
  }

  void extent(Scope scope, StateBuffer out) {
    for (int e = 1; e <= scope.maxExtent(); e++) {
      out.put(e == 1 ? Notation.OPEN : COMMA);
      Extent x = cache.extents.find(e);
      for (int o = 0; x != null && o < x.length; o++) {
        long refs = x.refs(o);
        extentBlock(scope, o, refs == 0 ? -1 : x.block(o), refs, out);
      }
      endExtent(x == null, out);
    }
    out.put(Notation.CLOSE);
  }

  private void extentBlock(Scope scope, int o, long block, long refs, StateBuffer out) {
    Notation.index(o, out);
    out.put(Notation.DATA);
    if (refs == 0) {
      out.put(scope.zeros());
    } else {
      stored(scope, block, out);
    }
    out.put(Notation.REFS).put(refs).put(']');
  }

  private static void endExtent(boolean isFree, StateBuffer out) {
    if (isFree) {
      out.put(Notation.NONE);
    } else {
      out.put(')');
    }
  }

  /** A record of what a crash would leave; block data are read from the blocks kept for it. */
  void durable(Scope scope, StateBuffer out) {
    Metadata metadata = durable.metadata();
    if (!metadata.files.isEmpty()) {
      durable(scope, metadata, out);
      return;
    }
    if (scope != nothingScope) {
      StateBuffer text = new StateBuffer();
      durable(scope, metadata, text);
      nothing = text.toByteArray();
      nothingScope = scope;
    }
    out.put(nothing);
  }

  private void durable(Scope scope, Metadata metadata, StateBuffer out) {
    int n = scope.fileCount();
    out.put(DURABLE_BMAP);
    for (int i = 0; i < n; i++) {
      Metadata.File f = metadata.files.get(scope.files().name(i));
      Notation.key(scope.files().text(i), i, out);
      bmap(scope, f == null ? b -> Mapped.HOLE : f::entry, out);
    }
    out.put(')').put(DURABLE_EXISTS);
    for (int i = 0; i < n; i++) {
      Notation.key(scope.files().text(i), i, out);
      out.put(Notation.bool(metadata.files.containsKey(scope.files().name(i))));
    }
    out.put(')').put(DURABLE_EXTENT);
    for (int e = 1; e <= scope.maxExtent(); e++) {
      out.put(e == 1 ? Notation.OPEN : COMMA);
      SharedExtent x = metadata.extents.get(e);
      for (int o = 0; x != null && o < x.length; o++) {
        extentBlock(scope, o, x.block(o), x.refs(o), out);
      }
      endExtent(x == null, out);
    }
    out.put(Notation.CLOSE).put(DURABLE_SIZE);
    for (int i = 0; i < n; i++) {
      String name = scope.files().name(i);
      Metadata.File f = metadata.files.get(name);
      Notation.key(scope.files().text(i), i, out);
      out.put(f == null ? 0 : units(scope, name, f.size));
    }
    out.put(')').put(']');
  }

  /** What a store block holds. */
  private void stored(Scope scope, long number, StateBuffer out) {
    cache.store.load(number, block.clear());
    Notation.units(scope, block.flip(), "store block", number, out);
  }

  /** A state that does not fit is an error, never cut short. */
  void requireScope(Scope scope) {
    if (cache.geometry.blockSize() % (scope.unitsPerBlock() * Long.BYTES) != 0) {
      throw Notation.outOfScope(
          "blocks of " + cache.geometry.blockSize() + " bytes",
          "a multiple of 8 for each of " + scope.unitsPerBlock() + " units");
    }
    requireExtent(scope, cache.extents.end() - 1);
    Metadata metadata = durable.metadata();
    requireExtent(scope, metadata.extents.isEmpty() ? 0 : metadata.extents.lastKey());
    metadata.files.forEach(
        (name, file) -> requireFile(scope, name, Math.max(blocks(file.size), file.map.end())));
    for (Inode f : cache.inodes.values()) {
      int end = Math.max(blocks(f.size), Math.max(f.mapEnd(), f.slotEnd()));
      requireFile(scope, f.name, end);
    }
  }

  private int blocks(long size) {
    return cache.geometry.blocks(size);
  }

  private static void requireExtent(Scope scope, int e) {
    if (e > scope.maxExtent()) {
      throw Notation.outOfScope("extent " + e, "at most " + scope.maxExtent());
    }
  }

  private static void requireFile(Scope scope, String name, int end) {
    if (!scope.files().contains(name)) {
      throw Notation.outOfScope("file " + name, "a file of the scope");
    }
    if (end > scope.blocks()) {
      throw Notation.outOfScope(
          "file " + name + " with " + end + " blocks", "at most " + scope.blocks());
    }
  }
}
