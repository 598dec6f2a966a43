package org.fragcache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a commit changes of the {@link Metadata}: a record of the log. It has each changed file with
 * the ranges of its map that changed, and the extents that are new. Counts of references are not in
 * it: they follow from the maps.
 */
final class Delta {
  private static final int MAGIC = 0x6672646c; // "frdl"
  private static final byte REMOVED = 0;
  private static final byte MADE = 1;
  private static final byte CHANGED = 2;

  /** A file of the metadata is gone; one made under its name since is told besides. */
  final List<String> removed = new ArrayList<>();

  final List<FileChange> files = new ArrayList<>();
  final List<NewExtent> extents = new ArrayList<>();

  /**
   * A file as it is now. Its map is that of before, but within the ranges these runs.
   *
   * @param isNew it has no map of before
   */
  record FileChange(
      String name, boolean isNew, long size, RunMap<Boolean> ranges, RunMap<Stored> runs) {}

  /** An extent that was not there before: one of this number, if there was, is gone. */
  record NewExtent(int id, int length, RunMap<Blocks.Own> blocks) {}

  boolean isEmpty() {
    return removed.isEmpty() && files.isEmpty() && extents.isEmpty();
  }

  byte[] encode() {
    return MetadataBytes.encode(
        MAGIC,
        out -> {
          out.writeInt(removed.size() + files.size());
          for (String name : removed) {
            out.writeByte(REMOVED);
            MetadataBytes.writeName(out, name);
          }
          for (FileChange f : files) {
            out.writeByte(f.isNew ? MADE : CHANGED);
            MetadataBytes.writeName(out, f.name);
            out.writeLong(f.size);
            if (!f.isNew) {
              MetadataBytes.writeRanges(out, f.ranges);
            }
            MetadataBytes.writeMap(out, f.runs);
          }
          out.writeInt(extents.size());
          for (NewExtent x : extents) {
            out.writeInt(x.id);
            out.writeInt(x.length);
            MetadataBytes.writeBlocks(out, x.blocks);
          }
        });
  }

  /**
   * What {@link #encode} made.
   *
   * @throws IOException if these bytes are not that
   */
  static Delta decode(byte[] bytes) throws IOException {
    Delta delta = new Delta();
    MetadataBytes.decode(
        MAGIC,
        bytes,
        in -> {
          for (int n = MetadataBytes.count(in, 1); n > 0; n--) {
            byte kind = in.readByte();
            MetadataBytes.require(kind >= REMOVED && kind <= CHANGED, "a change of kind " + kind);
            String name = MetadataBytes.readName(in);
            if (kind == REMOVED) {
              delta.removed.add(name);
              continue;
            }
            long size = in.readLong();
            RunMap<Boolean> ranges = kind == MADE ? new RunMap<>() : MetadataBytes.readRanges(in);
            delta.files.add(
                new FileChange(name, kind == MADE, size, ranges, MetadataBytes.readMap(in)));
          }
          for (int n = MetadataBytes.count(in, 1); n > 0; n--) {
            delta.extents.add(
                new NewExtent(in.readInt(), in.readInt(), MetadataBytes.readBlocks(in)));
          }
        });
    return delta;
  }
}
