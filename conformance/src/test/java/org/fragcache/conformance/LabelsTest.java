package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fragcache.conformance.impl.LabelRecorder;
import org.fragcache.conformance.labels.LabelModel;
import org.fragcache.conformance.labels.LabelRecording;
import org.fragcache.conformance.labels.LabelRejection;
import org.fragcache.conformance.labels.LabelValidator;
import org.fragcache.conformance.labels.LabelValidator.Verdict;
import org.fragcache.conformance.mutants.BrokenCache;
import org.fragcache.conformance.mutants.Fault;
import org.fragcache.conformance.mutants.FaultReader;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The labels that free threads tell on the Java cache are a behaviour of FragmentSteps, and on a
 * broken one are not.
 */
final class LabelsTest {
  @RegisterExtension static final LedgerGate GATE = new LedgerGate("LabelsTest");

  private static final int THREADS = 4;
  private static final int EVENTS = Integer.getInteger("fragcache.events", 1_500);
  private static final long SEED = Long.getLong("fragcache.seed", System.nanoTime());

  @ParameterizedTest
  @CsvSource({"labels-private, true", "labels-private, false", "labels-mapped, true"})
  void record_labels_areABehaviour(String name, boolean pauses) {
    try (LabelModel model = LabelModel.open(Project.spec(), name)) {
      LabelRecording recording =
          LabelRecorder.record(
              model.files(),
              model.blocks(),
              model.setup(),
              List.copyOf(model.operations().values()),
              THREADS,
              EVENTS,
              SEED,
              pauses);
      assertThat(recording.failures()).as("seed %d", SEED).isEmpty();
      Verdict verdict = judge(model, recording, pauses);
      System.out.printf(
          "%s: %,.0f labels/s, %.0f %% overlapped%n",
          name, verdict.perSecond(), 100 * verdict.share());
      assertThat(verdict.rejection()).as("seed %d", SEED).isEmpty();
      assertThat(verdict.events()).isGreaterThanOrEqualTo(EVENTS);
      assertThat(verdict.most()).isGreaterThan(1);
      GATE.count("events judged", verdict.events());
    }
  }

  /**
   * Faults of the catalogue: an order of steps and a put that is missing, which one thread shows;
   * rechecks and a lock, which are missed only when another thread comes between.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "put-before-unmap",
        "missed-put",
        "slot-recheck-left-out",
        "cow-recheck-left-out",
        "fill-without-invalidate-lock"
      })
  void record_labelsOfABrokenCache_areRejected(String name) {
    Fault fault =
        FaultReader.read(Project.home().resolve("conformance/faults.json"), Project.spec()).stream()
            .filter(f -> f.name().equals(name))
            .findFirst()
            .orElseThrow();
    BrokenCache cache = BrokenCache.of(Project.home(), fault.edits());
    try (LabelModel model = LabelModel.open(Project.spec(), "labels-mapped")) {
      for (int attempt = 0; attempt < 10; attempt++) {
        LabelRecording recording = cache.recordLabels(model, THREADS, 4_000, SEED + attempt, true);
        Verdict verdict = judge(model, recording, true);
        if (!verdict.accepted()) {
          LabelRejection rejection = verdict.rejection().orElseThrow();
          System.out.println(name + ", log " + attempt + "\n" + rejection);
          assertThat(rejection.frontier()).isNotEmpty();
          assertThat(rejection.toString()).contains("does not hold:");
          GATE.count("faults caught", 1);
          return;
        }
      }
    }
    throw new AssertionError("a broken cache was accepted ten times, seed " + SEED);
  }

  private static Verdict judge(LabelModel model, LabelRecording recording, boolean pauses) {
    return LabelValidator.validate(
        model, recording.log(model, THREADS, SEED, pauses), (a, b, c, d) -> {});
  }
}
