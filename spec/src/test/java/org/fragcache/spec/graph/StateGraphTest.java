package org.fragcache.spec.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.OracleState;
import org.fragcache.spec.oracle.Specs;
import org.fragcache.spec.oracle.Use;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateGraphTest {
  private static final String CFG = "INIT Init\nNEXT Next\n";

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({"Cow,CowTiny", "Cow,CowWide", "Parallel,Parallel"})
  void explore_counts_equalTlc(String module, String config)
      throws IOException, InterruptedException {
    TlcRun tlc = TlcRun.of(Specs.directory(), module, config, dir);
    try (Oracle o = Specs.open(module, config)) {
      StateGraph g = StateGraph.explore(o, 2, Progress.NONE);
      assertThat(new TlcRun(g.generated(), g.states(), g.depth())).isEqualTo(tlc);
      assertThat((long) g.edges() + g.initialStates()).isLessThanOrEqualTo(tlc.generated());
      EdgeCover cover = EdgeCover.of(g);
      cover.verify(g);
      assertThat(cover.steps()).isLessThanOrEqualTo(cover.lowerBound() * 5 / 4);
    }
  }

  @Test
  void explore_moreStatesThanAllowed_stopsWithWhatIsKnown() {
    try (Oracle o = Specs.open("Cow", "CowTiny")) {
      StateGraph whole = StateGraph.explore(o, 1, Progress.NONE);
      StateGraph part = StateGraph.explore(o, 2, Progress.NONE, 1);
      assertThat(whole.complete()).isTrue();
      assertThat(part.complete()).isFalse();
      assertThat(part.states()).isBetween(2, whole.states() - 1);
      assertThat(part.edges()).isEqualTo(part.endEdge(part.expanded() - 1)).isPositive();
    }
  }

  @Test
  void explore_threads_doNotMatter() {
    try (Oracle o = Specs.open("Cow", "Cow")) {
      StateGraph one = StateGraph.explore(o, 1, Progress.NONE);
      StateGraph four = StateGraph.explore(o, 4, Progress.NONE);
      assertThat(dump(four)).isEqualTo(dump(one));
    }
  }

  @Test
  void explore_allHashesCollide_statesToldApart() {
    try (Oracle o = Specs.open("Cow", "CowTiny")) {
      StateGraph good = StateGraph.explore(o, 2, Progress.NONE);
      StateGraph colliding =
          StateGraph.explore(o, 2, Progress.NONE, Integer.MAX_VALUE, encoding -> 7);
      assertThat(dump(colliding)).isEqualTo(dump(good));
    }
  }

  private static List<String> dump(StateGraph g) {
    List<String> out = new ArrayList<>();
    for (int s = 0; s < g.states(); s++) {
      out.add(new String(g.encoding(s), java.nio.charset.StandardCharsets.US_ASCII));
    }
    for (int e = 0; e < g.edges(); e++) {
      out.add(g.source(e) + " " + g.call(e) + " " + g.target(e));
    }
    return out;
  }

  @Test
  void explore_parallelEdgesAndLoops_areKept() {
    try (Oracle o = Specs.open("Parallel", "Parallel")) {
      StateGraph g = StateGraph.explore(o, 1, Progress.NONE);
      assertThat(g.initialStates()).isEqualTo(2);
      int up = g.edge(0, o.callIndex(Call.of("Up", "na")));
      int jump = g.edge(0, o.callIndex(Call.of("Jump", "na", "1")));
      int stay = g.edge(0, o.callIndex(Call.of("Stay", "nb")));
      assertThat(up).isNotNegative().isNotEqualTo(jump);
      assertThat(g.target(up)).isEqualTo(g.target(jump));
      assertThat(g.incoming(g.target(up))).contains(up, jump);
      assertThat(g.target(stay)).isZero();
      assertThat(g.changesState(stay)).isFalse();
      assertThat(g.edge(0, o.callIndex(Call.of("Down")))).isEqualTo(-1);
      g.requireDeterministic();
    }
  }

  @Test
  void pathTo_everyState_isAShortestPath() {
    try (Oracle o = Specs.open("Cow", "Cow")) {
      StateGraph g = StateGraph.explore(o, 2, Progress.NONE);
      int longest = 0;
      for (int s = 0; s < g.states(); s++) {
        int at = 0;
        for (int e : g.pathTo(s)) {
          assertThat(g.source(e)).isEqualTo(at);
          at = g.target(e);
        }
        assertThat(at).isEqualTo(s);
        assertThat(g.callsTo(s)).hasSizeGreaterThanOrEqualTo(longest);
        longest = g.callsTo(s).length;
        assertThat(g.find(g.encoding(s))).isEqualTo(s);
      }
      assertThat(longest).isEqualTo(g.depth() - 1);
      assertThat(g.find(new byte[] {1})).isEqualTo(-1);
    }
  }

  @Test
  void edges_replayedOnOracle_areSteps() {
    try (Oracle o = Specs.open("Cow", "CowTiny")) {
      StateGraph g = StateGraph.explore(o, 2, Progress.NONE);
      for (int s = 0; s < g.states(); s++) {
        OracleState from = o.parse(g.encoding(s));
        assertThat(o.successors(from).stream().distinct().count())
            .isEqualTo(g.endEdge(s) - g.firstEdge(s));
        for (int e = g.firstEdge(s); e < g.endEdge(s); e++) {
          assertThat(o.isStep(from, g.call(e), o.parse(g.encoding(g.target(e))))).isTrue();
        }
      }
    }
  }

  @Test
  void requireDeterministic_callWithTwoOutcomes_namesStateAndCall() {
    String body =
        """
        EXTENDS Naturals
        VARIABLE x
        Init == x = 0
        Up == x < 3 /\\ x' = x + 1
        Fork(n) == x = 2 /\\ (x' = 0 \\/ x' = n)
        Next == Up \\/ \\E n \\in 0..1 : Fork(n)\
        """;
    try (Oracle o = Specs.open(dir, Use.REPLAY, body, CFG)) {
      StateGraph g = StateGraph.explore(o, 1, Progress.NONE);
      assertThatThrownBy(g::requireDeterministic)
          .isInstanceOf(UsageException.class)
          .hasMessage("Fork(1) has 2 successors in state 2 (after Up Up), expected at most 1");
      // Fork(0) reaches state 0 in two ways: one edge, but TLC counts it twice.
      assertThat(g.generated()).isEqualTo(g.initialStates() + g.edges() + 1);
    }
  }

  @Test
  void firstViolation_invariantFalse_namesFirstState() {
    try (Oracle o = Specs.open("Parallel", "Parallel");
        Oracle cow = Specs.open("Cow", "CowTiny")) {
      StateGraph g = StateGraph.explore(o, 2, Progress.NONE);
      StateGraph.Violation v = g.firstViolation(o).orElseThrow();
      assertThat(v.invariant()).isEqualTo("Small");
      assertThat(Specs.text(o.parse(g.encoding(v.state())))).contains("x=3");
      assertThat(StateGraph.explore(cow, 1, Progress.NONE).firstViolation(cow)).isEmpty();
    }
  }

  @Test
  void explore_evaluationFails_namesCallAndPlace() {
    String body =
        """
        EXTENDS Naturals
        VARIABLE x
        Init == x = 0
        Up == x' = x + 1
        Bad == x = 5 /\\ x' = <<1>>[x]
        Next == Up \\/ Bad\
        """;
    try (Oracle o = Specs.open(dir, Use.REPLAY, body, CFG)) {
      assertThatThrownBy(() -> StateGraph.explore(o, 2, Progress.NONE))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("T.tla:6:")
          .hasMessageContaining("Bad");
    }
  }

  @Test
  void explore_progress_endsWithTotals() {
    List<Integer> seen = new ArrayList<>();
    try (Oracle o = Specs.open("Cow", "CowTiny")) {
      StateGraph g = StateGraph.explore(o, 1, (states, edges, depth) -> seen.add(edges));
      assertThat(seen.get(seen.size() - 1)).isEqualTo(g.edges());
    }
  }
}
