package org.fragcache.conformance.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Keys of JSON, as they are and as conformance/README.md describes them. */
final class JsonKeys {
  private JsonKeys() {}

  /** All, at any depth. */
  static Set<String> of(JsonNode node) {
    Set<String> keys = new TreeSet<>();
    collect(node, keys);
    return keys;
  }

  private static void collect(JsonNode node, Set<String> keys) {
    node.fieldNames().forEachRemaining(keys::add);
    node.forEach(child -> collect(child, keys));
  }

  /** Those that are described from one text on, up to another after it. */
  static Set<String> described(String from, String to) throws IOException {
    Path readme = Path.of(System.getProperty("fragcache.home"), "conformance", "README.md");
    String text = Files.readString(readme);
    int begin = text.indexOf(from);
    int end = begin < 0 ? -1 : text.indexOf(to, begin);
    if (end < 0) {
      throw new AssertionError(readme + ": has no \"" + from + "\" before \"" + to + "\"");
    }
    return Pattern.compile("`([a-z][A-Za-z]*)`")
        .matcher(text.substring(begin, end))
        .results()
        .map(m -> m.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
