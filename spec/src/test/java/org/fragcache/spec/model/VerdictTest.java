package org.fragcache.spec.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.fragcache.spec.model.TlcResult.Kind;
import org.fragcache.spec.model.TlcResult.Violation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class VerdictTest {

  private static final ModelRecord HOLDS = record(false, null).withFigures(30L, 20L, 10L, null);
  private static final ModelRecord VIOLATED = record(true, "P").withFigures(null, null, null, 4L);

  private static ModelRecord record(boolean violated, @Nullable String property) {
    return new ModelRecord(
        "M", "", "M", Tier.TINY, "x", false, false, violated, property, null, null, null, null);
  }

  private static TlcResult holds(long generated, long distinct, long depth) {
    return new TlcResult(
        Kind.HOLDS,
        null,
        null,
        generated,
        distinct,
        depth,
        List.of(),
        "",
        "",
        List.of(),
        1,
        "v",
        Map.of());
  }

  private static TlcResult violated(String property, int trace) {
    return new TlcResult(
        Kind.VIOLATED,
        Violation.INVARIANT,
        property,
        1,
        1,
        1,
        Collections.nCopies(trace, new TraceStep(1, "A", "", "x = 1")),
        "",
        "",
        List.of(),
        1,
        "v",
        Map.of());
  }

  private static List<String> differences(ModelRecord model, TlcResult result, int workers) {
    return Verdict.of(model, result, workers).differences().stream().map(Object::toString).toList();
  }

  @Test
  void of_asRecorded_hasNoDifference() {
    assertThat(Verdict.of(HOLDS, holds(30, 20, 10), 1).asRecorded()).isTrue();
    assertThat(Verdict.of(VIOLATED, violated("P", 4), 1).asRecorded()).isTrue();
  }

  @Test
  void of_eachFigureOther_isADifference() {
    assertThat(differences(HOLDS, holds(31, 20, 10), 1))
        .containsExactly("generated: recorded 30, found 31");
    assertThat(differences(HOLDS, holds(30, 21, 10), 1))
        .containsExactly("distinct: recorded 20, found 21");
    assertThat(differences(HOLDS, holds(30, 20, 11), 1))
        .containsExactly("depth: recorded 10, found 11");
    assertThat(differences(VIOLATED, violated("P", 5), 1))
        .containsExactly("trace: recorded 4, found 5");
    assertThat(differences(VIOLATED, violated("Q", 4), 1))
        .containsExactly("property: recorded P, found Q");
    assertThat(differences(VIOLATED, holds(30, 20, 10), 1))
        .containsExactly("result: recorded violated, found holds");
    assertThat(differences(HOLDS, violated("P", 4), 1))
        .containsExactly("result: recorded holds, found violated (P)");
  }

  @Test
  void of_nothingRecorded_isADifference() {
    assertThat(differences(record(false, null), holds(30, 20, 10), 1)).hasSize(3);
    assertThat(differences(record(true, "P"), violated("P", 4), 1))
        .containsExactly("trace: recorded nothing, found 4");
  }

  @Test
  void of_severalWorkers_comparesAllButDepthAndLongerTraces() {
    assertThat(differences(HOLDS, holds(30, 20, 11), 2)).isEmpty();
    assertThat(differences(HOLDS, holds(30, 21, 11), 2)).hasSize(1);
    assertThat(differences(VIOLATED, violated("P", 5), 2)).isEmpty();
    assertThat(differences(VIOLATED, violated("P", 3), 2)).hasSize(1);
  }

  @Test
  void of_error_isNeverAsRecorded() {
    assertThat(Verdict.of(HOLDS, holds(30, 20, 10).asError("bad"), 1).asRecorded()).isFalse();
    assertThat(Verdict.of(HOLDS, holds(30, 20, 10).asError("bad"), 1).label()).isEqualTo("error");
  }
}
