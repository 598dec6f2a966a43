package org.fragcache.spec.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.Guards.Guard;
import org.junit.jupiter.api.Test;

final class GuardsTest extends OnSteps {

  @Test
  void read_guards_haveNameGroupAndKernelFunction() {
    assertThat(Guards.read(steps.path()).all())
        .containsExactly(
            new Guard("TakesLock", "The lock.", "mutex_lock(): before what it guards", 5),
            new Guard("GivesLock", "The lock.", "mutex_unlock()", 6),
            new Guard("GivesOnce", "The lock.", "cond_resched()", 7),
            new Guard("ChecksFirst", "Either of these is enough,", "(new)", 11),
            new Guard("ChecksSecond", "Either of these is enough,", "READ_ONCE(), again", 12));
  }

  @Test
  void switchedOff_models_haveTheirGuards() {
    assertThat(off())
        .isEqualTo(
            Map.of(
                "MCTally_OffTakesLock", List.of("TakesLock"),
                "MCTally_OffGivesLock", List.of("GivesLock"),
                "MCTally_OffGivesOnce", List.of("GivesOnce"),
                "MCTally_OffChecks", List.of("ChecksFirst", "ChecksSecond")));
  }

  @Test
  void switchedOff_otherSpellings_areRead() {
    steps.change("MCTally_OffTakesLock.cfg", "TakesLock = FALSE", "(* x *) TakesLock=FALSE \\* y");
    steps.change("MCTally_OffGivesLock.cfg", "GivesLock = FALSE", "GivesLock = \\* y\n FALSE");
    steps.change("MCTally_OffGivesOnce.cfg", "GivesOnce = FALSE", "GivesOnce = TRUE");
    steps.change("MCTally_OffChecks.cfg", "ChecksFirst = FALSE", "\\* ChecksFirst = FALSE");

    assertThat(off())
        .isEqualTo(
            Map.of(
                "MCTally_OffTakesLock", List.of("TakesLock"),
                "MCTally_OffGivesLock", List.of("GivesLock"),
                "MCTally_OffChecks", List.of("ChecksSecond")));
  }

  @Test
  void switchedOff_specification_leavesNoGuardOut() {
    Path spec = Path.of("").toAbsolutePath(); // tests run in the module's directory
    Guards guards = Guards.read(spec);
    List<ModelRecord> violated =
        Models.read(spec).all().stream().filter(ModelRecord::violated).toList();

    assertThat(guards.switchedOff(spec, violated).values())
        .flatExtracting(off -> off)
        .containsAll(guards.all());
  }

  @Test
  void check_nameOfNoGuard_isRefused() {
    steps.change("MCTally_OffTakesLock.cfg", "TakesLock", "TakeLock");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Guards.requireKnown(steps.path(), Models.read(steps.path()).all()))
        .withMessageEndingWith("no guard of StepsGuards.tla; did you mean TakesLock?");
  }

  @Test
  void switchedOff_nameOfNoGuard_isRefused() {
    steps.change("MCTally_OffTakesLock.cfg", "TakesLock", "TakeLock");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(this::off)
        .withMessage(
            steps.path().resolve("MCTally_OffTakesLock.cfg")
                + ": sets TakeLock, no guard of StepsGuards.tla; did you mean TakesLock?");
  }

  @Test
  void switchedOff_guardSetTwice_isRefused() {
    steps.change(
        "MCTally_OffTakesLock.cfg", "TakesLock = FALSE", "TakesLock = FALSE TakesLock = TRUE");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(this::off)
        .withMessageEndingWith("MCTally_OffTakesLock.cfg: sets TakesLock twice; expected once");
  }

  @Test
  void read_malformed_isRefusedWithFileAndLine() throws IOException {
    assertRefused("TakesLock == FALSE  \\* x", ":2: found 'TakesLock == FALSE");
    assertRefused("TakesLock == TRUE", ":2: found 'TakesLock == TRUE'");
    assertRefused("A == TRUE \\* x\nA == TRUE \\* y", ":3: found guard A again");
    assertRefused("", ": no guards; expected lines");
    Files.delete(steps.path().resolve("StepsGuards.tla"));
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Guards.read(steps.path()))
        .withMessageEndingWith("StepsGuards.tla: no such file; expected the guards");
  }

  private void assertRefused(String body, String message) {
    steps.write("StepsGuards.tla", "---- MODULE StepsGuards ----\n" + body + "\n====\n");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Guards.read(steps.path()))
        .withMessageContaining("StepsGuards.tla" + message);
  }

  private Map<String, List<String>> off() {
    return Guards.read(steps.path())
        .switchedOff(steps.path(), Models.read(steps.path()).all())
        .entrySet()
        .stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().name(),
                entry -> entry.getValue().stream().map(Guard::name).toList()));
  }
}
