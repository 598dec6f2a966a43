package org.fragcache.conformance.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.value.TlaValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShowTest {
  private static final String HEADER = "title: T|module: MCFragmentCache|cfg: three-files.cfg||";

  @TempDir Path dir;

  static List<String> names() {
    return Scenarios.list(SpecCopy.SPEC);
  }

  @ParameterizedTest
  @MethodSource("names")
  void play_everyScenario_toItsEnd(String name) {
    Scenario scenario = Scenario.load(SpecCopy.SPEC, name);

    List<Frame> frames = Show.play(SpecCopy.SPEC, scenario);

    assertThat(frames)
        .extracting(Frame::call)
        .containsExactlyElementsOf(scenario.lines().stream().map(Scenario.Line::call).toList());
    for (int i = 1; i < frames.size(); i++) {
      assertThat(frames.get(i).before()).isEqualTo(frames.get(i - 1).state());
    }
    String text = TextPicture.render(scenario, frames);
    assertThat(text).matches("(?s)[\n -~]*");
    assertThat(text.lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void play_cloneOfClone_showsWhatItClaims() {
    List<Frame> frames = Show.play(SpecCopy.SPEC, Scenario.load(SpecCopy.SPEC, "clone-of-clone"));

    Frame clone = find(frames, Call.of("Clone", "b", "0", "3", "c", "1"));
    assertThat(clone.state().get("folio")).isEqualTo(clone.before().get("folio"));
    assertThat(count(clone.state().get("fragment")) - count(clone.before().get("fragment")))
        .isEqualTo(3);
    Frame cow = find(frames, Call.of("Write", "b", "1", "77"));
    assertThat(cow.state().get("fragment").at(1).field("referrers").elements()).hasSize(4);
    assertThat(find(frames, Call.of("Read", "a", "1")).result()).contains("20");
    assertThat(count(frames.get(frames.size() - 1).state().get("fragment"))).isZero();
  }

  @Test
  void play_callNotAllowed_namesGuard() throws IOException {
    assertThatThrownBy(() -> play("Create(a) -- A.|Create(a) -- B."))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("t.scenario:6: Create(a) is not allowed here: ")
        .hasMessageContaining("FragmentCache.tla:")
        .hasMessageContaining("CreateStatus(f) = \"OK\"")
        .hasMessageContaining("EEXIST");
  }

  @Test
  void play_callOutsideAlphabet_saysWhatIsLegal() throws IOException {
    assertThatThrownBy(() -> play("Create(d) -- A."))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("t.scenario:5: ")
        .hasMessageContaining("argument 1 is d, expected one of a, b, c");
    assertThatThrownBy(() -> play("Fly(a) -- A."))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no action Fly; actions are ");
  }

  @Test
  void play_invariantBroken_namesIt() throws IOException {
    SpecCopy.into(dir);
    Path cfg = dir.resolve("scenarios/three-files.cfg");
    Files.writeString(cfg, Files.readString(cfg) + "INVARIANT ReachCloneOfClone\n");
    SpecCopy.write(
        dir,
        "t",
        (HEADER
                + "Create(a) -- A.|Write(a,0,10) -- A.|Create(b) -- A.|Create(c) -- A.|"
                + "Clone(a,0,1,b,0) -- A.|Clone(b,0,1,c,1) -- A.")
            .split("\\|", -1));

    assertThatThrownBy(() -> Show.play(dir, Scenario.load(dir, "t")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("t.scenario:10: Clone(b,0,1,c,1) breaks ReachCloneOfClone");
  }

  private List<Frame> play(String lines) throws IOException {
    if (!Files.exists(dir.resolve("scenarios"))) {
      SpecCopy.into(dir);
    }
    SpecCopy.write(dir, "t", (HEADER + lines).split("\\|", -1));
    return Show.play(dir, Scenario.load(dir, "t"));
  }

  private static Frame find(List<Frame> frames, Call call) {
    return frames.stream().filter(frame -> frame.call().equals(call)).findFirst().orElseThrow();
  }

  private static long count(TlaValue fragments) {
    return fragments.at(1).field("count").asInt();
  }
}
