package org.fragcache.spec.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.PlusCal.Label;
import org.junit.jupiter.api.Test;

final class PlusCalTest extends OnSteps {

  @Test
  void read_labels_haveTheCommentsAtThem() {
    PlusCal tally = PlusCal.read(steps.path().resolve("Tally.tla"));

    assertThat(tally.module()).isEqualTo("Tally");
    assertThat(tally.labels())
        .extracting(Label::name)
        .containsExactly("Begin", "Take", "Read", "Loop", "Write", "Give", "LateGive", "Leave");
    assertThat(tally.labels())
        .contains(
            new Label("Begin", "", 27),
            new Label("Take", "mutex_lock()", 30),
            new Label("Write", "WRITE_ONCE(), \"under: the lock\"", 41));
  }

  @Test
  void read_labelsInComments_areNone() {
    steps.change("Tally.tla", "\nTake: ", "\n(* Nested: (* skip *)\nOld: skip *)\nTake: ");

    assertThat(PlusCal.read(steps.path().resolve("Tally.tla")).labels())
        .hasSize(8)
        .contains(new Label("Take", "mutex_lock()", 32));
  }

  @Test
  void of_modelThatExtendsIt_findsTheAlgorithm() {
    assertThat(PlusCal.of(steps.path().resolve("MCTally.tla"), steps.path()))
        .map(PlusCal::module)
        .hasValue("Tally");
    assertThat(PlusCal.of(steps.path().resolve("StepsGuards.tla"), steps.path())).isEmpty();
  }

  @Test
  void read_labelThatIsNotTranslated_isRefused() {
    steps.change("Tally.tla", "\nTake: ", "\nGrab: ");

    assertRefused("not the same labels, but for Grab, Take; expected");
  }

  @Test
  void read_labelNotAtTheStartOfALine_isRefused() {
    steps.change("Tally.tla", "goto Leave };\nGive: ", "goto Leave }; Give: ");

    assertRefused("not the same labels, but for Give; expected");
  }

  @Test
  void read_noAlgorithmOrNoEnd_isRefused() {
    steps.write("Tally.tla", steps.read("Tally.tla").replaceFirst("(?s)\\} \\*\\).*", ""));
    assertRefused("Tally.tla: the algorithm does not end");
    steps.write("Tally.tla", "---- MODULE Tally ----\n====\n");
    assertRefused("Tally.tla: no '--algorithm'");
  }

  private void assertRefused(String message) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> PlusCal.read(steps.path().resolve("Tally.tla")))
        .withMessageContaining(message);
  }
}
