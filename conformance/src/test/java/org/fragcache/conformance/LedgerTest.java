package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fragcache.conformance.ledger.Ledger;
import org.fragcache.spec.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each gate of the ledger is sabotaged, and goes red. */
final class LedgerTest {
  private static final Path CONFORMANCE = Project.home().resolve("conformance");
  private static final Path FILE = CONFORMANCE.resolve("ledger.json");

  @TempDir private Path dir;

  static Stream<Ledger.Entry> entries() {
    return Ledger.read(FILE).entries().stream();
  }

  private static Map<String, Long> recorded(String gate) {
    return entries()
        .filter(e -> e.gate().equals(gate))
        .collect(
            Collectors.toMap(
                Ledger.Entry::measure, Ledger.Entry::count, (a, b) -> a, TreeMap::new));
  }

  private static void report(String gate, Map<String, Long> counts) {
    LedgerGate report = new LedgerGate(gate);
    counts.forEach(report::count);
    report.end("");
  }

  @ParameterizedTest
  @MethodSource("entries")
  void end_oneLess_red(Ledger.Entry entry) {
    Map<String, Long> counts = recorded(entry.gate());
    assertThatCode(() -> report(entry.gate(), counts)).doesNotThrowAnyException();
    counts.merge(entry.measure(), -1L, Long::sum);
    assertThatThrownBy(() -> report(entry.gate(), counts))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            "ledger: " + entry.gate() + ": " + entry.measure() + ": found " + (entry.count() - 1))
        .hasMessageEndingWith(" " + entry.count());
  }

  @ParameterizedTest
  @MethodSource("entries")
  void end_measureMissing_red(Ledger.Entry entry) {
    Map<String, Long> counts = recorded(entry.gate());
    counts.remove(entry.measure());
    assertThatThrownBy(() -> report(entry.gate(), counts))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(entry.measure() + ": found nothing, recorded ");
  }

  private static final String SMALL =
      """
      {
        "gates": {
          "A": {
            "n": 3,
            "m": {"floor": 5, "why": "threads"}
          }
        }
      }
      """;

  @Test
  void check_moreOrUnknown_isTold() throws IOException {
    Path file = Files.writeString(dir.resolve("ledger.json"), SMALL);
    Ledger.Finding finding = Ledger.read(file).check("A", Map.of("n", 4L, "m", 9L, "other", 1L));
    assertThat(finding.red()).isEmpty();
    assertThat(finding.told())
        .containsExactly("A: n: found 4, recorded 3", "A: other: found 1, recorded nothing");
    assertThat(Ledger.read(file).check("B", Map.of("n", 1L)).told()).hasSize(1);
  }

  @Test
  void end_update_recordsCountsAndLeavesFloors() throws IOException {
    Path file = Files.writeString(dir.resolve("ledger.json"), SMALL);
    assertThat(Ledger.read(file).text()).isEqualTo(SMALL);
    LedgerGate gate = new LedgerGate("A", file);
    gate.count("n", 1);
    gate.count("n", 1);
    gate.count("m", 7);
    assertThatThrownBy(() -> gate.end("")).hasMessage("ledger: A: n: found 2, recorded 3");
    gate.end("update");
    assertThat(file).hasContent(SMALL.replace("\"n\": 3", "\"n\": 2"));
    gate.end("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"n\": 3|\"n\": 0|$.gates.A.n: found 0, expected an integer of at least 1",
        "\"n\": 3|\"n\": 3, \"n\": 3|Duplicate field",
        "\"why\": \"threads\"|\"why\": \" \"|$.gates.A.m.why: found \" \", expected a reason",
        "\"floor\": 5|\"least\": 5|$.gates.A.m.least: unknown key",
        "\"gates\"|\"gate\"|$.gate: unknown key \"gate\", expected among gates",
      })
  void read_malformed_saysWhere(String what, String by, String said) throws IOException {
    Path file = Files.writeString(dir.resolve("ledger.json"), SMALL.replace(what, by));
    assertThatThrownBy(() -> Ledger.read(file))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(said);
  }

  /** A gate that nobody reports any more, and one that nobody recorded. */
  @Test
  void gates_reportedByTests_areThoseOfTheLedger() throws IOException {
    Set<String> reported = new TreeSet<>();
    try (Stream<Path> files = Files.walk(CONFORMANCE.resolve("src/test/java"))) {
      for (Path source :
          (Iterable<Path>) files.filter(f -> f.toString().endsWith(".java"))::iterator) {
        String name = String.valueOf(source.getFileName()).replace(".java", "");
        Pattern.compile("@RegisterExtension\\s.*= new LedgerGate\\(\"(\\w+)\"\\)")
            .matcher(Files.readString(source))
            .results()
            .forEach(
                match -> {
                  assertThat(match.group(1)).isEqualTo(name);
                  reported.add(name);
                });
      }
    }
    try (Stream<Path> files = Files.walk(CONFORMANCE.resolve("src/main/java"))) {
      for (Path source :
          (Iterable<Path>) files.filter(f -> f.toString().endsWith(".java"))::iterator) {
        Pattern.compile("new CommandGate\\(\"([\\w ]+)\"")
            .matcher(Files.readString(source))
            .results()
            .forEach(match -> reported.add(match.group(1)));
      }
    }
    assertThat(reported)
        .isEqualTo(
            entries().map(Ledger.Entry::gate).collect(Collectors.toCollection(TreeSet::new)));
  }
}
