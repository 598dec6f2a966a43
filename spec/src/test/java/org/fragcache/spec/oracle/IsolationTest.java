package org.fragcache.spec.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.graph.Progress;
import org.fragcache.spec.graph.StateGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolationTest {
  private static final String SYMMETRIC =
      """
      EXTENDS TLC, Naturals
      CONSTANT S
      VARIABLES x, y
      Init == x = [s \\in S |-> 0] /\\ y = 0
      A(s) == x' = [x EXCEPT ![s] = 1 - @] /\\ UNCHANGED y
      Next == \\E s \\in S : A(s)
      Sym == Permutations(S)
      Bound == y = 0
      Yonder == y
      """;
  private static final String CFG = "INIT Init\nNEXT Next\nCONSTANT S = {s1, s2, s3}\n";

  @TempDir Path dir;
  @TempDir Path other;

  @Test
  void fingerprint_statesDiffer_fingerprintsDiffer() {
    try (Oracle o = Specs.open("Cow", "CowTiny")) {
      StateGraph g = StateGraph.explore(o, 1, Progress.NONE);
      Set<Long> seen = new HashSet<>();
      for (int s = 0; s < g.states(); s++) {
        seen.add(o.parse(g.encoding(s)).fingerprint());
      }
      assertThat(g.states()).isGreaterThan(10);
      assertThat(seen).hasSize(g.states());
    }
  }

  @Test
  void fingerprint_secondLoad_same() {
    try (Oracle a = Specs.open("Cow", "Cow");
        Oracle b = Specs.open("Cow", "Cow")) {
      assertThat(a.initialStates().get(0).fingerprint())
          .isEqualTo(b.initialStates().get(0).fingerprint());
      assertThat(a.initialStates()).isEqualTo(b.initialStates());
    }
  }

  @Test
  void open_modulesWithOtherVariables_bothStayRight() {
    try (Oracle one = Specs.openNext(dir, "A(s) == x' = 1 - x\nNext == \\E s \\in S : A(s)");
        Oracle cow = Specs.open("Cow", "CowTiny")) {
      int cowStates = StateGraph.explore(cow, 1, Progress.NONE).states();
      StateGraph g = StateGraph.explore(one, 1, Progress.NONE);
      assertThat(g.states()).isEqualTo(2);
      assertThat(g.edges()).isEqualTo(4);
      assertThat(one.eval("S", one.initialStates().get(0))).isEqualTo("{s1,s2}");
      assertThat(StateGraph.explore(cow, 1, Progress.NONE).states()).isEqualTo(cowStates);
    }
  }

  @Test
  void open_symmetryLater_firstOracleUnchanged() {
    try (Oracle plain = Specs.open(dir, Use.REPLAY, SYMMETRIC, CFG)) {
      List<OracleState> states = plain.successors(plain.initialStates().get(0), 0);
      long before = states.get(0).fingerprint();
      try (Oracle symmetric = Specs.open(other, Use.INSPECT, SYMMETRIC, CFG + "SYMMETRY Sym\n")) {
        assertThat(symmetric.identifiesStates()).isTrue();
        OracleState s = symmetric.initialStates().get(0);
        assertThat(symmetric.successors(s, 0).get(0).fingerprint())
            .isEqualTo(symmetric.successors(s, 1).get(0).fingerprint());
        assertThat(symmetric.successors(s, 0)).isNotEqualTo(symmetric.successors(s, 1));
        assertThatThrownBy(() -> StateGraph.explore(symmetric, 1, Progress.NONE))
            .isInstanceOf(UsageException.class)
            .hasMessageContaining("SYMMETRY");
      }
      assertThat(plain.successors(plain.initialStates().get(0), 0).get(0).fingerprint())
          .isEqualTo(before);
      assertThat(StateGraph.explore(plain, 1, Progress.NONE).states()).isEqualTo(8);
    }
  }

  @Test
  void open_replayWithSymmetryViewOrConstraint_refused() {
    for (String line :
        List.of("SYMMETRY Sym", "VIEW Yonder", "CONSTRAINT Bound", "ACTION_CONSTRAINT Bound")) {
      assertThatThrownBy(() -> Specs.open(dir, Use.REPLAY, SYMMETRIC, CFG + line + "\n").close())
          .as(line)
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("T.cfg: has")
          .hasMessageContaining("expected none in a model for replay");
    }
  }

  @Test
  void close_oracleDropped_loaderUnloads() throws InterruptedException {
    WeakReference<ClassLoader> loader = useAndClose();
    for (int i = 0; i < 50 && loader.get() != null; i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertThat(loader.get()).isNull();
  }

  private static WeakReference<ClassLoader> useAndClose() {
    Oracle o = Specs.open("Cow", "CowTiny");
    StateGraph.explore(o, 2, Progress.NONE);
    o.close();
    assertThatThrownBy(o::initialStates)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    return new WeakReference<>(o.loader());
  }

  @Test
  void loader_classesOfTlc_areNotShared() throws ClassNotFoundException {
    try (Oracle a = Specs.open("Cow", "CowTiny");
        Oracle b = Specs.open("Cow", "CowTiny")) {
      assertThat(a.loader().loadClass("tlc2.tool.TLCState"))
          .isNotSameAs(b.loader().loadClass("tlc2.tool.TLCState"));
      assertThat(a.loader().loadClass(Call.class.getName())).isSameAs(Call.class);
    }
  }

  @Test
  void successors_severalThreads_sameAsOne() throws Exception {
    try (Oracle o = Specs.open("Cow", "Cow")) {
      StateGraph g = StateGraph.explore(o, 1, Progress.NONE);
      List<OracleState> states = new ArrayList<>();
      for (int s = 0; s < 200; s++) {
        states.add(o.parse(g.encoding(s)));
      }
      Callable<List<List<Step>>> all = () -> states.stream().map(o::successors).toList();
      List<List<Step>> expected = all.call();
      ExecutorService pool = Executors.newFixedThreadPool(4);
      try {
        for (Future<List<List<Step>>> f : pool.invokeAll(List.of(all, all, all, all))) {
          assertThat(f.get()).isEqualTo(expected);
        }
      } finally {
        pool.shutdownNow();
      }
    }
  }

  @Test
  void open_printsNothing() {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    PrintStream capture = new PrintStream(seen, true, StandardCharsets.UTF_8);
    System.setOut(capture);
    System.setErr(capture);
    try {
      String head = "EXTENDS TLC, Naturals\nVARIABLE x\nInit == x = 0\n";
      String noisy = head + "A == PrintT(\"noise\") /\\ x' = 1 - x\nB == FALSE /\\ x' = 1\n";
      String cfg = "INIT Init\nNEXT Next\n";
      assertThatThrownBy(() -> Specs.open(dir, Use.REPLAY, head + "Next == A \\/ B", cfg).close())
          .isInstanceOf(UsageException.class);
      try (Oracle o = Specs.open(dir, Use.REPLAY, noisy + "Next == A \\/ B", cfg)) {
        assertThat(o.successors(o.initialStates().get(0))).hasSize(1);
      }
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertThat(seen.toString(StandardCharsets.UTF_8)).isEmpty();
  }
}
