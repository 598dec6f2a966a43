package org.fragcache.conformance.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.value.TlaState;
import org.fragcache.spec.value.TlaValue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

class PictureTest {
  private static final Path GOLDEN = Path.of("src/test/resources/show/clone-of-clone.txt");
  private static final String REGENERATE =
      "mvn -pl conformance -am test -Dtest='PictureTest' -DfailIfNoTests=false"
          + " -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dshow.golden=write";

  private static final Scenario scenario = load();
  private static List<Frame> frames = List.of();

  private static Scenario load() {
    return Scenario.load(SpecCopy.SPEC, "clone-of-clone");
  }

  @BeforeAll
  static void play() {
    frames = SpecCopy.play("clone-of-clone");
  }

  @Test
  void text_cloneOfClone_asInGoldenFile() throws IOException {
    String text = TextPicture.render(scenario, frames);
    if ("write".equals(System.getProperty("show.golden"))) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, text);
      fail(GOLDEN + " written: look at its difference, then run without -Dshow.golden");
    }
    assertThat(text)
        .as("the picture differs from %s; if it is meant to, run: %s", GOLDEN, REGENERATE)
        .isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void svg_cloneOfClone_showsEveryFileAndFragment() throws Exception {
    Element svg = Pictures.parse(SvgPicture.render(scenario, frames));

    assertThat(svg.getTagName()).isEqualTo("svg");
    Map<String, Element> groups = Pictures.groups(svg);
    assertThat(groups).hasSize(frames.size() + 1).containsKey("legend");
    for (Frame frame : frames) {
      List<String> texts = Pictures.texts(groups.getOrDefault("step-" + frame.step(), svg));
      assertThat(texts).contains(frame.headline());
      assertThat(String.join(" ", texts)).contains(frame.caption());
      if (frame.still()) {
        assertThat(texts).contains("nothing changed");
        continue;
      }
      assertThat(texts).contains("file a", "file b", "file c");
      frame
          .state()
          .values()
          .get("fragment")
          .entries()
          .forEach(
              (id, fragment) -> {
                if (fragment.field("count").asInt() > 0) {
                  assertThat(texts).contains("F" + id, "count " + fragment.field("count"));
                }
              });
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // A view: its entries, the zero page, a private copy; what was zapped.
        "cow-while-mapped; Store(P,1,77); P a shared  | -                | p3 rw*           |"
            + "/ Q b private | p1 r             | p2 r             |"
            + "/page tables: P[1] p2 r -> p3 rw;P a shared/p3 rw/p2 r",
        "cow-while-mapped; Store(Q,0,30); Q b private | copy 30*         | p2 r;copy 30/Q b"
            + " private",
        "cow-while-mapped; Unlink(b); orphan (no name)*;orphan *",
        "cow-while-mapped; Unmap(Q); Q  unmapped*/b  absent*;unmapped */absent *",
        "full-store; Load(P,0) -> 0; zero page r*;zero page r",
        // A pin, and a folio that it alone holds.
        "last-put-with-pin; Pin(D,a,0,\"read\"); pin D  read, unit 0 of a: p1*/p1=10 refs 2*"
            + ";pin D in a/read p1/refs 2",
        "last-put-with-pin; Unlink(b); p1=10, in no mapping*/pins: D alone still holds p1"
            + ";p1=10, in no mapping *",
        "last-put-with-pin; Unpin(D); pin D  none*/p1 freed;unpinned *",
        "last-put-with-pin; PinStore(D,30); p2=30*;p2=30/dirty refs 2",
        // Units and EOF.
        "shared-eof-block; Clone(a,2,1,b,0); |==================|========>EOF      |"
            + "/|========>EOF      |/p2=30|0*;EOF/p2=30|0",
        // Space.
        "full-store; Write(b,0,77); space  3 of 3 blocks in use*/blocks in use: 2 -> 3"
            + ";3 of 3 in use *",
        "full-store; Write(b,1,77) -> ENOSPC; nothing changed;nothing changed",
        // What a crash leaves.
        "crash-before-fsync; Fsync(b); durable/b size 2*   | E1.0=10*         | E1.1=20*"
            + ";what a crash would leave/b size 2 */E1.0=10",
        "crash-before-fsync; Clone(a,0,2,b,0); a size 2    | own=10           | own=20/b absent"
            + ";own=10/b absent",
        // Poison and migration.
        "migrate-shared; MigrateFragment(1,0); p3=10 refs 3*/P[0] p1 r -> p3 r, Q[0] p1 r -> p3 r"
            + ";p3=10",
        "migrate-shared; PoisonOwn(b,1); p4 poisoned*/p4 cleaned and poisoned;p4 poisoned",
        "tmpfs-poison; PoisonFragment(1,0); p3 poisoned*/Q b private | -*;p3 poisoned",
      })
  void picture_ofScenario_showsIt(String name, String headline, String inText, String inSvg)
      throws Exception {
    Scenario played = Scenario.load(SpecCopy.SPEC, name);
    List<Frame> steps = SpecCopy.play(name);
    Frame step =
        steps.stream().filter(f -> f.headline().equals(headline)).findFirst().orElseThrow();

    String text = TextPicture.render(played, List.of(step));
    assertThat(text).contains(Arrays.stream(inText.split("/", -1)).map(String::strip).toList());
    Element svg = Pictures.parse(SvgPicture.render(played, List.of(step)));
    Element panel = Pictures.groups(svg).getOrDefault("step-" + step.step(), svg);
    assertThat(Pictures.texts(panel))
        .containsAll(Arrays.stream(inSvg.split("/", -1)).map(String::strip).toList());
  }

  @Test
  void text_memoryBacked_hasNoBlockMapAndNoStore() {
    Scenario memory = Scenario.load(SpecCopy.SPEC, "tmpfs-clone");

    String text = TextPicture.render(memory, SpecCopy.play("tmpfs-clone"));

    assertThat(text).contains("a hole").doesNotContain("\n   map ", "store E", "dirty |");
  }

  @Test
  void svg_specialCharacters_escaped() throws Exception {
    String nasty = "a < b && c > \"d\" ]]> 'e'.";
    Scenario odd =
        new Scenario(
            "odd", Path.of("odd"), nasty, "M", Path.of("odd"), scenario.lines().subList(0, 1));
    Frame first = frames.get(0);
    Frame frame =
        new Frame(
            1,
            Call.of("Say", "\"<&>\""),
            nasty,
            Optional.of("<&>"),
            first.model(),
            first.before(),
            first.state());

    Element svg = Pictures.parse(SvgPicture.render(odd, List.of(frame)));

    assertThat(Pictures.texts(svg)).contains(nasty, "Say(\"<&>\") -> <&>");
  }

  @Test
  void text_undrawnVariableChanged_named() {
    Frame step = frames.get(1);
    Frame frame =
        with(
            step,
            with(step.before(), "ghost", TlaValue.of(0)),
            with(step.state(), "ghost", TlaValue.of(1)));

    assertThat(TextPicture.render(scenario, List.of(frame)))
        .contains("changed, not drawn: ghost\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "slot; (a:>(0:>[kind|->\"odd\"])); slot is 'odd', not one of empty, own, ref",
        "view; (P:>[kind|->\"odd\"]); view of P is 'odd', not one of none, shared, private",
        "pin; (D:>[kind|->\"odd\"]); pin of D is 'odd', not one of none, read, write",
      })
  void text_unknownKind_refused(String variable, String value, String message) {
    Frame step = frames.get(1);
    Frame frame = with(step, step.before(), with(step.state(), variable, TlaValue.parse(value)));

    assertThatThrownBy(() -> TextPicture.render(scenario, List.of(frame)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }

  private static Frame with(Frame step, Frame.Moment before, Frame.Moment state) {
    return new Frame(1, step.call(), step.caption(), step.outcome(), step.model(), before, state);
  }

  private static Frame.Moment with(Frame.Moment state, String variable, TlaValue value) {
    Map<String, TlaValue> variables = new HashMap<>(state.values().variables());
    variables.put(variable, value);
    return new Frame.Moment(TlaState.of(variables), state.used());
  }
}
