package org.fragcache.spec.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every pair of features is in some model that must hold, and README says in which. */
final class FeaturePairsTest {
  private static final Path SPEC = Path.of("").toAbsolutePath();

  @Test
  void models_ofFeatures_leaveNoPairOut() throws IOException {
    List<String> table = Features.table(Models.read(SPEC));
    assertThat(table).hasSize(2 + Features.values().length - 1);
    assertThat(table).noneMatch(row -> row.contains("none"));
  }

  @Test
  void readme_pairs_areThoseOfModels() throws IOException {
    assertThat(Files.readString(SPEC.resolve("README.md")))
        .contains(String.join("\n", Features.table(Models.read(SPEC))));
  }

  @Test
  void features_namedAndInPlace_areRead() throws IOException {
    Models models = Models.read(SPEC);
    assertThat(Features.of(SPEC, models.named("MCFragmentCache_ViewsCore")))
        .containsExactly(Features.VIEWS, Features.DEDUPE);
    assertThat(Features.of(SPEC, models.named("MCFragmentCache_Runs"))).isEmpty();
    assertThat(Features.of(SPEC, models.named("MCFragmentCache_ViewsPins")))
        .containsExactly(Features.VIEWS, Features.PINS);
  }
}
