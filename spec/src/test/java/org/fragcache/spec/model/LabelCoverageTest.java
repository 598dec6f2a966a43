package org.fragcache.spec.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.fragcache.spec.UsageException;
import org.junit.jupiter.api.Test;

final class LabelCoverageTest extends OnSteps {

  private String printed = "";

  @Test
  void check_everyLabelExecuted_isTold() throws IOException {
    assertThat(check("MCTally_Holds")).isZero();

    assertThat(printed)
        .contains(
            "labels of Tally: 7 of 7 executed, by MCTally_Holds;"
                + " exempt, reached only with a guard off: LateGive\n")
        .doesNotContain("never executed");
    assertThat(Files.readString(temporary.resolve("c.json")))
        .contains("\"module\": \"Tally\"")
        .contains("\"labels\": 7")
        .contains("\"executed\": 7")
        .containsPattern("\"exempt\": \\[\\s+\"LateGive\"\\s+\\]")
        .contains("\"good\": true");
  }

  @Test
  void check_withoutSuchAModel_saysNothing() throws IOException {
    assertThat(check("MCTally_OffChecks")).isZero();

    assertThat(printed).doesNotContain("labels of");
    assertThat(Files.readString(temporary.resolve("c.json"))).contains("\"coverage\": []");
  }

  @Test
  void check_labelNeverExecuted_isRed() throws IOException {
    steps.write("Tally.tla", steps.read("Tally.tla").replace("LateGive", "Grant"));

    assertThat(check("MCTally_Holds")).isEqualTo(1);
    assertThat(printed)
        .contains("labels of Tally: 7 of 8 executed, by MCTally_Holds\n")
        .contains("  never executed: Grant\n")
        .contains("1 of 1 as recorded");
    assertThat(Files.readString(temporary.resolve("c.json")))
        .containsPattern("\"never\": \\[\\s+\"Grant\"\\s+\\]")
        .contains("\"good\": false");
  }

  @Test
  void check_labelExecutedByAModelThatWasNotRun_isNotHeldAgainstIt() throws IOException {
    steps.write("Tally.tla", steps.read("Tally.tla").replace("LateGive", "Grant"));
    steps.change(
        "models.json",
        "\"shows\": \"An addition is lost.\"",
        "\"shows\": \"x\", \"coverage\": true");

    assertThat(check("MCTally_Holds")).isZero();
    assertThat(printed)
        .contains("  never executed: Grant\n")
        .contains("  not held against this run, which has no result of MCTally_OffTakesLock\n");
    assertThat(check("MCTally_Holds", "MCTally_OffTakesLock")).isEqualTo(1);
  }

  @Test
  void check_labelExecutedByAnotherModel_isExecuted() throws IOException {
    steps.change("MCTally_Holds.cfg", "  Runs <- MCRuns\n", "  Runs = {}\n");
    steps.change(
        "models.json",
        "\"shows\": \"An addition is lost.\"",
        "\"shows\": \"x\", \"coverage\": true");

    assertThat(check("MCTally_Holds", "MCTally_OffTakesLock")).isEqualTo(1); // figures differ
    assertThat(printed).contains("labels of Tally: 7 of 7 executed, by MCTally_Holds, MCTally_Off");
  }

  @Test
  void check_coverageOfNoAlgorithm_isUsage() {
    steps.change("MCTally.tla", "EXTENDS Tally", "EXTENDS StepsGuards, Integers");
    steps.write("MCTally_Holds.cfg", "SPECIFICATION Spec\n");
    steps.write(
        "MCTally.tla",
        "---- MODULE MCTally ----\nVARIABLE x\nSpec == x = 0 /\\ [][x' = x]_x\n====\n");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> check("MCTally_Holds"))
        .withMessageContaining("model MCTally_Holds: coverage: found no PlusCal algorithm");
  }

  private int check(String... models) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CheckOptions options =
        new CheckOptions(
            steps.path(),
            Tier.FULL,
            List.of(models),
            1,
            2,
            null,
            temporary.resolve("c.json"),
            false,
            false,
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
