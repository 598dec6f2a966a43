package org.fragcache.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

/** All benchmarks, in seconds: what they find means nothing, but all of it must be there. */
final class BenchTest {
  private static BenchResult run(List<String> only, Map<String, Double> bounds) {
    return Bench.run(new Bench.Options("tiny", only, bounds), (benchmark, what, done, of) -> {});
  }

  private static List<String> keys(JsonNode node) {
    List<String> keys = new ArrayList<>();
    for (Iterator<String> i = node.fieldNames(); i.hasNext(); ) {
      keys.add(i.next());
    }
    return keys;
  }

  @Test
  void run_everything_givesAllOfTheReport() throws Exception {
    List<String> told = new ArrayList<>();
    BenchResult result =
        Bench.run(
            new Bench.Options("tiny", List.of(), Map.of()),
            (benchmark, what, done, of) -> told.add(benchmark + " " + done + "/" + of));
    JsonNode root = new ObjectMapper().readTree(result.json());
    assertThat(keys(root))
        .containsExactly("scale", "status", "met", "notMet", "machine", "benchmarks");
    assertThat(root.path("benchmarks").findValuesAsText("benchmark"))
        .containsExactlyElementsOf(Bench.names());
    List<String> names = new ArrayList<>();
    for (JsonNode benchmark : root.path("benchmarks")) {
      assertThat(keys(benchmark))
          .containsExactly("benchmark", "seconds", "error", "requirements", "figures", "plots");
      assertThat(benchmark.path("error").asText()).isEmpty();
      for (JsonNode r : benchmark.path("requirements")) {
        assertThat(keys(r))
            .containsExactly(
                "name",
                "what",
                "unit",
                "measured",
                "baseline",
                "isRatio",
                "value",
                "comparison",
                "bound",
                "verdict",
                "note");
        names.add(r.path("name").asText());
      }
      for (JsonNode point : benchmark.findValues("points")) {
        assertThat(point).isNotEmpty();
        assertThat(keys(point.get(0)))
            .containsExactly("x", "median", "q1", "q3", "min", "max", "iterations");
      }
    }
    assertThat(names).doesNotHaveDuplicates().hasSize(25);
    assertThat(told).contains("clone-shared 0/11", "extents 10/11");
    assertThat(names).allSatisfy(name -> assertThat(result.table()).contains(name));
    assertThat(result.plots())
        .containsOnlyKeys(
            "clone-first.svg",
            "clone-shared.svg",
            "drop-pages.svg",
            "drop-sharers.svg",
            "extents.svg",
            "million.svg",
            "reclaim.svg",
            "threads.svg");
    for (String svg : result.plots().values()) {
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void run_allWithinBounds_statusZero() {
    BenchResult result = run(List.of("sharing"), Map.of());
    assertThat(result.table()).contains("4 met, 0 NOT MET");
    assertThat(result.status()).isZero();
  }

  @Test
  void run_aBoundThatFails_statusOne() {
    BenchResult result = run(List.of("sharing"), Map.of("sharing/reads", 0.5));
    assertThat(result.table()).containsPattern("sharing/reads .* NOT MET");
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  void run_brokenDown_statusThree() {
    BenchResult result =
        new BenchResult("tiny", List.of(Report.failed("sharing", 1, "it went wrong")));
    assertThat(result.table()).contains("BROKE DOWN: sharing: it went wrong");
    assertThat(result.status()).isEqualTo(3);
  }

  @Test
  void run_unknownNames_areRefused() {
    assertThatThrownBy(() -> run(List.of("clone"), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("unknown benchmark 'clone'; expected clone-shared, ");
    assertThatThrownBy(() -> run(List.of("sharing"), Map.of("sharing/nothing", 1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sharing/nothing");
    assertThatThrownBy(
            () ->
                Bench.run(
                    new Bench.Options("huge", List.of(), Map.of()), (b, what, done, of) -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
