package org.fragcache.conformance.labels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fragcache.spec.value.TlaValue;

/** A log of labels as text: NDJSON, a line for the header, then one for each event. */
public final class LabelLogText {
  static final String FORMAT = "fragcache-log";
  static final int VERSION = 1;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private LabelLogText() {}

  /** The whole file. */
  public static String of(LabelLog log) {
    StringBuilder out = new StringBuilder();
    out.append(header(log.header())).append('\n');
    log.events().forEach(event -> out.append(event(event)).append('\n'));
    return out.toString();
  }

  private static ObjectNode header(LabelLog.Header header) {
    ObjectNode node = JSON.objectNode();
    node.put("format", FORMAT);
    node.put("version", VERSION);
    node.put("module", LabelModel.MODULE);
    node.put("model", header.model());
    node.put("start", header.start());
    node.put("threads", header.threads());
    node.put("seed", header.seed());
    node.put("pauses", header.pauses());
    return node;
  }

  private static ObjectNode event(LabelEvent event) {
    ObjectNode node = JSON.objectNode();
    node.put("seq", event.seq());
    node.put("thread", event.thread());
    node.put("kind", event.kind().written());
    switch (event.kind()) {
      case START -> node.set("op", plain(TlaValue.parse(event.text())));
      case LABEL -> node.put("label", event.text());
      case END -> node.set("result", plain(TlaValue.parse(event.text())));
    }
    return node;
  }

  private static JsonNode plain(TlaValue value) {
    if (value instanceof TlaValue.Int integer) {
      return JSON.numberNode(integer.asInt());
    } else if (value.isRecord()) {
      ObjectNode node = JSON.objectNode();
      value.entries().forEach((key, field) -> node.set(key.asString(), plain(field)));
      return node;
    } else if (value.isSequence()) {
      ArrayNode list = JSON.arrayNode();
      value.elements().forEach(element -> list.add(plain(element)));
      return list;
    }
    return JSON.textNode(value.asString());
  }
}
