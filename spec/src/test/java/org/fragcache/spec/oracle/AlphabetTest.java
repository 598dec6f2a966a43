package org.fragcache.spec.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.fragcache.spec.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlphabetTest {
  @TempDir Path dir;

  @Test
  void alphabet_splitNext_ordersByActionThenCanonicalArguments() {
    try (Oracle o = Specs.open("Parallel", "Parallel")) {
      assertThat(o.alphabet())
          .hasToString(
              "[Up(na), Up(nb), Jump(na,1), Jump(na,2), Jump(nb,1), Jump(nb,2), Down, Stay(na),"
                  + " Stay(nb)]");
      assertThat(o.callIndex(Call.of("Jump", "nb", "1"))).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Jmp(na,1); no action Jmp; actions are Up, Jump, Down, Stay",
        "Jump(na); 1 arguments, expected 2",
        "Jump(nc,1); argument 1 is nc, expected one of na, nb",
        "Jump(\"na\",1); argument 1 is \"na\", expected one of na, nb",
      })
  void callIndex_notInAlphabet_saysWhatIsLegal(String call, String expected) {
    String name = call.substring(0, call.indexOf('('));
    String[] args = call.substring(call.indexOf('(') + 1, call.length() - 1).split(",", -1);
    try (Oracle o = Specs.open("Parallel", "Parallel")) {
      assertThatThrownBy(() -> o.callIndex(Call.of(name, args)))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining(expected);
    }
  }

  private void refused(String definitions, String expected) {
    assertThatThrownBy(() -> Specs.openNext(dir, definitions).close())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(expected)
        .hasMessageContaining("write Next as a disjunction")
        .hasMessageMatching("T\\.tla:\\d+:\\d+: .*");
  }

  @Test
  void open_stateDependentSetIsNext_refused() {
    refused(
        "A(n) == x' = n\nNext == \\E n \\in {x + 1, 5} : A(n)",
        "action Next is not the body of an operator of its own");
  }

  @Test
  void open_stateDependentSetInDisjunct_refused() {
    refused(
        "A(n) == x' = n\nB(s) == x' = 0\nNext == (\\E s \\in S : B(s)) \\/ (\\E n \\in {x} : A(n))",
        "action Next is not the body of an operator of its own");
  }

  @Test
  void open_stateDependentSetInNamedAction_refused() {
    refused(
        """
        A(n) == x' = n
        B(s) == x' = 0
        Env == \\E n \\in {x} : A(n)
        Next == Env \\/ \\E s \\in S : B(s)\
        """,
        "action Env makes a choice that is not among its arguments");
  }

  @Test
  void open_choiceBehindGuard_refused() {
    refused(
        "A(s) == x = 0 /\\ \\E n \\in 1..2 : x' = n\nNext == \\E s \\in S : A(s)",
        "action A makes a choice");
  }

  @Test
  void open_choiceByMembership_refused() {
    refused("A(s) == x' \\in 1..2\nNext == \\E s \\in S : A(s)", "action A makes a choice");
  }

  @Test
  void open_choiceInOperatorOfAction_refused() {
    refused(
        "B(s) == \\E n \\in 1..2 : x' = n\nA(s) == x = 0 /\\ B(s)\nNext == \\E s \\in S : A(s)",
        "action A makes a choice");
  }

  @Test
  void open_argumentFromState_refused() {
    refused(
        "A(s, n) == x' = n\nNext == \\E s \\in S : A(s, x + 1)",
        "action A has arguments that depend on the state");
  }

  @Test
  void open_inlineAction_refused() {
    refused(
        "Next == \\E s \\in S : x' = 1 - x",
        "action Next is not the body of an operator of its own");
  }

  @Test
  void open_guardBeforeSplit_refused() {
    refused(
        "A(s) == x' = 1 - x\nNext == x = 0 /\\ \\E s \\in S : A(s)",
        "action Next is not the body of an operator of its own");
  }

  /** TLC goes into a LET, and would take what it finds there for the action. */
  @Test
  void open_letBeforeConjunct_refusedUnlessAConjunctItself() {
    String become = "Become(n) == x' = n\n";
    String next = "Next == \\E s \\in S : A(s)";
    refused(
        become + "A(s) == LET n == x + 1 IN Become(n)\n" + next,
        "action Become has arguments that depend on the state");
    try (Oracle o =
        Specs.openNext(dir, become + "A(s) == /\\ LET n == x + 1 IN Become(n)\n" + next)) {
      assertThat(o.alphabet()).hasToString("[A(s1), A(s2)]");
    }
  }

  @Test
  void open_callTwiceInNext_refused() {
    refused(
        "A(s) == x' = 1 - x\nNext == \\E s \\in S, n \\in 1..2 : A(s)", "occurs twice as A(s1)");
  }

  @Test
  void open_constantExpressionAndNestedSplit_resolvesArguments() {
    String definitions =
        """
        A(s, n) == x' = n
        B(s) == A(s, 1) \\/ A(s, 1 + 1)
        Tick == x' = 0
        Next == Tick \\/ \\E s \\in S : B(s)\
        """;
    try (Oracle o = Specs.openNext(dir, definitions)) {
      assertThat(o.alphabet()).hasToString("[Tick, A(s1,1), A(s1,2), A(s2,1), A(s2,2)]");
    }
  }

  @Test
  void open_inspect_allowsChoiceInsideAction() {
    String body = "VARIABLE x\nInit == x = 0\nA == x' \\in {1, 2}\nB == x' = 0\nNext == A \\/ B";
    try (Oracle o = Specs.open(dir, Use.INSPECT, body, "INIT Init\nNEXT Next\n")) {
      assertThat(o.successors(o.initialStates().get(0), 0)).hasSize(2);
    }
  }
}
