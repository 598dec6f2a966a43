package org.fragcache.conformance.labels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fragcache.conformance.json.Json;
import org.fragcache.conformance.json.JsonFile;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.value.TlaValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log of labels, and refuses what cannot be one: events out of order, a thread that does
 * two operations at once or tells a label within none, labels and operations that the specification
 * does not have. Each complaint is a {@link UsageException} with line, column and path.
 */
public final class LabelLogReader {
  private final JsonFile file;
  private final List<Json> lines;

  /** Starts with a file. */
  public LabelLogReader(JsonFile file) {
    this.file = file;
    this.lines = file.lines();
  }

  /** Whether a file with this first line is a log of labels, if it is a log at all. */
  public static boolean isLabels(Json header) {
    return header.isObject()
        && header
            .find("module")
            .filter(at -> at.isText() && at.text().equals(LabelModel.MODULE))
            .isPresent();
  }

  /** The name of the model that the header says. */
  public String model() {
    Json header = lines.get(0);
    header.allow("format", "version", "module", "model", "start", "threads", "seed", "pauses");
    require(header.get("format"), LabelLogText.FORMAT);
    if (header.get("version").integer() != LabelLogText.VERSION) {
      throw header.get("version").wrong("version " + LabelLogText.VERSION);
    }
    require(header.get("module"), LabelModel.MODULE);
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
   * @throws UsageException if it is malformed, or no operation in it has ended, so that there is
   *     little to judge
   */
  public LabelLog read(LabelModel model) {
    LabelLog.Header header = header(model);
    List<LabelEvent> events = new ArrayList<>();
    @Nullable String[] open = new String[header.threads()];
    long seq = Long.MIN_VALUE;
    boolean ended = false;
    for (Json line : lines.subList(1, lines.size())) {
      LabelEvent event = event(model, line, open);
      if (event.seq() <= seq) {
        throw line.get("seq").wrong("more than " + seq + ", that of the line before");
      }
      seq = event.seq();
      ended |= event.kind() == LabelEvent.Kind.END;
      events.add(event);
    }
    if (!ended) {
      throw new UsageException(
          file.path()
              + ": no operation has ended, so there is nothing to judge; expected a header and an"
              + " event in each further line");
    }
    return new LabelLog(header, events);
  }

  private LabelLog.Header header(LabelModel model) {
    Json header = lines.get(0);
    model();
    Json start = header.get("start");
    if (!start.text().equals(model.start())) {
      throw start.wrong("\"" + model.start() + "\", the initial state of " + model.name());
    }
    return new LabelLog.Header(
        model.name(),
        model.start(),
        (int) header.get("threads").integer(1, model.threads().size()),
        header.get("seed").integer(),
        header.get("pauses").bool());
  }

  private static LabelEvent event(LabelModel model, Json line, @Nullable String[] open) {
    long seq = line.get("seq").integer();
    Json at = line.get("thread");
    int thread = (int) at.integer(0, open.length - 1L);
    Json kind = line.get("kind");
    boolean isOpen = open[thread] != null;
    return switch (kind.text()) {
      case "start" -> {
        line.allow("seq", "thread", "kind", "op");
        if (isOpen) {
          throw at.wrong("another thread: this one is in " + open[thread]);
        }
        String text = operation(model, line.get("op"));
        open[thread] = text;
        yield new LabelEvent(seq, thread, LabelEvent.Kind.START, text);
      }
      case "label" -> {
        line.allow("seq", "thread", "kind", "label");
        requireOpen(isOpen, at);
        Json label = line.get("label");
        if (!model.labels().contains(label.text())) {
          throw label.wrong("a label of " + LabelModel.MODULE);
        }
        yield new LabelEvent(seq, thread, LabelEvent.Kind.LABEL, label.text());
      }
      case "end" -> {
        line.allow("seq", "thread", "kind", "result");
        requireOpen(isOpen, at);
        open[thread] = null;
        yield new LabelEvent(seq, thread, LabelEvent.Kind.END, result(line.get("result")));
      }
      default -> throw kind.wrong("start, label or end");
    };
  }

  private static void requireOpen(boolean isOpen, Json thread) {
    if (!isOpen) {
      throw thread.wrong("a thread that has started an operation");
    }
  }

  private static String operation(LabelModel model, Json op) {
    Map<String, TlaValue> fields = new LinkedHashMap<>();
    op.object().forEach((key, at) -> fields.put(key, value(at)));
    String text = TlaValue.record(fields).canonical();
    if (!model.operations().containsKey(text)) {
      throw op.complaint("found " + text + ", expected one of Operations of " + model.name());
    }
    return text;
  }

  private static String result(Json result) {
    List<TlaValue> parts = result.list().stream().map(LabelLogReader::value).toList();
    if (parts.isEmpty() || parts.size() > 2 || !result.list().get(0).isText()) {
      throw result.wrong("[\"OK\"] or another status, or [\"data\", bytes]");
    }
    return TlaValue.sequence(parts).canonical();
  }

  private static TlaValue value(Json at) {
    if (at.isInteger()) {
      return TlaValue.of(at.integer());
    } else if (!at.isText()) {
      throw at.wrong("an integer or a string");
    }
    return TlaValue.string(at.text());
  }
}
