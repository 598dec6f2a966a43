package org.fragcache;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.random.RandomGenerator;

/**
 * All that a crash of a {@link FaultyBlockDevice} may leave, as of the moment when they were asked
 * for. Every write since the last sync is torn into sectors; any of these sectors have reached the
 * device, in any order. Images are numbered from 0, each is there once, and equal histories have
 * equal numbers. Image 0 has lost all that was not synced.
 *
 * <p>A test instrument, like the device. Not thread safe.
 */
public final class CrashImages {
  private final byte[] durable;
  private final List<Sector> sectors = new ArrayList<>();

  /** The part of a write that lies in one sector, at an offset in it. */
  static final class Piece {
    final int offset;
    final byte[] bytes;

    Piece(int offset, byte[] bytes) {
      this.offset = offset;
      this.bytes = bytes;
    }
  }

  private static final class Sector {
    final long position;
    final List<ByteBuffer> contents; // the first is the durable one; short if the device ends in it

    Sector(long position, Set<ByteBuffer> contents) {
      this.position = position;
      this.contents = List.copyOf(contents);
    }
  }

  /**
   * @param unsynced by the position of its sector, what was written to it, in order
   */
  CrashImages(MemoryBlockDevice durable, int sectorSize, SortedMap<Long, List<Piece>> unsynced) {
    this.durable = durable.toByteArray();
    unsynced.forEach(
        (position, pieces) -> {
          int from = (int) Math.min(position, this.durable.length);
          byte[] old = Arrays.copyOfRange(this.durable, from, from + sectorSize);
          int size = Math.min(sectorSize, this.durable.length - from);
          Set<ByteBuffer> contents = new LinkedHashSet<>();
          collect(old, size, new BitSet(), pieces, contents, new HashSet<>());
          sectors.add(new Sector(position, contents));
        });
  }

  /**
   * Finds the contents that pieces, in any order, leave. Goes back in time: the last piece wins all
   * its bytes, the one before it those that are left, and one with none left makes no difference.
   */
  private static void collect(
      byte[] content,
      int size,
      BitSet won,
      List<Piece> pieces,
      Set<ByteBuffer> found,
      Set<List<Object>> seen) {
    if (!seen.add(List.of(ByteBuffer.wrap(content), won))) {
      return;
    }
    found.add(ByteBuffer.wrap(content, 0, size));
    for (Piece piece : pieces) {
      int end = piece.offset + piece.bytes.length;
      if (won.nextClearBit(piece.offset) < end) {
        byte[] earlier = content.clone();
        for (int i = piece.offset; i < end; i++) {
          if (!won.get(i)) {
            earlier[i] = piece.bytes[i - piece.offset];
          }
        }
        BitSet all = (BitSet) won.clone();
        all.set(piece.offset, end);
        collect(earlier, Math.max(size, end), all, pieces, found, seen);
      }
    }
  }

  /** How many there are, at least 1; {@link Long#MAX_VALUE} if more than that. */
  public long count() {
    long count = 1;
    for (Sector sector : sectors) {
      int n = sector.contents.size();
      count = count > Long.MAX_VALUE / n ? Long.MAX_VALUE : count * n;
    }
    return count;
  }

  /**
   * One image: a new device, on which everything is durable.
   *
   * @param number from 0 to {@link #count} - 1
   */
  public MemoryBlockDevice image(long number) {
    long rest = Objects.checkIndex(number, count());
    MemoryBlockDevice image = new MemoryBlockDevice(durable);
    for (Sector sector : sectors) {
      int n = sector.contents.size();
      image.write(sector.position, sector.contents.get((int) (rest % n)).duplicate());
      rest /= n;
    }
    return image;
  }

  /** One image, each sector of which is chosen at random. */
  public MemoryBlockDevice image(RandomGenerator random) {
    MemoryBlockDevice image = new MemoryBlockDevice(durable);
    for (Sector sector : sectors) {
      int choice = random.nextInt(sector.contents.size());
      image.write(sector.position, sector.contents.get(choice).duplicate());
    }
    return image;
  }
}
