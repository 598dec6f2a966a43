package org.fragcache.conformance.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What holds of every picture, and a reader for those in SVG. */
final class Pictures {
  private Pictures() {}

  /** Text of 80 columns of ASCII. */
  static void requireReadable(String text) {
    assertThat(text).matches("(?s)[\n -~]*");
    assertThat(text.lines()).allMatch(line -> line.length() <= 80);
  }

  /** Every box and every beginning of a text within the picture; texts within their boxes. */
  static void requireWithin(Element svg) {
    int width = number(svg, "width");
    int height = number(svg, "height");
    for (Element rect : all(svg, "rect")) {
      if (rect.hasAttribute("class")) {
        assertThat(number(rect, "x") + number(rect, "width")).isLessThan(width);
        assertThat(number(rect, "y") + number(rect, "height")).isLessThan(height);
      }
    }
    for (Element text : all(svg, "text")) {
      assertThat(number(text, "x")).isBetween(0, width);
      assertThat(number(text, "y")).isBetween(0, height);
      String content = text.getTextContent();
      int cell = SvgGeometry.CELL;
      // Monospace, 0.602 of its size wide; what stands in the middle of a box must fit in it.
      switch (text.getAttribute("class") + " " + text.getAttribute("text-anchor")) {
        case "cell middle" -> assertThat(content.length() * 0.602 * 14).isLessThan(cell);
        case "small middle" -> assertThat(content.length() * 0.602 * 12).isLessThan(cell);
        case "note start" ->
            assertThat(number(text, "x") + content.length() * 0.602 * 12.5).isLessThan(width);
        default -> {}
      }
    }
  }

  static Element parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)))
        .getDocumentElement();
  }

  static Map<String, Element> groups(Element svg) {
    Map<String, Element> groups = new HashMap<>();
    all(svg, "g").forEach(group -> groups.put(group.getAttribute("id"), group));
    return groups;
  }

  static List<String> texts(Element element) {
    return all(element, "text").stream().map(Element::getTextContent).toList();
  }

  private static List<Element> all(Element element, String tag) {
    List<Element> found = new ArrayList<>();
    NodeList nodes = element.getElementsByTagName(tag);
    for (int i = 0; i < nodes.getLength(); i++) {
      found.add((Element) nodes.item(i));
    }
    return found;
  }

  private static int number(Element element, String attribute) {
    return Integer.parseInt(element.getAttribute(attribute));
  }
}
