package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.CoveragePoint;
import org.fragcache.spec.oracle.CoveragePoint.Aspect;
import org.fragcache.spec.oracle.Use;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What replay shows of the specification's formulas: small models, each with something left out.
 */
final class CoverageTest {
  @TempDir private Path dir;

  private static Coverage coverage(String... models) {
    Coverage coverage = new Coverage();
    for (String name : models) {
      try (ReplayModel model =
          ReplayModel.open(
              name, Project.spec(), "MCFragmentCache", Project.configuration(name), Use.COVERAGE)) {
        coverage.add(model, 2, Ticker.NONE, graph -> "");
      }
    }
    return coverage;
  }

  private static boolean isSeen(Coverage coverage, String operator, String text, Aspect aspect) {
    List<CoveragePoint> found =
        coverage.points().stream()
            .filter(p -> p.operator().equals(operator))
            .filter(p -> p.line().equals(text) && p.aspect() == aspect)
            .toList();
    assertThat(found).as(operator + ": " + text + " " + aspect).hasSize(1);
    return coverage.isSeen(found.get(0));
  }

  @Test
  void coverage_ofAModel_isOfWhatItHas() {
    Coverage units = coverage("units"); // Create, Write, Clone and Truncate
    assertThat(units.points()).hasSizeGreaterThan(300);
    assertThat(units.points().stream().map(CoveragePoint::key)).doesNotHaveDuplicates();
    assertThat(isSeen(units, "Write", "WriteStatus(f, u) = \"OK\"", Aspect.TRUE)).isTrue();
    assertThat(isSeen(units, "Write", "WriteStatus(f, u) = \"OK\"", Aspect.ALONE_FALSE)).isTrue();
    assertThat(isSeen(units, "WriteStatus", "u >= MaxSize", Aspect.TRUE)).isTrue();
    assertThat(isSeen(units, "GrowTail", "c.size[g] < end", Aspect.TRUE)).isTrue();
    assertThat(isSeen(units, "Become", "size' = c.size", Aspect.CHANGES)).isTrue();
    // Without pins, steps of the environment, or a commit:
    assertThat(isSeen(units, "Become", "pin' = c.pin", Aspect.CHANGES)).isFalse();
    assertThat(isSeen(units, "Unpin", "UnpinStatus(h) = \"OK\"", Aspect.TRUE)).isFalse();
    assertThat(isSeen(units, "CommitLog", "Crashing", Aspect.TRUE)).isFalse();
  }

  /** The gate goes red if a model goes, and if one stays whose reason has gone. */
  @Test
  @EnabledIfSystemProperty(named = "fragcache.deep", matches = "true")
  void coverage_modelLeftOut_isMissed() throws IOException {
    Coverage both = coverage("pins", "units");
    assertThat(isSeen(both, "Become", "pin' = c.pin", Aspect.CHANGES)).isTrue();
    assertThat(both.shares().get(1).added()).isPositive();
    Unreachable declared =
        list(
            "Become", "pin' = c.pin", "changes", "Write", "WriteStatus(f, u) = \\\"OK\\\"", "none");
    assertThat(declared.stale(coverage("units")))
        .singleElement()
        .asString()
        .contains("coverage.json:", "Write: WriteStatus(f, u) = \"OK\" none: is no point");
    assertThat(declared.stale(both)).hasSize(2);
    assertThat(declared.stale(both).get(0)).contains("was seen, expected unreachable");
  }

  private Unreachable list(String... texts) throws IOException {
    StringBuilder entries = new StringBuilder();
    for (int i = 0; i < texts.length; i += 3) {
      entries.append(i == 0 ? "" : ",\n");
      entries.append("{\"operator\": \"" + texts[i] + "\", \"formula\": \"" + texts[i + 1]);
      entries.append("\", \"aspect\": \"" + texts[i + 2] + "\", \"reason\": \"for a test\"}");
    }
    Files.writeString(
        dir.resolve("coverage.json"), "{\"models\": [\"M\"], \"unreachable\": [" + entries + "]}");
    return Unreachable.read(dir);
  }

  @Test
  void list_withoutAReasonOrModels_isRefused() throws IOException {
    Files.writeString(dir.resolve("coverage.json"), "{\"models\": [], \"unreachable\": []}");
    assertThatThrownBy(() -> Unreachable.read(dir))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("at least one model");
    Files.writeString(
        dir.resolve("coverage.json"),
        "{\"models\": [\"M\"], \"unreachable\": [{\"operator\": \"O\", \"formula\": \"f\","
            + " \"aspect\": \"true\", \"reason\": \" \"}]}");
    assertThatThrownBy(() -> Unreachable.read(dir))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("a reason");
  }
}
