package org.fragcache.conformance.impl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.fragcache.BlockData;
import org.fragcache.FileCache;
import org.fragcache.Status;
import org.fragcache.conformance.Outcomes;
import org.fragcache.conformance.Subject.Bound;

/** Turns the specification's calls on files into those of any cache, units into bytes. */
final class FileBinder {
  private static final int UNIT = Machine.UNIT_SIZE;

  private final Supplier<? extends FileCache> cache;
  private final ByteBuffer unit = ByteBuffer.allocate(UNIT).order(ByteOrder.LITTLE_ENDIAN);
  private final Map<Integer, String> reads = new HashMap<>();

  /**
   * @param cache the cache that calls go to, when they are made
   */
  FileBinder(Supplier<? extends FileCache> cache) {
    this.cache = cache;
  }

  Bound bind(String name, Args a) {
    String f = a.name(0);
    return switch (name) {
      case "Read" -> {
        long pos = a.bytes(1);
        yield reading(dst -> cache().read(f, pos, dst));
      }
      case "Write" -> {
        long pos = a.bytes(1);
        ByteBuffer src = unit(a.number(2));
        yield status(() -> cache().write(f, pos, src.rewind()));
      }
      case "Truncate" -> {
        long size = a.bytes(1);
        yield status(() -> cache().truncate(f, size));
      }
      case "Punch" -> {
        long pos = a.bytes(1);
        long length = a.bytes(2);
        yield status(() -> cache().punch(f, pos, length));
      }
      case "Clone" -> {
        long pos = a.bytes(1);
        long length = a.bytes(2);
        String to = a.name(3);
        long toPos = a.bytes(4);
        yield status(() -> cache().clone(f, pos, length, to, toPos));
      }
      case "Fsync" -> status(() -> cache().fsync(f));
      case "Create" -> status(() -> cache().create(f));
      case "Unlink" -> status(() -> cache().unlink(f));
      default -> throw new IllegalArgumentException(name + ": expected a call on files");
    };
  }

  private FileCache cache() {
    return cache.get();
  }

  static Bound status(Supplier<Status> call) {
    return () -> Outcomes.of(call.get().name());
  }

  /** A call that gives the bytes of a unit, or none. */
  Bound reading(Function<ByteBuffer, Status> call) {
    return () -> {
      Status status = call.apply(unit.clear());
      if (status != Status.OK || unit.position() == 0) {
        return Outcomes.of(status.name());
      }
      int data = BlockData.patterned().decode(unit.flip());
      return reads.computeIfAbsent(data, Outcomes::ofRead);
    };
  }

  static ByteBuffer unit(int data) {
    ByteBuffer bytes = ByteBuffer.allocate(UNIT);
    BlockData.patterned().encode(data, bytes);
    return bytes;
  }

  /** Arguments as the specification writes them. */
  record Args(List<String> texts) {
    String name(int i) {
      return texts.get(i);
    }

    int number(int i) {
      return Integer.parseInt(texts.get(i));
    }

    /** An offset, length or size in units. */
    long bytes(int i) {
      return (long) UNIT * number(i);
    }

    /** A string, as the name of an enum's constant. */
    String text(int i) {
      String quoted = texts.get(i);
      return quoted.substring(1, quoted.length() - 1).toUpperCase(java.util.Locale.ROOT);
    }
  }
}
