package org.fragcache.spec.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import org.fragcache.spec.UsageException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelsTest {

  @TempDir Path temporary;
  ClockDirectory clock;

  @BeforeEach
  void copy() throws IOException {
    clock = ClockDirectory.copyTo(temporary);
  }

  @Test
  void read_goodFile_givesRecordsAndTiers() {
    Models models = Models.read(clock.path());

    assertThat(models.all()).hasSize(10);
    assertThat(models.ofTier(Tier.TINY)).extracting(ModelRecord::name).hasSize(2);
    assertThat(models.ofTier(Tier.FULL)).hasSize(10);
    assertThat(models.named("ClockHolds").replay()).isTrue();
    assertThat(models.named("ClockHolds").distinct()).isEqualTo(10);
    assertThat(models.named("ClockReach").isWitness()).isTrue();
    assertThat(models.named("ClockReach").dir()).isEqualTo("designs");
  }

  @Test
  void write_whatWasRead_givesTheSameBytes() {
    assertThat(ModelsJson.models(Models.read(clock.path()).all()))
        .isEqualTo(clock.read("models.json"));
  }

  @Test
  void write_coverage_isKept() throws IOException {
    ClockDirectory steps = ClockDirectory.copyTo(temporary, "steps");

    assertThat(Models.read(steps.path()).named("MCTally_Holds").coverage()).isTrue();
    assertThat(ModelsJson.models(Models.read(steps.path()).all()))
        .isEqualTo(steps.read("models.json"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "\"models\": [ ~ \"models\": [[ ~ models.json:",
        "\"models\": [ ~ \"modles\": [ ~ top level: no key 'models'; expected it",
        "\"distinct\": 10 ~ \"distinct\": -1 ~ ClockHolds: distinct: found -1, expected an integer",
        "\"distinct\": 10 ~ \"distinct\": \"ten\" ~ ClockHolds: distinct: found \"ten\", expected",
        "\"distinct\": 10 ~ \"distinkt\": 10 ~ ClockHolds: unknown key 'distinkt', expected among",
        "\"distinct\": 10 ~ \"depth\": 10 ~ Duplicate field 'depth'",
        "\"replay\": true ~ \"replay\": 1 ~ ClockHolds: replay: found 1, expected true or false",
        "\"replay\": true ~ \"coverage\": 1 ~ ClockHolds: coverage: found 1, expected true or"
            + " false",
        "\"tier\": \"small\" ~ \"tier\": \"big\" ~ tier: found 'big', expected tiny, small or full",
        "\"result\": \"holds\" ~ \"result\": \"ok\" ~ result: found 'ok', expected holds or"
            + " violated",
        "\"trace\": 4 ~ \"depth\": 4 ~ ClockPart: unknown key 'depth'",
        "\"name\": \"ClockInv\" ~ \"name\": \"ClockHolds\" ~ ClockHolds: listed twice",
        "\"name\": \"ClockInv\" ~ \"name\": \"../x\" ~ name: found '../x', expected letters,"
            + " digits",
        "\"name\": \"ClockInv\" ~ \"name\": \"Other\" ~ model Other: no file",
        "\"module\": \"ClockTwice\" ~ \"module\": \"Gone\" ~ ClockReach: no file",
        "\"property\": \"LowInv\" ~ \"property\": \"TypeInv\" ~ says that LowInv is violated",
        "\"dir\": \"designs\" ~ \"dir\": \"..\" ~ dir: found '..', expected a directory below",
      })
  void read_badFile_namesPlaceFoundAndExpected(String from, String to, String message) {
    clock.change("models.json", from, to);

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Models.read(clock.path()))
        .withMessageContaining(message)
        .withMessageContaining("models.json")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void read_noModels_isRefused() {
    clock.write("models.json", "{\"models\": []}");

    assertRefused("no models; expected at least one");
  }

  @Test
  void read_unlistedConfiguration_isRefused() {
    clock.write("designs/Extra.cfg", "SPECIFICATION Spec\n");

    assertRefused("does not list " + clock.path().resolve("designs/Extra.cfg"));
  }

  @Test
  void read_expectationOfUncheckedProperty_isRefused() {
    clock.change("ClockInv.cfg", "INVARIANTS TypeInv LowInv", "INVARIANTS TypeInv");

    assertRefused("ClockInv.cfg:1: expects LowInv to be violated");
  }

  @Test
  void read_expectationMisspelt_isRefused() {
    clock.change("ClockInv.cfg", "LowInv violated", "LowInv is violated");

    assertRefused("expected '\\* Expect: <property> violated'");
  }

  @Test
  void named_misspelt_listsCloseOrAll() {
    Models models = Models.read(clock.path());

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> models.named("ClockHold"))
        .withMessage("unknown model 'ClockHold'; did you mean ClockHolds?");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> models.named("Xyzzyxyzzy"))
        .withMessageContaining("expected one of ClockHolds, ClockInv");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Tier.of("huge"))
        .withMessage("unknown tier 'huge'; expected tiny, small or full");
  }

  private void assertRefused(String message) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Models.read(clock.path()))
        .withMessageContaining(message);
  }
}
