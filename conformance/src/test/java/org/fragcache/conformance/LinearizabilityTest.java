package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.fragcache.conformance.FileCalls.Start;
import org.fragcache.conformance.impl.ConcurrentCalls;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.Use;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lincheck: calls of the cache by several threads are linearizable, with respect to FileView as TLC
 * computes it, and steps of the environment are not seen.
 */
final class LinearizabilityTest {
  /** Of two files, with positions and lengths up to two units and sizes up to three. */
  private static final int CALLS = 2 * (3 + 3 * 2 + 4 + 3 * 3 + 3) + 2 * (2 * 3 * 3 * 2 * 3) + 1;

  private static final String BLOCKS = "view-blocks";
  private static final String UNITS = "view-units";
  private static final String MEMORY = "view-memory";

  /** Tables of the models, each made once. */
  private static final Map<String, CallTable> TABLES = new ConcurrentHashMap<>();

  private static CallTable table(String name) {
    return TABLES.computeIfAbsent(name, LinearizabilityTest::makeTable);
  }

  private static CallTable makeTable(String name) {
    URL cfg = LinearizabilityTest.class.getResource("/models/" + name + ".cfg");
    if (cfg == null) {
      throw new IllegalStateException("no configuration " + name);
    }
    try {
      Path path = Path.of(cfg.toURI());
      try (Oracle oracle = Oracle.open(Project.spec(), "FileViewCalls", path, Use.INSPECT)) {
        return CallTable.of(oracle);
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of {@link ConcurrentCalls.Own}. */
  public static final class OwnModel extends TableModel {
    public OwnModel() {
      super(table(BLOCKS), Start.OWN);
    }
  }

  /** Of {@link ConcurrentCalls.Shared}. */
  public static final class SharedModel extends TableModel {
    public SharedModel() {
      super(table(BLOCKS), Start.SHARED);
    }
  }

  /** Of {@link ConcurrentCalls.Cold}. */
  public static final class ColdModel extends TableModel {
    public ColdModel() {
      super(table(BLOCKS), Start.COLD);
    }
  }

  /** Of {@link ConcurrentCalls.Units}. */
  public static final class UnitsModel extends TableModel {
    public UnitsModel() {
      super(table(UNITS), Start.SHARED);
    }
  }

  /** Of {@link ConcurrentCalls.Memory}. */
  public static final class MemoryModel extends TableModel {
    public MemoryModel() {
      super(table(MEMORY), Start.SHARED);
    }
  }

  /** Of a table that ends where the calls begin. */
  public static final class GapModel extends TableModel {
    private static final Map<String, CallTable.Row> ROW =
        Map.of(
            "Create(a)", row(), "Create(b)", row(), "Write(a,0,1)", row(), "Write(a,1,2)", row());

    public GapModel() {
      super(CallTable.of(List.of(ROW)), Start.OWN);
    }

    private static CallTable.Row row() {
      return new CallTable.Row("", 0);
    }
  }

  /** Before Lincheck changes classes as they are loaded: TLC's too. */
  @BeforeAll
  static void makeTables() {
    Stream.of(BLOCKS, UNITS, MEMORY).forEach(LinearizabilityTest::table);
  }

  @Test
  void table_hasEachCallInEachState() {
    for (CallTable table : TABLES.values()) {
      assertThat(table.states()).isEqualTo(196);
      assertThat(table.calls()).isEqualTo(CALLS);
    }
    assertThat(TABLES).hasSize(3);
  }

  @Test
  void own_stressed() {
    check(stress(), ConcurrentCalls.OwnChecked.class, OwnModel.class);
  }

  @Test
  void shared_stressed() {
    check(stress(), ConcurrentCalls.SharedChecked.class, SharedModel.class);
  }

  @Test
  void cold_stressed() {
    check(stress(), ConcurrentCalls.ColdChecked.class, ColdModel.class);
  }

  @Test
  void units_stressed() {
    check(stress(), ConcurrentCalls.UnitsChecked.class, UnitsModel.class);
  }

  @Test
  void memory_stressed() {
    check(stress(), ConcurrentCalls.MemoryChecked.class, MemoryModel.class);
  }

  /** Model checked: each of these switches between the threads at many points. */
  @Test
  void own_modelChecked() {
    check(
        modelChecking(
            ConcurrentCalls.Own.class,
            "| read(1,1);read(1,0) | clone(0,0,0,1,0) |",
            "| write(0,0,2);truncate(0,1) | writeback(0,0);read(0,0) |",
            "fsync(0) | reclaim(0,0);read(0,0) | write(0,0,2);fsync(0) |",
            "unlink(0) | create(0) | create(0);write(0,0,1) | read(0,0)",
            "| unlink(0);create(0) | read(0,0);write(0,1,1) | read(0,1)",
            "| write(1,0,1) | write(1,1,2) | read(1,0);read(1,1)"),
        ConcurrentCalls.Own.class,
        OwnModel.class);
  }

  @Test
  void shared_modelChecked() {
    check(
        modelChecking(
            ConcurrentCalls.Shared.class,
            "| read(1,0);read(1,1) | write(1,0,2);truncate(1,1) |",
            "| read(1,1);read(1,0) | punch(1,0,2) |",
            "| write(0,0,2) | clone(1,0,1,0,0);read(0,0) | read(0,0);read(1,0)",
            "| dedupe(0,0,2,1,0) | write(1,1,1);read(0,1) |",
            "| migrate(0,0);read(1,0) | write(0,0,2);write(1,0,2) | read(0,0)"),
        ConcurrentCalls.Shared.class,
        SharedModel.class);
  }

  @Test
  void cold_modelChecked() {
    check(
        modelChecking(
            ConcurrentCalls.Cold.class,
            "| read(1,1) | read(0,1);truncate(0,0) | read(1,1)",
            "truncate(0,0) | read(1,1) | truncate(1,0);write(1,1,1) |",
            "read(1,1) | reclaim(0,1);read(1,1) | unlink(1);read(0,1) |"),
        ConcurrentCalls.Cold.class,
        ColdModel.class);
  }

  @Test
  void units_modelChecked() {
    check(
        modelChecking(ConcurrentCalls.Units.class, STALE_SIZE, "| write(0,1,1) | write(1,0,2) |"),
        ConcurrentCalls.Units.class,
        UnitsModel.class);
  }

  /**
   * A read that looks at the size, then at the slot, and at neither again: it finds the block of a
   * file that was emptied.
   */
  private static final String STALE_SIZE = "| read(0,1) | truncate(0,0);write(0,0,1) |";

  /**
   * A fault that calls one after the other do not show. In a JVM of its own: Lincheck takes classes
   * of one name for one class, whatever their loaders.
   */
  @Test
  void modelChecked_faultIsPlanted_isRed(@TempDir Path changed) throws Exception {
    BrokenCache.of(
            "ReadCalls.java",
            "if (steps.isOn() || !f.incore) {",
            """
            long left0 = f.size - pos;
            if (left0 > 0 && f.mapping().slots.load(geometry.block(pos)) instanceof Folio q) {
              int n0 = length(pos, left0, dst);
              q.copy(geometry.within(pos), n0, dst);
              dst.position(dst.position() + n0);
              return Status.OK;
            }
            if (steps.isOn() || !f.incore) {
            """)
        .writeTo(changed);
    String path = changed + File.pathSeparator + System.getProperty("java.class.path");
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfragcache.home=" + Project.home(),
                "-cp",
                path,
                Planted.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(jvm.getInputStream().readAllBytes(), Charset.defaultCharset());
    assertThat(jvm.waitFor()).as(said).isEqualTo(Planted.RED);
    assertThat(said).contains("Invalid execution results", "read(0, 1): [data|-><<0>>");
  }

  /** Checks what there is in the class path by a scenario, in which it may be red. */
  public static final class Planted {
    static final int RED = 10;

    private Planted() {}

    public static void main(String[] args) {
      assertThat(table(UNITS).states()).isPositive();
      Class<?> calls = ConcurrentCalls.Units.class;
      try {
        check(
            modelChecking(calls, STALE_SIZE).invocationsPerIteration(300), calls, UnitsModel.class);
      } catch (LincheckAssertionError e) {
        System.out.println(e.getMessage());
        System.exit(RED);
      }
      System.exit(0);
    }
  }

  /** What the table does not have is an error, whatever Lincheck makes of it. */
  @Test
  void callWithoutRow_isAnError() {
    assertThatThrownBy(() -> check(stress(), ConcurrentCalls.OwnChecked.class, GapModel.class))
        .isInstanceOf(CallTable.NoRowError.class)
        .hasMessageContaining("no row of");
  }

  private static StressOptions stress() {
    return new StressOptions()
        .threads(3)
        .actorsPerThread(3)
        .iterations(30)
        .invocationsPerIteration(200);
  }

  /**
   * @param scenarios what is done before, by each of two threads, and after
   */
  private static ModelCheckingOptions modelChecking(Class<?> calls, String... scenarios) {
    ModelCheckingOptions options =
        new ModelCheckingOptions()
            .iterations(0)
            .invocationsPerIteration(80)
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
    for (String call : part.isBlank() ? new String[0] : part.strip().split(";")) {
      String name = call.substring(0, call.indexOf('('));
      Method method =
          Arrays.stream(calls.getMethods())
              .filter(m -> m.getName().equals(name) && m.isAnnotationPresent(Operation.class))
              .findFirst()
              .orElseThrow();
      String[] args = call.substring(name.length() + 1, call.length() - 1).split(",");
      actors.add(new Actor(method, Arrays.stream(args).map(Integer::valueOf).toList()));
    }
    return actors;
  }

  private static void check(Options<?, ?> options, Class<?> test, Class<?> model) {
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
