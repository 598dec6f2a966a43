package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.fragcache.conformance.hidden.DontCare;
import org.fragcache.conformance.hidden.Snapshots;
import org.fragcache.conformance.mutants.BrokenCache;
import org.fragcache.spec.oracle.Call;
import org.junit.jupiter.api.Test;

/** One state of the specification is one state of the Java cache, however it was reached. */
final class HiddenStateTest {
  private static final List<String> MODELS =
      Deep.every(4, List.of("views", "dedupe", "pins", "crash"));

  @Test
  void replay_statesReachedAgain_sameInMemory() {
    List<HiddenReport> all = new ArrayList<>();
    for (String name : MODELS) {
      try (Conformance conformance = Project.small(name);
          ConcreteSubject cache = (ConcreteSubject) Project.cache(conformance.model())) {
        Conformance.Report report = conformance.replayHidden(cache, Ticker.NONE);
        HiddenReport hidden = report.hidden().orElseThrow();
        assertThat(hidden.difference().map(Object::toString)).as(name).isEmpty();
        assertThat(hidden.compared()).as(name).isGreaterThanOrEqualTo(report.steps());
        assertThat(hidden.objects()).as(name).isGreaterThan(50);
        assertThat(report.conforms()).as(name).isTrue();
        all.add(hidden);
      }
    }
    // That none is stale is asked of all models of the tiny tier, by conform --hidden.
    assertThat(HiddenReport.stale(all).stream().map(DontCare::field))
        .doesNotContain("Inode.id", "Slab.sequences", "Clean.bounce");
    assertThat(HiddenReport.stale(List.of())).isEqualTo(DontCare.all());
  }

  /** While the count is not zero, writes look for poison: slower, and nothing else shows it. */
  @Test
  void replay_counterThatIsNotReset_isFoundInMemoryAlone() {
    BrokenCache broken = Project.broken("PageCache.java", "poisoned.decrementAndGet();", "// left");
    try (Conformance conformance = Project.small("move");
        CrashSubject cache = broken.subject(conformance.model())) {
      assertThat(conformance.replay(cache, Ticker.NONE).conforms()).isTrue();
      Conformance.Report report = conformance.replayHidden((ConcreteSubject) cache, Ticker.NONE);
      assertThat(report.conforms()).isFalse();
      HiddenDifference found = report.hidden().orElseThrow().difference().orElseThrow();
      System.out.println(found);
      assertThat(found.fields())
          .singleElement()
          .extracting(HiddenDifference.Field::path)
          .isEqualTo("cache.cache.poisoned");
      assertThat(found.second().toString()).contains("Poison");
      assertThat(found.toString())
          .contains("HIDDEN DIFFERENCE", "cache.cache.poisoned", found.rerun());
      assertThat(found.rerun()).contains(" --hidden --calls '", "' --calls '");
    }
  }

  /** The calls that change nothing belong to the way, and what a message needs of them is kept. */
  @Test
  void replay_whatHangsOnCallsThatChangeNothing_isFound() {
    try (Conformance conformance = Project.small("capacity");
        ConcreteSubject cache = (ConcreteSubject) Project.cache(conformance.model());
        Odd odd = new Odd(cache, 40)) {
      HiddenReport hidden = conformance.replayHidden(odd, Ticker.NONE).hidden().orElseThrow();
      assertThat(hidden.difference().orElseThrow().fields())
          .containsExactly(new HiddenDifference.Field("cache.odd", "0", "1"));
      assertThat(hidden.difference().orElseThrow().second()).hasSize(41);
    }
  }

  /** Has in memory whether more calls than a number were made since the reset. */
  private static final class Odd extends PassingSubject<ConcreteSubject>
      implements ConcreteSubject {
    private final int most;
    private int calls;

    private record Memory(boolean odd) {}

    Odd(ConcreteSubject to, int most) {
      super(to);
      this.most = most;
    }

    @Override
    public Object concrete() {
      return new Memory(calls > most);
    }

    @Override
    public void reset() {
      calls = 0;
      super.reset();
    }

    @Override
    public Bound bind(Call call) {
      Bound bound = super.bind(call);
      return () -> {
        calls++;
        return bound.apply();
      };
    }
  }

  private record Holder(Object held) {}

  private static final class Counting {
    private static int count;

    int next() {
      return count++;
    }
  }

  @Test
  void walk_whatItDoesNotKnow_isAnError() {
    assertThatThrownBy(() -> Snapshots.text(new Holder(new Random(1))))
        .hasMessageContaining("cache.held: java.util.Random");
    Set<Holder> unordered = Set.of(new Holder(1), new Holder(2));
    assertThatThrownBy(() -> Snapshots.text(new Holder(unordered)))
        .hasMessageContaining("met nowhere else");
    assertThat(new Counting().next()).isZero();
    assertThatThrownBy(() -> Snapshots.text(new Counting()))
        .hasMessageContaining("count is static and not final");
  }

  @Test
  void walk_whoAnObjectIs_isWhenItWasMet() {
    List<Object> twice = List.of(new int[0].getClass().getName(), "x");
    Object one = new Holder(twice);
    assertThat(Snapshots.text(new Holder(List.of(one, one))))
        .isNotEqualTo(Snapshots.text(new Holder(List.of(one, new Holder(twice)))))
        .isEqualTo(Snapshots.text(new Holder(List.of(one, one))));
  }
}
