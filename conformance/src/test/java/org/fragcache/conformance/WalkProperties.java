package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Random walks beyond the bounds of the models: three files of four blocks. A walk is a list of
 * numbers, each a choice among the calls of the alphabet, by name first; whether the specification
 * has a step for the call, and what it returns, the oracle says. So each shorter list that
 * shrinking tries is a legal walk too.
 */
final class WalkProperties {
  private static @Nullable ReplayModel opened;

  @BeforeContainer
  static void open() {
    opened =
        ReplayModel.open(
            "three-files",
            Project.spec(),
            "MCFragmentCache",
            Project.spec().resolve("scenarios/three-files.cfg"));
  }

  @AfterContainer
  static void close() {
    model().close();
  }

  private static ReplayModel model() {
    ReplayModel model = opened;
    if (model == null) {
      throw new IllegalStateException("the model is not open");
    }
    return model;
  }

  @Provide
  Arbitrary<List<Integer>> choices() {
    return Arbitraries.integers()
        .between(0, Integer.MAX_VALUE)
        .withDistribution(net.jqwik.api.RandomDistribution.uniform())
        .list()
        .ofMinSize(1)
        .ofMaxSize(80);
  }

  @Property(tries = 1500, shrinking = ShrinkingMode.FULL)
  void walk_javaCache_agreesWithTheOracle(@ForAll("choices") List<Integer> choices) {
    try (Subject cache = Project.cache(model())) {
      assertThat(new Walker(model()).walk(choices, cache).map(Object::toString)).isEmpty();
    }
  }
}
