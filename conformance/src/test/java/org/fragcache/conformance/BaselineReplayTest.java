package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.TreeMap;
import org.fragcache.conformance.impl.BaselineSubject;
import org.fragcache.conformance.mutants.BrokenCache;
import org.fragcache.spec.UsageException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The baselines take the edges of the smallest models of their designs, and one that has a line
 * broken does not. {@code ./fragcache designs} takes those of all.
 */
final class BaselineReplayTest {
  private static final Map<String, Conformance> MODELS = new TreeMap<>();

  @AfterAll
  static void close() {
    MODELS.values().forEach(Conformance::close);
  }

  private static Conformance model(String name) {
    return MODELS.computeIfAbsent(
        name, n -> Conformance.of(Project.spec(), Project.model(n), 2, Ticker.NONE));
  }

  private static Conformance.Report replay(String name, BrokenCache cache) {
    Conformance conformance = model(name);
    String baseline = BaselineSubject.ofModule(name.replaceFirst("_.*", ""));
    try (Subject subject = cache.baseline(baseline, conformance.model())) {
      return conformance.replay(subject, Ticker.NONE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"MCNoSharing_Holds", "MCPerPageCount_Generations", "MCMappingRedirect_Block"})
  void replay_baselineAsItIs_conforms(String name) {
    String line = "files.remove(name, f);";
    Conformance.Report report =
        replay(name, Project.broken("baseline/BaselineCache.java", line, line));
    assertThat(report.difference().map(Object::toString)).isEmpty();
    assertThat(report.counts()).isEmpty();
    assertThat(report.conforms()).isTrue();
    assertThat(report.compared()).contains("exists", "size", "folio").hasSize(6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "MCNoSharing_Holds ~ StorePages ~ if (old != BlockMap.HOLE && store.count(old) == 1) {"
            + " ~ if (old != BlockMap.HOLE) { ~ store",
        "MCNoSharing_Holds ~ BaselineCache ~ pages.writeBack(f, b, n); ~ ~ folio",
        "MCPerPageCount_Generations ~ PerPageCount"
            + " ~ pages.pool.get(target.slots, from, to - from); ~ ~ refs",
        "MCPerPageCount_Generations ~ FolioPool ~ } else if (mappings[id] == mapping) {"
            + " ~ } else if (mappings[id] != mapping) { ~ mapping",
        "MCPerPageCount_Generations ~ FolioPool ~ if (counts[id] != ((slot - id) | 1)) {"
            + " ~ if (id == 0) { ~ slot",
        "MCMappingRedirect_Block ~ MemoryPages ~ f.mapping.shared = true; ~ ~ shared",
        "MCMappingRedirect_Block ~ MemoryPages ~ if (--mapping.inodes > 0) {"
            + " ~ if (--mapping.inodes >= 0) { ~ folios",
      })
  void replay_oneLineOfABaselineBroken_isFound(
      String name, String file, String line, @Nullable String becomes, String leads) {
    BrokenCache broken =
        Project.broken("baseline/" + file + ".java", line, becomes == null ? "" : becomes);
    assertThat(replay(name, broken).difference().map(Object::toString).orElse("")).contains(leads);
  }

  @Test
  void subject_ofAModelWithViews_isRefused() {
    ReplayModel views = ReplayModel.open(Project.spec(), Project.model("MCFragmentCache_Views"));
    try (views) {
      assertThatExceptionOfType(UsageException.class)
          .isThrownBy(() -> new BaselineSubject("no-sharing", views.bounds()))
          .withMessageContaining("no-sharing: has no views");
    }
  }
}
