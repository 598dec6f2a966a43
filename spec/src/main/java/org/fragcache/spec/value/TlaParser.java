package org.fragcache.spec.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads TLA+ values and states, in TLC's printed form and in the canonical encoding. */
final class TlaParser {

  private static final long MAX_INTERVAL = 1_000_000;

  /** Values within values: deeper than any state, and not too deep for the stack of a thread. */
  private static final int MAX_DEPTH = 500;

  private final String text;
  private int at;
  private int depth;

  TlaParser(String text) {
    this.text = text;
  }

  static boolean isModelValueName(String name) {
    return !name.isEmpty()
        && name.chars().allMatch(c -> isWord((char) c))
        && !name.chars().allMatch(c -> isDigit((char) c))
        && !name.equals("TRUE")
        && !name.equals("FALSE");
  }

  /** As it is if it is a word, else quoted, so that no two records share a text. */
  static String fieldName(String name) {
    return !name.isEmpty() && name.chars().allMatch(c -> isWord((char) c)) ? name : quote(name);
  }

  static String quote(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        case '\r' -> quoted.append("\\r");
        case '\f' -> quoted.append("\\f");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  /** {@code /\ x = v /\ y = w}, each conjunction sign optional: TLC omits it for one variable. */
  Map<String, TlaValue> state() {
    Map<String, TlaValue> variables = new TreeMap<>();
    while (!atEnd()) {
      take("/\\");
      blanks();
      int start = at;
      String name = word();
      if (!isModelValueName(name)) {
        at = start;
        throw expected("the name of a variable");
      }
      expect("=");
      if (variables.put(name, value()) != null) {
        at = start;
        throw expected("variable " + name + " once only");
      }
    }
    return variables;
  }

  TlaValue value() {
    TlaValue first = primary();
    if (!(first instanceof TlaValue.Int) || !take("..")) {
      return first;
    }
    int start = at;
    TlaValue last = primary();
    if (!(last instanceof TlaValue.Int)) {
      at = start;
      throw expected("the last integer of an interval");
    }
    long low = first.asInt();
    long high = last.asInt();
    if (high >= low && (high - low < 0 || high - low >= MAX_INTERVAL)) {
      at = start;
      throw expected("an interval of at most " + MAX_INTERVAL + " integers");
    }
    List<TlaValue> elements = new ArrayList<>();
    for (long i = low; i <= high; i++) {
      elements.add(TlaValue.of(i));
    }
    return TlaValue.set(elements);
  }

  private TlaValue primary() {
    if (depth == MAX_DEPTH) {
      throw expected("at most " + MAX_DEPTH + " values within each other");
    }
    depth++;
    TlaValue value = nested();
    depth--;
    return value;
  }

  private TlaValue nested() {
    blanks();
    if (take("<<")) {
      return TlaValue.sequence(list(">>"));
    }
    if (take("{")) {
      return TlaValue.set(list("}"));
    }
    if (take("[")) {
      return fields();
    }
    if (take("(")) {
      return pairs();
    }
    if (take("\"")) {
      return string();
    }
    boolean negative = take("-");
    blanks();
    int start = at;
    String word = word();
    if (!word.isEmpty() && word.chars().allMatch(c -> isDigit((char) c))) {
      try {
        return TlaValue.of(Long.parseLong((negative ? "-" : "") + word));
      } catch (NumberFormatException e) {
        at = start;
        throw expected("an integer of at most 64 bits");
      }
    }
    if (word.isEmpty() || negative) {
      at = start;
      throw expected(negative ? "digits after '-'" : "a value");
    }
    return switch (word) {
      case "TRUE" -> TlaValue.of(true);
      case "FALSE" -> TlaValue.of(false);
      default -> TlaValue.model(word);
    };
  }

  private List<TlaValue> list(String close) {
    List<TlaValue> elements = new ArrayList<>();
    if (take(close)) {
      return elements;
    }
    do {
      elements.add(value());
    } while (take(","));
    expect(close);
    return elements;
  }

  private TlaValue fields() {
    Map<String, TlaValue> fields = new TreeMap<>();
    do {
      blanks();
      int start = at;
      String name = fieldName();
      if (fields.put(name, value()) != null) {
        at = start;
        throw expected("field " + name + " once only");
      }
    } while (take(","));
    expect("]");
    return TlaValue.record(fields);
  }

  private String fieldName() {
    if (take("\"")) {
      String name = string().asString();
      expect("|->");
      return name;
    }
    // Any text may be a field's name: TLC prints a function on strings as a record.
    int arrow = text.indexOf("|->", at);
    if (arrow < 0) {
      throw expected("field |-> value");
    }
    String name = text.substring(at, arrow).stripTrailing();
    at = arrow + 3;
    return name;
  }

  private TlaValue pairs() {
    TlaValue first = value();
    if (take(")")) {
      return first;
    }
    Map<TlaValue, TlaValue> entries = new TreeMap<>();
    expect(":>");
    entries.put(first, value());
    while (take("@@")) {
      blanks();
      int start = at;
      TlaValue key = value();
      expect(":>");
      if (entries.put(key, value()) != null) {
        at = start;
        throw expected("argument " + key + " once only");
      }
    }
    expect(")");
    return TlaValue.function(entries);
  }

  private TlaValue string() {
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return TlaValue.string(value.toString());
      }
      if (c != '\\') {
        value.append(c);
        continue;
      }
      char escaped = at < text.length() ? text.charAt(at) : '?';
      switch (escaped) {
        case '"', '\\' -> value.append(escaped);
        case 'n' -> value.append('\n');
        case 't' -> value.append('\t');
        case 'r' -> value.append('\r');
        case 'f' -> value.append('\f');
        default -> throw expected("one of \" \\ n t r f after '\\'");
      }
      at++;
    }
    throw expected("'\"' at the end of the string");
  }

  void expectEnd() {
    if (!atEnd()) {
      throw expected("the end");
    }
  }

  private boolean atEnd() {
    blanks();
    return at == text.length();
  }

  private boolean take(String token) {
    blanks();
    if (!text.startsWith(token, at)) {
      return false;
    }
    at += token.length();
    return true;
  }

  private void expect(String token) {
    if (!take(token)) {
      throw expected("'" + token + "'");
    }
  }

  private String word() {
    int start = at;
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private void blanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private IllegalArgumentException expected(String what) {
    String before = text.substring(0, at);
    long line = 1 + before.chars().filter(c -> c == '\n').count();
    int column = at - before.lastIndexOf('\n');
    String rest = text.substring(at).lines().findFirst().orElse("");
    String found =
        at == text.length()
            ? "the end"
            : "'" + (rest.length() > 20 ? rest.substring(0, 20) + "..." : rest) + "'";
    return new IllegalArgumentException(
        "TLA+ value, line "
            + line
            + ", column "
            + column
            + ": found "
            + found
            + ", expected "
            + what);
  }
}
