package org.fragcache.conformance.lincheck;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fragcache.conformance.impl.ConcurrentCalls;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.Use;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * Whether calls of the cache by several threads are linearizable, with respect to FileView as TLC
 * computes it, and steps of the environment are not seen: by stress, and model checked, where
 * Lincheck switches between the threads at many points. In the one cache of this JVM: Lincheck
 * takes classes of one name for one class, whatever their loaders.
 */
public final class Linearizability {
  /** Of two files, with positions and lengths up to two units and sizes up to three. */
  static final int CALLS = 2 * (3 + 3 * 2 + 4 + 3 * 3 + 3) + 2 * (2 * 3 * 3 * 2 * 3) + 1;

  static final String BLOCKS = "view-blocks";
  static final String UNITS = "view-units";
  static final String MEMORY = "view-memory";

  /**
   * A read that looks at the size, then at the slot, and at neither again: it finds the block of a
   * file that was emptied.
   */
  static final String STALE_SIZE = "| read(0,1) | truncate(0,0);write(0,0,1) |";

  /** Tables of the models, each made once. */
  private static final Map<String, CallTable> TABLES = new ConcurrentHashMap<>();

  /** Where calls begin, and by what they are judged. */
  public enum Case {
    /** Blocks of one unit, not on the store yet. */
    OWN(
        BLOCKS,
        ConcurrentCalls.Own.class,
        ConcurrentCalls.OwnChecked.class,
        OwnModel.class,
        "| read(1,1);read(1,0) | clone(0,0,0,1,0) |",
        "| write(0,0,2);truncate(0,1) | writeback(0,0);read(0,0) |",
        "fsync(0) | reclaim(0,0);read(0,0) | write(0,0,2);fsync(0) |",
        "unlink(0) | create(0) | create(0);write(0,0,1) | read(0,0)",
        "| unlink(0);create(0) | read(0,0);write(0,1,1) | read(0,1)",
        "| write(1,0,1) | write(1,1,2) | read(1,0);read(1,1)"),
    /** Blocks of one unit that both files share. */
    SHARED(
        BLOCKS,
        ConcurrentCalls.Shared.class,
        ConcurrentCalls.SharedChecked.class,
        SharedModel.class,
        "| read(1,0);read(1,1) | write(1,0,2);truncate(1,1) |",
        "| read(1,1);read(1,0) | punch(1,0,2) |",
        "| write(0,0,2) | clone(1,0,1,0,0);read(0,0) | read(0,0);read(1,0)",
        "| dedupe(0,0,2,1,0) | write(1,1,1);read(0,1) |",
        "| migrate(0,0);read(1,0) | write(0,0,2);write(1,0,2) | read(0,0)"),
    /** On the store, and memory for three blocks. */
    COLD(
        BLOCKS,
        ConcurrentCalls.Cold.class,
        ConcurrentCalls.ColdChecked.class,
        ColdModel.class,
        "| read(1,1) | read(0,1);truncate(0,0) | read(1,1)",
        "truncate(0,0) | read(1,1) | truncate(1,0);write(1,1,1) |",
        "read(1,1) | reclaim(0,1);read(1,1) | unlink(1);read(0,1) |"),
    /** One block of two units that both files share. */
    UNITS_SHARED(
        UNITS,
        ConcurrentCalls.Units.class,
        ConcurrentCalls.UnitsChecked.class,
        UnitsModel.class,
        STALE_SIZE,
        "| write(0,1,1) | write(1,0,2) |"),
    /** No store. */
    MEMORY_BACKED(
        MEMORY,
        ConcurrentCalls.Memory.class,
        ConcurrentCalls.MemoryChecked.class,
        MemoryModel.class);

    private final String table;
    final Class<?> calls;
    private final Class<?> checked;
    final Class<?> model;
    private final String scenarios; // a line each

    Case(String table, Class<?> calls, Class<?> checked, Class<?> model, String... scenarios) {
      this.table = table;
      this.calls = calls;
      this.checked = checked;
      this.model = model;
      this.scenarios = String.join("\n", scenarios);
    }
  }

  private Linearizability() {}

  /** Makes the tables of cases: before Lincheck changes classes as they are loaded, TLC's too. */
  public static void open(Path specDirectory, Case... cases) {
    for (Case of : cases) {
      TABLES.computeIfAbsent(of.table, n -> makeTable(specDirectory, n));
    }
  }

  private static CallTable makeTable(Path specDirectory, String name) {
    Path cfg = specDirectory.resolve("scenarios/" + name + ".cfg");
    try (Oracle oracle = Oracle.open(specDirectory, "FileViewCalls", cfg, Use.INSPECT)) {
      return CallTable.of(oracle);
    }
  }

  static CallTable table(String name) {
    CallTable table = TABLES.get(name);
    if (table == null) {
      throw new IllegalStateException("table " + name + ": not made yet");
    }
    return table;
  }

  /** Of {@link ConcurrentCalls.Own}. */
  public static final class OwnModel extends TableModel {
    public OwnModel() {
      super(Start.OWN);
    }

    @Override
    CallTable table() {
      return Linearizability.table(BLOCKS);
    }
  }

  /** Of {@link ConcurrentCalls.Shared}. */
  public static final class SharedModel extends TableModel {
    public SharedModel() {
      super(Start.SHARED);
    }

    @Override
    CallTable table() {
      return Linearizability.table(BLOCKS);
    }
  }

  /** Of {@link ConcurrentCalls.Cold}. */
  public static final class ColdModel extends TableModel {
    public ColdModel() {
      super(Start.COLD);
    }

    @Override
    CallTable table() {
      return Linearizability.table(BLOCKS);
    }
  }

  /** Of {@link ConcurrentCalls.Units}. */
  public static final class UnitsModel extends TableModel {
    public UnitsModel() {
      super(Start.SHARED);
    }

    @Override
    CallTable table() {
      return Linearizability.table(UNITS);
    }
  }

  /** Of {@link ConcurrentCalls.Memory}. */
  public static final class MemoryModel extends TableModel {
    public MemoryModel() {
      super(Start.SHARED);
    }

    @Override
    CallTable table() {
      return Linearizability.table(MEMORY);
    }
  }

  /**
   * Threads call as fast as they can; the cache's own checks are asked after each time.
   *
   * @param iterations how many sets of calls
   * @throws AssertionError if they are not linearizable
   */
  public static void stress(Case of, int iterations, int invocations) {
    check(stressOptions(iterations, invocations), of.checked, of.model);
  }

  static StressOptions stressOptions(int iterations, int invocations) {
    return new StressOptions()
        .threads(3)
        .actorsPerThread(3)
        .iterations(iterations)
        .invocationsPerIteration(invocations);
  }

  /**
   * Model-checks the scenarios of a case.
   *
   * @throws AssertionError if they are not linearizable
   */
  public static void modelCheck(Case of, int invocations) {
    if (!of.scenarios.isEmpty()) {
      check(
          modelChecking(of.calls, invocations, of.scenarios.lines().toList()), of.calls, of.model);
    }
  }

  /**
   * Options.
   *
   * @param scenarios what is done before, by each of two threads, and after
   */
  static ModelCheckingOptions modelChecking(
      Class<?> calls, int invocations, List<String> scenarios) {
    ModelCheckingOptions options =
        new ModelCheckingOptions()
            .iterations(0)
            .invocationsPerIteration(invocations)
            .loopBound(1_000)
            .loopIterationsBeforeThreadSwitch(100);
    for (String scenario : scenarios) {
      List<List<Actor>> parts =
          Arrays.stream(scenario.split("\\|", -1)).map(part -> actors(calls, part)).toList();
      options.addCustomScenario(
          new ExecutionScenario(parts.get(0), parts.subList(1, 3), parts.get(3), null));
    }
    return options;
  }

  /** Calls as {@code read(0,1);fsync(0)}. */
  private static List<Actor> actors(Class<?> calls, String part) {
    List<Actor> actors = new ArrayList<>();
    for (String call : part.isBlank() ? new String[0] : part.strip().split(";", -1)) {
      String name = call.substring(0, call.indexOf('('));
      Method method =
          Arrays.stream(calls.getMethods())
              .filter(m -> m.getName().equals(name) && m.isAnnotationPresent(Operation.class))
              .findFirst()
              .orElseThrow();
      String[] args = call.substring(name.length() + 1, call.length() - 1).split(",", -1);
      actors.add(new Actor(method, Arrays.stream(args).map(Integer::valueOf).toList()));
    }
    return actors;
  }

  static void check(Options<?, ?> options, Class<?> test, Class<?> model) {
    try {
      options
          .actorsBefore(0)
          .actorsAfter(2)
          .minimizeFailedScenario(false)
          .sequentialSpecification(model)
          .check(test);
    } finally {
      TableModel.requireComplete();
    }
  }
}
