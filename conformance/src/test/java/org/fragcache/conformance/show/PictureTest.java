package org.fragcache.conformance.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.value.TlaState;
import org.fragcache.spec.value.TlaValue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

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
    frames = Show.play(SpecCopy.SPEC, scenario);
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
    Element svg = parse(SvgPicture.render(scenario, frames));

    assertThat(svg.getTagName()).isEqualTo("svg");
    assertThat(groups(svg)).hasSize(frames.size() + 1).containsKey("legend");
    for (Frame frame : frames) {
      List<String> texts = texts(groups(svg).getOrDefault("step-" + frame.step(), svg));
      assertThat(texts).anyMatch(text -> text.startsWith(frame.call().toString()));
      assertThat(String.join(" ", texts)).contains(frame.caption());
      if (frame.state().equals(frame.before())) {
        assertThat(texts).contains("nothing changed");
        continue;
      }
      assertThat(texts).contains("file a", "file b", "file c");
      frame
          .state()
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

  @Test
  void svg_everyBox_withinPicture() throws Exception {
    Element svg = parse(SvgPicture.render(scenario, frames));
    int width = Integer.parseInt(svg.getAttribute("width"));
    int height = Integer.parseInt(svg.getAttribute("height"));

    NodeList rects = svg.getElementsByTagName("rect");
    for (int i = 0; i < rects.getLength(); i++) {
      Element rect = (Element) rects.item(i);
      if (!rect.hasAttribute("class")) {
        continue;
      }
      assertThat(number(rect, "x") + number(rect, "width")).isLessThan(width);
      assertThat(number(rect, "y") + number(rect, "height")).isLessThan(height);
    }
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
            Optional.of("\"<&>\""),
            first.before(),
            first.state());

    Element svg = parse(SvgPicture.render(odd, List.of(frame)));

    assertThat(texts(svg)).contains(nasty, "Say(\"<&>\") reads \"<&>\"");
  }

  @Test
  void text_undrawnVariableChanged_named() {
    Frame step = frames.get(1);
    Frame frame =
        new Frame(
            1,
            step.call(),
            step.caption(),
            step.result(),
            with(step.before(), "pte", TlaValue.of(0)),
            with(step.state(), "pte", TlaValue.of(1)));

    assertThat(TextPicture.render(scenario, List.of(frame))).contains("changed, not drawn: pte\n");
  }

  @Test
  void text_unknownKindOfSlot_refused() {
    Frame step = frames.get(1);
    TlaValue slots = TlaValue.parse("(a:>(0:>[kind|->\"odd\"]))");
    Frame frame =
        new Frame(
            1,
            step.call(),
            step.caption(),
            step.result(),
            step.before(),
            with(step.state(), "slot", slots));

    assertThatThrownBy(() -> TextPicture.render(scenario, List.of(frame)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("slot is 'odd', not one of empty, own, ref");
  }

  private static TlaState with(TlaState state, String variable, TlaValue value) {
    Map<String, TlaValue> variables = new HashMap<>(state.variables());
    variables.put(variable, value);
    return TlaState.of(variables);
  }

  private static Element parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)))
        .getDocumentElement();
  }

  private static Map<String, Element> groups(Element svg) {
    Map<String, Element> groups = new HashMap<>();
    NodeList nodes = svg.getElementsByTagName("g");
    for (int i = 0; i < nodes.getLength(); i++) {
      Element group = (Element) nodes.item(i);
      groups.put(group.getAttribute("id"), group);
    }
    return groups;
  }

  private static List<String> texts(Element element) {
    List<String> texts = new ArrayList<>();
    NodeList nodes = element.getElementsByTagName("text");
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }

  private static int number(Element element, String attribute) {
    return Integer.parseInt(element.getAttribute(attribute));
  }
}
