package org.fragcache.conformance.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fragcache.conformance.json.Json;
import org.fragcache.conformance.json.JsonFile;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.value.TlaValue;

/**
 * Reads a log, and refuses what cannot be one: events out of order, a thread that makes two calls
 * at once or returns from none, calls and outcomes that the specification does not have. Each
 * complaint is a {@link UsageException} with line, column and path.
 */
public final class LogReader {
  private static final String LINES = "a header and an event in each further line";

  private final JsonFile file;
  private final List<Json> lines;

  /** Starts with a file. */
  public LogReader(JsonFile file) {
    this.file = file;
    this.lines = file.lines();
  }

  /** The name of the model that the header says. */
  public String model() {
    Json header = lines.get(0);
    header.allow(
        "format",
        "version",
        "module",
        "model",
        "constants",
        "threads",
        "seed",
        "pauses",
        "program");
    require(header.get("format"), LogText.FORMAT);
    if (header.get("version").integer() != LogText.VERSION) {
      throw header.get("version").wrong("version " + LogText.VERSION);
    }
    require(header.get("module"), LogModel.MODULE);
    return header.get("model").text();
  }

  private static void require(Json at, String text) {
    if (!at.text().equals(text)) {
      throw at.wrong("\"" + text + "\"");
    }
  }

  /**
   * The log, in terms of its model.
   *
   * @throws UsageException if it is malformed, or no call in it has ended, so that there is nothing
   *     to judge
   */
  public CallLog read(LogModel model) {
    CallLog.Header header = header(model);
    List<Event> events = new ArrayList<>();
    EventReader reader = new EventReader(model, header.threads());
    long seq = Long.MIN_VALUE;
    boolean ended = false;
    for (Json line : lines.subList(1, lines.size())) {
      Event event = reader.read(line);
      if (event.seq() <= seq) {
        throw line.get("seq").wrong("more than " + seq + ", that of the line before");
      }
      seq = event.seq();
      ended |= event.kind() == Event.Kind.END;
      events.add(event);
    }
    if (!ended) {
      throw new UsageException(
          file.path() + ": no call has ended, so there is nothing to judge; expected " + LINES);
    }
    return new CallLog(header, events);
  }

  private CallLog.Header header(LogModel model) {
    Json header = lines.get(0);
    model();
    Json constants = header.get("constants");
    constants.allow(model.constants().keySet().toArray(new String[0]));
    Map<String, TlaValue> found = new LinkedHashMap<>();
    model
        .constants()
        .forEach(
            (name, value) -> {
              Json at = constants.get(name);
              if (!EventReader.value(model, at).equals(value)) {
                throw at.complaint(
                    "found another value than model " + model.name() + " has, expected " + value);
              }
              found.put(name, value);
            });
    return new CallLog.Header(
        model.name(),
        found,
        (int) header.get("threads").integer(1, CallLog.Header.MOST_THREADS),
        header.get("seed").integer(),
        header.get("pauses").bool(),
        header.find("program").map(Json::text));
  }
}
