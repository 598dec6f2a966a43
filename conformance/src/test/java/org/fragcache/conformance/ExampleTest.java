package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fragcache.conformance.exec.ExecSubject;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.graph.StateGraph;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * conformance/examples/fileview.c conforms, its wrong variants are found, and its README says what
 * is so. Needs a C compiler, cc: without one these tests are skipped, and say so.
 */
final class ExampleTest {
  @RegisterExtension static final LedgerGate GATE = new LedgerGate("ExampleTest");

  private static final Path EXAMPLES = Project.home().resolve("conformance/examples");

  @TempDir private Path dir;

  @BeforeEach
  void needsCompiler() {
    boolean found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "cc")));
    if (!found) {
      GATE.notRun();
      System.out.println("NOT RUN: ExampleTest: no C compiler, cc, on the path");
    }
    assumeTrue(found, "no C compiler, cc, on the path: the example in C was not tested");
  }

  private String build(int wrong) throws IOException, InterruptedException {
    Path program = dir.resolve("fileview" + wrong);
    run(
        List.of(
            "cc",
            "-std=c11",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-O1",
            "-DWRONG=" + wrong,
            "-o",
            program.toString(),
            EXAMPLES.resolve("fileview.c").toString()),
        "");
    return program.toString();
  }

  private static String run(List<String> command, String input)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static Conformance.Report replay(String program) {
    Conformance conformance = conformance();
    try (Subject subject = new ExecSubject(program, Duration.ofSeconds(10), conformance.model())) {
      return conformance.replay(subject, Ticker.NONE);
    }
  }

  private static @Nullable Conformance made;

  private static synchronized Conformance conformance() {
    Conformance known = made;
    if (known == null) {
      known = Conformance.of(Project.seen("calls"), 2);
      made = known;
    }
    return known;
  }

  @AfterAll
  static void close() {
    if (made != null) {
      made.close();
    }
  }

  @Test
  void replay_right_conforms() throws IOException, InterruptedException {
    Conformance.Report report = replay(build(0));
    assertThat(report.difference().map(Object::toString)).isEmpty();
    assertThat(report.conforms()).isTrue();
    assertThat(report.compared()).containsExactly("content", "exists", "size");
    assertThat(report.notCompared())
        .containsExactly("left", "pin", "poisoned", "room", "storage", "view");
    GATE.count("edges replayed", report.replayed());
    GATE.count("calls probed", report.probes());
  }

  @Test
  void replay_cloneShares_isFoundAfterFiveCalls() throws IOException, InterruptedException {
    Difference difference = replay(build(1)).difference().orElseThrow();
    assertThat(difference.calls()).hasSize(5);
    GATE.count("faults caught", 1);
    assertThat(difference.calls().get(3).name()).isEqualTo("Clone");
    assertThat(difference.toString())
        .contains("and exec after 5 calls", "content[", "does not hold: FileView.tla:")
        .contains("rerun: ./fragcache conform --model calls --subject exec:" + dir);
  }

  @Test
  void replay_punchForgets_isFoundAfterThreeCalls() throws IOException, InterruptedException {
    Difference difference = replay(build(2)).difference().orElseThrow();
    assertThat(difference.calls()).hasSize(3);
    GATE.count("faults caught", 1);
    assertThat(difference.last()).isEqualTo("Punch(a,0,2)");
  }

  @Test
  void readme_conversation_isAsItSays() throws IOException, InterruptedException {
    List<String> sent = new ArrayList<>();
    List<String> came = new ArrayList<>();
    for (String line : Files.readAllLines(EXAMPLES.resolve("README.md"))) {
      if (line.startsWith("    > ")) {
        sent.add(line.substring(6));
      } else if (line.startsWith("    < ")) {
        came.add(line.substring(6));
      }
    }
    assertThat(sent).hasSameSizeAs(came).hasSizeGreaterThan(5);
    String program = build(0);
    String input = sent.stream().map(line -> line + "\n").collect(Collectors.joining());
    assertThat(run(List.of(program), input).lines().toList()).isEqualTo(came);
    // What is really sent is what the README says is sent.
    Path heard = dir.resolve("heard");
    String tee = "tee " + heard + " | " + program;
    try (ReplayModel model = ReplayModel.open(Project.spec(), Project.model("MCFileView_Calls"));
        Subject subject = new ExecSubject(tee, Duration.ofSeconds(10), model)) {
      subject.reset();
      for (String call : List.of("Create(a)", "Write(a,1,2)", "Read(a,1)", "Clone(a,0,0,b,0)")) {
        subject.bind(CallSequence.parse(call).get(0)).apply();
      }
      subject.observe();
    }
    assertThat(Files.readAllLines(heard)).isEqualTo(sent);
  }

  @Test
  void replay_callOfTwoSuccessors_isRefused() {
    assertThatThrownBy(() -> Conformance.of(Project.seen("calls-hidden"), 2).close())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("successors in")
        .hasMessageContaining("expected at most 1");
    try (ReplayModel model = Project.seen("calls-hidden")) {
      StateGraph graph = StateGraph.explore(model.oracle(), 2, (states, edges, depth) -> {});
      assertThat(graph.firstViolation(model.oracle()).map(StateGraph.Violation::invariant))
          .isEqualTo(Optional.of("NothingHiddenInv"));
    }
  }
}
