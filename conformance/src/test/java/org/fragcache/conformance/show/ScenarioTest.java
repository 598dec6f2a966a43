package org.fragcache.conformance.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioTest {
  private static final String HEADER = "title: T|module: M|cfg: c.cfg||";

  @TempDir Path dir;

  @BeforeEach
  void makeModel() throws IOException {
    Files.writeString(dir.resolve("M.tla"), "");
    Files.createDirectories(dir.resolve("scenarios"));
    Files.writeString(dir.resolve("scenarios/c.cfg"), "");
  }

  @Test
  void load_wellFormed_allParts() throws IOException {
    SpecCopy.write(
        dir,
        "good",
        "# a comment",
        "cfg: c.cfg",
        "title:  Two words ",
        "module: M",
        "",
        "# another",
        "Clone(a, 0,2,b,1) -- A -- b.",
        "",
        "Tick -- Time passes -> so.",
        "Read(a,0)  -> 10 -- A read.",
        "Map(P,a,\"private\") -> ENOSPC -- A failure.");

    Scenario scenario = Scenario.load(dir, "good");

    assertThat(scenario.title()).isEqualTo("Two words");
    assertThat(scenario.module()).isEqualTo("M");
    assertThat(scenario.config()).isAbsolute().hasFileName("c.cfg");
    assertThat(scenario.lines())
        .containsExactly(
            line(7, Call.of("Clone", "a", "0", "2", "b", "1"), "", "A -- b."),
            line(9, Call.of("Tick"), "", "Time passes -> so."),
            line(10, Call.of("Read", "a", "0"), "10", "A read."),
            line(11, Call.of("Map", "P", "a", "\"private\""), "ENOSPC", "A failure."));
  }

  private static Scenario.Line line(int number, Call call, String expected, String caption) {
    return new Scenario.Line(
        number, call, Optional.of(expected).filter(text -> !text.isEmpty()), caption);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "title: T|module: M|cfg: c.cfg|speed: 1||Tick -- A.; :4: unknown header 'speed', expected"
            + " one of title, module, cfg",
        "title: T|module: M|title: U|cfg: c.cfg||Tick -- A.; :3: second header title, expected one"
            + " (line 1)",
        "title: T|module: M||Tick -- A.; :2: header has no cfg, expected 'cfg: ...'",
        "title: T|cfg: c.cfg||Tick -- A.; :2: header has no module, expected 'module: ...'",
        "module: M|cfg: c.cfg||Tick -- A.; :2: header has no title, expected 'title: ...'",
        "title:|module: M|cfg: c.cfg||Tick -- A.; :1: header title is empty, expected 'title: ...'",
        "title: T|module: M|cfg: c.cfg|Tick -- A.; :4: 'Tick -- A.' is no header",
        "title: T|module: Gone|cfg: c.cfg||Tick -- A.; :2: module Gone is missing, expected",
        "title: T|module: ../M|cfg: c.cfg||Tick -- A.; :2: module '../M', expected the name",
        "title: T|module: M|cfg: gone.cfg||Tick -- A.; :3: cfg gone.cfg is missing, expected",
        "title: T|module: M|cfg: ../c.cfg||Tick -- A.; :3: cfg '../c.cfg', expected the name",
        HEADER + "; no call, expected one at least",
        HEADER + "Tick; :5: 'Tick' has no caption, expected 'CALL -- caption.' or 'CALL -> END --",
        HEADER + "Tick -> OK; :5: 'Tick -> OK' has no caption, expected",
        HEADER + "Tick -> -- A.; :5: outcome '', expected a status as ENOSPC, or the unit read",
        HEADER + "Tick -> ok -- A.; :5: outcome 'ok', expected a status",
        HEADER + "Tick -> OK 10 -- A.; :5: outcome 'OK 10', expected a status",
        HEADER + "-> OK -- A.; :5: '' is no call, expected one as",
        HEADER + "Tick -- .; :5: caption '.', expected a sentence",
        HEADER + "Tick -- no stop; :5: caption 'no stop', expected a sentence",
        HEADER + "Clone(a,0 -- A.; :5: 'Clone(a,0' is no call, expected one as Clone(a,0,2,b,1)",
        HEADER + "Clone(a,,0) -- A.; :5: 'Clone(a,,0)' is no call, expected one as",
        HEADER + "Clone(a)) -- A.; :5: 'Clone(a))' is no call, expected one as",
        HEADER + "Clone() -- A.; :5: 'Clone()' has no argument, expected",
        HEADER + "7(a) -- A.; :5: '7(a)' is no call, expected one as",
        HEADER + "Tick -- Caf\u00e9.; :5: byte 0xe9 in column 12, expected printable ASCII",
        HEADER + "# Caf\u00e9; :5: byte 0xe9 in column 6, expected printable ASCII",
      })
  void load_malformed_fileLineAndExpectation(String text, String message) throws IOException {
    SpecCopy.write(dir, "bad", text.split("\\|", -1));

    assertThatThrownBy(() -> Scenario.load(dir, "bad"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("bad.scenario:")
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void load_unknownName_listsThoseThereAre() throws IOException {
    SpecCopy.write(dir, "two", "");
    SpecCopy.write(dir, "one", "");

    assertThatThrownBy(() -> Scenario.load(dir, "three"))
        .isInstanceOf(UsageException.class)
        .hasMessage("scenario three: no such scenario, expected one of one, two");
  }

  @Test
  void load_nameLeadsOutOfDirectory_refused() throws IOException {
    SpecCopy.write(dir, "one", "");
    Files.writeString(dir.resolve("out.scenario"), "");

    assertThatThrownBy(() -> Scenario.load(dir, "../out"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no such scenario");
  }

  @Test
  void list_noScenario_refused() {
    assertThatThrownBy(() -> Scenarios.list(dir))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no scenario, expected files *.scenario");
  }

  @Test
  void list_noDirectory_refused() {
    assertThatThrownBy(() -> Scenarios.list(dir.resolve("gone")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no such directory");
  }
}
