package org.fragcache.conformance.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fragcache.spec.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that knows where it stands. What does not fit is refused by a {@link UsageException}
 * with one line: {@code F:3:17: $.args[1]: found "x", expected an integer}. Immutable.
 */
public final class Json {
  private static final int BRIEF = 60;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String file;
  private final int line;
  private final int column;
  private final @Nullable Json parent;
  private final Object step;
  private final Object value;

  /**
   * @param step the key or the index that leads here from {@code parent}
   * @param value a String, BigInteger, BigDecimal, Boolean, a map or list of Json; {@link #NULL}
   */
  Json(String file, int line, int column, @Nullable Json parent, Object step, Object value) {
    this.file = file;
    this.line = line;
    this.column = column;
    this.parent = parent;
    this.step = step;
    this.value = value;
  }

  /** The value of {@code null}. */
  static final Object NULL =
      new Object() {
        @Override
        public String toString() {
          return "null";
        }
      };

  /** The line that it begins in, from 1. */
  public int line() {
    return line;
  }

  /** From the whole document down: {@code $.states[3].slot}. */
  public String path() {
    if (parent == null) {
      return "$";
    }
    if (step instanceof Integer) {
      return parent.path() + "[" + step + "]";
    }
    String key = step.toString();
    return parent.path()
        + (key.matches("[A-Za-z_]\\w*") ? "." + key : "[\"" + key.replace("\"", "\\\"") + "\"]");
  }

  /** The complaint that this is not what was expected. */
  public UsageException wrong(String expected) {
    return complaint("found " + brief() + ", expected " + expected);
  }

  /** A complaint about this value, with its place before it. */
  public UsageException complaint(String what) {
    return new UsageException(file + ":" + line + ":" + column + ": " + path() + ": " + what);
  }

  /** Whether it is an object. */
  public boolean isObject() {
    return value instanceof Map;
  }

  /** Whether it is a list. */
  public boolean isList() {
    return value instanceof List;
  }

  /** Whether it is a string. */
  public boolean isText() {
    return value instanceof String;
  }

  /** Whether it is an integer. */
  public boolean isInteger() {
    return value instanceof BigInteger;
  }

  /** Whether it is true or false. */
  public boolean isBoolean() {
    return value instanceof Boolean;
  }

  /** The keys and values of an object, in the order of the text; unmodifiable. */
  @SuppressWarnings("unchecked")
  public Map<String, Json> object() {
    if (!isObject()) {
      throw wrong("an object");
    }
    return Collections.unmodifiableMap((Map<String, Json>) value);
  }

  /** The elements of a list; unmodifiable. */
  @SuppressWarnings("unchecked")
  public List<Json> list() {
    if (!isList()) {
      throw wrong("a list");
    }
    return Collections.unmodifiableList((List<Json>) value);
  }

  /** A string. */
  public String text() {
    if (!(value instanceof String text)) {
      throw wrong("a string");
    }
    return text;
  }

  /** Whether, of true and false. */
  public boolean bool() {
    if (!(value instanceof Boolean bool)) {
      throw wrong("true or false");
    }
    return bool;
  }

  /** An integer within 64 bits. */
  public long integer() {
    if (!(value instanceof BigInteger integer)) {
      throw wrong("an integer");
    }
    if (integer.bitLength() > Long.SIZE - 1) {
      throw wrong("an integer of at most 64 bits");
    }
    return integer.longValue();
  }

  /** An integer that is not less than {@code least} and not more than {@code most}. */
  public long integer(long least, long most) {
    long integer = integer();
    if (integer < least || integer > most) {
      throw wrong(
          most == Long.MAX_VALUE
              ? "an integer of at least " + least
              : "an integer from " + least + " to " + most);
    }
    return integer;
  }

  /** The value under a key that must be there. */
  public Json get(String key) {
    return find(key).orElseThrow(() -> complaint("no key \"" + key + "\", expected one"));
  }

  /** The value under a key, if it is there. */
  public Optional<Json> find(String key) {
    return Optional.ofNullable(object().get(key));
  }

  /** Refuses keys other than these. */
  public void allow(String... keys) {
    object()
        .forEach(
            (key, at) -> {
              if (!Arrays.asList(keys).contains(key)) {
                throw at.complaint(
                    "unknown key \"" + key + "\", expected among " + String.join(", ", keys));
              }
            });
  }

  /** An object as a tree that can be written, whatever is in it. */
  public ObjectNode objectNode() {
    ObjectNode node = NODES.objectNode();
    object().forEach((key, at) -> node.set(key, at.node()));
    return node;
  }

  private JsonNode node() {
    if (isObject()) {
      return objectNode();
    } else if (isList()) {
      ArrayNode list = NODES.arrayNode();
      list().forEach(element -> list.add(element.node()));
      return list;
    } else if (value instanceof String text) {
      return NODES.textNode(text);
    } else if (value instanceof BigInteger integer) {
      return NODES.numberNode(integer);
    } else if (value instanceof BigDecimal decimal) {
      return NODES.numberNode(decimal);
    } else if (value instanceof Boolean bool) {
      return NODES.booleanNode(bool);
    }
    return NODES.nullNode();
  }

  /** What it is, in a few words. */
  private String brief() {
    if (value instanceof Map) {
      return "an object";
    } else if (value instanceof List<?> list) {
      return "a list of " + list.size();
    } else if (value instanceof BigDecimal) {
      return value + ", not an integer";
    }
    String text = value instanceof String ? "\"" + value + "\"" : value.toString();
    return text.length() <= BRIEF ? text : text.substring(0, BRIEF - 3) + "...";
  }
}
