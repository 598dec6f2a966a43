package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fragcache.conformance.mutants.BrokenCache;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.value.TlaState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Break one line of the Java cache, and a difference is found whose message leads to the line. The
 * breaks are those of line-breaks.json; each names the model whose edges show it, or the random
 * walks.
 */
final class LineBreaksTest {
  @RegisterExtension static final LedgerGate GATE = new LedgerGate("LineBreaksTest");

  private static final long SEED = 20261124;
  private static final int WALKS = 4000;
  private static final int LENGTH = 60;
  private static final int README_WIDTH = 110;
  private static final Map<String, Conformance> MODELS = new TreeMap<>();
  private static final Map<String, ReplayModel> WALKED = new TreeMap<>();

  /** A break: where it shows, the line, what it becomes, and what the message must name. */
  record Break(
      String model, String file, String line, String becomes, String fault, String leads) {}

  @AfterAll
  static void close() {
    MODELS.values().forEach(Conformance::close);
    WALKED.values().forEach(ReplayModel::close);
  }

  static List<Break> breaks() throws IOException {
    try (InputStream in = LineBreaksTest.class.getResourceAsStream("/line-breaks.json")) {
      return new ObjectMapper().readValue(in, new TypeReference<List<Break>>() {});
    }
  }

  @TestFactory
  Stream<DynamicTest> replay_oneLineBroken_isFound() throws IOException {
    List<Break> breaks = breaks();
    assertThat(breaks).hasSizeGreaterThanOrEqualTo(40);
    assertThat(breaks.stream().map(Break::fault)).doesNotHaveDuplicates();
    return chosen().stream().map(b -> DynamicTest.dynamicTest(b.fault(), () -> isFound(b)));
  }

  private static List<Break> chosen() throws IOException {
    List<Break> breaks = breaks();
    String only = System.getProperty("fragcache.break", ""); // a part of the fault, as a pattern
    List<Break> chosen =
        only.isEmpty()
            ? Deep.every(3, breaks, b -> b.fault().equals(SAMPLE))
            : breaks.stream().filter(b -> b.fault().matches(".*(" + only + ").*")).toList();
    assertThat(chosen).as("breaks whose fault has " + only).isNotEmpty();
    return chosen;
  }

  /** The README shows this one. */
  private static final String SAMPLE = "CoW replaces the slot without a put";

  private static void isFound(Break broken) {
    BrokenCache cache = Project.broken(broken.file(), broken.line(), broken.becomes());
    String found =
        broken.model().startsWith("walk")
            ? byWalks(broken.model(), cache)
            : byReplay(broken.model(), cache);
    assertThat(found).as(broken.fault()).isNotEmpty();
    System.out.println(broken.fault() + " (" + broken.file() + ")\n" + found);
    assertThat(told(found)).contains(broken.leads());
    GATE.count("faults caught", 1);
    if (broken.fault().equals(SAMPLE)) {
      assertThat(sampleOfReadme()).as("what README.md shows").isEqualTo(cutAsInReadme(found));
      assertThat(readme()).contains("`" + broken.line() + "` of `" + broken.file());
    }
  }

  private static String readme() {
    try {
      return Files.readString(Project.home().resolve("README.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sampleOfReadme() {
    return readme()
        .lines()
        .dropWhile(line -> !line.startsWith("    DIFFERENCE: "))
        .takeWhile(line -> !line.isBlank())
        .map(line -> line.substring(4))
        .collect(Collectors.joining("\n"));
  }

  private static String cutAsInReadme(String message) {
    return message
        .lines()
        .map(
            line -> line.length() <= README_WIDTH ? line : line.substring(0, README_WIDTH) + " ...")
        .collect(Collectors.joining("\n"));
  }

  /** What a message says of the difference itself: without the calls, and the command with them. */
  private static String told(String message) {
    return message
        .lines()
        .filter(line -> !line.matches(" +\\d+  [A-Z].*") && !line.startsWith("  rerun: "))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void told_callsOfADifference_areLeftOut() {
    List<Call> calls = CallSequence.parse("Create(a) Fsync(a) Commit");
    List<TlaState.Change> none = List.of();
    CrashDifference crash = new CrashDifference("m", "impl", calls, "crash after", none, "failed");
    Difference step =
        new Difference("m", "impl", calls, "done", "failed", none, "", Optional.empty(), "", null);
    assertThat(crash.toString()).contains("Create", "Fsync", "Commit");
    assertThat(told(crash.toString())).contains("failed").doesNotContain("Create", "Fsync", "Com");
    assertThat(told(step.toString())).contains("outcome of Commit").doesNotContain("Create", "Fsy");
  }

  private static Conformance model(String name) {
    return MODELS.computeIfAbsent(
        name,
        n ->
            switch (n) {
              case "core" ->
                  Conformance.of(
                      Project.spec(), Project.model("MCFragmentCache_Tiny"), 2, Ticker.NONE);
              case "oneFile" ->
                  Conformance.of(
                      Project.spec(), Project.model("MCFragmentCache_OneFile"), 2, Ticker.NONE);
              default -> Project.small(n);
            });
  }

  private static String byReplay(String name, BrokenCache cache) {
    Conformance conformance = model(name);
    try (CrashSubject subject = cache.subject(conformance.model())) {
      Conformance.Report report = conformance.replayWithCrashes(subject, Ticker.NONE);
      return report
          .difference()
          .map(Object::toString)
          .or(() -> report.crashes().flatMap(CrashReport::difference).map(Object::toString))
          .orElse("");
    }
  }

  private static String byWalks(String name, BrokenCache cache) {
    ReplayModel model = WALKED.computeIfAbsent(name, Project::walks);
    Walker walker = new Walker(model);
    Random random = new Random(SEED);
    try (Subject subject = cache.subject(model)) {
      for (int i = 0; i < WALKS; i++) {
        List<Integer> choices = random.ints(LENGTH).boxed().toList();
        Optional<Difference> found = walker.walk(choices, subject);
        if (found.isPresent()) {
          return Minimal.of(model, subject, found.get()).difference().toString();
        }
      }
    }
    return "";
  }

  @Test
  void replay_nothingBroken_conforms() throws IOException {
    BrokenCache same = Project.broken("Drop.java", "if (!fr.put(n)) {", "if (!fr.put(n)) {");
    Set<String> models = chosen().stream().map(Break::model).collect(Collectors.toSet());
    for (String name : models) {
      if (!name.startsWith("walk")) {
        assertThat(byReplay(name, same)).as(name).isEmpty();
      }
    }
  }
}
