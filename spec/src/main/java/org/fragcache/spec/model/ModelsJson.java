package org.fragcache.spec.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the models' records and the results of a check as JSON, always in the same form. */
final class ModelsJson {

  private ModelsJson() {}

  /** The text of {@code models.json}. */
  static String models(List<ModelRecord> models) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode list = root.putArray("models");
    for (ModelRecord model : models) {
      ObjectNode node = list.addObject();
      node.put("name", model.name());
      if (!model.dir().isEmpty()) {
        node.put("dir", model.dir());
      }
      node.put("module", model.module());
      node.put("tier", model.tier().label());
      node.put("shows", model.shows());
      if (model.replay()) {
        node.put("replay", true);
      }
      if (model.coverage()) {
        node.put("coverage", true);
      }
      node.put("result", model.violated() ? "violated" : "holds");
      if (model.property() != null) {
        node.put("property", model.property());
      }
      put(node, "generated", model.generated());
      put(node, "distinct", model.distinct());
      put(node, "depth", model.depth());
      put(node, "trace", model.trace());
    }
    return print(root);
  }

  /** The text of a report. */
  static String report(List<Verdict> verdicts, List<LabelCoverage> coverage, double seconds) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("tlc", verdicts.get(0).result().version());
    root.put("seconds", rounded(seconds));
    root.put("models", verdicts.size());
    root.put("asRecorded", verdicts.stream().filter(Verdict::asRecorded).count());
    ArrayNode list = root.putArray("results");
    for (Verdict verdict : verdicts) {
      result(list.addObject(), verdict);
    }
    ArrayNode labels = root.putArray("coverage");
    for (LabelCoverage of : coverage) {
      ObjectNode node = labels.addObject();
      node.put("module", of.algorithm().module());
      node.put("labels", of.wanted());
      node.put("executed", of.executed());
      of.never().forEach(node.putArray("never")::add);
      of.exempt().forEach(node.putArray("exempt")::add);
      of.models().forEach(node.putArray("models")::add);
      of.absent().forEach(node.putArray("absent")::add);
      node.put("good", of.good());
    }
    return print(root);
  }

  /** Puts what is known of one model into an object, and returns that. */
  static ObjectNode result(ObjectNode node, Verdict verdict) {
    TlcResult result = verdict.result();
    node.put("name", verdict.model().name());
    node.put("tier", verdict.model().tier().label());
    node.put("verdict", verdict.label());
    node.put("result", verdict.resultLabel());
    node.put("property", result.property());
    node.put("generated", result.generated());
    node.put("distinct", result.distinct());
    node.put("depth", result.depth());
    node.put("trace", result.trace().size());
    node.put("seconds", rounded(result.seconds()));
    ArrayNode differences = node.putArray("differences");
    for (Verdict.Difference difference : verdict.differences()) {
      differences
          .addObject()
          .put("field", difference.field())
          .put("recorded", difference.recorded())
          .put("found", difference.found());
    }
    node.put("error", result.error());
    return node;
  }

  static double rounded(double seconds) {
    return Math.round(seconds * 10) / 10.0;
  }

  private static void put(ObjectNode node, String key, @Nullable Long value) {
    if (value != null) {
      node.put(key, value);
    }
  }

  static String print(JsonNode root) {
    DefaultIndenter indent = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withArrayEmptySeparator(""));
    printer.indentObjectsWith(indent);
    printer.indentArraysWith(indent);
    try {
      return new ObjectMapper().writer(printer).writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes cannot be written", e);
    }
  }
}
