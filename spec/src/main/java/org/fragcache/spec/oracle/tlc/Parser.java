package org.fragcache.spec.oracle.tlc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fragcache.spec.UsageException;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/**
 * Reads canonical text. Model values are looked up, never made: {@code ModelValue.make} would
 * invent one, and TLC would accept it wherever a value of the set is expected. For the same reason
 * a string is refused where a model value of that name exists.
 */
final class Parser {
  private static final int MAX_DEPTH = 100;

  private final Map<String, ModelValue> models;
  private final String what;
  private final String text;
  private int at;
  private int depth;

  private Parser(Map<String, ModelValue> models, String what, String text) {
    this.models = models;
    this.what = what;
    this.text = text;
  }

  /**
   * The value with this text.
   *
   * @param what names the text in messages
   */
  static Value parse(Map<String, ModelValue> models, String what, String text) {
    Parser p = new Parser(models, what, text);
    Value v = p.value();
    if (p.at != text.length()) {
      throw p.bad("end of the value");
    }
    String canonical = Encoder.text(v);
    if (!canonical.equals(text)) {
      throw new UsageException(
          what + ": " + brief(text) + " is not canonical, expected " + canonical);
    }
    return v;
  }

  private Value value() {
    if (++depth > MAX_DEPTH) {
      throw bad("less than " + MAX_DEPTH + " levels");
    }
    try {
      char c = peek();
      if (c == '"') {
        return string();
      } else if (take("<<")) {
        return new TupleValue(list(">>").toArray(new Value[0]));
      } else if (take("{")) {
        return set();
      } else if (take("[")) {
        return record();
      } else if (take("(")) {
        return function();
      }
      return word();
    } finally {
      depth--;
    }
  }

  private Value set() {
    Value[] elems = list("}").toArray(new Value[0]);
    try {
      return new SetEnumValue(elems, false).normalize();
    } catch (RuntimeException e) {
      throw new UsageException(what + ": " + brief(text) + ": " + Failures.oneLine(e), e);
    }
  }

  private List<Value> list(String close) {
    List<Value> out = new ArrayList<>();
    if (take(close)) {
      return out;
    }
    while (true) {
      out.add(value());
      if (take(close)) {
        return out;
      }
      expect(",");
    }
  }

  private Value record() {
    List<UniqueString> names = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    while (true) {
      int from = at;
      String name = scanWord();
      if (!Encoder.isIdentifier(name)) {
        at = from;
        throw bad("a field name");
      }
      expect("|->");
      names.add(UniqueString.uniqueStringOf(name));
      values.add(value());
      if (take("]")) {
        return new RecordValue(
            names.toArray(new UniqueString[0]), values.toArray(new Value[0]), false);
      }
      expect(",");
    }
  }

  private Value function() {
    List<Value> domain = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    while (true) {
      domain.add(value());
      expect(":>");
      values.add(value());
      if (take(")")) {
        break;
      }
      expect("@@");
    }
    try {
      return new FcnRcdValue(domain.toArray(new Value[0]), values.toArray(new Value[0]), false)
          .normalize();
    } catch (RuntimeException e) {
      throw new UsageException(what + ": " + brief(text) + ": " + Failures.oneLine(e), e);
    }
  }

  private Value string() {
    at++;
    StringBuilder s = new StringBuilder();
    while (peek() != '"') {
      if (peek() == '\\') {
        at++;
      }
      s.append(peek());
      at++;
    }
    at++;
    if (models.containsKey(s.toString())) {
      throw new UsageException(what + ": \"" + s + "\" is a string, expected the model value " + s);
    }
    return new StringValue(s.toString());
  }

  private Value word() {
    int from = at;
    String w = scanWord();
    if (w.equals("TRUE")) {
      return BoolValue.ValTrue;
    } else if (w.equals("FALSE")) {
      return BoolValue.ValFalse;
    }
    ModelValue m = models.get(w);
    if (m != null) {
      return m;
    }
    if (w.matches("-?[0-9]+")) {
      try {
        return IntValue.gen(Integer.parseInt(w));
      } catch (NumberFormatException e) {
        throw new UsageException(what + ": integer " + w + " does not fit 32 bits", e);
      }
    }
    if (Encoder.isIdentifier(w)) {
      throw new UsageException(
          what
              + ": unknown model value "
              + w
              + ", expected one of "
              + String.join(", ", models.keySet()));
    }
    at = from;
    throw bad("a value");
  }

  private String scanWord() {
    int from = at;
    if (at < text.length() && text.charAt(at) == '-') {
      at++;
    }
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    return text.substring(from, at);
  }

  private char peek() {
    if (at >= text.length()) {
      throw bad("more text");
    }
    return text.charAt(at);
  }

  private boolean take(String token) {
    if (text.startsWith(token, at)) {
      at += token.length();
      return true;
    }
    return false;
  }

  private void expect(String token) {
    if (!take(token)) {
      throw bad(token);
    }
  }

  private UsageException bad(String expected) {
    String found = at < text.length() ? "'" + brief(text.substring(at)) + "'" : "the end";
    return new UsageException(
        what + ": column " + (at + 1) + ": found " + found + ", expected " + expected);
  }

  static String brief(String s) {
    String line = s.replaceAll("\\s+", " ");
    return line.length() <= 60 ? line : line.substring(0, 57) + "...";
  }
}
