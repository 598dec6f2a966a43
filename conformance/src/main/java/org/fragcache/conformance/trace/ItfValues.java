package org.fragcache.conformance.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fragcache.conformance.json.Json;
import org.fragcache.spec.value.TlaValue;

/**
 * Values as ITF writes them (Apalache's ADR-015), in one form: integers as numbers where every
 * reader of JSON has them exactly, as {@code #bigint} beyond; tuples as lists; the elements of a
 * set, the pairs of a map and the fields of a record in order, so that equal values are equal text.
 */
final class ItfValues {
  /** The most that a JSON number may be: RFC 7159. */
  private static final long MOST = (1L << 53) - 1;

  private static final Set<String> FORMS =
      new TreeSet<>(Set.of("#bigint", "#map", "#set", "#tup", "#unserializable"));

  /** How Apalache writes a value of an uninterpreted type: {@code f1_OF_FILE}. */
  private static final Pattern UNINTERPRETED = Pattern.compile("(\\w+)_OF_[A-Z_][A-Z0-9_]*");

  private static final Comparator<JsonNode> ORDER =
      Comparator.comparing((JsonNode value) -> !isInteger(value))
          .thenComparing(value -> isInteger(value) ? integer(value) : BigInteger.ZERO)
          .thenComparing(JsonNode::toString);

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ItfValues() {}

  /**
   * The value that a file has, in the one form.
   *
   * @throws org.fragcache.spec.UsageException if it is none; the message names the place
   */
  static JsonNode read(Json at) {
    if (at.isText()) {
      return JSON.textNode(at.text());
    } else if (at.isBoolean()) {
      return JSON.booleanNode(at.bool());
    } else if (at.isInteger()) {
      return JSON.numberNode(at.integer(-MOST, MOST));
    } else if (at.isList()) {
      return list(at);
    } else if (!at.isObject()) {
      throw at.wrong("a value of ITF: true, false, an integer, a string, a list or an object");
    }
    for (Map.Entry<String, Json> field : at.object().entrySet()) {
      if (field.getKey().startsWith("#")) {
        return special(at, field.getKey(), field.getValue());
      }
    }
    Map<String, JsonNode> fields = new TreeMap<>();
    at.object().forEach((name, value) -> fields.put(name, read(value)));
    return object(fields);
  }

  private static JsonNode special(Json whole, String form, Json inner) {
    if (!FORMS.contains(form)) {
      throw inner.complaint("unknown form, expected among " + String.join(", ", FORMS));
    } else if (whole.object().size() != 1) {
      throw whole.complaint("other keys beside " + form + ", expected it alone");
    }
    return switch (form) {
      case "#bigint" -> bigInteger(inner);
      case "#tup" -> list(inner);
      case "#set" -> set(inner.list().stream().map(ItfValues::read).toList());
      case "#map" -> map(inner);
      default -> throw inner.wrong("a value that can be written, not #unserializable");
    };
  }

  private static JsonNode bigInteger(Json at) {
    if (!at.text().matches("-?[0-9]+")) {
      throw at.wrong("the digits of an integer");
    }
    return integer(new BigInteger(at.text()));
  }

  private static JsonNode list(Json at) {
    ArrayNode list = JSON.arrayNode();
    at.list().forEach(element -> list.add(read(element)));
    return list;
  }

  private static JsonNode map(Json at) {
    Map<JsonNode, JsonNode> pairs = new HashMap<>();
    for (Json pair : at.list()) {
      if (pair.list().size() != 2) {
        throw pair.wrong("a list of two, argument and value");
      }
      Json key = pair.list().get(0);
      if (pairs.put(read(key), read(pair.list().get(1))) != null) {
        throw key.complaint("an argument for the second time, expected each once");
      }
    }
    return map(pairs);
  }

  /** A value of TLA+, in the one form. */
  static JsonNode of(TlaValue value) {
    if (value instanceof TlaValue.Int) {
      return integer(BigInteger.valueOf(value.asInt()));
    } else if (value instanceof TlaValue.Bool) {
      return JSON.booleanNode(value.asBool());
    } else if (value instanceof TlaValue.SetV) {
      return set(value.elements().stream().map(ItfValues::of).toList());
    } else if (!(value instanceof TlaValue.Fcn)) {
      return JSON.textNode(value.asString());
    } else if (value.isSequence()) {
      ArrayNode list = JSON.arrayNode();
      value.elements().forEach(element -> list.add(of(element)));
      return list;
    }
    Set<TlaValue> keys = value.entries().keySet();
    if (value.isRecord() && keys.stream().noneMatch(key -> key.asString().startsWith("#"))) {
      Map<String, JsonNode> fields = new TreeMap<>();
      value.entries().forEach((name, field) -> fields.put(name.asString(), of(field)));
      return object(fields);
    }
    Map<JsonNode, JsonNode> pairs = new HashMap<>();
    value.entries().forEach((key, at) -> pairs.put(of(key), of(at)));
    return map(pairs);
  }

  /**
   * A value in the one form, as TLA+.
   *
   * @param names of model values: a string that reads like one is that, also as Apalache writes it
   * @throws IllegalArgumentException if an integer is beyond 64 bits
   */
  static TlaValue tla(JsonNode value, Set<String> names) {
    if (isInteger(value)) {
      BigInteger integer = integer(value);
      if (integer.bitLength() >= Long.SIZE) {
        throw new IllegalArgumentException(integer + ": expected an integer of at most 32 bits");
      }
      return TlaValue.of(integer.longValue());
    } else if (value.isBoolean()) {
      return TlaValue.of(value.asBoolean());
    } else if (value.isTextual()) {
      return name(value.asText(), names);
    } else if (value.isArray()) {
      return TlaValue.sequence(all(value, names));
    } else if (value.has("#set")) {
      return TlaValue.set(all(value.get("#set"), names));
    }
    Map<TlaValue, TlaValue> entries = new HashMap<>();
    if (value.has("#map")) {
      value.get("#map").forEach(p -> entries.put(tla(p.get(0), names), tla(p.get(1), names)));
    } else {
      value
          .properties()
          .forEach(f -> entries.put(TlaValue.string(f.getKey()), tla(f.getValue(), names)));
    }
    return TlaValue.function(entries);
  }

  private static TlaValue name(String text, Set<String> names) {
    Matcher uninterpreted = UNINTERPRETED.matcher(text);
    if (names.contains(text)) {
      return TlaValue.model(text);
    } else if (uninterpreted.matches() && names.contains(uninterpreted.group(1))) {
      return TlaValue.model(uninterpreted.group(1));
    }
    return TlaValue.string(text);
  }

  private static List<TlaValue> all(JsonNode list, Set<String> names) {
    List<TlaValue> values = new ArrayList<>();
    list.forEach(element -> values.add(tla(element, names)));
    return values;
  }

  private static boolean isInteger(JsonNode value) {
    return value.isIntegralNumber() || value.has("#bigint");
  }

  private static BigInteger integer(JsonNode value) {
    return value.isNumber()
        ? value.bigIntegerValue()
        : new BigInteger(value.get("#bigint").asText());
  }

  private static JsonNode integer(BigInteger value) {
    return value.abs().compareTo(BigInteger.valueOf(MOST)) <= 0
        ? JSON.numberNode(value.longValue())
        : JSON.objectNode().put("#bigint", value.toString());
  }

  private static JsonNode set(List<JsonNode> elements) {
    ObjectNode set = JSON.objectNode();
    ArrayNode list = set.putArray("#set");
    elements.stream().distinct().sorted(ORDER).forEach(list::add);
    return set;
  }

  private static JsonNode map(Map<JsonNode, JsonNode> pairs) {
    ObjectNode map = JSON.objectNode();
    ArrayNode list = map.putArray("#map");
    pairs.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(ORDER))
        .forEach(pair -> list.addArray().add(pair.getKey()).add(pair.getValue()));
    return map;
  }

  private static JsonNode object(Map<String, JsonNode> fields) {
    ObjectNode object = JSON.objectNode();
    fields.forEach(object::set);
    return object;
  }
}
