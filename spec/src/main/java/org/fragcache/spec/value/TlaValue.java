package org.fragcache.spec.value;

import static java.util.stream.Collectors.joining;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An immutable TLA+ value: integer, truth value, string, model value, function, or finite set.
 *
 * <p>Sequences, tuples and records are functions, as in TLA+. Two values are equal exactly if their
 * {@link #canonical() canonical texts} are, and the natural order is the canonical order: integers
 * by number, then all else by the unsigned bytes of the canonical text.
 *
 * <p>An accessor that does not fit the value throws {@link IllegalArgumentException}, whose message
 * names the value found and what was expected. Safe for use by several threads.
 */
public abstract sealed class TlaValue implements Comparable<TlaValue> {

  // Computed at first use; a race computes the same string twice.
  private @Nullable String canonical;

  private TlaValue() {}

  /**
   * Reads a value in the canonical encoding or as TLC prints it, with blanks and line breaks
   * anywhere between tokens; {@code a..b} is an interval of at most a million integers.
   *
   * @throws IllegalArgumentException if the text is not one whole value; the message names line and
   *     column (from 1), what was found and what was expected
   */
  public static TlaValue parse(String text) {
    TlaParser parser = new TlaParser(text);
    TlaValue value = parser.value();
    parser.expectEnd();
    return value;
  }

  /** The integer with this value. */
  public static TlaValue of(long value) {
    return new Int(value);
  }

  /** {@code TRUE} or {@code FALSE}. */
  public static TlaValue of(boolean value) {
    return new Bool(value);
  }

  /** The string with these characters, given without quotes. */
  public static TlaValue string(String value) {
    return new Str(value);
  }

  /**
   * The model value with this name.
   *
   * @throws IllegalArgumentException if the name is not made of ASCII letters, digits and {@code _}
   *     with at least one that is no digit, or is TRUE or FALSE
   */
  public static TlaValue model(String name) {
    return new ModelValue(name);
  }

  /** The set of these values; duplicates count once. */
  public static TlaValue set(Collection<TlaValue> elements) {
    return new SetV(elements);
  }

  /** The sequence (function on 1..n) of these values. */
  public static TlaValue sequence(List<TlaValue> elements) {
    Map<TlaValue, TlaValue> map = new TreeMap<>();
    for (TlaValue element : elements) {
      map.put(of(map.size() + 1L), element);
    }
    return new Fcn(map);
  }

  /** The record (function on strings) with these fields. */
  public static TlaValue record(Map<String, TlaValue> fields) {
    Map<TlaValue, TlaValue> map = new TreeMap<>();
    fields.forEach((name, value) -> map.put(string(name), value));
    return new Fcn(map);
  }

  /** The function with these arguments and values. */
  public static TlaValue function(Map<TlaValue, TlaValue> entries) {
    return new Fcn(entries);
  }

  /** The canonical text: ASCII notation without blanks, one for each value. */
  public final String canonical() {
    String text = canonical;
    if (text == null) {
      text = encode();
      canonical = text;
    }
    return text;
  }

  abstract String encode();

  /** What kind of value this is, for messages. */
  abstract String kind();

  /** The integer. */
  public long asInt() {
    throw misfit("an integer");
  }

  /** The truth value. */
  public boolean asBool() {
    throw misfit("TRUE or FALSE");
  }

  /** The characters of a string, or the name of a model value. */
  public String asString() {
    throw misfit("a string or a model value");
  }

  /** The elements of a set in canonical order, or of a sequence in its order. */
  public List<TlaValue> elements() {
    throw misfit("a set or a sequence");
  }

  /** The arguments of a function, in canonical order, each with its value; unmodifiable. */
  public NavigableMap<TlaValue, TlaValue> entries() {
    throw misfit("a function");
  }

  /** The value of a record's field. */
  public TlaValue field(String name) {
    return at(string(name));
  }

  /** The value of a function at an argument. */
  public TlaValue at(TlaValue key) {
    TlaValue found = entries().get(key);
    if (found == null) {
      throw new IllegalArgumentException(
          "no "
              + key.canonical()
              + " in the domain of "
              + brief()
              + "; expected one of "
              + entries().keySet().stream().map(TlaValue::canonical).collect(joining(", ")));
    }
    return found;
  }

  /** The value of a function at an integer, so the n-th element (from 1) of a sequence. */
  public TlaValue at(long key) {
    return at(of(key));
  }

  /** Whether this is a function on 1..n, n >= 0; the empty function is one. */
  public boolean isSequence() {
    return false;
  }

  /** Whether this is a function on a nonempty set of strings. */
  public boolean isRecord() {
    return false;
  }

  private IllegalArgumentException misfit(String expected) {
    return new IllegalArgumentException(
        "found " + kind() + " " + brief() + ", expected " + expected);
  }

  private String brief() {
    String text = canonical();
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }

  @Override
  public final int compareTo(TlaValue other) {
    if (this instanceof Int a && other instanceof Int b) {
      return Long.compare(a.value, b.value);
    }
    if (this instanceof Int || other instanceof Int) {
      return this instanceof Int ? -1 : 1;
    }
    return Arrays.compareUnsigned(
        canonical().getBytes(StandardCharsets.UTF_8),
        other.canonical().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof TlaValue value && canonical().equals(value.canonical());
  }

  @Override
  public final int hashCode() {
    return canonical().hashCode();
  }

  /** The canonical text. */
  @Override
  public final String toString() {
    return canonical();
  }

  /** An integer. */
  public static final class Int extends TlaValue {
    private final long value;

    private Int(long value) {
      this.value = value;
    }

    @Override
    public long asInt() {
      return value;
    }

    @Override
    String encode() {
      return Long.toString(value);
    }

    @Override
    String kind() {
      return "integer";
    }
  }

  /** A truth value. */
  public static final class Bool extends TlaValue {
    private final boolean value;

    private Bool(boolean value) {
      this.value = value;
    }

    @Override
    public boolean asBool() {
      return value;
    }

    @Override
    String encode() {
      return value ? "TRUE" : "FALSE";
    }

    @Override
    String kind() {
      return "truth value";
    }
  }

  /** A string. */
  public static final class Str extends TlaValue {
    private final String value;

    private Str(String value) {
      this.value = value;
    }

    @Override
    public String asString() {
      return value;
    }

    @Override
    String encode() {
      return TlaParser.quote(value);
    }

    @Override
    String kind() {
      return "string";
    }
  }

  /** A model value: equal to itself only. */
  public static final class ModelValue extends TlaValue {
    private final String name;

    private ModelValue(String name) {
      if (!TlaParser.isModelValueName(name)) {
        throw new IllegalArgumentException(
            "model value '" + name + "': expected letters, digits and _, not all digits");
      }
      this.name = name;
    }

    @Override
    public String asString() {
      return name;
    }

    @Override
    String encode() {
      return name;
    }

    @Override
    String kind() {
      return "model value";
    }
  }

  /** A function; records, sequences and tuples are functions. */
  public static final class Fcn extends TlaValue {
    private final NavigableMap<TlaValue, TlaValue> entries;

    private Fcn(Map<TlaValue, TlaValue> entries) {
      this.entries = Collections.unmodifiableNavigableMap(new TreeMap<>(entries));
    }

    @Override
    public NavigableMap<TlaValue, TlaValue> entries() {
      return entries;
    }

    @Override
    public List<TlaValue> elements() {
      return isSequence() ? List.copyOf(entries.values()) : super.elements();
    }

    @Override
    public boolean isSequence() {
      // Integers come first and in order, so the last key and the number of keys tell.
      return entries.isEmpty()
          || (entries.firstKey() instanceof Int first
              && entries.lastKey() instanceof Int last
              && first.value == 1
              && last.value == entries.size());
    }

    @Override
    public boolean isRecord() {
      return !entries.isEmpty() && entries.keySet().stream().allMatch(Str.class::isInstance);
    }

    @Override
    String encode() {
      List<String> parts = new ArrayList<>();
      if (isSequence()) {
        entries.values().forEach(value -> parts.add(value.canonical()));
        return "<<" + String.join(",", parts) + ">>";
      }
      if (isRecord()) {
        // By name, not by quoted text: "a" and "a!" would swap.
        NavigableMap<String, TlaValue> fields = new TreeMap<>();
        entries.forEach((key, value) -> fields.put(key.asString(), value));
        fields.forEach(
            (name, value) -> parts.add(TlaParser.fieldName(name) + "|->" + value.canonical()));
        return "[" + String.join(",", parts) + "]";
      }
      entries.forEach((key, value) -> parts.add(key.canonical() + ":>" + value.canonical()));
      return "(" + String.join("@@", parts) + ")";
    }

    @Override
    String kind() {
      return isSequence() ? "sequence" : isRecord() ? "record" : "function";
    }
  }

  /** A finite set. */
  public static final class SetV extends TlaValue {
    private final NavigableSet<TlaValue> elements;

    private SetV(Collection<TlaValue> elements) {
      this.elements = Collections.unmodifiableNavigableSet(new TreeSet<>(elements));
    }

    @Override
    public List<TlaValue> elements() {
      return List.copyOf(elements);
    }

    @Override
    String encode() {
      return elements.stream().map(TlaValue::canonical).collect(joining(",", "{", "}"));
    }

    @Override
    String kind() {
      return "set";
    }
  }
}
