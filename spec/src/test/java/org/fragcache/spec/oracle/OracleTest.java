package org.fragcache.spec.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.fragcache.spec.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OracleTest {
  private static final String CFG = "INIT Init\nNEXT Next\n";

  @TempDir Path dir;

  private void refused(String body, String cfg, String expected) {
    assertThatThrownBy(() -> Specs.open(dir, Use.REPLAY, body, cfg).close())
        .isInstanceOf(UsageException.class)
        .message()
        .contains(expected)
        .doesNotContain("\n")
        .doesNotContain("Oracle__");
  }

  @Test
  void open_unknownIdentifier_namesFileLineColumn() {
    refused("VARIABLE x\nInit == x = y\nNext == x' = 1", CFG, "T.tla:3:13: Unknown operator: `y'.");
  }

  @Test
  void open_syntaxError_namesFileLineColumn() {
    refused("VARIABLE x\nInit == x = = 1\nNext == x' = 1", CFG, "T.tla:3:");
  }

  @Test
  void open_missingModule_namesIt() {
    refused(
        "EXTENDS Nowhere\nVARIABLE x\nInit == x = 1\nNext == x' = 1",
        CFG,
        "Nowhere.tla: no such file, extended or instantiated by T.tla");
  }

  @Test
  void open_missingConstant_namesIt() {
    refused("CONSTANT C\nVARIABLE x\nInit == x = 1\nA == x' = C\nNext == A \\/ A", CFG, "C");
  }

  @Test
  void open_badConfiguration_namesIt() {
    refused(
        "VARIABLE x\nInit == x = 1\nA == x' = 2\nNext == A \\/ A", "INIT Init\nBOGUS\n", "T.cfg");
  }

  @Test
  void open_falseAssumption_refused() {
    refused(
        "VARIABLE x\nASSUME 1 = 2\nInit == x = 1\nA == x' = 2\nNext == A \\/ A",
        CFG,
        "T.tla:3:8: ASSUME is FALSE under T.cfg");
  }

  @Test
  void open_missingFile_refused() {
    assertThatThrownBy(() -> Oracle.open(dir, "Nope", Path.of("Nope"), Use.REPLAY))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Nope.tla: no such file");
    assertThatThrownBy(() -> Oracle.open(Specs.directory(), "Cow", Path.of("Nope"), Use.REPLAY))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Nope.cfg: no such file");
  }

  @Test
  void open_configurationElsewhere_isUsed() {
    Specs.write(
        dir,
        "Other",
        "unused",
        "INIT Init\nNEXT Next\nCONSTANTS Names = {n1}\nMax = 1\nNone = None\nna = na\nnb = nb\n");
    try (Oracle o =
        Oracle.open(Specs.directory(), "Parallel", dir.resolve("Other.cfg"), Use.REPLAY)) {
      assertThat(o.eval("Names", o.initialStates().get(0))).isEqualTo("{n1}");
      assertThat(o.invariants()).isEmpty();
    }
  }

  @Test
  void successors_disjunctionWithoutShortCircuit_isAnErrorWithPlace() {
    String definitions =
        """
        r == [s \\in S |-> 1]
        A(n) == (n = 9 \\/ r[n] > 0) /\\ x' = 1
        B(n) == (IF n = 9 THEN TRUE ELSE r[n] > 0) /\\ x' = 2
        Next == \\E n \\in {9} : A(n) \\/ B(n)\
        """;
    try (Oracle o = Specs.openNext(dir, definitions)) {
      OracleState s = o.initialStates().get(0);
      assertThatThrownBy(() -> o.successors(s, o.callIndex(Call.of("A", "9"))))
          .isInstanceOf(UsageException.class)
          .message()
          .startsWith("T.tla:7:")
          .contains("A(9)")
          .doesNotContain("\n");
      assertThat(o.successors(s, o.callIndex(Call.of("B", "9")))).hasSize(1);
    }
  }

  @Test
  void successors_variableNotAssigned_isAnError() {
    String body =
        """
        VARIABLES x, y
        Init == x = 0 /\\ y = 0
        A == x' = 1
        B == x' = 1 /\\ y' = 1
        Next == A \\/ B\
        """;
    try (Oracle o = Specs.open(dir, Use.REPLAY, body, CFG)) {
      assertThatThrownBy(() -> o.successors(o.initialStates().get(0)))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("A does not assign y");
    }
  }

  @Test
  void successors_constraints_areHonoured() {
    String body =
        """
        EXTENDS Naturals
        VARIABLE x
        Init == x \\in {0, 9}
        A == x' = x + 1
        B == x' = x + 2
        Next == A \\/ B
        C == x < 3
        D == x' # 2\
        """;
    try (Oracle o =
        Specs.open(dir, Use.INSPECT, body, CFG + "CONSTRAINT C\nACTION_CONSTRAINT D\n")) {
      assertThat(o.initialStates()).hasSize(1);
      Expansion x = o.expand(o.initialStates().get(0));
      assertThat(x.generated()).isEqualTo(2);
      assertThat(x.steps()).hasSize(1);
      assertThat(Specs.text(x.steps().get(0).target())).isEqualTo("x=1\n");
    }
  }

  @Test
  void violated_invariantFalse_namesIt() {
    try (Oracle o = Specs.open("Parallel", "Parallel")) {
      OracleState bad = o.parse(Specs.bytes("last=None\nlog=<<>>\nseen={}\nx=3\n"));
      assertThat(o.violated(bad)).contains("Small");
      assertThat(o.violated(o.initialStates().get(0))).isEmpty();
    }
  }

  @Test
  void isStep_otherState_isFalse() {
    try (Oracle o = Specs.open("Parallel", "Parallel")) {
      OracleState s = o.initialStates().get(0);
      OracleState t = o.successors(s, 0).get(0);
      assertThat(o.isStep(s, 0, t)).isTrue();
      assertThat(o.isStep(s, 1, t)).isFalse();
      assertThat(o.isStep(s, 0, s)).isFalse();
    }
  }

  @Test
  void eval_operatorReplacedByConfiguration_usesReplacement() {
    String body =
        """
        EXTENDS Naturals
        CONSTANT Ops
        VARIABLE x
        MyOps == {1, 2}
        F(n) == n
        G(n) == n + 1
        Init == x = 0
        A(n) == x' = F(n)
        Next == \\E n \\in Ops : A(n)\
        """;
    try (Oracle o =
        Specs.open(dir, Use.REPLAY, body, CFG + "CONSTANT Ops <- MyOps\nCONSTANT F <- G\n")) {
      OracleState s = o.initialStates().get(0);
      assertThat(o.eval("Ops", s)).isEqualTo("{1,2}");
      assertThat(o.eval("F", s, "4")).isEqualTo("5");
      assertThat(Specs.text(o.successors(s, 0).get(0))).isEqualTo("x=2\n");
    }
  }
}
