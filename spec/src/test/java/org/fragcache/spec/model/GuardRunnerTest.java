package org.fragcache.spec.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fragcache.spec.UsageException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class GuardRunnerTest extends OnSteps {

  private String printed = "";

  @Test
  void run_everyKindOfViolation_isTold() {
    assertThat(run()).isZero();

    assertThat(printed)
        .startsWith(
            """
            guard               kernel analogue                     property violated states verdict
            TakesLock           mutex_lock(): before what it guards SumInv                19 ok
            GivesLock           mutex_unlock()                      Deadlock              11 ok
            GivesOnce           cond_resched()                      EndsProp               6 ok
            ChecksFirst         (new)                               ReadOnlyInv            8 ok
              with ChecksSecond
            ChecksSecond        READ_ONCE(), again                  ReadOnlyInv            8 ok
              with ChecksFirst
            5 of 5 guards break, when off, what models.json says; 4 models in\
            """)
        .contains(
            """

            GivesOnce off: EndsProp is violated (MCTally_OffGivesOnce)
               1 zero; t1: add a 3; t2: add b 4
               2 t2 Begin                  begins add b 4
               3 t1 Begin                  begins add a 3
               4 t1 Take  (mutex_lock())   lock: none -> t1
               5 t1 Read  (READ_ONCE())    <- the loop begins here   seen: NoData -> 0; todo: + 1, + 2
               6 t1 Loop  (for_each())     todo: - 2
                 then goes back to state 5
            """)
        .contains(
            """

            ChecksFirst and ChecksSecond off: ReadOnlyInv is violated (MCTally_OffChecks)
               1 zero; t1: add a 3; t2: add b 4
               2 t1 Begin                                      begins add a 3
               3 t1 Take  (mutex_lock())                       lock: none -> t1
               4 t1 Read  (READ_ONCE())                        seen: NoData -> 0; todo: + 1, + 2
               5 t1 Loop  (for_each())                         todo: - 2
               6 t1 Loop  (for_each())                         todo: - 1
               7 t1 Loop  (for_each())
               8 t1 Write  (WRITE_ONCE(), "under: the lock")   count: 0 -> 3; pte[a][0]: empty -> folio 1 writable;
                                                               result: <<>> -> <<data, 3>>
            """)
        .containsOnlyOnce("MCTally_OffChecks")
        .contains("folio[1]: dirty FALSE -> TRUE, refs 0 -> 1;")
        .contains("  19 t2 Leave                                      returns data 4\n")
        .doesNotContain("aux_sum")
        .doesNotContain("pc[");
    assertThat(printed.lines()).allMatch(line -> line.length() <= 110);
  }

  @Test
  void run_oneGuard_runsItsModelOnly() throws IOException {
    Path json = temporary.resolve("g.json");

    assertThat(run(json, false, "ChecksSecond")).isZero();

    assertThat(printed).contains("1 of 1 guards").contains("; 1 model in").doesNotContain(" off: ");
    assertThat(Files.readString(json))
        .contains("\"guard\": \"ChecksSecond\"")
        .contains("\"group\": \"Either of these is enough,\"")
        .contains("\"name\": \"MCTally_OffChecks\"")
        .containsPattern("\"alsoOff\": \\[\\s+\"ChecksFirst\"\\s+\\]")
        .contains("\"label\": \"Write\"")
        .contains("\"pte[a][0]: empty -> folio 1 writable\"");
  }

  @Test
  void run_guardThatNobodyNeeds_isRed() {
    steps.change("Tally.tla", "/\\ IF TakesLock\n", "/\\ IF TRUE\n");

    assertThat(run(null, false, "TakesLock")).isEqualTo(1);
    assertThat(printed)
        .contains("0 of 1 guards break")
        .contains("TakesLock off: everything holds (MCTally_OffTakesLock)")
        .contains("result: recorded violated, found holds");
  }

  @Test
  void run_otherTraceThanRecorded_isRedWithTrace() {
    steps.change("models.json", "\"trace\": 8", "\"trace\": 7");

    assertThat(run(null, false, "ChecksFirst")).isEqualTo(1);
    assertThat(printed)
        .contains("trace: recorded 7, found 8")
        .contains("   4 t1 Read  (READ_ONCE())");
  }

  @Test
  void run_guardWithoutModel_isRed() {
    steps.change("StepsGuards.tla", "\\* Either", "Idle == TRUE  \\* cpu_relax()\n\n\\* Either");

    assertThat(run(null, false, "GivesLock", "Idle")).isEqualTo(1);
    assertThat(printed)
        .contains("1 of 2 guards break")
        .containsPattern("Idle +cpu_relax\\(\\) +- +- no model")
        .contains("StepsGuards.tla:9: guard Idle: no model switches it off; expected one in ");
    assertThat(run(null, false, "Idle")).isEqualTo(1);
  }

  @Test
  void run_guardWithHoldingModelOnly_isRed() {
    steps.change("MCTally_OffChecks.cfg", "\\* Expect: ReadOnlyInv violated\n", "");
    steps.change(
        "models.json",
        "\"violated\",\n      \"property\": \"ReadOnlyInv\",\n      \"trace\": 8",
        "\"holds\"");

    assertThat(run(null, false, "ChecksFirst")).isEqualTo(1);
    assertThat(printed).contains("guard ChecksFirst: no model switches it off");
  }

  @Test
  void run_guardWithWitnessOnly_isRed() {
    for (String file :
        List.of("MCTally.tla", "MCTally_OffChecks.cfg", "models.json", "Tally.tla")) {
      steps.write(file, steps.read(file).replace("ReadOnlyInv", "ReachReadOnly"));
    }

    assertThat(run(null, false, "ChecksFirst")).isEqualTo(1);
    assertThat(printed).contains("guard ChecksFirst: no model switches it off");
  }

  @Test
  void run_unknownGuard_isUsage() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> run(null, false, "TakeLock"))
        .withMessage("unknown guard 'TakeLock'; did you mean TakesLock?");
  }

  @Test
  void run_noGuards_isUsage() {
    steps.write("StepsGuards.tla", "---- MODULE StepsGuards ----\n====\n");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(this::run)
        .withMessageContaining("StepsGuards.tla: no guards");
  }

  private int run() {
    return run(null, true);
  }

  private int run(@Nullable Path json, boolean traces, String... guards) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CheckOptions options =
        new CheckOptions(
            steps.path(), Tier.FULL, List.of(), 1, 2, null, json, false, traces, true, false, 80);
    try {
      return GuardRunner.run(
          options, List.of(guards), new PrintStream(bytes, true, StandardCharsets.UTF_8));
    } finally {
      printed = bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
