package org.fragcache.conformance.impl;

import static org.fragcache.conformance.impl.FileBinder.status;
import static org.fragcache.conformance.impl.FileBinder.unit;

import java.nio.ByteBuffer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.fragcache.AddressSpace;
import org.fragcache.Environment;
import org.fragcache.FragmentCache;
import org.fragcache.MapKind;
import org.fragcache.PinHandle;
import org.fragcache.PinKind;
import org.fragcache.conformance.Bounds;
import org.fragcache.conformance.Outcomes;
import org.fragcache.conformance.Subject.Bound;
import org.fragcache.conformance.impl.FileBinder.Args;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;

/** Turns calls of the specification into calls of the cache, units into bytes. */
final class Binder {
  private final Bounds bounds;
  private final Supplier<FragmentCache> cache;
  private final Runnable crash;
  private final FileBinder files;

  /**
   * @param cache the cache that calls go to, when they are made
   * @param crash replaces it by one that has recovered
   */
  Binder(Bounds bounds, Supplier<FragmentCache> cache, Runnable crash) {
    this.bounds = bounds;
    this.cache = cache;
    this.crash = crash;
    this.files = new FileBinder(cache);
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
      case "Read", "Write", "Truncate", "Punch", "Clone", "Fsync", "Create", "Unlink" ->
          files.bind(call.name(), a);
      case "Dedupe" -> dedupe(a);
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

  private Bound dedupe(Args a) {
    String f = a.name(0);
    long pos = a.bytes(1);
    long length = a.bytes(2);
    String to = a.name(3);
    long toPos = a.bytes(4);
    return status(() -> cache().dedupe(f, pos, length, to, toPos));
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
        yield files.reading(dst -> p.get().load(pos, dst));
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
      case "PinLoad" -> files.reading(dst -> h.get().load(dst));
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

  private static UsageException unknown(String name) {
    return new UsageException("subject impl has no call " + name);
  }
}
