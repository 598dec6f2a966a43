package org.fragcache.conformance.log;

import java.util.List;
import java.util.Map;
import org.fragcache.conformance.Outcomes;
import org.fragcache.conformance.json.Json;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.value.TlaValue;
import org.jspecify.annotations.Nullable;

/** Reads the events of a log one after the other, and knows which calls are under way. */
final class EventReader {
  private final LogModel model;
  private final @Nullable Call[] open;

  EventReader(LogModel model, int threads) {
    this.model = model;
    this.open = new Call[threads];
  }

  Event read(Json line) {
    long seq = line.get("seq").integer();
    Json at = line.get("thread");
    int thread = (int) at.integer(0, open.length - 1L);
    Json kind = line.get("kind");
    Call under = open[thread];
    return switch (kind.text()) {
      case "start" -> {
        line.allow("seq", "thread", "kind", "call", "args");
        requireNone(under, at);
        Call call = call(line);
        open[thread] = call;
        yield Event.start(seq, thread, call);
      }
      case "end" -> {
        line.allow("seq", "thread", "kind", "call", "result");
        Json name = line.get("call");
        if (under == null || !under.name().equals(name.text())) {
          throw name.wrong(
              under == null ? "a start of it by thread " + thread : "the end of " + under);
        }
        open[thread] = null;
        yield Event.end(seq, thread, under, outcome(line.get("result")));
      }
      case "step" -> {
        line.allow("seq", "thread", "kind", "call", "args", "result");
        requireNone(under, at);
        yield Event.step(seq, thread, step(line), taken(line.get("result")));
      }
      default -> throw kind.wrong("start, end or step");
    };
  }

  private static void requireNone(@Nullable Call under, Json thread) {
    if (under != null) {
      throw thread.wrong("another thread: this one is in " + under);
    }
  }

  private Call call(Json line) {
    Call call = new Call(line.get("call").text(), arguments(line));
    try {
      model.callIndex(call);
    } catch (UsageException e) {
      throw line.get("call").complaint(String.valueOf(e.getMessage()));
    }
    return call;
  }

  private Call step(Json line) {
    Json name = line.get("call");
    if (!model.isStep(name.text())) {
      throw name.wrong("a step of the environment that is in the Ops of " + model.name());
    }
    return new Call(name.text(), arguments(line));
  }

  private List<String> arguments(Json line) {
    return line.get("args").list().stream().map(a -> value(model, a).canonical()).toList();
  }

  private static String taken(Json result) {
    if (!List.of(Outcomes.DONE, Outcomes.NOT_ENABLED).contains(result.text())) {
      throw result.wrong("\"" + Outcomes.DONE + "\" or \"" + Outcomes.NOT_ENABLED + "\"");
    }
    return result.text();
  }

  private String outcome(Json result) {
    result.allow("status", "data");
    List<TlaValue> data =
        result.get("data").list().stream().map(d -> TlaValue.of(d.integer())).toList();
    String outcome =
        TlaValue.record(
                Map.of(
                    "status", TlaValue.string(result.get("status").text()),
                    "data", TlaValue.sequence(data)))
            .canonical();
    if (!model.isOutcome(outcome)) {
      throw result.complaint("found " + outcome + ", expected one of Outcomes");
    }
    return outcome;
  }

  /** A string that is the name of a model value stands for that; a list is a set. */
  static TlaValue value(LogModel model, Json at) {
    if (at.isList()) {
      return TlaValue.set(at.list().stream().map(element -> value(model, element)).toList());
    } else if (at.isInteger()) {
      return TlaValue.of(at.integer());
    } else if (!at.isText()) {
      throw at.wrong("an integer or a string");
    }
    return model.isName(at.text()) ? TlaValue.model(at.text()) : TlaValue.string(at.text());
  }
}
