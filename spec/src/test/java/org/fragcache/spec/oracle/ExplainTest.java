package org.fragcache.spec.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {
  @TempDir Path dir;

  @Test
  void explain_outcomeNotOk_namesComparisonAndValues() {
    try (Oracle o = Specs.open("Cow", "CowTiny")) {
      OracleState s =
          o.parse(
              Specs.bytes("data=(g1:>d1@@g2:>d2)\nmap=(f1:><<g1,None>>)\nrefs=(g1:>2@@g2:>2)\n"));
      Explanation e = o.explain(s, Call.of("Write", "f1", "1", "d1")).orElseThrow();
      assertThat(e.conjunct()).isEqualTo("WriteOutcome(f, b).status = \"OK\"");
      assertThat(e.file()).isEqualTo("Cow.tla");
      assertThat(e.via()).containsExactly("Write");
      assertThat(e)
          .hasToString(
              "Cow.tla:"
                  + e.line()
                  + ": WriteOutcome(f, b).status = \"OK\" is FALSE: WriteOutcome(f, b).status ="
                  + " \"ENOSPC\" (in Write)");
    }
  }

  @Test
  void explain_laterGuard_namesIt() {
    try (Oracle o = Specs.open("Cow", "CowTiny")) {
      OracleState s = o.initialStates().get(0);
      assertThat(o.explain(s, Call.of("Reflink", "f1", "1", "f1", "2")).orElseThrow())
          .asString()
          .contains("map[f][b] # None is FALSE: map[f][b] = None");
      assertThat(o.explain(s, Call.of("Reflink", "f1", "1", "f1", "1")).orElseThrow())
          .asString()
          .contains("f # g \\/ b # e is FALSE (in Reflink)");
      assertThat(o.explain(s, Call.of("Write", "f1", "1", "d1"))).isEmpty();
    }
  }

  @Test
  void explain_wrongStateAfter_entersBecomeAndGivesBothValues() {
    try (Oracle o = Specs.open("Cow", "CowTiny")) {
      OracleState s = o.initialStates().get(0);
      Call write = Call.of("Write", "f1", "1", "d2");
      OracleState right = o.successors(s, o.callIndex(write)).get(0);
      byte[] wrong = Specs.bytes(Specs.text(right).replace("refs=(g1:>1", "refs=(g1:>2"));
      Explanation e = o.explain(s, write, wrong).orElseThrow();
      assertThat(e.conjunct()).isEqualTo("refs' = c.refs");
      assertThat(e.via()).containsExactly("Write", "Become");
      assertThat(e.operands())
          .containsExactly(
              new Explanation.Operand("refs'", "(g1:>2@@g2:>0)"),
              new Explanation.Operand("c.refs", "(g1:>1@@g2:>0)"));
      assertThat(o.explain(s, write, right.encoding())).isEmpty();
    }
  }

  @Test
  void explain_unchangedVariableChanged_namesTheVariable() {
    try (Oracle o = Specs.open("Cow", "CowTiny")) {
      OracleState s = o.initialStates().get(0);
      byte[] after = Specs.bytes(Specs.text(s).replace("g2:>0", "g2:>1"));
      Explanation e = o.explain(s, Call.of("Peek", "f1"), after).orElseThrow();
      assertThat(e.conjunct()).isEqualTo("UNCHANGED vars");
      assertThat(e).asString().contains("refs = (g1:>0@@g2:>0), refs' = (g1:>0@@g2:>1)");
    }
  }

  @Test
  void explain_pairWithGuardFalse_namesTheGuardFirst() {
    try (Oracle o = Specs.open("Cow", "CowTiny")) {
      OracleState s = o.initialStates().get(0);
      Explanation e = o.explain(s, Call.of("Truncate", "f1", "1"), s.encoding()).orElseThrow();
      assertThat(e.conjunct()).isEqualTo("map[f][b] # None");
    }
  }

  @Test
  void explain_letBranchAndDisjunction_findConjunct() {
    String definitions =
        """
        Small(n) == n < 2
        A(n) ==
          LET m == n + 1 IN
          /\\ x = 0
          /\\ IF n > 1
             THEN Small(m) /\\ x' = 1
             ELSE (n = 5 /\\ x' = 2) \\/ (n = 1 /\\ x' = m)
        Next == \\E n \\in 1..2 : A(n)\
        """;
    try (Oracle o = Specs.openNext(dir, definitions)) {
      OracleState s = o.initialStates().get(0);
      Explanation guard = o.explain(s, Call.of("A", "2")).orElseThrow();
      assertThat(guard.conjunct()).isEqualTo("n < 2");
      assertThat(guard.line()).isEqualTo(6);
      assertThat(guard.via()).containsExactly("A", "Small");
      assertThat(guard.operands()).contains(new Explanation.Operand("n", "3"));
      Explanation effect = o.explain(s, Call.of("A", "1"), Specs.bytes("x=7\n")).orElseThrow();
      assertThat(effect.conjunct()).isEqualTo("x' = m");
      assertThat(effect).asString().contains("x' = 7, m = 2");
    }
  }

  @Test
  void explain_noSingleConjunct_givesWholeAction() {
    String definitions = "A(s) == x' = 1 /\\ x' = 2\nNext == \\E s \\in S : A(s)";
    try (Oracle o = Specs.openNext(dir, definitions)) {
      Explanation e = o.explain(o.initialStates().get(0), Call.of("A", "s1")).orElseThrow();
      assertThat(e.conjunct()).isEqualTo("x' = 1 /\\ x' = 2");
    }
  }
}
