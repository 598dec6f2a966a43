package org.fragcache.conformance.specmutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.fragcache.conformance.Deep;
import org.fragcache.conformance.Project;
import org.fragcache.conformance.Ticker;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.ModelRecord;
import org.fragcache.spec.oracle.MutantRun;
import org.fragcache.spec.oracle.MutantRun.Verdict;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.SpecMutant;
import org.fragcache.spec.oracle.SpecMutant.Change;
import org.fragcache.spec.oracle.SpecMutant.Edit;
import org.fragcache.spec.oracle.SpecMutant.Span;
import org.fragcache.spec.oracle.TlcMutants;
import org.fragcache.spec.oracle.Use;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mutants are what they say, and each check of them can go red. */
final class SpecMutantsTest {
  private static final String SMALL = "MCFragmentCache_Memory";
  private static final long SEED = 11;

  @TempDir private Path dir;

  private static Oracle open(Path spec, String model) {
    ModelRecord record = Campaign.model(Project.spec(), model);
    return Oracle.open(spec, record.module(), record.cfg(spec), Use.MUTANTS);
  }

  /** A few of each kind of change, always the same. */
  private static List<Integer> some(List<SpecMutant> all, int each) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(SEED));
    Map<Change, Integer> taken = new EnumMap<>(Change.class);
    order.removeIf(i -> taken.merge(all.get(i).change(), 1, Integer::sum) > each);
    return order;
  }

  /**
   * TLC reads the mutant's text as it reads any module, in a load of its own, and finds what it
   * found when the tree was changed: the same property broken, or the same graph.
   */
  @Test
  void mutant_asTextAndAsTree_sameVerdict() throws IOException {
    try (Oracle oracle = open(Project.spec(), SMALL)) {
      TlcMutants tlc = oracle.mutants(Campaign.MODULES);
      Set<Verdict> met = new HashSet<>();
      for (int i : some(tlc.all(), Deep.or(4, 2))) {
        SpecMutant mutant = tlc.all().get(i);
        if (mutant.edit().how() == Edit.How.NONE) {
          continue;
        }
        MutantRun tree = tlc.alone(i);
        MutantRun text = asText(mutant);
        assertThat(text.verdict()).as("%s%n%s%n%s", mutant, tree, text).isEqualTo(tree.verdict());
        assertThat(text.by()).as("%s", mutant).isEqualTo(tree.by());
        if (tree.verdict() == Verdict.SAME) {
          assertThat(text.digest()).as("%s", mutant).isEqualTo(tree.digest());
        }
        met.add(tree.verdict());
      }
      assertThat(met).containsExactlyInAnyOrder(Verdict.SAME, Verdict.KILLED);
    }
  }

  private MutantRun asText(SpecMutant mutant) throws IOException {
    Path spec = Files.createTempDirectory(dir, "spec");
    Project.copySpec(spec);
    Path module = spec.resolve(mutant.module() + ".tla");
    Files.write(module, MutatedText.of(Files.readAllLines(module), mutant.edit()));
    try (Oracle oracle = open(spec, SMALL)) {
      return oracle.mutants(Campaign.MODULES).control(List.of(), n -> {});
    }
  }

  /** A formula that the tool makes is an argument like any other: TLC asks for its level there. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CacheStore!StoreBlock | Disk), f, b, 0) | RefsExactInv", // a number
        "CacheRemap!CopyBlock | Lookup(c, f, b), TRUE) | MemoryBackedInv", // a truth value
        "FragmentCache!Clone | v + len -> v - len | EveryStepProp", // a sum
      })
  void run_formulaMadeForAnArgument_isKilledByAProperty(String in, String change, String by) {
    try (Oracle oracle = open(Project.spec(), "MCFragmentCache_RunsCopy")) {
      TlcMutants tlc = oracle.mutants(Campaign.MODULES);
      List<Integer> made = new ArrayList<>();
      for (int i = 0; i < tlc.all().size(); i++) {
        String key = tlc.all().get(i).key();
        if (key.startsWith(in + " ") && key.contains(change)) {
          made.add(i);
        }
      }
      assertThat(made).as("%s: %s", in, change).hasSize(1);
      assertThat(tlc.alone(made.get(0)).by()).isEqualTo(by);
    }
  }

  @Test
  void run_againstTheControl_asAlone() {
    try (Oracle oracle = open(Project.spec(), SMALL)) {
      TlcMutants tlc = oracle.mutants(Campaign.MODULES);
      List<Integer> some = some(tlc.all(), Deep.or(20, 6));
      for (int i = 0; i < tlc.all().size(); i++) {
        if (tlc.all().get(i).operator().equals("Commit") && !some.contains(i)) {
          some.add(i); // a step more, that no property forbids, is among them
        }
      }
      long digest = tlc.control(some, n -> {}).digest();
      Set<Verdict> met = new HashSet<>();
      for (int i : some) {
        MutantRun run = tlc.run(i);
        MutantRun alone = tlc.alone(i);
        met.add(run.verdict());
        SpecMutant mutant = tlc.all().get(i);
        switch (run.verdict()) {
          case KILLED -> {
            if (run.trace() > 0) {
              assertThat(alone.by()).as("%s", mutant).isEqualTo(run.by());
              assertThat(alone.trace()).as("%s", mutant).isEqualTo(run.trace());
            }
          }
          case SAME, NOT_REACHED -> assertThat(alone.digest()).as("%s", mutant).isEqualTo(digest);
          case DIFFERENT -> {
            assertThat(alone.verdict()).as("%s", mutant).isEqualTo(Verdict.SAME);
            assertThat(alone.digest()).as("%s", mutant).isNotEqualTo(digest);
          }
        }
      }
      assertThat(met).containsExactlyInAnyOrder(Verdict.values());
      assertThat(tlc.unchanged().digest()).isEqualTo(digest);
    }
  }

  /**
   * Where ENABLED of a step is asked, TLC takes apart what a quantifier says, and does not evaluate
   * it: such places count as parts of the action, else the mutant would be the same to the memory.
   */
  @Test
  void run_withinAQuantifierOfAStepThatMustBePossible_asAlone() {
    try (Oracle oracle = open(Project.spec(), "MCFragmentCache_RunsMemory")) {
      TlcMutants tlc = oracle.mutants(Campaign.MODULES);
      List<Integer> within = new ArrayList<>();
      for (int i = 0; i < tlc.all().size(); i++) {
        SpecMutant mutant = tlc.all().get(i);
        if (mutant.operator().equals("OnlyReferrer") && mutant.formula().contains("Cardinality")) {
          within.add(i);
        }
      }
      assertThat(within).hasSizeGreaterThan(3);
      tlc.control(within, n -> {});
      for (int i : within) {
        MutantRun run = tlc.run(i);
        assertThat(run.verdict()).as("%s", tlc.all().get(i)).isEqualTo(Verdict.KILLED);
        assertThat(run.by()).as("%s", tlc.all().get(i)).isEqualTo(tlc.alone(i).by());
      }
    }
  }

  /** An action that is left out is not ENABLED either, and is back afterwards. */
  @Test
  void run_withoutAStepThatMustBePossible_isKilled() {
    try (Oracle oracle = open(Project.spec(), "MCFragmentCache_RunsMemory")) {
      TlcMutants tlc = oracle.mutants(Campaign.MODULES);
      int takeBack = 0;
      while (tlc.all().get(takeBack).change() != Change.DROP_ACTION
          || !tlc.all().get(takeBack).operator().equals("TakeBack")) {
        takeBack++;
      }
      long digest = tlc.control(List.of(takeBack), n -> {}).digest();
      assertThat(tlc.run(takeBack).by()).isEqualTo("TakeBackCanInv");
      assertThat(tlc.unchanged().digest()).isEqualTo(digest);
    }
  }

  @Test
  void keys_ofAllMutants_areApart() {
    try (Oracle oracle = open(Project.spec(), SMALL)) {
      List<SpecMutant> all = oracle.mutants(Campaign.MODULES).all();
      assertThat(all).hasSizeGreaterThan(1000);
      assertThat(all.stream().map(SpecMutant::key)).doesNotHaveDuplicates();
      assertThat(all.stream().map(SpecMutant::change)).contains(Change.values());
      assertThat(all.stream().map(SpecMutant::module)).containsAll(Campaign.MODULES);
    }
  }

  @Test
  void text_ofEachKindOfEdit_keepsColumns() {
    List<String> lines = List.of("A == /\\ x < 1 /\\ y", "     /\\ z", "");
    Span x = new Span(1, 9, 1, 13);
    assertThat(MutatedText.of(lines, new Edit(Edit.How.REPLACE, x, x, "TRUE")))
        .containsExactly("A == /\\ TRUE  /\\ y", "     /\\ z", "");
    assertThat(MutatedText.of(lines, new Edit(Edit.How.REPLACE, x, x, "x <= 1")))
        .containsExactly("A == /\\ x <= 1", "              /\\ y", "     /\\ z", "");
    assertThat(MutatedText.of(lines, new Edit(Edit.How.NEGATE, x, x, "")))
        .containsExactly("A == /\\ ~(", "        x < 1", "        )     /\\ y", "     /\\ z", "");
    assertThat(MutatedText.of(lines, new Edit(Edit.How.KEEP, x, new Span(1, 13, 1, 13), "")))
        .containsExactly("A == /\\     1 /\\ y", "     /\\ z", "");
  }

  private Path spec(String record, String argued) throws IOException {
    Path spec = Project.copySpec(Files.createTempDirectory(dir, "spec"));
    Files.writeString(spec.resolve(Recorded.FILE), record);
    Files.writeString(spec.resolve(Argued.FILE), argued);
    return spec;
  }

  private static String recorded() throws IOException {
    return Files.readString(Project.spec().resolve(Recorded.FILE));
  }

  private static String argued() throws IOException {
    return Files.readString(Project.spec().resolve(Argued.FILE));
  }

  /** Of the mutants of one definition in the smallest model. */
  private static Verdicts judge(Path spec, String operator) {
    return new Judge(spec, List.of(), all -> {}, Ticker.NONE)
        .run(m -> m.operator().equals(operator), false);
  }

  private static String onlyModel(String text) {
    return text.replaceFirst("(?s)\"models\": \\[.*?\\]", "\"models\": [\"" + SMALL + "\"]")
        .replaceAll("\"model\":\"[^\"]*\"", "\"model\":\"" + SMALL + "\"");
  }

  @Test
  void judge_survivorWithoutReason_isNotExplained() throws IOException {
    Verdicts verdicts = judge(spec(onlyModel(recorded()), "{\"argued\": []}"), "Read");
    assertThat(verdicts.survivors()).isNotEmpty();
    assertThat(verdicts.unexplained()).isEqualTo(verdicts.survivors());
    assertThat(verdicts.good()).isFalse();
  }

  @Test
  void judge_otherThanRecorded_differs() throws IOException {
    String text = onlyModel(recorded());
    String killed =
        "\"verdict\":\"killed\",\"by\":\"[A-Za-z]*\",\"model\":\"[^\"]*\"(,\"trace\":\\d+)?";
    Verdicts verdicts =
        judge(spec(text.replaceAll(killed, "\"verdict\":\"equivalent\""), argued()), "Write");
    assertThat(verdicts.differences())
        .anyMatch(d -> d.contains("!Write ") && d.contains("found killed"));
    assertThat(verdicts.good()).isFalse();
  }

  /** A property is what kills: without it the mutant lives. */
  @Test
  void judge_propertyTakenAway_mutantIsNotKilledByIt() throws IOException {
    Path spec = spec(onlyModel(recorded()), "{\"argued\": []}");
    Path properties = spec.resolve("FragmentCacheProperties.tla");
    String law = "RefsExactInv ==\n  \\A e \\in Extent :";
    String text = Files.readString(properties);
    assertThat(text).contains(law);
    Files.writeString(properties, text.replace(law, "RefsExactInv ==\n  \\A e \\in {} :"));
    Verdicts with = judge(spec(onlyModel(recorded()), "{\"argued\": []}"), "Put");
    Verdicts without = judge(spec, "Put");
    assertThat(with.fates().values()).anyMatch(f -> f.by().equals("RefsExactInv"));
    assertThat(without.fates().values()).noneMatch(f -> f.by().equals("RefsExactInv"));
  }

  @Test
  void judge_specificationThatBreaksAProperty_isRefused() throws IOException {
    Path spec = spec(onlyModel(recorded()), argued());
    Path module = spec.resolve("CacheFolios.tla");
    String text = Files.readString(module);
    Files.writeString(module, text.replace("!.count = @ + n,", "!.count = @ + n + n,"));
    assertThatThrownBy(() -> judge(spec, "Write"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("the specification itself breaks");
  }

  @Test
  void sample_asRecorded_agrees() {
    Verdicts verdicts = Sample.run(Project.spec(), 6, SEED, Ticker.NONE);
    assertThat(verdicts.differences()).isEmpty();
    assertThat(verdicts.mutants()).hasSize(6);
  }

  @Test
  void sample_recordOfAnotherSpecification_differs() throws IOException {
    String text = recorded();
    String first = text.lines().filter(l -> l.contains("\"mutant\"")).findFirst().orElseThrow();
    String other = first.replaceFirst("\"mutant\":\"[^:]*: ", "$0not so, ");
    Path spec = spec(text.replace(first, other), argued());
    Verdicts verdicts = Sample.run(spec, 1, SEED, Ticker.NONE);
    assertThat(verdicts.differences())
        .anyMatch(d -> d.startsWith("not recorded: "))
        .anyMatch(d -> d.startsWith("recorded, and no mutant of the specification: "));
  }

  @Test
  void sample_recordThatLies_differs() throws IOException {
    String lie = recorded().replaceAll("\"by\":\"[A-Za-z]*\"", "\"by\":\"NoSuchInv\"");
    Verdicts verdicts = Sample.run(spec(lie, argued()), 3, SEED, Ticker.NONE);
    assertThat(verdicts.differences()).anyMatch(d -> d.contains("NoSuchInv"));
  }

  @Test
  void argued_whatIsNotSo_isStale() throws IOException {
    String key = "CacheStore!Fill negate: no such formula -> ~(no such formula)";
    Path spec =
        spec(
            recorded(),
            "{\"argued\": [{\"verdict\": \"more\", \"reason\": \"r\", \"mutants\": [\""
                + key
                + "\"]}]}");
    Recorded record = Recorded.read(spec);
    assertThat(Argued.read(spec).stale(record.fates()))
        .singleElement()
        .asString()
        .contains("no mutant of the specification", key);
    String killed =
        record.fates().entrySet().stream()
            .filter(e -> e.getValue().verdict() == Fate.Verdict.KILLED)
            .findFirst()
            .orElseThrow()
            .getKey();
    Files.writeString(
        spec.resolve(Argued.FILE),
        "{\"argued\": [{\"verdict\": \"less\", \"reason\": \"r\", \"mutants\": [\""
            + killed.replace("\\", "\\\\").replace("\"", "\\\"")
            + "\"]}]}");
    assertThat(Argued.read(spec).stale(record.fates()))
        .singleElement()
        .asString()
        .contains("is killed by", "argued as less");
  }

  @Test
  void lists_malformed_areRefusedWithTheLine() throws IOException {
    for (String[] bad :
        new String[][] {
          {
            "{\"argued\": [{\"verdict\": \"killed\", \"reason\": \"r\", \"mutants\": [\"m\"]}]}",
            "verdict"
          },
          {
            "{\"argued\": [{\"verdict\": \"more\", \"reason\": \" \", \"mutants\": [\"m\"]}]}",
            "reason"
          },
          {
            "{\"argued\": [{\"verdict\": \"more\", \"reason\": \"r\", \"mutants\": []}]}", "mutants"
          },
          {
            "{\"argued\": [{\"verdict\": \"more\", \"reason\": \"r\", \"mutants\": [\"m\","
                + " \"m\"]}]}",
            "once"
          },
        }) {
      Path spec = spec("{}", bad[0]);
      assertThatThrownBy(() -> Argued.read(spec))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining(bad[1]);
    }
    for (String bad :
        List.of(
            "{\"models\": [], \"mutants\": []}",
            "{\"models\": [\"M\"], \"mutants\": [{\"in\": \"A\", \"mutant\": \"m\", \"verdict\":"
                + " \"dead\"}]}",
            "{\"models\": [\"M\"], \"mutants\": [{\"in\": \"A\", \"mutant\": \"m\", \"verdict\":"
                + " \"killed\"}]}",
            "{\"models\": [\"M\"], \"mutants\": [{\"in\": \"A\", \"mutant\": \"m\", \"verdict\":"
                + " \"more\", \"model\": \"N\"}]}")) {
      Path spec = spec(bad, "{}");
      assertThatThrownBy(() -> Recorded.read(spec))
          .isInstanceOf(UsageException.class)
          .hasMessageMatching(Pattern.compile("(?s).*(mutants.json|verdict).*"));
    }
  }
}
