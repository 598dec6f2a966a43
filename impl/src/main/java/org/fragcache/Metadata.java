package org.fragcache;

import java.io.IOException;
import java.util.BitSet;
import java.util.TreeMap;

/**
 * What lasts of a cache: names, sizes, block maps and extents, all by runs; orphans left out. As
 * bytes: a magic number and a version, then files (name, size, map) and extents (number, length,
 * blocks, counts), see {@link MetadataBytes}. The store guards the bytes against damage. Guarded by
 * the caller's lock.
 */
final class Metadata {
  /** A file that has a name. */
  static final class File {
    long size; // bytes
    final RunMap<Stored> map;

    File(long size, RunMap<Stored> map) {
      this.size = size;
      this.map = map;
    }

    /** What block b is mapped to, as {@link Mapped} codes it. */
    long entry(int b) {
      Stored s = map.get(b);
      if (s instanceof Blocks.Own own) {
        return Mapped.own(own.block(b));
      }
      return s instanceof Stored.Shared shared
          ? Mapped.shared(shared.extent(), shared.offset(b))
          : Mapped.HOLE;
    }
  }

  /**
   * By offset: store blocks, and how many block maps refer to each; blocks without are not there.
   */
  static final class SharedExtent {
    final int length;
    final RunMap<Blocks.Own> blocks;
    final RunMap<Long> refs;

    SharedExtent(int length, RunMap<Blocks.Own> blocks, RunMap<Long> refs) {
      this.length = length;
      this.blocks = blocks;
      this.refs = refs;
    }

    long refs(int o) {
      Long n = refs.get(o);
      return n == null ? 0 : n;
    }

    /** The store block at offset o, or -1. */
    long block(int o) {
      Blocks.Own own = blocks.get(o);
      return own == null ? -1 : own.block(o);
    }
  }

  private static final int MAGIC = 0x66726167; // "frag"

  final TreeMap<String, File> files = new TreeMap<>();
  final TreeMap<Integer, SharedExtent> extents = new TreeMap<>();

  /** The store blocks that it names. */
  BitSet blocks() {
    BitSet blocks = new BitSet();
    for (File f : files.values()) {
      f.map.forEach(
          0,
          Integer.MAX_VALUE,
          (at, n, s) -> {
            if (s instanceof Blocks.Own own) {
              set(blocks, own.block(at), n);
            }
          });
    }
    for (SharedExtent x : extents.values()) {
      x.blocks.forEach(0, Integer.MAX_VALUE, (at, n, own) -> set(blocks, own.block(at), n));
    }
    return blocks;
  }

  private static void set(BitSet blocks, long first, int n) {
    BlockRun run = new BlockRun(first, n);
    blocks.set(run.from(), run.end());
  }

  byte[] encode() {
    return MetadataBytes.encode(
        MAGIC,
        out -> {
          out.writeInt(files.size());
          for (var entry : files.entrySet()) {
            MetadataBytes.writeName(out, entry.getKey());
            out.writeLong(entry.getValue().size);
            MetadataBytes.writeMap(out, entry.getValue().map);
          }
          out.writeInt(extents.size());
          for (var entry : extents.entrySet()) {
            out.writeInt(entry.getKey());
            out.writeInt(entry.getValue().length);
            MetadataBytes.writeBlocks(out, entry.getValue().blocks);
            MetadataBytes.writeCounts(out, entry.getValue().refs);
          }
        });
  }

  /**
   * What {@link #encode} made.
   *
   * @throws IOException if these bytes are not that
   */
  static Metadata decode(byte[] bytes) throws IOException {
    Metadata m = new Metadata();
    MetadataBytes.decode(
        MAGIC,
        bytes,
        in -> {
          for (int files = MetadataBytes.count(in, 1); files > 0; files--) {
            String name = MetadataBytes.readName(in);
            m.files.put(name, new File(in.readLong(), MetadataBytes.readMap(in)));
          }
          for (int extents = MetadataBytes.count(in, 1); extents > 0; extents--) {
            int e = in.readInt();
            int length = in.readInt();
            m.extents.put(
                e,
                new SharedExtent(
                    length, MetadataBytes.readBlocks(in), MetadataBytes.readCounts(in)));
          }
        });
    m.requireConsistent();
    return m;
  }

  /** The counts of extents are those of the block maps, and no block has two owners. */
  void requireConsistent() throws IOException {
    TreeMap<Integer, RunMap<Long>> left = new TreeMap<>();
    extents.forEach((e, x) -> left.put(e, x.refs.copy()));
    BitSet named = new BitSet();
    for (var entry : files.entrySet()) {
      RunMap<Stored> map = entry.getValue().map;
      for (RunMap.Run<Stored> run = map.next(0); run != null; run = map.next(run.end())) {
        String at = "file " + entry.getKey() + " at " + run.at() + ": ";
        if (run.value() instanceof Blocks.Own own) {
          requireAlone(named, own.block(run.at()), run.len(), at);
        } else {
          Stored.Shared shared = (Stored.Shared) run.value();
          RunMap<Long> refs = left.get(shared.extent());
          MetadataBytes.require(refs != null, at + "extent " + shared.extent() + " is not there");
          if (refs != null) {
            release(refs, shared.offset(run.at()), run.len(), at + "extent " + shared.extent());
          }
        }
      }
    }
    for (var entry : extents.entrySet()) {
      SharedExtent x = entry.getValue();
      RunMap.Run<Long> more = left.getOrDefault(entry.getKey(), x.refs).next(0);
      String at = "extent " + entry.getKey() + " offset ";
      MetadataBytes.require(
          more == null, at + (more == null ? 0 : more.at()) + " has fewer references");
      requireAlike(x, at);
      for (RunMap.Run<Blocks.Own> run = x.blocks.next(0);
          run != null;
          run = x.blocks.next(run.end())) {
        requireAlone(named, run.value().block(run.at()), run.len(), at + run.at() + ": ");
      }
    }
  }

  private static void release(RunMap<Long> refs, int o, int n, String at) throws IOException {
    for (int i = o; i < o + n; ) {
      RunMap.Run<Long> run = refs.find(i);
      MetadataBytes.require(run != null, at + " offset " + i + " has more references");
      if (run == null) {
        return;
      }
      int end = Math.min(run.end(), o + n);
      if (run.value() > 1) {
        refs.put(i, end - i, run.value() - 1);
      } else {
        refs.remove(i, end - i);
      }
      i = end;
    }
  }

  /** It has blocks where it has references, and nowhere else. */
  private static void requireAlike(SharedExtent x, String at) throws IOException {
    RunMap<Boolean> blocks = new RunMap<>();
    RunMap<Boolean> refs = new RunMap<>();
    x.blocks.forEach(0, Integer.MAX_VALUE, (o, n, own) -> blocks.put(o, n, true));
    x.refs.forEach(0, Integer.MAX_VALUE, (o, n, count) -> refs.put(o, n, true));
    MetadataBytes.require(refs.end() <= x.length, at + (refs.end() - 1) + " is past its end");
    MetadataBytes.require(refs.size() > 0, at + "0 on has no references");
    RunMap.Run<Boolean> block = blocks.next(0);
    for (RunMap.Run<Boolean> ref = refs.next(0); ref != null; ref = refs.next(ref.end())) {
      MetadataBytes.require(ref.equals(block), at + ref.at() + " has blocks " + block);
      block = blocks.next(ref.end());
    }
    MetadataBytes.require(block == null, at + "end has blocks " + block);
  }

  private static void requireAlone(BitSet named, long block, int n, String at) throws IOException {
    MetadataBytes.require(block >= 0 && block < Integer.MAX_VALUE - n, at + "store block " + block);
    int twice = named.nextSetBit((int) block);
    MetadataBytes.require(
        twice < 0 || twice >= block + n,
        at + "store block " + twice + " is named twice, expected once");
    named.set((int) block, (int) block + n);
  }
}
