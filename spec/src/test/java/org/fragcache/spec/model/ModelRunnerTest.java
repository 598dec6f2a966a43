package org.fragcache.spec.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fragcache.spec.UsageException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelRunnerTest {

  private static final String HOLDS =
      "\"name\":\"ClockHolds\",\"module\":\"Clock\",\"tier\":\"tiny\",\"shows\":\"x\","
          + "\"result\":\"holds\"";

  @TempDir Path temporary;
  ClockDirectory clock;
  private List<Path> before = List.of();
  private String printed = "";

  @BeforeEach
  void copy() throws IOException {
    clock = ClockDirectory.copyTo(temporary);
    before = temporaryDirectories();
  }

  @AfterEach
  void temporaryDirectories_afterEveryRun_areGone() throws IOException {
    List<Path> left = new ArrayList<>(temporaryDirectories());
    left.removeAll(before);
    assertThat(left).isEmpty();
  }

  private static List<Path> temporaryDirectories() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(f -> f.getFileName().toString().startsWith(Cleanup.OURS)).toList();
    }
  }

  @Test
  void run_everyKindOfResult_isAsRecorded() {
    int status = run(null, false, true);

    assertThat(printed).contains("10 of 10 as recorded");
    assertThat(status).isZero();
    assertThat(printed)
        .contains("ClockPart: violated: BackProp, as recorded")
        .contains("ClockSame: violated: SmallProp, as recorded")
        .contains("ClockReach: reached: ReachThree, as recorded")
        .containsPattern("ClockHolds tiny +holds +31 +10 +4 +[0-9.]+ ok")
        .contains("   2  Tick\n        h: 0 -> 2\n")
        .contains("then goes back to state 1");
    assertThat(printed.lines().filter(line -> line.startsWith("Clock")).map(String::length))
        .allMatch(length -> length <= 80);
  }

  @Test
  void run_figureOtherThanRecorded_isRedAndSaysWhich() throws IOException {
    clock.change("models.json", "\"distinct\": 10", "\"distinct\": 11");
    Path json = temporary.resolve("out.json");

    assertThat(run(json, false, false, "ClockHolds")).isEqualTo(1);
    assertThat(printed).contains("distinct: recorded 11, found 10");
    assertThat(Files.readString(json))
        .contains("\"verdict\": \"differs\"")
        .contains("\"field\": \"distinct\",");
    assertThat(temporary).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void run_guardRemoved_isRedWithTrace() {
    clock.change("Clock.tla", "h' = (h + i) % N", "h' = (h + i)");

    assertThat(run(null, false, false, "ClockHolds")).isEqualTo(1);
    assertThat(printed)
        .contains("ClockHolds: violated: TypeInv")
        .contains("result: recorded holds, found violated (TypeInv)")
        .contains("h: 3 -> 5");
  }

  @Test
  void run_evaluationError_isRedWithTlcsWordsAndTrace() {
    clock.write("ClockHolds.cfg", "SPECIFICATION Spec\nCONSTANT N = 5\nINVARIANT BrokenInv\n");
    clock.onlyModels(HOLDS);

    assertThat(run(null, true, false)).isEqualTo(1);
    assertThat(printed)
        .contains("ClockHolds: TLC ended by an error")
        .contains("Evaluating invariant BrokenInv failed.")
        .contains("h: 0 -> 1")
        .contains("not recorded: ClockHolds: TLC ended by an error");
    assertThat(clock.read("models.json")).doesNotContain("distinct");
  }

  @Test
  void run_falseAssumption_isRed() {
    clock.write("ClockHolds.cfg", "SPECIFICATION Spec\nCONSTANT N = 0\n");
    clock.onlyModels(HOLDS);

    assertThat(run(null, false, false)).isEqualTo(1);
    assertThat(printed).containsPattern("Assumption line \\d+, col .* is false");
  }

  @Test
  void run_syntaxError_isUsageWithFileLineAndColumn() {
    clock.change("Clock.tla", "LowInv == h < 3", "LowInv == h < < 3");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> run(null, false, false, "ClockHolds"))
        .withMessageStartingWith(clock.path().resolve("Clock.tla") + ":19:17: model ClockHolds: ")
        .withMessageContaining("Was expecting")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void run_unknownOperatorInInstancedModule_isUsageNamingThatModule() {
    clock.change("ClockAbs.tla", "x + 1", "x + y");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> run(null, false, false, "ClockHolds"))
        .withMessageStartingWith(clock.path().resolve("ClockAbs.tla") + ":5:16: ")
        .withMessageContaining("Unknown operator: `y'.");
  }

  @Test
  void run_syntaxErrorBesideEndlessModel_endsAtOnce() {
    clock.write("ClockHolds.cfg", "SPECIFICATION LongSpec\nCONSTANT N = 5\n");
    clock.write("Broken.cfg", "SPECIFICATION Spec\n");
    clock.write("Broken.tla", "---- MODULE Broken ----\nA == = 1\n====\n");
    clock.onlyModels(
        HOLDS, HOLDS.replace("\"ClockHolds\"", "\"Broken\"").replace("\"Clock\"", "\"Broken\""));

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> run(null, false, false))
        .withMessageContaining("Broken.tla:2:8: model Broken: ");
  }

  @Test
  void run_configurationOfUnknownName_isUsage() {
    clock.write("ClockHolds.cfg", "SPECIFICATION Spec\nCONSTANT N = 5\nINVARIANT Nope\n");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> run(null, false, false, "ClockHolds"))
        .withMessageContaining("ClockHolds.cfg: model ClockHolds: The invariant Nope specified");
  }

  @Test
  void run_configurationOfBadSyntax_isUsageWithLine() {
    clock.write("ClockHolds.cfg", "SPECIFICATION Spec\nFOO bar\n");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> run(null, false, false, "ClockHolds"))
        .withMessageContaining("ClockHolds.cfg:2: model ClockHolds: TLC found an error");
  }

  @Test
  void update_unrecordedFigure_writesIt() {
    String recorded = clock.read("models.json");
    clock.change("models.json", "\"generated\": 31,", "");

    assertThat(run(null, true, false, "ClockHolds")).isZero();
    assertThat(printed)
        .contains("recorded: ClockHolds: generated: recorded nothing, found 31")
        .contains("1 figures changed");
    assertThat(clock.read("models.json")).isEqualTo(recorded);
  }

  @Test
  void update_otherResult_isNotRecorded() {
    clock.change("Clock.tla", "LowInv == h < 3", "LowInv == h < 5");
    String recorded = clock.read("models.json");

    assertThat(run(null, true, false, "ClockInv")).isEqualTo(1);
    assertThat(printed)
        .contains("not recorded: ClockInv: result: recorded violated, found holds")
        .contains("by hand");
    assertThat(clock.read("models.json")).isEqualTo(recorded);
  }

  @Test
  void update_readOnlyRecord_isRefusedBeforeAnyWork() throws IOException {
    Files.setPosixFilePermissions(
        clock.path().resolve("models.json"), PosixFilePermissions.fromString("r--r--r--"));

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> run(null, true, false, "ClockHolds"))
        .withMessageContaining("models.json: is read-only");
    assertThat(printed).isEmpty();
  }

  @Test
  void json_targetUnwritable_isRefusedBeforeAnyWork() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> run(temporary.resolve("none/out.json"), false, false, "ClockHolds"))
        .withMessageContaining("none/out.json: cannot be written");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> run(temporary, false, false, "ClockHolds"))
        .withMessageContaining("is a directory; expected a file");
    assertThat(printed).isEmpty();
  }

  @Test
  void tlcJar_noTlcInIt_isRefused() throws IOException {
    Path text = Files.writeString(temporary.resolve("tla2tools.jar"), "no jar");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> TlcJar.of(text))
        .withMessageContaining("is no jar");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> TlcJar.of(temporary.resolve("gone.jar")))
        .withMessageContaining("gone.jar: no such file; expected a tla2tools.jar");
    assertThat(TlcJar.of(null).writesTraceSpecs()).isFalse();
  }

  private int run(@Nullable Path json, boolean update, boolean traces, String... models) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CheckOptions options =
        new CheckOptions(
            clock.path(),
            Tier.FULL,
            List.of(models),
            1,
            2,
            null,
            json,
            update,
            traces,
            true,
            false,
            80);
    try {
      return ModelRunner.run(options, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    } finally {
      printed = bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
