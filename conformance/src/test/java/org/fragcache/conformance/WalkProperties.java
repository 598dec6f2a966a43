package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Random walks beyond the bounds of the models, over every call and step: three files of four
 * blocks of two units, and eight files of sixteen blocks of four. A walk is a list of numbers, each
 * a choice among the calls of the alphabet, by name first; whether the specification has a step for
 * the call, and what it returns, the oracle says. So each shorter list that shrinking tries is a
 * legal walk too.
 */
final class WalkProperties {
  private static final Map<String, ReplayModel> OPENED = new TreeMap<>();

  @AfterContainer
  static void close() {
    OPENED.values().forEach(ReplayModel::close);
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

  @Property(tries = 500, shrinking = ShrinkingMode.FULL)
  void walk_onDisk_agreesWithTheOracle(@ForAll("choices") List<Integer> choices) {
    agrees("walk-disk", choices);
  }

  @Property(tries = 500, shrinking = ShrinkingMode.FULL)
  void walk_inMemory_agreesWithTheOracle(@ForAll("choices") List<Integer> choices) {
    agrees("walk-memory", choices);
  }

  // Deeper: ./fragcache explore --large
  @Property(tries = 8, shrinking = ShrinkingMode.FULL)
  void walk_largeOnDisk_agreesWithTheOracle(@ForAll("choices") List<Integer> choices) {
    agrees("walk-large", choices);
  }

  private static void agrees(String name, List<Integer> choices) {
    ReplayModel model = OPENED.computeIfAbsent(name, Project::walks);
    try (Subject cache = Project.cache(model)) {
      assertThat(new Walker(model).walk(choices, cache).map(Object::toString)).isEmpty();
    }
  }
}
