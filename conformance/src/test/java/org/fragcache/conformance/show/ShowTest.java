package org.fragcache.conformance.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.value.TlaValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ShowTest {
  private static final String HEADER = "title: T|module: MCFragmentCache|cfg: crash.cfg||";

  @TempDir Path dir;

  static List<String> names() {
    return Scenarios.list(SpecCopy.SPEC);
  }

  @ParameterizedTest
  @MethodSource("names")
  void play_everyScenario_toItsEnd(String name) throws Exception {
    Scenario scenario = Scenario.load(SpecCopy.SPEC, name);

    List<Frame> frames = SpecCopy.play(name);

    assertThat(frames)
        .extracting(Frame::call)
        .containsExactlyElementsOf(scenario.lines().stream().map(Scenario.Line::call).toList());
    for (int i = 0; i < frames.size(); i++) {
      Frame frame = frames.get(i);
      assertThat(frame.outcome()).isEqualTo(scenario.lines().get(i).expected());
      if (i > 0) {
        assertThat(frame.before()).isEqualTo(frames.get(i - 1).state());
      }
    }
    Pictures.requireReadable(TextPicture.render(scenario, frames));
    Pictures.requireWithin(Pictures.parse(SvgPicture.render(scenario, frames)));
  }

  @ParameterizedTest
  @CsvSource({
    "cow-while-mapped, Load -> SIGBUS",
    "crash-before-fsync, Read -> ENOENT",
    "dedupe-joins, Dedupe -> DIFFERS",
    "dedupe-joins, Dedupe -> SAME",
    "full-store, Write -> ENOSPC",
    "full-store, Store -> SIGBUS",
    "last-put-with-pin, Dedupe -> EBUSY",
    "shared-eof-block, Clone -> EINVAL",
    "tmpfs-poison, Read -> EIO",
    "tmpfs-poison, Write -> EIO",
  })
  void scenario_ofFailure_hasIt(String name, String failure) {
    assertThat(Scenario.load(SpecCopy.SPEC, name).lines())
        .extracting(line -> line.call().name() + " -> " + line.expected().orElse("OK"))
        .contains(failure);
  }

  @Test
  void play_cloneOfClone_showsWhatItClaims() {
    List<Frame> frames = play("clone-of-clone");

    Frame clone = find(frames, Call.of("Clone", "b", "0", "3", "c", "1"));
    assertThat(is(clone, "folio")).isEqualTo(was(clone, "folio"));
    assertThat(count(is(clone, "fragment")) - count(was(clone, "fragment"))).isEqualTo(3);
    Frame cow = find(frames, Call.of("Write", "b", "1", "77"));
    assertThat(is(cow, "fragment").at(1).field("referrers").elements()).hasSize(4);
    assertThat(find(frames, Call.of("Read", "a", "1")).outcome()).contains("20");
    assertThat(count(is(frames.get(frames.size() - 1), "fragment"))).isZero();
  }

  @Test
  void play_cowWhileMapped_leavesTheOtherPageTable() {
    List<Frame> frames = play("cow-while-mapped");

    Frame cow = find(frames, Call.of("Store", "P", "1", "77"));
    assertThat(pte(is(cow, "pte"), "Q")).isEqualTo(pte(was(cow, "pte"), "Q"));
    assertThat(pte(is(cow, "pte"), "P").field("writable").asBool()).isTrue();
    assertThat(is(cow, "pte")).isNotEqualTo(was(cow, "pte"));
  }

  @Test
  void play_lastPutWithPin_keepsTheFolio() {
    Frame unlink = find(play("last-put-with-pin"), Call.of("Unlink", "b"));

    assertThat(count(is(unlink, "fragment"))).isZero();
    TlaValue folio =
        is(unlink, "folio").at(is(unlink, "pin").at(TlaValue.model("D")).field("folio"));
    assertThat(folio.field("mapping").elements()).containsExactly(TlaValue.string("none"));
    assertThat(folio.field("refs").asInt()).isEqualTo(1);
  }

  @Test
  void play_migrateShared_changesNoSlot() {
    Frame migration = find(play("migrate-shared"), Call.of("MigrateFragment", "1", "0"));

    assertThat(is(migration, "slot")).isEqualTo(was(migration, "slot"));
    assertThat(is(migration, "folio")).isNotEqualTo(was(migration, "folio"));
    assertThat(is(migration, "pte")).isNotEqualTo(was(migration, "pte"));
  }

  @Test
  void play_fullStore_saysWhatIsInUse() {
    List<Frame> frames = play("full-store");

    Frame failed = find(frames, Call.of("Write", "b", "1", "77"));
    assertThat(failed.outcome()).contains("ENOSPC");
    assertThat(failed.still()).isTrue();
    assertThat(failed.state().used()).isEqualTo(failed.model().capacity()).isEqualTo(3);
  }

  @Test
  void play_dedupeJoins_oneFragmentIsLeft() {
    Frame last = find(play("dedupe-joins"), Call.of("Dedupe", "a", "0", "2", "c", "2"));

    assertThat(count(was(last, "fragment"))).isEqualTo(6);
    assertThat(count(is(last, "fragment"))).isEqualTo(8);
    assertThat(is(last, "fragment").at(2).field("count").asInt()).isZero();
    assertThat(is(last, "extent").at(2).elements()).isEmpty();
  }

  @Test
  void play_crashBeforeFsync_loseTheCloneAlone() {
    Frame crash = find(play("crash-before-fsync"), Call.of("Crash"));

    assertThat(is(crash, "inode").at(TlaValue.model("a")).asString()).isEqualTo("evicted");
    assertThat(is(crash, "inode").at(TlaValue.model("b")).asString()).isEqualTo("absent");
    assertThat(is(crash, "durable")).isEqualTo(was(crash, "durable"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Create(a) -- A.|Write(a,0,10) -> ENOSPC -- A."
            + "; t.scenario:6: Write(a,0,10) ends with OK, expected ENOSPC",
        "Create(a) -- A.|Write(a,0,10) -- A.|Read(a,0) -> 20 -- A."
            + "; t.scenario:7: Read(a,0) ends with 10, expected 20",
        "Create(a) -- A.|Write(a,0,10) -- A.|Read(a,0) -- A."
            + "; t.scenario:7: Read(a,0) ends with 10, expected OK",
        "Create(a) -- A.|Read(a,0) -> 0 -- A."
            + "; t.scenario:6: Read(a,0) ends with OK, expected 0",
        "Read(a,0) -> EIO -- A.; t.scenario:5: Read(a,0) ends with ENOENT, expected EIO",
        "Create(a) -- A.|Write(a,0,10) -- A.|Write(a,1,10) -- A.|Dedupe(a,0,1,a,1) -> DIFFERS -- A."
            + "; t.scenario:8: Dedupe(a,0,1,a,1) ends with SAME, expected DIFFERS",
        "Crash -> OK -- A.; t.scenario:5: Crash is a step of the environment, expected no ' -> '",
      })
  void play_wrongOutcome_refused(String lines, String message) {
    assertThatThrownBy(() -> playLines(lines))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void play_failureNotExpected_namesGuard() {
    assertThatThrownBy(() -> playLines("Create(a) -- A.|Create(a) -- B."))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("t.scenario:6: Create(a) ends with EEXIST, expected OK: ")
        .hasMessageContaining("FragmentCache.tla:")
        .hasMessageContaining("CreateStatus(f) = \"OK\"");
  }

  @Test
  void play_environmentStepNotAllowed_namesGuard() {
    assertThatThrownBy(() -> playLines("Evict(a) -- A."))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("t.scenario:5: Evict(a) is not allowed here: ")
        .hasMessageContaining("FragmentCache.tla:");
  }

  @Test
  void play_readAtEof_isOkWithoutData() throws IOException {
    List<Frame> frames = playLines("Create(a) -- A.|Read(a,0) -> OK -- B.|Read(a,0) -- C.");

    assertThat(frames).extracting(Frame::outcome).containsOnly(Optional.empty());
  }

  @Test
  void play_callOutsideAlphabet_saysWhatIsLegal() {
    assertThatThrownBy(() -> playLines("Create(d) -- A."))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("t.scenario:5: ")
        .hasMessageContaining("argument 1 is d, expected one of a, b");
    assertThatThrownBy(() -> playLines("Fly(a) -- A."))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no action Fly; actions are ");
  }

  @Test
  void play_invariantBroken_namesIt() throws IOException {
    SpecCopy.into(dir);
    Path cfg = dir.resolve("scenarios/crash.cfg");
    Files.writeString(cfg, Files.readString(cfg) + "  ReachSharedWithinFile\n");

    assertThatThrownBy(
            () -> playLines("Create(a) -- A.|Write(a,0,10) -- A.|Clone(a,0,1,a,1) -- A."))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("t.scenario:7: Clone(a,0,1,a,1) breaks ReachSharedWithinFile");
  }

  private static List<Frame> play(String name) {
    return SpecCopy.play(name);
  }

  private List<Frame> playLines(String lines) throws IOException {
    if (!Files.exists(dir.resolve("scenarios"))) {
      SpecCopy.into(dir);
    }
    SpecCopy.write(dir, "t", (HEADER + lines).split("\\|", -1));
    return Show.play(dir, Scenario.load(dir, "t"));
  }

  private static Frame find(List<Frame> frames, Call call) {
    return frames.stream().filter(frame -> frame.call().equals(call)).findFirst().orElseThrow();
  }

  private static TlaValue was(Frame frame, String variable) {
    return frame.before().values().get(variable);
  }

  private static TlaValue is(Frame frame, String variable) {
    return frame.state().values().get(variable);
  }

  private static TlaValue pte(TlaValue ptes, String process) {
    return ptes.at(TlaValue.model(process)).at(1);
  }

  private static long count(TlaValue fragments) {
    return fragments.at(1).field("count").asInt();
  }
}
