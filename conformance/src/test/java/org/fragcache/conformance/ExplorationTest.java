package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.fragcache.conformance.mutants.BrokenCache;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.OracleState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What random walks find, how it is told, and where guided ones start. */
final class ExplorationTest {
  private static final int STEPS = 4000;
  private static final int WALK = 60;

  private static ReplayModel model;
  private static BrokenCache broken;

  @BeforeAll
  static void open() {
    model = Project.walks("walk-disk");
    broken = Project.broken("Access.java", "drop.references(w.file, w.block, 1, ref);", "");
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @ParameterizedTest
  @EnumSource(Guide.class)
  void run_brokenCache_isFoundAndMinimalAndPasted(Guide guide) {
    try (Subject subject = broken.subject(model)) {
      Difference found =
          new Exploration(model, guide, WALK, 3, false)
              .run(STEPS, subject, Ticker.NONE)
              .orElseThrow();
      Minimal minimal = Minimal.of(model, subject, found);
      List<Call> calls = minimal.difference().calls();
      assertThat(calls.size()).isLessThan(found.calls().size()).isLessThanOrEqualTo(6);
      assertThat(minimal.tried()).isEqualTo(calls.size());
      for (int i = 0; i < calls.size(); i++) {
        List<Call> fewer = new ArrayList<>(calls);
        fewer.remove(i);
        assertThat(Stepper.run(model, subject, fewer)).as("without " + calls.get(i)).isEmpty();
      }
      WalkFailure failure = new WalkFailure(model, subject, minimal);
      assertThat(failure.text("./fragcache explore --seed 3"))
          .contains(
              "does not hold: CacheState.tla:", "rerun: ./fragcache conform --model walk-disk")
          .contains("found by: ./fragcache explore --seed 3\n", "1-minimal: ")
          .containsPattern("state before \\w+\\(.*, where it is not as in Init\n    /\\\\ \\w+")
          .containsPattern("by the specification\n    /\\\\ \\w+'\\[.*\\] = ")
          .containsPattern("what it changes, by impl\n    /\\\\ \\w+'")
          .endsWith(failure.test());
      String test = failure.test();
      assertThatThrownBy(() -> Pasted.run(test, broken))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("DIFFERENCE: walk-disk and impl after " + calls.size());
      assertThatCode(() -> Pasted.run(test, ExplorationTest.class.getClassLoader()))
          .doesNotThrowAnyException();
    }
  }

  /** A difference that needs its second call leaves the others out, one by one. */
  @Test
  void minimal_ofMoreThanItNeeds_leavesNothingThatCanGo() {
    try (Subject subject = broken.subject(model)) {
      String more =
          "Create(c) Create(a) Fsync(c) Write(a,0,10) Read(a,0) Create(b) Clone(a,0,0,b,0)"
              + " Read(b,0) Write(c,3,20) Write(a,0,20)";
      Difference found = Stepper.run(model, subject, CallSequence.parse(more)).orElseThrow();
      Minimal minimal = Minimal.of(model, subject, found);
      assertThat(minimal.difference().calls().toString()).doesNotContain("Fsync", "Read", "(c");
      assertThat(minimal.tried()).isEqualTo(minimal.difference().calls().size());
    }
  }

  @Test
  void run_sameSeed_sameWalks() {
    Exploration one = explored(Guide.NOVELTY, 5);
    Exploration two = explored(Guide.NOVELTY, 5);
    assertThat(two.shapes()).isEqualTo(one.shapes());
    assertThat(two.repeated()).isEqualTo(one.repeated()).isPositive();
    assertThat(one.deepest()).isGreaterThan(WALK);
    assertThat(one.shapesAfter(10)).isLessThan(one.shapesAfter(600)).isPositive();
    Exploration random = explored(Guide.RANDOM, 5);
    assertThat(random.repeated()).isZero();
    assertThat(random.deepest()).isLessThanOrEqualTo(WALK);
  }

  private static Exploration explored(Guide guide, long seed) {
    Exploration exploration = new Exploration(model, guide, WALK, seed, true);
    try (Subject cache = Project.cache(model)) {
      assertThat(exploration.run(600, cache, Ticker.NONE)).isEmpty();
    }
    return exploration;
  }

  @Test
  void shape_forgetsNamesAndBytes_notBits() {
    String one = shape("Create(a) Create(b) Write(a,0,10) Clone(a,0,0,b,0)");
    assertThat(shape("Create(c) Create(b) Write(c,1,30) Write(c,0,20) Clone(c,0,0,b,0) Read(c,0)"))
        .isNotEqualTo(one);
    assertThat(shape("Create(c) Create(b) Write(c,0,30) Clone(c,0,0,b,0)")).isEqualTo(one);
    assertThat(shape("Create(a) Write(a,0,10)"))
        .isNotEqualTo(shape("Create(a) Write(a,0,10) Writeback(a,0)"));
  }

  private static String shape(String calls) {
    OracleState state = model.oracle().initialStates().get(0);
    for (Call call : CallSequence.parse(calls)) {
      state = model.oracle().successors(state, model.oracle().callIndex(call)).get(0);
    }
    return model.oracle().eval("Shape", state);
  }

  /** A subject whose state is lost on the way to where a walk starts. */
  @Test
  void repeat_thatDiffersNow_isTold() {
    try (Subject subject = Project.cache(model);
        Subject wrong = broken.subject(model)) {
      List<Call> calls =
          CallSequence.parse("Create(a) Create(b) Write(a,0,10) Clone(a,0,0,b,0) Write(a,0,20)");
      Stepper right = new Stepper(model, subject);
      calls.forEach(call -> assertThat(right.step(call)).isEmpty());
      assertThat(new Stepper(model, subject).repeat(calls, right.state())).isEmpty();
      Difference difference = new Stepper(model, wrong).repeat(calls, right.state()).orElseThrow();
      assertThat(difference.calls()).isEqualTo(calls);
    }
  }
}
