package org.fragcache.spec.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every pair of features is in some model that must hold, and README says in which. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FeaturePairsTest {
  private static final Path SPEC = Path.of("").toAbsolutePath();

  private final Map<String, Set<Features>> models = Features.ofAll(Models.read(SPEC));

  @Test
  void models_ofFeatures_leaveNoPairOut() {
    assertThat(Features.table(models))
        .hasSize(2 + Features.values().length - 1)
        .noneMatch(row -> row.contains("none"));
  }

  @Test
  void table_pairInNoModel_saysNone() {
    Map<String, Set<Features>> one = Map.of("One", EnumSet.of(Features.VIEWS, Features.PINS));
    List<String> table = Features.table(one);
    assertThat(table.get(2)).startsWith("| pins | `One` |");
    assertThat(table.get(3)).startsWith("| units | none | none |");
  }

  @Test
  void readme_pairs_areThoseOfModels() throws IOException {
    assertThat(Files.readString(SPEC.resolve("README.md")))
        .contains(String.join("\n", Features.table(models)));
  }

  @Test
  void features_ofModels_areThoseOfTheirConstants() {
    assertThat(models.get("ViewsCore")).containsExactly(Features.VIEWS, Features.DEDUPE);
    assertThat(models.get("Runs")).isEmpty();
    assertThat(models.get("ViewsPins")).containsExactly(Features.VIEWS, Features.PINS);
  }
}
