package org.fragcache.conformance.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A trace as text: the same trace, the same bytes, all ASCII; each state in a line of its own. */
public final class TraceText {
  /** What the first line of NDJSON calls it. */
  public static final String FORMAT = "fragcache-trace";

  static final int VERSION = 1;
  static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private TraceText() {}

  /** The whole file. */
  public static String of(Trace trace, TraceFormat format) {
    List<String> states = new ArrayList<>();
    trace.states().forEach(state -> states.add(text(node(state))));
    return format == TraceFormat.ITF
        ? itf(head(JSON.objectNode(), trace), states)
        : ndjson(
            head(JSON.objectNode().put("format", FORMAT).put("version", VERSION), trace), states);
  }

  private static String ndjson(ObjectNode head, List<String> states) {
    return text(head) + "\n" + String.join("\n", states) + "\n";
  }

  private static String itf(ObjectNode head, List<String> states) {
    String parts =
        head.properties().stream()
            .map(part -> "  " + text(JSON.textNode(part.getKey())) + ": " + text(part.getValue()))
            .collect(Collectors.joining(",\n"));
    String list = states.stream().collect(Collectors.joining(",\n    ", "[\n    ", "\n  ]"));
    return "{\n" + parts + ",\n  \"states\": " + list + "\n}\n";
  }

  private static ObjectNode head(ObjectNode head, Trace trace) {
    if (!trace.meta().isEmpty()) {
      head.set(TraceFile.META, trace.meta());
    }
    if (!trace.params().isEmpty()) {
      trace.params().forEach(head.putArray("params")::add);
    }
    trace.vars().forEach(head.putArray("vars")::add);
    trace.loop().ifPresent(loop -> head.put("loop", loop));
    return head;
  }

  private static ObjectNode node(Trace.State state) {
    ObjectNode node = JSON.objectNode();
    if (!state.meta().isEmpty()) {
      node.set(TraceFile.META, state.meta());
    }
    state.values().forEach(node::set);
    return node;
  }

  private static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes cannot be written", e);
    }
  }
}
