package org.fragcache.conformance.exec;

/** What a child wrote, as it can be shown. */
final class Text {
  private static final int BRIEF = 160;

  private Text() {}

  /** On one line, what cannot be seen replaced, and cut. */
  static String brief(String text) {
    String line = oneLine(text);
    return line.length() <= BRIEF ? line : line.substring(0, BRIEF) + "...";
  }

  static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", " | ").replaceAll("[^ -~]", "?");
  }
}
