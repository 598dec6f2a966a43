package org.fragcache.conformance.impl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.fragcache.BlockData;
import org.fragcache.Environment;
import org.fragcache.FragmentCache;
import org.fragcache.MemoryBlockStore;
import org.fragcache.Status;
import org.fragcache.conformance.Outcomes;
import org.fragcache.conformance.lincheck.FileCalls;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * What Lincheck calls: the cache, by calls of several threads at once and steps of the environment.
 * In this package, so that the tests can have it on a cache that was changed.
 */
@Param(name = "file", gen = IntGen.class, conf = "0:1")
@Param(name = "unit", gen = IntGen.class, conf = "0:2")
@Param(name = "within", gen = IntGen.class, conf = "0:1")
@Param(name = "size", gen = IntGen.class, conf = "0:3")
@Param(name = "data", gen = IntGen.class, conf = "1:2")
public abstract class ConcurrentCalls implements FileCalls {
  private static final int UNIT = 32;
  private static final int UNITS = 2;

  // Made before: a map that is filled as it is used would be one more thing that threads share.
  // By no hash code: Lincheck gives objects other ones than they had before.
  private static final Map<Status, String> STATUSES = new EnumMap<>(Status.class);

  private static final String[] READS =
      IntStream.rangeClosed(0, UNITS).mapToObj(Outcomes::ofRead).toArray(String[]::new);

  static {
    Arrays.stream(Status.values()).forEach(s -> STATUSES.put(s, Outcomes.of(s.name())));
  }

  private final FragmentCache cache;
  private final Environment environment;

  /**
   * A cache of files of two units.
   *
   * @param folios how many fit in memory
   */
  ConcurrentCalls(Start start, int unitsPerBlock, boolean memoryBacked, int folios) {
    int block = UNIT * unitsPerBlock;
    var builder =
        FragmentCache.builder()
            .blockSize(block)
            .maxFileBlocks(UNITS / unitsPerBlock)
            .memoryLimit((long) folios * block);
    cache =
        memoryBacked
            ? builder.memoryBacked().build()
            : builder.store(new MemoryBlockStore(block)).build();
    environment = cache.environment();
    start.prepare(this);
    if (start == Start.COLD) {
      FILES.forEach(environment::evict);
    }
  }

  @Override
  @Operation
  public String create(@Param(name = "file") int f) {
    return outcome(cache.create(FILES.get(f)));
  }

  @Override
  @Operation
  public String unlink(@Param(name = "file") int f) {
    return outcome(cache.unlink(FILES.get(f)));
  }

  @Override
  @Operation
  public String read(@Param(name = "file") int f, @Param(name = "unit") int u) {
    ByteBuffer unit = ByteBuffer.allocate(UNIT).order(ByteOrder.LITTLE_ENDIAN);
    Status status = cache.read(FILES.get(f), (long) UNIT * u, unit);
    return status == Status.OK && unit.position() > 0
        ? READS[BlockData.patterned().decode(unit.flip())]
        : outcome(status);
  }

  @Override
  @Operation
  public String write(
      @Param(name = "file") int f, @Param(name = "unit") int u, @Param(name = "data") int d) {
    ByteBuffer unit = ByteBuffer.allocate(UNIT);
    BlockData.patterned().encode(d, unit);
    return outcome(cache.write(FILES.get(f), (long) UNIT * u, unit.flip()));
  }

  @Override
  @Operation
  public String truncate(@Param(name = "file") int f, @Param(name = "size") int n) {
    return outcome(cache.truncate(FILES.get(f), (long) UNIT * n));
  }

  @Override
  @Operation
  public String punch(
      @Param(name = "file") int f, @Param(name = "unit") int u, @Param(name = "unit") int n) {
    return outcome(cache.punch(FILES.get(f), (long) UNIT * u, (long) UNIT * n));
  }

  @Override
  @Operation
  public String clone(
      @Param(name = "file") int f,
      @Param(name = "within") int u,
      @Param(name = "unit") int n,
      @Param(name = "file") int g,
      @Param(name = "within") int v) {
    return outcome(
        cache.clone(FILES.get(f), (long) UNIT * u, (long) UNIT * n, FILES.get(g), (long) UNIT * v));
  }

  @Override
  @Operation
  public String dedupe(
      @Param(name = "file") int f,
      @Param(name = "within") int u,
      @Param(name = "unit") int n,
      @Param(name = "file") int g,
      @Param(name = "within") int v) {
    return outcome(
        cache.dedupe(
            FILES.get(f), (long) UNIT * u, (long) UNIT * n, FILES.get(g), (long) UNIT * v));
  }

  @Override
  @Operation
  public String fsync(@Param(name = "file") int f) {
    return outcome(cache.fsync(FILES.get(f)));
  }

  // Steps of the environment: whether they were taken shows nothing to an application.

  @Operation
  public void writeback(@Param(name = "file") int f, @Param(name = "within") int b) {
    environment.writeback(FILES.get(f), b);
  }

  @Operation
  public void reclaim(@Param(name = "file") int f, @Param(name = "within") int b) {
    environment.reclaimOwn(FILES.get(f), b);
    environment.reclaimFragment(1 + f, b);
  }

  @Operation
  public void migrate(@Param(name = "file") int f, @Param(name = "within") int b) {
    environment.migrateOwn(FILES.get(f), b);
    environment.migrateFragment(1 + f, b);
  }

  @Operation
  public void evict(@Param(name = "file") int f) {
    environment.evict(FILES.get(f));
  }

  @Operation
  public void takeBack(@Param(name = "file") int f, @Param(name = "within") int e) {
    environment.takeBack(FILES.get(f), 1 + e);
  }

  /** When all calls have returned. Under model checking this would take longer than the calls. */
  void checkInvariants() {
    cache.checkInvariants();
  }

  private static String outcome(Status status) {
    return Objects.requireNonNull(STATUSES.get(status));
  }

  /** Blocks of one unit; a with bytes that the store has not. */
  public static class Own extends ConcurrentCalls {
    public Own() {
      super(Start.OWN, 1, false, 16);
    }
  }

  /** Blocks of one unit that both files share. */
  public static class Shared extends ConcurrentCalls {
    public Shared() {
      super(Start.SHARED, 1, false, 16);
    }
  }

  /** Blocks of one unit, on the store, and memory for three. */
  public static class Cold extends ConcurrentCalls {
    public Cold() {
      super(Start.COLD, 1, false, 3);
    }
  }

  /** One block of two units that both files share. */
  public static class Units extends ConcurrentCalls {
    public Units() {
      super(Start.SHARED, 2, false, 16);
    }
  }

  /** No store; blocks of one unit that both files share. */
  public static class Memory extends ConcurrentCalls {
    public Memory() {
      super(Start.SHARED, 1, true, 16);
    }
  }

  /** The same, with the invariants in the end. */
  public static final class OwnChecked extends Own {
    @Override
    @Validate
    public void checkInvariants() {
      super.checkInvariants();
    }
  }

  /** The same, with the invariants in the end. */
  public static final class SharedChecked extends Shared {
    @Override
    @Validate
    public void checkInvariants() {
      super.checkInvariants();
    }
  }

  /** The same, with the invariants in the end. */
  public static final class ColdChecked extends Cold {
    @Override
    @Validate
    public void checkInvariants() {
      super.checkInvariants();
    }
  }

  /** The same, with the invariants in the end. */
  public static final class UnitsChecked extends Units {
    @Override
    @Validate
    public void checkInvariants() {
      super.checkInvariants();
    }
  }

  /** The same, with the invariants in the end. */
  public static final class MemoryChecked extends Memory {
    @Override
    @Validate
    public void checkInvariants() {
      super.checkInvariants();
    }
  }
}
