package org.fragcache.conformance.impl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.fragcache.AddressSpace;
import org.fragcache.BlockData;
import org.fragcache.Environment;
import org.fragcache.FragmentCache;
import org.fragcache.MapKind;
import org.fragcache.PinHandle;
import org.fragcache.PinKind;
import org.fragcache.Status;
import org.fragcache.conformance.Bounds;
import org.fragcache.conformance.Outcomes;
import org.fragcache.conformance.Subject.Bound;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;

/** Turns calls of the specification into calls of the cache, units into bytes. */
final class Binder {
  private static final int UNIT = Machine.UNIT_SIZE;

  private final Bounds bounds;
  private final Supplier<FragmentCache> cache;
  private final Runnable crash;
  private final ByteBuffer unit = ByteBuffer.allocate(UNIT).order(ByteOrder.LITTLE_ENDIAN);
  private final Map<Integer, String> reads = new HashMap<>();

  /**
   * @param cache the cache that calls go to, when they are made
   * @param crash replaces it by one that has recovered
   */
  Binder(Bounds bounds, Supplier<FragmentCache> cache, Runnable crash) {
    this.bounds = bounds;
    this.cache = cache;
    this.crash = crash;
  }

  /** Of threads on one cache, without crashes. */
  static Binder ofThreads(Bounds bounds, FragmentCache cache) {
    return new Binder(
        bounds,
        () -> cache,
        () -> {
          throw new IllegalStateException("a crash among threads");
        });
  }

  Bound bind(Call call) {
    if (!bounds.ops().contains(call.name())) {
      return () -> Outcomes.NOT_ENABLED; // the model has no such step
    }
    Args a = new Args(call.args());
    return switch (call.name()) {
      case "Read", "Write", "Truncate", "Punch", "Clone", "Dedupe", "Fsync", "Create", "Unlink" ->
          file(call.name(), a);
      case "Map", "Unmap", "Load", "Store" -> process(call.name(), a);
      case "Pin", "Unpin", "PinLoad", "PinStore" -> handle(call.name(), a);
      case "Crash" ->
          () -> {
            crash.run();
            return Outcomes.DONE;
          };
      default -> step(call.name(), a);
    };
  }

  private Bound file(String name, Args a) {
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
      case "Dedupe" -> {
        long pos = a.bytes(1);
        long length = a.bytes(2);
        String to = a.name(3);
        long toPos = a.bytes(4);
        yield status(() -> cache().dedupe(f, pos, length, to, toPos));
      }
      case "Fsync" -> status(() -> cache().fsync(f));
      case "Create" -> status(() -> cache().create(f));
      case "Unlink" -> status(() -> cache().unlink(f));
      default -> throw unknown(name);
    };
  }

  private Bound process(String name, Args a) {
    Supplier<AddressSpace> p = () -> cache().process(a.name(0));
    return switch (name) {
      case "Map" -> {
        String f = a.name(1);
        MapKind kind = MapKind.valueOf(a.text(2));
        yield status(() -> p.get().map(f, kind));
      }
      case "Unmap" -> status(() -> p.get().unmap());
      case "Load" -> {
        long pos = a.bytes(1);
        yield reading(dst -> p.get().load(pos, dst));
      }
      case "Store" -> {
        long pos = a.bytes(1);
        ByteBuffer src = unit(a.number(2));
        yield status(() -> p.get().store(pos, src.rewind()));
      }
      default -> throw unknown(name);
    };
  }

  private Bound handle(String name, Args a) {
    Supplier<PinHandle> h = () -> cache().pinHandle(a.name(0));
    return switch (name) {
      case "Pin" -> {
        String f = a.name(1);
        long pos = a.bytes(2);
        PinKind kind = PinKind.valueOf(a.text(3));
        yield status(() -> h.get().pin(f, pos, kind));
      }
      case "Unpin" -> status(() -> h.get().unpin());
      case "PinLoad" -> reading(dst -> h.get().load(dst));
      case "PinStore" -> {
        ByteBuffer src = unit(a.number(1));
        yield status(() -> h.get().store(src.rewind()));
      }
      default -> throw unknown(name);
    };
  }

  /** A step of the environment. */
  private Bound step(String name, Args a) {
    Predicate<Environment> step =
        switch (name) {
          case "Writeback" -> e -> e.writeback(a.name(0), a.number(1));
          case "ReclaimOwn" -> e -> e.reclaimOwn(a.name(0), a.number(1));
          case "ReclaimFragment" -> e -> e.reclaimFragment(a.number(0), a.number(1));
          case "Evict" -> e -> e.evict(a.name(0));
          case "MigrateOwn" -> e -> e.migrateOwn(a.name(0), a.number(1));
          case "MigrateFragment" -> e -> e.migrateFragment(a.number(0), a.number(1));
          case "PoisonOwn" -> e -> e.poisonOwn(a.name(0), a.number(1));
          case "PoisonFragment" -> e -> e.poisonFragment(a.number(0), a.number(1));
          case "TakeBack" -> e -> e.takeBack(a.name(0), a.number(1));
          case "Commit" -> Environment::commit;
          default -> throw unknown(name);
        };
    return () -> Outcomes.ofStep(step.test(cache().environment()));
  }

  private FragmentCache cache() {
    return cache.get();
  }

  private static Bound status(Supplier<Status> call) {
    return () -> Outcomes.of(call.get().name());
  }

  /** A call that gives the bytes of a unit, or none. */
  private Bound reading(Function<ByteBuffer, Status> call) {
    return () -> {
      Status status = call.apply(unit.clear());
      if (status != Status.OK || unit.position() == 0) {
        return Outcomes.of(status.name());
      }
      int data = BlockData.patterned().decode(unit.flip());
      return reads.computeIfAbsent(data, Outcomes::ofRead);
    };
  }

  private static ByteBuffer unit(int data) {
    ByteBuffer bytes = ByteBuffer.allocate(UNIT);
    BlockData.patterned().encode(data, bytes);
    return bytes;
  }

  private static UsageException unknown(String name) {
    return new UsageException("subject impl has no call " + name);
  }

  /** Arguments as the specification writes them. */
  private record Args(List<String> texts) {
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
