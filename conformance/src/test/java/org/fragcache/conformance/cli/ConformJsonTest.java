package org.fragcache.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.fragcache.conformance.CallSequence;
import org.fragcache.conformance.Conformance.Report;
import org.fragcache.conformance.CrashDifference;
import org.fragcache.conformance.CrashReport;
import org.fragcache.conformance.Difference;
import org.fragcache.conformance.HiddenDifference;
import org.fragcache.conformance.HiddenReport;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.value.TlaState;
import org.junit.jupiter.api.Test;

/** The keys are those that conformance/README.md describes. */
final class ConformJsonTest {
  private static Report report() {
    List<Call> calls = CallSequence.parse("Create(a) Commit");
    List<TlaState.Change> changes = TlaState.parse("size=1\n").diff(TlaState.parse("size=2\n"));
    assertThat(changes).hasSize(1);
    Difference difference =
        new Difference("M", "impl", calls, "done", "done", changes, "", Optional.empty(), "", null);
    CrashReport crashes =
        new CrashReport(
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            Optional.of(new CrashDifference("M", "impl", calls, "crash after", changes, "")));
    HiddenReport hidden =
        new HiddenReport(
            1,
            1,
            List.of(),
            Optional.of(
                new HiddenDifference(
                    "M",
                    "impl",
                    calls,
                    calls,
                    List.of(new HiddenDifference.Field("cache.a", "1", "2")))));
    return new Report(
        "M",
        "impl",
        1,
        1,
        1,
        1,
        1,
        1,
        1,
        1,
        1,
        1,
        1,
        1,
        1,
        1,
        1,
        1,
        "",
        List.of("size"),
        List.of("left"),
        Optional.of(difference),
        Optional.of(crashes),
        Optional.of(hidden));
  }

  @Test
  void text_everyKey_isDescribed() throws IOException {
    JsonNode root = new ObjectMapper().readTree(ConformJson.text(List.of(report())));
    assertThat(JsonKeys.described("`conform --json F`", "`conform --coverage --json F`"))
        .isEqualTo(JsonKeys.of(root));
    assertThat(root.at("/models/0/crashes/difference/rerun").asText())
        .isEqualTo("./fragcache conform --model M --subject impl --calls 'Create(a) Commit'");
  }
}
