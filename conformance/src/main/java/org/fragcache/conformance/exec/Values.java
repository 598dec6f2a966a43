package org.fragcache.conformance.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.fragcache.spec.value.TlaValue;

/**
 * JSON as values of a specification. Numbers and truth values are themselves; a string is the model
 * value of that name if there is one; an array is a function on 0..n-1; an object whose keys are
 * all model values is a function on these, any other a record; {@code {"tla":"..."}} is what it
 * says, in TLA+.
 */
final class Values {
  private final Set<String> modelValues;

  Values(Set<String> modelValues) {
    this.modelValues = Set.copyOf(modelValues);
  }

  /**
   * The value.
   *
   * @throws IllegalArgumentException if there is none; the message says what was expected
   */
  TlaValue of(JsonNode json) {
    if (json.isIntegralNumber() && json.canConvertToLong()) {
      return TlaValue.of(json.asLong());
    } else if (json.isBoolean()) {
      return TlaValue.of(json.asBoolean());
    } else if (json.isTextual()) {
      return name(json.asText());
    } else if (json.isArray()) {
      Map<TlaValue, TlaValue> entries = new HashMap<>();
      json.forEach(element -> entries.put(TlaValue.of((long) entries.size()), of(element)));
      return TlaValue.function(entries);
    } else if (json.isObject()) {
      return object(json);
    }
    throw new IllegalArgumentException(
        "found " + Text.brief(json.toString()) + ", expected integer, string, array or object");
  }

  private TlaValue name(String text) {
    return modelValues.contains(text) ? TlaValue.model(text) : TlaValue.string(text);
  }

  private TlaValue object(JsonNode json) {
    if (json.size() == 1 && json.path("tla").isTextual()) {
      return TlaValue.parse(json.path("tla").asText());
    }
    Map<TlaValue, TlaValue> entries = new HashMap<>();
    boolean function = true;
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      function &= modelValues.contains(field.getKey());
    }
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      String key = field.getKey();
      entries.put(function ? TlaValue.model(key) : TlaValue.string(key), of(field.getValue()));
    }
    return TlaValue.function(entries);
  }
}
