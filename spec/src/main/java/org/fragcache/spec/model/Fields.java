package org.fragcache.spec.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.fragcache.spec.UsageException;
import org.jspecify.annotations.Nullable;

/** Takes the fields of a JSON object one by one; what is left at the end is an error. */
final class Fields {

  private final String where;
  private final JsonNode node;
  private final Set<String> taken = new LinkedHashSet<>();

  Fields(String where, JsonNode node) {
    this.where = where;
    this.node = node;
    if (!node.isObject()) {
      throw new UsageException(where + ": found " + kind(node) + ", expected an object");
    }
  }

  JsonNode array(String key) {
    JsonNode value = need(key);
    if (!value.isArray()) {
      throw wrong(key, kind(value), "a list");
    }
    return value;
  }

  String text(String key) {
    JsonNode value = need(key);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw wrong(key, kind(value), "a text that is not blank");
    }
    return value.textValue();
  }

  /** An identifier, so that no name can lead to a file elsewhere. */
  String name(String key) {
    String value = text(key);
    if (!value.matches("[A-Za-z0-9_]+")) {
      throw wrong(key, "'" + value + "'", "letters, digits and _");
    }
    return value;
  }

  String optionalDirectory(String key) {
    taken.add(key);
    if (!node.has(key)) {
      return "";
    }
    String value = text(key);
    if (!value.matches("[A-Za-z0-9_]+(/[A-Za-z0-9_]+)*")) {
      throw wrong(key, "'" + value + "'", "a directory below the specification's");
    }
    return value;
  }

  boolean flag(String key) {
    taken.add(key);
    JsonNode value = node.path(key);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw wrong(key, kind(value), "true or false");
    }
    return value.booleanValue();
  }

  @Nullable Long count(String key) {
    taken.add(key);
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw wrong(key, kind(value), "an integer of at least 0");
    }
    return value.longValue();
  }

  void end() {
    Iterator<String> names = node.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      if (!taken.contains(name)) {
        throw new UsageException(
            where + ": unknown key '" + name + "', expected among " + String.join(", ", taken));
      }
    }
  }

  UsageException wrong(String key, String found, String expected) {
    return new UsageException(where + ": " + key + ": found " + found + ", expected " + expected);
  }

  private JsonNode need(String key) {
    taken.add(key);
    JsonNode value = node.get(key);
    if (value == null) {
      throw new UsageException(where + ": no key '" + key + "'; expected it");
    }
    return value;
  }

  private static String kind(JsonNode value) {
    return value.isContainerNode()
        ? (value.isArray() ? "a list" : "an object")
        : value.isMissingNode() ? "nothing" : value.toString();
  }
}
