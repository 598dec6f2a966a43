package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fragcache.spec.model.Guards;
import org.fragcache.spec.model.ModelRecord;
import org.fragcache.spec.model.Models;
import org.fragcache.spec.model.PlusCal;
import org.junit.jupiter.api.Test;

/**
 * {@code spec/KERNEL-MAP.md} names only what there is, and all that must be in it. Names of kernel
 * functions are checked for their form only: there is no kernel source here.
 */
final class KernelMapTest {
  private static final String HEADER = "| Kernel | TLA+ | Java | Exercised by |";
  private static final String RULE = "|---|---|---|---|";
  private static final String STEPS_HEADING = "## FragmentSteps";
  private static final String STEPS_HEADER = "| Kernel function | Label | Guard | Why one step |";
  private static final String NEW = "(none: new)";

  /** In the table of steps: a label without a guard, or a guard that no label has to itself. */
  private static final String NONE = "-";

  private static final Pattern KERNEL =
      Pattern.compile("`[a-z_][a-z0-9_]*\\(\\)` \\([a-z0-9_/-]+\\.[ch]\\)");
  private static final Pattern NAME = Pattern.compile("`([A-Za-z_][A-Za-z0-9_.]*)`");
  private static final Pattern DEFINITION =
      Pattern.compile("(?m)^([A-Za-z]\\w*)(?:\\(([^)]*)\\))?\\s*==(?!=)");

  private static final Pattern DISJUNCT =
      Pattern.compile("(?m)(?::|\\\\/)\\s*([A-Z]\\w*)(?=\\(|\\s*$)");

  /** Models that have every action between them. */
  private static final List<String> ALPHABETS =
      List.of("Tiny", "Views", "Pins", "Crash", "Move", "TakeBack");

  /** A row of the table: what its cells list. */
  private record Row(int line, List<String> tla, List<String> java, List<String> tests) {}

  /** A row of the table of steps. */
  private record StepsRow(int line, List<String> labels, List<String> guards) {}

  @Test
  void table_tlaNames_areDefined() {
    Set<String> defined = definitions("*.tla", m -> true);
    assertThat(rows())
        .allSatisfy(r -> assertThat(defined).as("line %d", r.line).containsAll(r.tla));
  }

  @Test
  void table_javaNames_exist() {
    for (Row row : rows()) {
      for (String name : row.java) {
        assertThat(hasMethod(name)).as("line %d: %s", row.line, name).isTrue();
      }
    }
  }

  @Test
  void table_testsAndModels_exist() {
    Set<String> models =
        Models.read(Project.spec()).all().stream()
            .map(ModelRecord::name)
            .collect(Collectors.toCollection(TreeSet::new));
    for (Row row : rows()) {
      for (String name : row.tests) {
        boolean exists = name.startsWith("MC") ? models.contains(name) : hasTest(name);
        assertThat(exists).as("line %d: %s", row.line, name).isTrue();
      }
    }
  }

  /** The actions read from the specification are those that models have, and each has a row. */
  @Test
  void table_actions_allHaveRows() {
    Set<String> actions = new TreeSet<>();
    for (String name : List.of("Call", "Environment")) {
      Matcher disjunct = DISJUNCT.matcher(paragraph("FragmentCache.tla", name));
      while (disjunct.find()) {
        actions.add(disjunct.group(1));
      }
    }
    Set<String> alphabet = new TreeSet<>();
    for (String name : ALPHABETS) {
      try (ReplayModel model =
          ReplayModel.open(Project.spec(), Project.model("MCFragmentCache_" + name))) {
        model.alphabet().forEach(call -> alphabet.add(call.name()));
      }
    }
    assertThat(alphabet).as("actions that the oracle finds in %s", ALPHABETS).isEqualTo(actions);
    assertThat(mapped()).containsAll(actions);
  }

  /** The parts of a step take the cache first and give it back; a status is an outcome. */
  @Test
  void table_partsOfSteps_allHaveRows() {
    Set<String> parts = definitions("{Cache*,FragmentCache}.tla", KernelMapTest::isPart);
    parts.remove("Become"); // primes the variables, in TLA+ only
    assertThat(parts).contains("Iget", "Used", "CloneBlocks", "StoreStatus", "WriteUnit");
    assertThat(mapped()).containsAll(parts);
  }

  @Test
  void table_invariants_allHaveRows() {
    Set<String> invariants =
        definitions("FragmentCache{Properties,Purposes}.tla", m -> m.group(1).endsWith("Inv"));
    invariants.remove("SameOutcomeInv"); // compares two layers of TLA+
    assertThat(invariants).contains("OneOwnerInv", "OrphanInv", "EvictCanInv");
    assertThat(mapped()).containsAll(invariants);
  }

  /** What the table lacks is told, and so is what it has that the specification has not. */
  @Test
  void stepsTable_labelsAndGuards_areThoseOfTheSpecification() {
    assertThat(missing(stepsRows(), labels(), guards()))
        .as("no row in KERNEL-MAP.md, under '%s', for these labels and guards", STEPS_HEADING)
        .isEmpty();
    for (StepsRow row : stepsRows()) {
      assertThat(labels()).as("line %d: labels", row.line).containsAll(row.labels);
      assertThat(guards()).as("line %d: guards", row.line).containsAll(row.guards);
    }
  }

  /** Labels that the cache has no step for: it does them in the step before, or not at all. */
  private static final Set<String> NOT_TOLD =
      Set.of(
          "Begin",
          "Return",
          "Grace",
          "LateRegister",
          "LateZap",
          "LateSlot",
          "LateTouch",
          "EvictNext",
          "PinFaulted",
          "PinRead",
          "PinRecheck",
          "RemapCleaned",
          "DedupePins",
          "DedupePut",
          "DedupeEnd",
          "ShareClean");

  @Test
  void steps_ofTheCache_areLabels() {
    Set<String> told =
        Pattern.compile("(?m)^  ([A-Z]\\w+),?$")
            .matcher(read(Project.home().resolve("impl/src/main/java/org/fragcache/Step.java")))
            .results()
            .map(m -> m.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> expected = new TreeSet<>(labels());
    expected.removeAll(NOT_TOLD);
    assertThat(told).isEqualTo(expected);
  }

  @Test
  void missing_labelOrGuardWithoutRow_isTold() {
    List<StepsRow> rows = List.of(new StepsRow(1, List.of("A", "B"), List.of("G")));

    assertThat(missing(rows, List.of("A", "B"), List.of("G"))).isEmpty();
    assertThat(missing(rows, List.of("A", "B", "C"), List.of("G", "H")))
        .containsExactly("label C", "guard H");
  }

  @Test
  void parseSteps_malformed_isRefused() {
    String row = "| `xas_load()` (lib/xarray.c) | `Find`, `FindAgain` | `Rechecks` | One load. |";
    assertThat(parseSteps(List.of("x", STEPS_HEADING, "", STEPS_HEADER, RULE, row, "", "y")))
        .containsExactly(new StepsRow(6, List.of("Find", "FindAgain"), List.of("Rechecks")));
    assertThat(
            parseSteps(List.of(STEPS_HEADING, STEPS_HEADER, RULE, row.replace("`Rechecks`", NONE))))
        .containsExactly(new StepsRow(4, List.of("Find", "FindAgain"), List.of()));
    assertStepsRefused(List.of(), "no heading");
    assertStepsRefused(List.of(STEPS_HEADER, RULE, row), "no heading");
    assertStepsRefused(List.of(STEPS_HEADING), "no table");
    assertStepsRefused(List.of(STEPS_HEADING, "## Other", STEPS_HEADER, RULE, row), "no table");
    assertStepsRefused(List.of(STEPS_HEADING, STEPS_HEADER, RULE), "empty table");
    assertStepsRefused(
        List.of(STEPS_HEADING, STEPS_HEADER, RULE, row, "", STEPS_HEADER, RULE, row),
        "second table");
    for (String bad :
        List.of(
            row.replace(" | One load.", ""),
            row.replace("One load.", ""),
            row.replace("`Rechecks`", ""),
            row.replace("`Rechecks`", "Rechecks"),
            row.replace("`Find`, `FindAgain`", NONE).replace("`Rechecks`", NONE),
            row.replace("xas_load()", "xas_load"))) {
      assertStepsRefused(List.of(STEPS_HEADING, STEPS_HEADER, RULE, bad), "line 4");
    }
  }

  private static void assertStepsRefused(List<String> lines, String why) {
    assertThatThrownBy(() -> parseSteps(lines))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void parse_malformed_isRefused() {
    String row = "| `evict()` (fs/inode.c) | `Evict` | `Reclaim.evict` | `ReplayTest` |";
    assertThat(parse(List.of(HEADER, RULE, row))).hasSize(1);
    assertThat(
            parse(List.of(HEADER, RULE, row, "", STEPS_HEADING, "", STEPS_HEADER, RULE, "| x |")))
        .hasSize(1);
    assertRefused(List.of(), "no table");
    assertRefused(List.of(STEPS_HEADING, HEADER, RULE, row), "no table");
    assertRefused(List.of(HEADER, RULE), "empty table");
    assertRefused(List.of(HEADER, RULE, row, "", HEADER, RULE, row), "second table");
    assertRefused(List.of(HEADER, RULE, row.replace(" | `ReplayTest`", "")), "line 3");
    assertRefused(List.of(HEADER, RULE, row.replace("`Evict`", "Evict")), "line 3");
    assertRefused(List.of(HEADER, RULE, row.replace("`Evict`", "")), "line 3");
    assertRefused(List.of(HEADER, RULE, row.replace("evict()", "evict")), "line 3");
    assertRefused(List.of(HEADER, RULE, row, row.replace("|", "")), "line 4");
  }

  private static void assertRefused(List<String> lines, String why) {
    assertThatThrownBy(() -> parse(lines))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  private static List<String> lines() {
    return List.of(read(Project.spec().resolve("KERNEL-MAP.md")).split("\n", -1));
  }

  private static List<Row> rows() {
    return parse(lines());
  }

  private static List<StepsRow> stepsRows() {
    return parseSteps(lines());
  }

  private static List<String> labels() {
    return PlusCal.read(Project.spec().resolve("FragmentSteps.tla")).labels().stream()
        .map(PlusCal.Label::name)
        .toList();
  }

  private static List<String> guards() {
    return Guards.read(Project.spec()).all().stream().map(Guards.Guard::name).toList();
  }

  private static List<String> missing(
      List<StepsRow> rows, List<String> labels, List<String> guards) {
    return Stream.concat(
            labels.stream()
                .filter(label -> rows.stream().noneMatch(row -> row.labels.contains(label)))
                .map(label -> "label " + label),
            guards.stream()
                .filter(guard -> rows.stream().noneMatch(row -> row.guards.contains(guard)))
                .map(guard -> "guard " + guard))
        .toList();
  }

  private static Set<String> mapped() {
    return rows().stream()
        .flatMap(r -> r.tla.stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The table of the cache's modules stands before that of the steps. */
  private static List<Row> parse(List<String> lines) {
    int end = lines.indexOf(STEPS_HEADING);
    return table(lines, 0, end < 0 ? lines.size() : end, HEADER, KernelMapTest::row);
  }

  private static List<StepsRow> parseSteps(List<String> lines) {
    int from = lines.indexOf(STEPS_HEADING);
    if (from < 0) {
      throw new IllegalArgumentException("no heading; expected " + STEPS_HEADING);
    }
    int to = from + 1;
    while (to < lines.size() && !lines.get(to).startsWith("## ")) {
      to++;
    }
    return table(lines, from, to, STEPS_HEADER, KernelMapTest::stepsRow);
  }

  /** The only table among the lines from (inclusive) to (exclusive). */
  private static <R> List<R> table(
      List<String> lines, int from, int to, String header, BiFunction<String, Integer, R> row) {
    int i = from;
    while (i < to && !lines.get(i).equals(header)) {
      i++;
    }
    if (i + 1 >= to || !lines.get(i + 1).equals(RULE)) {
      throw new IllegalArgumentException("no table; expected " + header);
    }
    List<R> rows = new ArrayList<>();
    for (i += 2; i < to && !lines.get(i).isBlank(); i++) {
      rows.add(row.apply(lines.get(i), i + 1));
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("empty table; expected at least one row");
    }
    if (lines.subList(i, to).stream().anyMatch(l -> l.startsWith("|"))) {
      throw new IllegalArgumentException("second table; expected one");
    }
    return rows;
  }

  private static Row row(String text, int line) {
    String[] cells = cells(text, line);
    return new Row(line, names(cells[2], line), names(cells[3], line), names(cells[4], line));
  }

  private static StepsRow stepsRow(String text, int line) {
    String[] cells = cells(text, line);
    boolean noLabel = cells[2].strip().equals(NONE);
    boolean noGuard = cells[3].strip().equals(NONE);
    if ((noLabel && noGuard) || cells[4].isBlank()) {
      throw new IllegalArgumentException(
          "line " + line + ": expected a label or a guard, and why it is one step: " + text);
    }
    return new StepsRow(
        line,
        noLabel ? List.of() : names(cells[2], line),
        noGuard ? List.of() : names(cells[3], line));
  }

  /** Four cells, of which the first lists kernel functions. */
  private static String[] cells(String text, int line) {
    String[] cells = text.split("\\|", -1);
    if (cells.length != 6 || !cells[0].isEmpty() || !cells[5].isEmpty()) {
      throw new IllegalArgumentException("line " + line + ": expected four cells: " + text);
    }
    String kernel = cells[1].strip();
    if (!kernel.equals(NEW)) {
      for (String part : kernel.split(", ", -1)) {
        if (!KERNEL.matcher(part).matches()) {
          throw new IllegalArgumentException(
              "line " + line + ": '" + part + "'; expected `function()` (file) or " + NEW);
        }
      }
    }
    return cells;
  }

  private static List<String> names(String cell, int line) {
    List<String> names = new ArrayList<>();
    for (String part : cell.strip().split(", ", -1)) {
      Matcher name = NAME.matcher(part);
      if (!name.matches()) {
        throw new IllegalArgumentException("line " + line + ": '" + part + "'; expected `name`");
      }
      names.add(name.group(1));
    }
    return names;
  }

  private static boolean isPart(MatchResult definition) {
    String parameters = definition.group(2) == null ? "" : definition.group(2);
    return parameters.matches("c(,.*)?") || definition.group(1).endsWith("Status");
  }

  /** Operators that modules define, those wanted. */
  private static Set<String> definitions(String glob, Predicate<MatchResult> wanted) {
    Set<String> names = new TreeSet<>();
    try (var modules = Files.newDirectoryStream(Project.spec(), glob)) {
      for (Path module : modules) {
        Matcher m = DEFINITION.matcher(read(module));
        while (m.find()) {
          if (wanted.test(m)) {
            names.add(m.group(1));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(names).as("definitions in %s", glob).isNotEmpty();
    return names;
  }

  /** From the definition of an operator to the next blank line. */
  private static String paragraph(String module, String operator) {
    String text = read(Project.spec().resolve(module));
    int start = text.indexOf("\n" + operator + " ==\n");
    assertThat(start).as("%s in %s", operator, module).isNotNegative();
    return text.substring(start + 1).split("\n\n", 2)[0];
  }

  private static boolean hasMethod(String name) {
    int dot = name.lastIndexOf('.');
    if (dot < 0) {
      return false;
    }
    try {
      Class<?> type = Class.forName("org.fragcache." + name.substring(0, dot).replace('.', '$'));
      return Arrays.stream(type.getDeclaredMethods())
          .anyMatch(m -> !m.isSynthetic() && m.getName().equals(name.substring(dot + 1)));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Whether a test class of any module, and the method if one is named, is in the sources. */
  private static boolean hasTest(String name) {
    String[] parts = name.split("\\.", -1);
    for (String module : List.of("spec", "impl", "conformance")) {
      Path root = Project.home().resolve(module).resolve("src/test/java");
      try (Stream<Path> files = Files.walk(root)) {
        List<Path> found =
            files.filter(f -> f.getFileName().toString().equals(parts[0] + ".java")).toList();
        for (Path file : found) {
          if (parts.length == 1
              || (parts.length == 2 && read(file).contains(" void " + parts[1] + "("))) {
            return true;
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return false;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
