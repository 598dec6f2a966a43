package org.fragcache.spec.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fragcache.spec.UsageException;

/** What must be known of a configuration file before TLC reads it. */
final class TlcConfig {

  /** Stands for the property's name where TLC finds a deadlock. */
  static final String DEADLOCK = "Deadlock";

  private static final Pattern EXPECT =
      Pattern.compile("\\\\\\* Expect: ([A-Za-z0-9_]+) violated\\s*");
  private static final Pattern TOKEN =
      Pattern.compile("\\\\\\*[^\\n]*|\\(\\*.*?\\*\\)|\"[^\"\\n]*\"|[^\\s\"]+", Pattern.DOTALL);
  private static final Pattern TRUTH_VALUE =
      Pattern.compile("(?<!\\w)([A-Za-z_]\\w*) *= *(TRUE|FALSE)(?!\\w)");
  private static final Set<String> KEYWORDS =
      Set.of(
          "CONSTANT",
          "CONSTANTS",
          "CONSTRAINT",
          "CONSTRAINTS",
          "ACTION_CONSTRAINT",
          "ACTION_CONSTRAINTS",
          "ACTION-CONSTRAINT",
          "ACTION-CONSTRAINTS",
          "INVARIANT",
          "INVARIANTS",
          "INIT",
          "NEXT",
          "VIEW",
          "SYMMETRY",
          "SPECIFICATION",
          "PROPERTY",
          "PROPERTIES",
          "CHECK_DEADLOCK",
          "ALIAS",
          "POSTCONDITION",
          "_PERIODIC",
          "TYPE",
          "TYPE_CONSTRAINT");

  private final Path file;
  private final String text;
  private final List<String> invariants = new ArrayList<>();
  private final List<String> properties = new ArrayList<>();
  private final List<int[]> checked = new ArrayList<>();
  private final StringBuilder constants = new StringBuilder();
  private boolean checksDeadlock;

  private TlcConfig(Path file, String text) {
    this.file = file;
    this.text = text;
    Matcher matcher = TOKEN.matcher(text);
    String section = "";
    while (matcher.find()) {
      String token = matcher.group();
      if (token.startsWith("\\*") || token.startsWith("(*")) {
        continue;
      }
      boolean keyword = KEYWORDS.contains(token);
      section = keyword ? token : section;
      if (section.startsWith("CONSTANT")) {
        constants.append(keyword || token.startsWith("\"") ? "," : token).append(' ');
      }
      boolean invariant = section.startsWith("INVARIANT");
      boolean property = section.startsWith("PROPERT");
      if (invariant || property) {
        checked.add(new int[] {matcher.start(), matcher.end()});
      }
      if (!keyword && invariant) {
        invariants.add(token);
      } else if (!keyword && property) {
        properties.add(token);
      } else if (!keyword && section.equals("CHECK_DEADLOCK")) {
        checksDeadlock = token.equals("TRUE");
      }
    }
  }

  static TlcConfig read(Path file) {
    try {
      return new TlcConfig(file, Files.readString(file));
    } catch (IOException e) {
      throw new UsageException(
          file + ": cannot be read (" + e + "); expected a TLC configuration", e);
    }
  }

  List<String> invariants() {
    return invariants;
  }

  List<String> properties() {
    return properties;
  }

  /** The constants and definitions that the file gives a truth value, in its order. */
  Map<String, Boolean> truthValues() {
    Map<String, Boolean> values = new LinkedHashMap<>();
    Matcher matcher = TRUTH_VALUE.matcher(constants);
    while (matcher.find()) {
      if (values.put(matcher.group(1), matcher.group(2).equals("TRUE")) != null) {
        throw new UsageException(file + ": sets " + matcher.group(1) + " twice; expected once");
      }
    }
    return values;
  }

  /** Off unless the file asks for it: most models may end. */
  boolean checksDeadlock() {
    return checksDeadlock;
  }

  /** The property that line 1 says must be violated. */
  Optional<String> expected() {
    String first = text.lines().findFirst().orElse("");
    Matcher matcher = EXPECT.matcher(first);
    if (matcher.matches()) {
      String name = matcher.group(1);
      if (!checks(name)) {
        throw new UsageException(
            file
                + ":1: expects "
                + name
                + " to be violated; expected one that the file checks: "
                + String.join(", ", invariants)
                + " "
                + String.join(", ", properties));
      }
      return Optional.of(name);
    }
    if (first.contains("Expect")) {
      throw new UsageException(
          file + ":1: found '" + first + "', expected '\\* Expect: <property> violated'");
    }
    return Optional.empty();
  }

  private boolean checks(String name) {
    return invariants.contains(name)
        || properties.contains(name)
        || (name.equals(DEADLOCK) && checksDeadlock);
  }

  /** The text of a configuration that checks this invariant or property and nothing else. */
  String withOnly(String name) {
    StringBuilder only = new StringBuilder(text);
    for (int[] range : checked) {
      for (int i = range[0]; i < range[1]; i++) {
        only.setCharAt(i, ' ');
      }
    }
    String keyword = invariants.contains(name) ? "INVARIANT" : "PROPERTY";
    return only.append('\n').append(keyword).append(' ').append(name).append('\n').toString();
  }
}
