package org.fragcache.conformance.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fragcache.spec.value.TlaValue;

/** A log as text: NDJSON, a line for the header, then one for each event. */
public final class LogText {
  /** What a log's first line calls it. */
  public static final String FORMAT = "fragcache-log";

  static final int VERSION = 1;

  private LogText() {}

  /** The whole file. */
  public static String of(CallLog log) {
    StringBuilder out = new StringBuilder();
    out.append(header(log.header())).append('\n');
    log.events().forEach(event -> out.append(event(event)).append('\n'));
    return out.toString();
  }

  private static ObjectNode header(CallLog.Header header) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("format", FORMAT);
    node.put("version", VERSION);
    node.put("module", LogModel.MODULE);
    node.put("model", header.model());
    ObjectNode constants = node.putObject("constants");
    header.constants().forEach((name, value) -> constants.set(name, plain(value)));
    node.put("threads", header.threads());
    node.put("seed", header.seed());
    node.put("pauses", header.pauses());
    header.program().ifPresent(program -> node.put("program", program));
    return node;
  }

  private static ObjectNode event(Event event) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("seq", event.seq());
    node.put("thread", event.thread());
    node.put("kind", event.kind().label());
    node.put("call", event.call().name());
    if (event.kind() != Event.Kind.END) {
      ArrayNode args = node.putArray("args");
      event.call().args().forEach(arg -> args.add(plain(TlaValue.parse(arg))));
    }
    if (event.kind() == Event.Kind.STEP) {
      node.put("result", event.result());
    } else if (event.kind() == Event.Kind.END) {
      TlaValue outcome = TlaValue.parse(event.result());
      ObjectNode result = node.putObject("result");
      result.put("status", outcome.field("status").asString());
      result.set("data", plain(outcome.field("data")));
    }
    return node;
  }

  /** An integer, a name or a string as it is, what has elements as a list. */
  private static JsonNode plain(TlaValue value) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (value instanceof TlaValue.Int integer) {
      return json.numberNode(integer.asInt());
    } else if (value instanceof TlaValue.SetV || value instanceof TlaValue.Fcn) {
      ArrayNode list = json.arrayNode();
      value.elements().forEach(element -> list.add(plain(element)));
      return list;
    }
    return json.textNode(value.asString());
  }
}
