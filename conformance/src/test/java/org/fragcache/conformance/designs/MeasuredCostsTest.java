package org.fragcache.conformance.designs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.fragcache.conformance.Project;
import org.fragcache.spec.model.Designs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is counted in Java is what TLC counts in the models, and the README has it. */
final class MeasuredCostsTest {
  private static final Path README = Project.spec().resolve("designs/README.md");

  private static final Pattern CELLS = Pattern.compile(" *\\| *");
  private static final Pattern TERMS = Pattern.compile("(?<=.)(?=[-+])");

  private final Designs designs = Designs.read(Project.spec());

  @Test
  void readme_hasWhatIsMeasured() throws IOException {
    String text = Files.readString(README);
    assertThat(MeasuredCosts.of(designs, 64, 8).in(README, text)).isEqualTo(text);
  }

  @Test
  void measured_isTheFormula_butForWhatIsSaid() throws IOException {
    List<String> differ = new ArrayList<>();
    int compared = 0;
    MeasuredCosts measured = MeasuredCosts.of(designs, 7, 5);
    List<String> rows = Files.readAllLines(README);
    for (Designs.Cost cost : designs.costs()) {
      String row =
          rows.stream().filter(r -> r.startsWith("| " + cost.says() + " | ")).findFirst().get();
      List<String> cells = List.of(CELLS.split(row, -1));
      for (int i = 0; i < designs.designs().size(); i++) {
        String design = designs.designs().get(i).name();
        Long there = measured.rows().getOrDefault(cost.says(), Map.of()).get(design);
        if (there != null) {
          compared++;
          String counted = cells.get(i + 2);
          if (!there.equals(value(counted, 7, 5))) {
            differ.add(design + ", " + cost.says() + ": " + there + ", counted " + counted);
          }
        }
      }
    }
    assertThat(compared).isEqualTo(41);
    assertThat(differ)
        .containsExactly(
            "PerPageCount, folios: reclaim a block: 1, counted never",
            "PerPageCount, slots: reclaim a block: 6, counted never",
            "PerPageCount, i_pages locks: the same: 6, counted never");
  }

  /** A formula as {@code DesignCosts} writes it; null for a word. */
  private static @Nullable Long value(String formula, long n, long k) {
    if (formula.matches("n\\(K\\+\\d+\\)")) {
      return n * (k + Long.parseLong(formula.substring(4, formula.length() - 1)));
    }
    if (!formula.matches("[-+0-9nK]+")) {
      return null;
    }
    long sum = 0;
    for (String term : TERMS.split(formula, -1)) {
      String digits = term.replaceAll("[^-0-9]", "");
      long factor = digits.isEmpty() ? 1 : digits.equals("-") ? -1 : Long.parseLong(digits);
      sum += factor * (term.contains("n") ? n : 1) * (term.contains("K") ? k : 1);
    }
    return sum;
  }

  @Test
  void value_ofFormulas() {
    assertThat(value("n(K+1)", 7, 5)).isEqualTo(42);
    assertThat(value("K+2", 7, 5)).isEqualTo(7);
    assertThat(value("2nK-n+3", 7, 5)).isEqualTo(66);
    assertThat(value("0", 7, 5)).isZero();
    assertThat(value("never", 7, 5)).isNull();
  }
}
