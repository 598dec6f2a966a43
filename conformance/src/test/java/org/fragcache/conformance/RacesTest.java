package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.fragcache.conformance.dir.Reflink;
import org.fragcache.conformance.json.JsonFile;
import org.fragcache.conformance.log.Event;
import org.fragcache.conformance.log.LogModel;
import org.fragcache.conformance.log.LogReader;
import org.fragcache.conformance.log.LogText;
import org.fragcache.conformance.log.LoggingThread.Ended;
import org.fragcache.conformance.log.Validator;
import org.fragcache.conformance.log.Validator.Verdict;
import org.fragcache.conformance.mutants.BrokenCache;
import org.fragcache.conformance.mutants.Fault;
import org.fragcache.conformance.mutants.FaultReader;
import org.fragcache.conformance.race.RaceProgram;
import org.fragcache.conformance.race.RacePrograms;
import org.fragcache.conformance.race.RaceRun;
import org.fragcache.conformance.race.Scene;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs after tests of xfstests: accepted, and rejected where something is broken. */
final class RacesTest {
  @RegisterExtension static final LedgerGate GATE = new LedgerGate("RacesTest");

  private static final int EVENTS = 600;
  private static final int MANY = 2_000;
  private static final long SEED = Long.getLong("fragcache.seed", System.nanoTime());

  @SuppressWarnings("NullAway.Init") // before all tests
  private static LogModel model;

  @TempDir private Path temporary;

  @BeforeAll
  static void open() {
    model = LogModel.open(Project.spec(), RacePrograms.MODEL);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  static Stream<RaceProgram> programs() {
    return RacePrograms.all().stream();
  }

  private static Scene cache() {
    return new org.fragcache.conformance.impl.RaceScene(model.bounds(), model.calls());
  }

  private static RaceRun.Result run(RaceProgram program, Supplier<Scene> scenes, int events) {
    try (Scene scene = scenes.get()) {
      return RaceRun.of(model, program, scene, events, SEED);
    }
  }

  private static Verdict judge(RaceRun.Result ran) {
    return Validator.validate(model, ran.log(), Ticker.NONE);
  }

  private static void accepted(RaceProgram program, Supplier<Scene> scenes) {
    RaceRun.Result ran = run(program, scenes, EVENTS);
    assertThat(ran.failures()).as("%s, seed %d", program, SEED).isEmpty();
    Verdict verdict = judge(ran);
    assertThat(verdict.rejection()).as("%s, seed %d", program, SEED).isEmpty();
    int setup = 2 * program.setup().size();
    assertThat(verdict.events())
        .isGreaterThanOrEqualTo(setup + EVENTS - 2 * ran.torn().size() - program.roles().size());
  }

  /** In ten runs one is rejected. */
  private static void rejected(String name, Supplier<Scene> scenes) {
    RaceProgram program = RacePrograms.of(List.of(name)).get(0);
    for (int attempt = 0; attempt < 10; attempt++) {
      Verdict verdict = judge(run(program, scenes, MANY));
      if (!verdict.accepted()) {
        String message = verdict.rejection().orElseThrow().toString();
        assertThat(message).contains("./fragcache races SUBJECT --program " + name);
        return;
      }
    }
    throw new AssertionError(name + ": a fault was accepted ten times, seed " + SEED);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void program_onTheCache_isABehaviour(RaceProgram program) {
    accepted(program, RacesTest::cache);
    GATE.count("programs judged", 1);
  }

  @ParameterizedTest
  @MethodSource("org.fragcache.conformance.dir.Reflink#places")
  void programs_inADirectory_areBehaviours_withAFaultTheyAreNot(Path in) {
    try (Reflink mounted = Reflink.take(in)) {
      Supplier<Scene> scenes =
          () ->
              new org.fragcache.conformance.dir.RaceScene(
                  mounted.path().toString(), model.bounds());
      RacePrograms.all().forEach(program -> accepted(program, scenes));
      rejected("g630", () -> new Wrong(scenes.get(), Wrong.Mistake.DEDUPES_WHATEVER_IS_THERE));
    }
  }

  /** A fault of the Java cache's catalogue. */
  @ParameterizedTest
  @CsvSource({
    "g415, write-in-place",
    "g578, clone-write-protect-left-out",
    "g671, clone-write-protect-left-out",
    "g167, clone-before-writeback",
  })
  void program_onABrokenCache_isRejected(String program, String name) {
    Fault fault =
        FaultReader.read(Project.home().resolve("conformance/faults.json"), Project.spec()).stream()
            .filter(f -> f.name().equals(name))
            .findFirst()
            .orElseThrow();
    BrokenCache cache = BrokenCache.of(Project.home(), fault.edits());
    rejected(program, () -> cache.scene(model));
    GATE.count("faults caught", 1);
  }

  /** A fault of the kind that the test of xfstests was written for, above the cache. */
  @ParameterizedTest
  @CsvSource({
    "g161, WRITES_BOTH",
    "g162, DEDUPES_WHATEVER_IS_THERE",
    "g163, DEDUPES_WHATEVER_IS_THERE",
    "g630, DEDUPES_WHATEVER_IS_THERE",
    "g630-pwrite, DEDUPES_WHATEVER_IS_THERE",
    "g164, READS_WHAT_WAS_THERE",
    "g165, READS_WHAT_WAS_THERE",
    "g670, READS_WHAT_WAS_THERE",
    "b081, READS_WHAT_WAS_THERE",
    "g166, CLONES_WHAT_WAS_THERE",
    "g167, CLONES_WHAT_WAS_THERE",
    "g168, WRITES_NOTHING",
    "g170, WRITES_NOTHING",
    "g671, CLONES_WHAT_WAS_THERE",
    "g672, WRITES_NOTHING",
    "g415, WRITES_NOTHING",
    "g578, WRITES_NOTHING",
  })
  void program_withAFault_isRejected(String program, Wrong.Mistake fault) {
    rejected(program, () -> new Wrong(cache(), fault));
    GATE.count("faults caught", 1);
  }

  /** Passes all on but calls. */
  private abstract static class Passing implements Scene {
    final Scene right;

    Passing(Scene right) {
      this.right = right;
    }

    @Override
    public void disturb(SplittableRandom random) {
      right.disturb(random);
    }

    @Override
    public List<String> failures(Ended<Event> ended) {
      return right.failures(ended);
    }

    @Override
    public void close() {
      right.close();
    }
  }

  /** Each seventh call is wrong, if it is of the kind. */
  private static final class Wrong extends Passing {
    enum Mistake {
      /** A write to b is one to a too. */
      WRITES_BOTH,
      /** A dedupe finds the same whatever there is. */
      DEDUPES_WHATEVER_IS_THERE,
      /** A read has what the same read had before. */
      READS_WHAT_WAS_THERE,
      /** A clone leaves its target as it was. */
      CLONES_WHAT_WAS_THERE,
      /** A write or a store does nothing. */
      WRITES_NOTHING
    }

    private static final String OK = Outcomes.of("OK");
    private static final int EVERY = 7; // no program has as many in a round

    private final Mistake fault;

    Wrong(Scene right, Mistake fault) {
      super(right);
      this.fault = fault;
    }

    @Override
    public Caller caller(boolean direct) {
      Caller caller = right.caller(direct);
      return new Caller() {
        private final java.util.Map<Call, Optional<String>> before = new java.util.HashMap<>();
        private int calls;

        @Override
        public Optional<String> make(Call call) {
          return calls++ % EVERY == EVERY - 1 ? wrong(call) : right(call);
        }

        private Optional<String> right(Call call) {
          Optional<String> outcome = caller.make(call);
          before.put(call, outcome);
          return outcome;
        }

        private Optional<String> wrong(Call call) {
          String name = call.name();
          boolean writes = name.equals("Write") || name.equals("Store");
          return switch (fault) {
            case WRITES_BOTH -> {
              if (writes) {
                caller.make(Call.of("Write", "a", call.args().get(1), call.args().get(2)));
              }
              yield right(call);
            }
            case DEDUPES_WHATEVER_IS_THERE -> {
              if (!name.equals("Dedupe")) {
                yield right(call);
              }
              caller.make(new Call("Clone", call.args()));
              yield Optional.of(Outcomes.of("SAME"));
            }
            case READS_WHAT_WAS_THERE -> {
              Optional<String> old = before.getOrDefault(call, Optional.empty());
              yield old.isPresent() && (name.equals("Read") || name.equals("Load"))
                  ? old
                  : right(call);
            }
            case CLONES_WHAT_WAS_THERE -> name.equals("Clone") ? Optional.of(OK) : right(call);
            case WRITES_NOTHING -> writes ? Optional.of(OK) : right(call);
          };
        }

        @Override
        public void close() {
          caller.close();
        }
      };
    }
  }

  /** What is torn is counted, and not judged. */
  @Test
  void tornRead_isCountedAndLeftOut() {
    RaceProgram program = RacePrograms.of(List.of("g164")).get(0);
    RaceRun.Result ran = run(program, () -> new Torn(cache()), EVENTS);
    assertThat(ran.torn()).hasSizeGreaterThan(10).first().asString().contains("Read(c,");
    assertThat(judge(ran).accepted()).isTrue();
  }

  /** Finds no unit that anybody wrote in every other read. */
  private static final class Torn extends Passing {
    Torn(Scene right) {
      super(right);
    }

    @Override
    public Caller caller(boolean direct) {
      Caller caller = right.caller(direct);
      return new Caller() {
        private int reads;

        @Override
        public Optional<String> make(Call call) {
          Optional<String> outcome = caller.make(call);
          return call.name().equals("Read") && reads++ % 2 == 0 ? Optional.empty() : outcome;
        }

        @Override
        public void close() {
          caller.close();
        }
      };
    }
  }

  /** The log says of which program it is, and validate reads it. */
  @Test
  void log_isReadAgain() throws Exception {
    RaceRun.Result ran = run(RacePrograms.of(List.of("g161")).get(0), RacesTest::cache, EVENTS);
    Path file = Files.writeString(temporary.resolve("log"), LogText.of(ran.log()));
    assertThat(new LogReader(JsonFile.read(file)).read(model)).isEqualTo(ran.log());
    assertThat(ran.log().header().program()).contains("g161");
  }

  @Test
  void program_unknown_isRefused() {
    assertThatThrownBy(() -> RacePrograms.of(List.of("g164", "g999")))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("no program 'g999'; expected one of g161, g162");
  }
}
