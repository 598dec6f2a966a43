package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.function.Predicate;
import org.fragcache.conformance.dir.DirSubject;
import org.fragcache.conformance.dir.Reflink;
import org.fragcache.spec.oracle.Call;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A directory that conforms, and the same with faults planted above the kernel, each found. */
final class PlantedFaultTest {
  private final Reflink directory = Reflink.take(Reflink.places().get(0));
  private final Conformance conformance = Conformance.of(Project.seen("calls"), 2);

  private DirSubject subject = new DirSubject(directory.path().toString(), conformance.model());

  @BeforeEach
  void isWhatItIsCalled() {
    assertThat(subject.name()).isEqualTo("dir:" + directory.path());
  }

  @AfterEach
  void close() {
    subject.close();
    conformance.close();
    directory.close();
  }

  /** After every so many calls since the reset the next punch does nothing, and says OK. */
  private static final class Dropping extends PassingSubject<DirSubject> {
    private final Predicate<Call> counted;
    private final int every;
    private int calls;
    private int dropped;

    Dropping(DirSubject to, int every, Predicate<Call> counted) {
      super(to);
      this.every = every;
      this.counted = counted;
    }

    @Override
    public void reset() {
      super.reset();
      calls = 0;
      dropped = 0;
    }

    @Override
    public Bound bind(Call call) {
      Bound bound = super.bind(call);
      boolean counts = counted.test(call);
      return () -> {
        calls += counts ? 1 : 0;
        if (isPunch(call) && calls / every > dropped) {
          dropped++;
          return Outcomes.of("OK");
        }
        return bound.apply();
      };
    }

    static boolean isPunch(Call call) {
      return call.name().equals("Punch");
    }
  }

  @Test
  void directory_conforms() {
    Conformance.Report report = conformance.replay(subject, Ticker.NONE);
    assertThat(report.difference().map(Object::toString)).isEmpty();
    assertThat(report.conforms()).isTrue();
    assertThat(report.compared()).containsExactly("content", "exists", "size");
  }

  @Test
  void everyThirdPunch_dropped_isFoundByAShortSequence() {
    Difference found =
        conformance
            .replay(new Dropping(subject, 3, Dropping::isPunch), Ticker.NONE)
            .difference()
            .orElseThrow();
    List<Call> calls = found.calls();
    assertThat(found.last()).startsWith("Punch(");
    assertThat(calls.stream().filter(c -> c.name().equals("Punch")).count()).isEqualTo(3);
    assertThat(calls.size()).as(found.toString()).isLessThanOrEqualTo(5);
  }

  @Test
  void privateViews_shared_areFoundByAShortSequence() {
    subject.close();
    assumeTrue(subject.blockSize() == 4096, "blocks are no pages: no views");
    try (Conformance views =
            Conformance.of(Project.spec(), Project.model("MCFileView_CallsViews"), 2, Ticker.NONE);
        DirSubject right = new DirSubject(directory.path().toString(), views.model());
        Subject wrong = new SharedViews(right)) {
      Difference found = views.replay(wrong, Ticker.NONE).difference().orElseThrow();
      assertThat(found.calls().size()).as(found.toString()).isLessThanOrEqualTo(5);
      assertThat(found.calls().stream().map(Call::name)).contains("Map", "Store");
    }
  }

  /** Its private views are shared ones. */
  private static final class SharedViews extends PassingSubject<DirSubject> {
    SharedViews(DirSubject to) {
      super(to);
    }

    @Override
    public Bound bind(Call call) {
      return call.name().equals("Map")
          ? super.bind(Call.of("Map", call.args().get(0), call.args().get(1), "\"shared\""))
          : super.bind(call);
    }
  }

  /** Fewer than a thousand calls do not show it; of the others most can be left out. */
  @Test
  void everyThousandthCall_dropsAPunch_isFoundByFewMoreCallsThanItTakes() {
    Difference found =
        conformance
            .replay(new Dropping(subject, 1000, call -> true), Ticker.NONE)
            .difference()
            .orElseThrow();
    assertThat(found.last()).startsWith("Punch(");
    assertThat(found.calls()).hasSizeBetween(1000, 1500);
    assertThat(found.rerun()).contains("--subject dir:" + directory.path());
  }
}
