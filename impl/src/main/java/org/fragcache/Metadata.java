package org.fragcache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.TreeMap;

/**
 * What lasts of a cache: names, sizes, block maps and extents; orphans left out. As bytes: a magic
 * number and a version, then files and extents, each counted, all numbers big endian; entries of
 * block maps as in {@link Entry}. The store guards the bytes against damage.
 */
final class Metadata {
  /** A file that has a name. */
  static final class File {
    final long size;
    final EntryArray bmap;

    File(long size, EntryArray bmap) {
      this.size = size;
      this.bmap = bmap;
    }
  }

  /** Blocks without references have no number that means anything. */
  static final class SharedExtent {
    final long[] blocks;
    final int[] refs;

    SharedExtent(long[] blocks, int[] refs) {
      this.blocks = blocks;
      this.refs = refs;
    }
  }

  private static final int MAGIC = 0x66726167; // "frag"
  private static final int VERSION = 1;

  final TreeMap<String, File> files = new TreeMap<>();
  final TreeMap<Integer, SharedExtent> extents = new TreeMap<>();

  /** What would last if it were committed now: a copy. */
  static Metadata of(PageCache cache) {
    Metadata m = new Metadata();
    for (int e = 1; e < cache.extents.end(); e++) {
      Extent x = cache.extents.find(e);
      if (x != null) {
        m.extents.put(e, new SharedExtent(new long[x.length], new int[x.length]));
      }
    }
    for (Inode f : cache.inodes.values()) {
      if (!f.orphan) {
        m.files.put(f.name, new File(f.size, m.copy(f)));
      }
    }
    m.extents.values().removeIf(x -> isFree(x.refs));
    return m;
  }

  private static boolean isFree(int[] refs) {
    for (int n : refs) {
      if (n > 0) {
        return false;
      }
    }
    return true;
  }

  /** A copy of a block map, whose references to extents are counted. */
  private EntryArray copy(Inode f) {
    EntryArray copy = new EntryArray();
    synchronized (f.bmap) {
      f.bmap.forEach(
          0,
          Integer.MAX_VALUE,
          (at, n, blocks) -> {
            for (int b = at; b < at + n; b++) {
              copy.set(
                  b,
                  blocks instanceof Blocks.Own own ? Mapped.own(own.block(b)) : share(blocks, b));
            }
          });
    }
    return copy;
  }

  private long share(Blocks blocks, int b) {
    Blocks.Shared shared = (Blocks.Shared) blocks;
    int o = shared.offset(b);
    SharedExtent x = extents.get(shared.extent().id);
    if (x == null) {
      throw new IllegalStateException(shared.extent() + ": mapped, expected an extent in use");
    }
    x.refs[o]++;
    x.blocks[o] = shared.extent().block(o);
    return Mapped.shared(shared.extent().id, o);
  }

  /** The store blocks that it names. */
  BitSet blocks() {
    BitSet blocks = new BitSet();
    for (File f : files.values()) {
      for (int b = 0; b < f.bmap.end(); b++) {
        long m = f.bmap.get(b);
        if (Mapped.isOwn(m)) {
          blocks.set(Math.toIntExact(Mapped.block(m)));
        }
      }
    }
    for (SharedExtent x : extents.values()) {
      for (int o = 0; o < x.refs.length; o++) {
        if (x.refs[o] > 0) {
          blocks.set(Math.toIntExact(x.blocks[o]));
        }
      }
    }
    return blocks;
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      out.writeInt(files.size());
      for (var entry : files.entrySet()) {
        byte[] name = entry.getKey().getBytes(StandardCharsets.UTF_8);
        File f = entry.getValue();
        out.writeInt(name.length);
        out.write(name);
        out.writeLong(f.size);
        out.writeInt(f.bmap.end());
        for (int b = 0; b < f.bmap.end(); b++) {
          out.writeLong(f.bmap.get(b));
        }
      }
      out.writeInt(extents.size());
      for (var entry : extents.entrySet()) {
        SharedExtent x = entry.getValue();
        out.writeInt(entry.getKey());
        out.writeInt(x.refs.length);
        for (int o = 0; o < x.refs.length; o++) {
          out.writeLong(x.blocks[o]);
          out.writeInt(x.refs[o]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not from a byte array
    }
    return bytes.toByteArray();
  }

  /**
   * What {@link #encode} made.
   *
   * @throws IOException if these bytes are not that
   */
  static Metadata decode(byte[] bytes) throws IOException {
    Metadata m = new Metadata();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      require(in.readInt() == MAGIC, "not of a fragment cache");
      int version = in.readInt();
      require(version == VERSION, "version " + version + ", expected " + VERSION);
      for (int files = count(in, 1); files > 0; files--) {
        byte[] name = new byte[count(in, 1)];
        in.readFully(name);
        long size = in.readLong();
        EntryArray bmap = new EntryArray();
        int end = count(in, Long.BYTES);
        for (int b = 0; b < end; b++) {
          bmap.set(b, in.readLong());
        }
        m.files.put(new String(name, StandardCharsets.UTF_8), new File(size, bmap));
      }
      for (int extents = count(in, 1); extents > 0; extents--) {
        int e = in.readInt();
        int length = count(in, Long.BYTES);
        long[] blocks = new long[length];
        int[] refs = new int[length];
        for (int o = 0; o < length; o++) {
          blocks[o] = in.readLong();
          refs[o] = in.readInt();
        }
        m.extents.put(e, new SharedExtent(blocks, refs));
      }
      require(in.available() == 0, in.available() + " bytes too many");
    } catch (EOFException e) {
      throw new IOException("metadata: " + bytes.length + " bytes, expected more", e);
    }
    m.requireConsistent();
    return m;
  }

  /** A number of things of this size at least, which must be there. */
  private static int count(DataInputStream in, int size) throws IOException {
    int n = in.readInt();
    require(n >= 0 && n <= in.available() / size, "a count of " + n);
    return n;
  }

  /** The counts of extents are those of the block maps, and no block has two owners. */
  void requireConsistent() throws IOException {
    TreeMap<Integer, int[]> left = new TreeMap<>();
    extents.forEach((e, x) -> left.put(e, x.refs.clone()));
    BitSet named = new BitSet();
    for (var entry : files.entrySet()) {
      EntryArray bmap = entry.getValue().bmap;
      for (int b = 0; b < bmap.end(); b++) {
        long m = bmap.get(b);
        String at = "file " + entry.getKey() + " at " + b + ": " + Mapped.text(m);
        if (Mapped.isOwn(m)) {
          requireAlone(named, Mapped.block(m), at);
        } else if (Mapped.isShared(m)) {
          int[] refs = left.get(Mapped.extent(m));
          require(refs != null && Mapped.offset(m) < refs.length, at + " is not there");
          require(refs != null && refs[Mapped.offset(m)]-- > 0, at + " has more references");
        }
      }
    }
    for (var entry : extents.entrySet()) {
      SharedExtent x = entry.getValue();
      int[] refs = left.getOrDefault(entry.getKey(), x.refs);
      for (int o = 0; o < x.refs.length; o++) {
        String at = "extent " + entry.getKey() + " offset " + o;
        require(refs[o] == 0, at + " has fewer references");
        if (x.refs[o] > 0) {
          requireAlone(named, x.blocks[o], at);
        }
      }
    }
  }

  private static void requireAlone(BitSet named, long block, String at) throws IOException {
    require(block >= 0 && block < Integer.MAX_VALUE, at + ": store block " + block);
    require(!named.get((int) block), at + ": store block " + block + " is named twice");
    named.set((int) block);
  }

  private static void require(boolean condition, String problem) throws IOException {
    if (!condition) {
      throw new IOException("metadata: " + problem);
    }
  }
}
