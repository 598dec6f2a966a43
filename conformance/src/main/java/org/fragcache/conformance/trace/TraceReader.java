package org.fragcache.conformance.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.fragcache.conformance.json.Json;
import org.fragcache.conformance.json.JsonFile;
import org.fragcache.spec.UsageException;

/**
 * Reads a trace in either form, and refuses what is none by a {@link UsageException} that names
 * line, column and path.
 */
public final class TraceReader {
  private TraceReader() {}

  /**
   * Whether a file's first document is that of a trace, as far as that shows without reading on.
   */
  public static boolean isTrace(Json first) {
    return first.isObject() && (isNdjson(first) || first.find("format").isEmpty());
  }

  private static boolean isNdjson(Json first) {
    return first.find("format").filter(Json::isText).map(Json::text).stream()
        .anyMatch(TraceText.FORMAT::equals);
  }

  /** Reads a trace. */
  public static TraceFile read(JsonFile file) {
    if (isNdjson(file.first())) {
      List<Json> lines = file.lines();
      Json header = lines.get(0);
      header.allow("format", "version", "#meta", "params", "vars", "loop");
      if (header.get("version").integer() != TraceText.VERSION) {
        throw header.get("version").wrong("version " + TraceText.VERSION);
      }
      if (lines.size() == 1) {
        throw header.complaint("no states, expected one in each further line");
      }
      return read(header, lines.subList(1, lines.size()), TraceFormat.NDJSON);
    }
    Json whole = file.document();
    whole.allow("#meta", "params", "vars", "states", "loop");
    Json states = whole.get("states");
    if (states.list().isEmpty()) {
      throw states.wrong("at least one state");
    }
    return read(whole, states.list(), TraceFormat.ITF);
  }

  private static TraceFile read(Json head, List<Json> lines, TraceFormat format) {
    Set<String> seen = new HashSet<>();
    List<String> params = new ArrayList<>();
    head.find("params").ifPresent(at -> params.addAll(names(at, seen)));
    Json vars = head.get("vars");
    List<String> names = names(vars, seen);
    if (names.isEmpty()) {
      throw vars.wrong("at least one variable");
    }
    List<Trace.State> states = new ArrayList<>();
    for (Json line : lines) {
      states.add(state(line, params, names, states.isEmpty()));
    }
    OptionalInt loop =
        head.find("loop").stream().mapToInt(at -> (int) at.integer(0, lines.size() - 1L)).findAny();
    Trace trace = new Trace(meta(head), params, names, states, loop);
    return new TraceFile(trace, format, head, lines);
  }

  private static List<String> names(Json at, Set<String> seen) {
    List<String> names = new ArrayList<>();
    for (Json name : at.list()) {
      if (name.text().isEmpty() || name.text().startsWith("#")) {
        throw name.wrong("a name");
      } else if (!seen.add(name.text())) {
        throw name.wrong("each name once");
      }
      names.add(name.text());
    }
    return names;
  }

  private static Trace.State state(
      Json at, List<String> params, List<String> vars, boolean isFirst) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    for (String name : params) {
      if (isFirst || at.find(name).isPresent()) {
        values.put(name, ItfValues.read(at.get(name)));
      }
    }
    for (String name : vars) {
      values.put(name, ItfValues.read(at.get(name)));
    }
    Set<String> known = new TreeSet<>(values.keySet());
    known.add(TraceFile.META);
    at.allow(known.toArray(new String[0]));
    return new Trace.State(meta(at), values);
  }

  private static ObjectNode meta(Json at) {
    return at.find(TraceFile.META).map(Json::objectNode).orElseGet(TraceText.JSON::objectNode);
  }
}
