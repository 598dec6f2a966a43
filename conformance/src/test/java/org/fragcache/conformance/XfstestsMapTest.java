package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fragcache.conformance.race.RacePrograms;
import org.fragcache.spec.model.ModelRecord;
import org.fragcache.spec.model.Models;
import org.junit.jupiter.api.Test;

/** Each name in spec/XFSTESTS-MAP.md exists, and each test of xfstests is in it once. */
final class XfstestsMapTest {
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");
  private static final Pattern TEST = Pattern.compile("\\b[gxb]\\d{3}\\b");
  private static final Set<String> COMMANDS =
      Set.of("conform", "conformance/kernel/run", "fsync", "races", "MaxSize");

  private static List<String> rows() throws IOException {
    return Files.readAllLines(Project.spec().resolve("XFSTESTS-MAP.md"));
  }

  private static Set<String> found(Pattern pattern, String text) {
    Set<String> found = new TreeSet<>();
    pattern
        .matcher(text)
        .results()
        .forEach(m -> found.add(m.groupCount() == 0 ? m.group() : m.group(1)));
    return found;
  }

  private static Set<String> known() throws IOException {
    Set<String> known = new HashSet<>(COMMANDS);
    Models.read(Project.spec()).all().stream().map(ModelRecord::name).forEach(known::add);
    known.addAll(
        found(
            Pattern.compile("\\{\"(\\w+)\"}"),
            Files.readString(Project.spec().resolve("Calls.tla"))));
    known.addAll(
        found(
            Pattern.compile("<<\"(\\w+)\","),
            Files.readString(Project.spec().resolve("Calls.tla"))));
    known.add("Capacity"); // a constant
    try (Stream<Path> files = Files.walk(Project.home())) {
      files
          .filter(file -> file.toString().matches(".*\\.(java|tla|cfg)"))
          .map(file -> file.getFileName().toString())
          .forEach(name -> known.add(name.substring(0, name.lastIndexOf('.'))));
    }
    return known;
  }

  @Test
  void names_exist() throws IOException {
    Set<String> names = found(NAME, String.join("\n", rows()));
    assertThat(names).hasSizeGreaterThan(20);
    names.removeAll(known());
    assertThat(names).isEmpty();
  }

  @Test
  void tests_areThereOnce() throws IOException {
    Set<String> seen = new HashSet<>();
    for (String row : rows()) {
      String first = row.startsWith("|") ? row.split("\\|", -1)[1] : "";
      for (String test : found(TEST, first)) {
        assertThat(seen.add(test)).as(test).isTrue();
      }
    }
    assertThat(seen).hasSizeGreaterThan(150);
  }

  /** A program is after a test that is in the map, in a row that says so. */
  @Test
  void programs_areInTheMap() throws IOException {
    String judged =
        rows().stream()
            .filter(row -> row.startsWith("|") && row.contains("`races`"))
            .map(row -> row.split("\\|", -1)[1])
            .reduce("", String::concat);
    assertThat(RacePrograms.all())
        .hasSizeGreaterThan(15)
        .allSatisfy(
            program -> assertThat(found(TEST, judged)).contains(program.name().substring(0, 4)));
    assertThat(found(TEST, judged))
        .allSatisfy(
            test ->
                assertThat(RacePrograms.all())
                    .anyMatch(program -> program.name().startsWith(test)));
  }
}
