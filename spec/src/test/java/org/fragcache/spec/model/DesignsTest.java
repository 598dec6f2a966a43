package org.fragcache.spec.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fragcache.spec.UsageException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tables of {@code designs/README.md} are those of the models: costs as TLC counts them now,
 * verdicts as {@code models.json} has them, which {@code ./fragcache designs} holds TLC against.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DesignsTest {
  private static final Path SPEC = Path.of("").toAbsolutePath();

  private final Designs designs = Designs.read(SPEC);
  private final Models models = Models.read(SPEC);
  private final List<ModelRecord> chosen = DesignRunner.chosen(models);
  private Map<String, List<TraceStep>> traces = Map.of();

  @BeforeAll
  void count() {
    traces = traces(SPEC, designs.designs().stream().map(Designs.Design::costModel).toList());
  }

  @Test
  void readme_tables_areThoseOfTheModels() {
    Path readme = DesignRunner.readme(designs);
    String text = DesignRunner.read(readme);
    assertThat(DesignRunner.replaced(readme, text, markdown(chosen, traces))).isEqualTo(text);
  }

  @Test
  void text_tables_fitAMail() {
    assertThat(DesignComparison.of(designs, models, chosen, traces).text())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80))
        .noneMatch(line -> line.endsWith(" "));
  }

  @Test
  void counterexamples_ofEachDesign_haveTenStepsAtMost() {
    for (Designs.Design design : designs.designs()) {
      List<ModelRecord> fail =
          chosen.stream().filter(m -> design.has(m) && m.violated() && !m.isWitness()).toList();
      if (!design.name().equals("Fragments")) {
        assertThat(fail).as(design.name()).isNotEmpty();
      }
      assertThat(fail).allSatisfy(m -> assertThat(m.trace()).isBetween(2L, 11L));
    }
  }

  @Test
  void tables_modelOfADesignChanged_areOthers(@TempDir Path copy) throws IOException {
    copySpec(copy);
    Path module = copy.resolve("designs/NoSharing.tla");
    String text = Files.readString(module);
    String clean = "CleanRange(c, f, b, b + n)";
    assertThat(text).containsOnlyOnce(clean);
    // A clone that drops what its source has cached.
    Files.writeString(module, text.replace(clean, "EmptySlots(" + clean + ", f, b, b + n)"));

    Map<String, List<TraceStep>> changed = new HashMap<>(traces);
    changed.putAll(traces(copy, List.of("MCNoSharing_Costs")));

    assertThat(markdown(chosen, traces)).contains("| folios: clone | 0 | n |");
    assertThat(markdown(chosen, changed)).contains("| folios: clone | n | n |");
  }

  @Test
  void tables_recordChanged_areOthers() {
    List<ModelRecord> changed = new ArrayList<>(chosen);
    ModelRecord model = models.named("MCPerPageCount_LimitTruncate");
    Long trace = model.trace();
    assertThat(trace).isNotNull();
    changed.set(changed.indexOf(model), model.withFigures(null, null, null, 9L));

    assertThat(markdown(changed, traces))
        .isNotEqualTo(markdown(chosen, traces))
        .contains("fails 8*");
  }

  @Test
  void cell_withoutModel_isRefused() {
    List<ModelRecord> fewer = new ArrayList<>(chosen);
    fewer.remove(models.named("MCNoSharing_LimitMemory"));
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> markdown(fewer, traces))
        .withMessageContaining("NoSharing, MemoryBoundInv: no model checks it");
  }

  @Test
  void cell_withModelAndReason_isRefused() {
    Designs reasoned =
        new Designs(
            designs.file(),
            designs.designs(),
            designs.properties(),
            designs.witnesses(),
            designs.costs(),
            List.of(new Designs.NotApplicable("NoSharing", "OneOwnerInv", "so it is")));
    Designs.Design design = designs.designs().get(0);
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> DesignCell.of(reasoned, design, "OneOwnerInv", chosen, models))
        .withMessageContaining("MCNoSharing_Holds checks it; expected no reason");
  }

  @Test
  void read_reasonOfNoCell_isRefused(@TempDir Path copy) throws IOException {
    copySpec(copy);
    Path file = copy.resolve("designs/designs.json");
    Files.writeString(
        file, Files.readString(file).replace("\"row\": \"reclaim\"", "\"row\": \"reclam\""));
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Designs.read(copy))
        .withMessageContaining("MappingRedirect, reclam: no such cell");
  }

  @Test
  void formula_terms_areWrittenShort() {
    assertThat(DesignCosts.text(0, 0, 0, 0)).isEqualTo("0");
    assertThat(DesignCosts.text(2, 0, 1, 0)).isEqualTo("K+2");
    assertThat(DesignCosts.text(-1, 2, 0, 0)).isEqualTo("2n-1");
    assertThat(DesignCosts.text(0, 1, 0, 1)).isEqualTo("n(K+1)");
    assertThat(DesignCosts.text(3, -1, 0, 2)).isEqualTo("2nK-n+3");
  }

  private String markdown(List<ModelRecord> records, Map<String, List<TraceStep>> counted) {
    return DesignComparison.of(designs, models, records, counted).markdown();
  }

  private static Map<String, List<TraceStep>> traces(Path spec, List<String> names) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Map<String, List<TraceStep>> traces = new HashMap<>();
    for (Verdict verdict :
        ModelRunner.verdicts(CheckOptions.of(spec, Tier.FULL).withModels(names), nowhere)) {
      assertThat(verdict.result().error()).isEmpty();
      traces.put(verdict.model().name(), verdict.result().trace());
    }
    return traces;
  }

  private static void copySpec(Path into) throws IOException {
    for (String directory : List.of("", "designs")) {
      Files.createDirectories(into.resolve(directory));
      try (Stream<Path> files = Files.list(SPEC.resolve(directory))) {
        for (Path file : files.filter(f -> f.toString().matches(".*\\.(tla|cfg|json)")).toList()) {
          Files.copy(file, into.resolve(directory).resolve(file.getFileName()));
        }
      }
    }
  }
}
