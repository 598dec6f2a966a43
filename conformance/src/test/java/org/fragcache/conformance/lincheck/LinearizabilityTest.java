package org.fragcache.conformance.lincheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fragcache.conformance.Deep;
import org.fragcache.conformance.Project;
import org.fragcache.conformance.impl.ConcurrentCalls;
import org.fragcache.conformance.lincheck.Linearizability.Case;
import org.fragcache.conformance.lincheck.Linearizability.UnitsModel;
import org.fragcache.conformance.mutants.BrokenCache;
import org.fragcache.conformance.mutants.Edit;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lincheck: calls of the cache by several threads are linearizable. */
final class LinearizabilityTest {
  private static final int INVOCATIONS = Deep.or(80, 30);
  private static final int SETS = Deep.or(30, 10);

  /** Of a table that ends where the calls begin. */
  public static final class GapModel extends TableModel {
    private static final Map<String, CallTable.Row> ROW =
        Map.of(
            "Create(a)", row(), "Create(b)", row(), "Write(a,0,1)", row(), "Write(a,1,2)", row());

    private static final CallTable TABLE = CallTable.of(List.of(ROW));

    public GapModel() {
      super(Start.OWN);
    }

    @Override
    CallTable table() {
      return TABLE;
    }

    private static CallTable.Row row() {
      return new CallTable.Row("", 0);
    }
  }

  @BeforeAll
  static void makeTables() {
    Linearizability.open(Project.spec(), Case.values());
  }

  @Test
  void table_hasEachCallInEachState() {
    Stream.of(Linearizability.BLOCKS, Linearizability.UNITS, Linearizability.MEMORY)
        .map(Linearizability::table)
        .forEach(
            table -> {
              assertThat(table.states()).isEqualTo(196);
              assertThat(table.calls()).isEqualTo(Linearizability.CALLS);
            });
  }

  @ParameterizedTest
  @EnumSource(Case.class)
  void calls_stressed(Case of) {
    Linearizability.stress(of, SETS, 200);
  }

  @ParameterizedTest
  @EnumSource(names = {"OWN", "SHARED", "COLD", "UNITS_SHARED"})
  void calls_modelChecked(Case of) {
    Linearizability.modelCheck(of, INVOCATIONS);
  }

  /**
   * A fault that calls one after the other do not show. In a JVM of its own: Lincheck takes classes
   * of one name for one class, whatever their loaders.
   */
  @Test
  void modelChecked_faultIsPlanted_isRed(@TempDir Path changed) throws Exception {
    String line = "if (steps.isOn() || !f.incore) {";
    String planted =
        """
        long left0 = f.size - pos;
        if (left0 > 0 && f.mapping().slots.load(geometry.block(pos)) instanceof Folio q) {
          int n0 = length(pos, left0, dst);
          q.copy(geometry.within(pos), n0, dst);
          dst.position(dst.position() + n0);
          return Status.OK;
        }
        """;
    Edit edit = new Edit("ReadCalls.java", List.of(line), List.of(planted, line));
    BrokenCache.of(Project.home(), List.of(edit)).writeTo(changed);
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
      Linearizability.open(Project.spec(), Case.UNITS_SHARED);
      Class<?> calls = ConcurrentCalls.Units.class;
      List<String> scenarios = List.of(Linearizability.STALE_SIZE);
      try {
        Linearizability.check(
            Linearizability.modelChecking(calls, 300, scenarios), calls, UnitsModel.class);
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
    assertThatThrownBy(
            () ->
                Linearizability.check(
                    Linearizability.stressOptions(30, 200),
                    ConcurrentCalls.OwnChecked.class,
                    GapModel.class))
        .isInstanceOf(CallTable.NoRowError.class)
        .hasMessageContaining("no row of");
  }
}
