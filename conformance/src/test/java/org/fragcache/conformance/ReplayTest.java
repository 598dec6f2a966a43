package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.fragcache.spec.model.ModelRecord;
import org.fragcache.spec.model.Models;
import org.fragcache.spec.model.Tier;
import org.fragcache.spec.oracle.Call;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The Java cache takes every edge of the smaller tiny models, in a deep run of all, and a subject
 * that lies does not pass. The main job takes those of all.
 */
final class ReplayTest {
  private static final String TINY = "MCFragmentCache_Tiny";
  private static final int LARGE = Deep.or(Integer.MAX_VALUE, 1000); // states

  @TestFactory
  Stream<DynamicTest> replay_smallerModels_conform() {
    List<ModelRecord> models =
        Models.read(Project.spec()).ofTier(Tier.TINY).stream()
            .filter(m -> m.replay() && Objects.requireNonNull(m.distinct()) < LARGE)
            .toList();
    assertThat(models).as("models to replay").hasSizeGreaterThan(4);
    return models.stream().map(m -> DynamicTest.dynamicTest(m.name(), () -> conforms(m)));
  }

  private static void conforms(ModelRecord record) {
    try (Conformance conformance =
            Conformance.of(
                Project.spec(), record, Runtime.getRuntime().availableProcessors(), Ticker.NONE);
        Subject cache = Project.cache(conformance.model())) {
      Conformance.Report report = conformance.replay(cache, Ticker.NONE);
      assertThat(report.difference().map(Object::toString)).isEmpty();
      assertThat(report.counts()).isEmpty();
      assertThat(report.replayed()).isEqualTo(report.changing()).isPositive();
      assertThat(report.steps()).isLessThanOrEqualTo(report.lowerBound() * 5 / 4);
      // Each call in each state is an edge that changes the state, or has been probed.
      assertThat(report.probes() + report.changing())
          .isEqualTo((long) report.states() * conformance.model().alphabet().size());
      assertThat(report.conforms()).isTrue();
    }
  }

  /** A cache that lies once, after so many calls of one name since the reset. */
  private static final class Liar extends PassingSubject<Subject> {
    private final String name;
    private final int when;
    private final boolean aboutState;
    private int calls;

    Liar(Subject to, String name, int when, boolean aboutState) {
      super(to);
      this.name = name;
      this.when = when;
      this.aboutState = aboutState;
    }

    @Override
    public void reset() {
      calls = 0;
      super.reset();
    }

    @Override
    public Bound bind(Call call) {
      Bound bound = super.bind(call);
      boolean counted = call.name().equals(name);
      return () -> {
        String outcome = bound.apply();
        return counted && ++calls == when && !aboutState ? outcome + "?" : outcome;
      };
    }

    @Override
    public byte[] observe() {
      byte[] state = super.observe();
      if (aboutState && calls >= when) {
        state[state.length - 4] ^= 1;
      }
      return state;
    }

    @Override
    public String selfCheck() {
      return "";
    }
  }

  @Test
  void replay_outcomeLie_shortestSequence() {
    Difference difference = caught("Write", 2, false);
    assertThat(difference.calls()).hasSize(2).allMatch(c -> c.name().equals("Write"));
    assertThat(difference.toString())
        .contains("outcome of Write", "rerun: ./fragcache conform --model " + TINY);
  }

  @Test
  void replay_stateThatIsNone_isSaid() {
    Difference difference = caught("Create", 1, true);
    assertThat(difference.calls()).hasSize(1);
    assertThat(difference.unreadable()).isNotEmpty();
    assertThat(difference.toString()).contains("is none of the specification");
  }

  private static Difference caught(String name, int when, boolean aboutState) {
    try (Conformance conformance =
            Conformance.of(Project.spec(), Project.model(TINY), 2, Ticker.NONE);
        Subject liar = new Liar(Project.cache(conformance.model()), name, when, aboutState)) {
      Conformance.Report report = conformance.replay(liar, Ticker.NONE);
      assertThat(report.conforms()).isFalse();
      return report.difference().orElseThrow();
    }
  }
}
