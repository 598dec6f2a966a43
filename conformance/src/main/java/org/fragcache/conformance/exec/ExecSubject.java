package org.fragcache.conformance.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fragcache.conformance.Bounds;
import org.fragcache.conformance.Outcomes;
import org.fragcache.conformance.Projection;
import org.fragcache.conformance.ReplayModel;
import org.fragcache.conformance.Subject;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.value.TlaState;
import org.fragcache.spec.value.TlaValue;

/**
 * A child process that speaks JSON lines. It says which of the model's variables it gives; content
 * and size of files must be among them, or all if the model has no such variables.
 *
 * <p>Whatever it does that the protocol does not foresee is a {@link
 * org.fragcache.conformance.SubjectFailedException} of one line. {@link #close} kills it.
 */
public final class ExecSubject implements Subject {
  static final int PROTOCOL = 1;

  private static final Set<String> LEAST = Set.of("content", "size");

  private final String command;
  private final Conversation talk;
  private final Values values;
  private final Set<String> observed;
  private final Projection compared;
  private final String child;

  /**
   * Starts the child and tells it the model.
   *
   * @param command of the shell
   * @param timeout how long each answer may take
   * @throws UsageException if it cannot be started, declines the model, or breaks the protocol
   */
  public ExecSubject(String command, Duration timeout, ReplayModel model) {
    this.command = command;
    Bounds bounds = model.bounds();
    Set<String> names = new TreeSet<>(bounds.files());
    names.addAll(bounds.processes());
    names.addAll(bounds.handles());
    this.values = new Values(names);
    this.talk = new Conversation(command, timeout);
    try {
      String expected =
          "{\"protocol\":"
              + PROTOCOL
              + ",\"name\":NAME,\"observes\":[VARIABLE,...]} or"
              + " {\"decline\":WHY}";
      JsonNode answer = talk.ask(hello(model), expected);
      if (answer.path("decline").isTextual()) {
        throw new UsageException(
            name()
                + " declines "
                + model.name()
                + ": "
                + Text.brief(answer.path("decline").asText()));
      }
      talk.require(answer, Set.of("protocol", "name", "observes"), expected);
      List<String> variables = model.oracle().variables();
      Set<String> given = new LinkedHashSet<>();
      answer.path("observes").forEach(v -> given.add(v.asText()));
      talk.require(
          answer.path("protocol").isInt() && answer.path("protocol").asInt() == PROTOCOL, expected);
      talk.require(answer.path("name").isTextual() && answer.path("observes").isArray(), expected);
      talk.require(
          variables.containsAll(given), "observes: some of " + String.join(", ", variables));
      Set<String> least =
          new TreeSet<>(variables.containsAll(LEAST) ? LEAST : Set.copyOf(variables));
      talk.require(given.containsAll(least), "observes: at least " + String.join(", ", least));
      this.observed = Set.copyOf(given);
      this.compared = Projection.of(observed);
      this.child = Text.brief(answer.path("name").asText());
      talk.settled();
    } catch (RuntimeException e) {
      talk.kill();
      throw e;
    }
  }

  private static ObjectNode hello(ReplayModel model) {
    Bounds bounds = model.bounds();
    ObjectNode hello = Conversation.request("hello");
    hello.put("protocol", PROTOCOL).put("model", model.name());
    put(hello.putArray("files"), bounds.files());
    hello.put("blocks", bounds.blocks()).put("unitsPerBlock", bounds.unitsPerBlock());
    put(hello.putArray("processes"), bounds.processes());
    put(hello.putArray("handles"), bounds.handles());
    hello.put("capacity", bounds.capacity());
    hello.put("backing", bounds.memoryBacked() ? "memory" : "disk");
    put(hello.putArray("ops"), bounds.ops().stream().sorted().toList());
    put(hello.putArray("variables"), model.oracle().variables());
    return hello;
  }

  private static void put(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }

  @Override
  public String name() {
    return "exec:" + command;
  }

  /** What the child calls itself. */
  public String child() {
    return child;
  }

  @Override
  public Projection compared() {
    return compared;
  }

  @Override
  public void reset() {
    talk.reset();
    String expected = "{\"ok\":true}";
    JsonNode answer = talk.ask(Conversation.request("reset"), expected);
    talk.require(answer, Set.of("ok"), expected);
    talk.require(answer.path("ok").isBoolean() && answer.path("ok").asBoolean(), expected);
  }

  @Override
  public Bound bind(Call call) {
    ObjectNode apply = Conversation.request("apply");
    apply.put("call", call.name());
    ArrayNode args = apply.putArray("args");
    for (String arg : call.args()) {
      TlaValue value = TlaValue.parse(arg);
      if (value instanceof TlaValue.Int) {
        args.add(value.asInt());
      } else {
        args.add(
            value instanceof TlaValue.Str || value instanceof TlaValue.ModelValue
                ? value.asString()
                : arg);
      }
    }
    return () -> {
      talk.made(call);
      return outcome(talk.ask(apply, OUTCOME));
    };
  }

  private static final String OUTCOME =
      "{\"status\":NAME}, {\"status\":NAME,\"data\":[UNIT]}, or {\"done\":true or false} of a step";

  private String outcome(JsonNode answer) {
    if (answer.path("done").isBoolean()) {
      talk.require(answer, Set.of("done"), OUTCOME);
      return Outcomes.ofStep(answer.path("done").asBoolean());
    }
    JsonNode data = answer.path("data");
    talk.require(
        answer, data.isMissingNode() ? Set.of("status") : Set.of("status", "data"), OUTCOME);
    talk.require(answer.path("status").isTextual(), OUTCOME);
    String status = answer.path("status").asText();
    talk.require(status.matches("[A-Z]+"), OUTCOME);
    if (data.isMissingNode() || (data.isArray() && data.isEmpty())) {
      return Outcomes.of(status);
    }
    talk.require(data.isArray() && data.size() == 1 && data.get(0).isInt(), OUTCOME);
    Map<String, TlaValue> outcome = new TreeMap<>();
    outcome.put("status", TlaValue.string(status));
    outcome.put("data", TlaValue.sequence(List.of(TlaValue.of(data.get(0).asLong()))));
    return TlaValue.record(outcome).canonical();
  }

  @Override
  public byte[] observe() {
    String expected = "{\"state\":{...}} with " + String.join(", ", new TreeSet<>(observed));
    JsonNode answer = talk.ask(Conversation.request("observe"), expected);
    talk.require(answer, Set.of("state"), expected);
    JsonNode state = answer.path("state");
    talk.require(state.isObject(), expected);
    Map<String, TlaValue> variables = new TreeMap<>();
    for (Map.Entry<String, JsonNode> variable : state.properties()) {
      try {
        variables.put(variable.getKey(), values.of(variable.getValue()));
      } catch (IllegalArgumentException e) {
        throw talk.broken(variable.getKey() + ": " + e.getMessage());
      }
    }
    talk.require(variables.keySet().equals(observed), expected);
    return TlaState.of(variables).canonical().getBytes(StandardCharsets.UTF_8);
  }

  /** The protocol has none: a child that finds itself wrong may end. */
  @Override
  public String selfCheck() {
    return "";
  }

  /** Takes leave of the child, unless it has failed, and sees it end well. */
  @Override
  public void close() {
    talk.close();
  }

  /** For tests: whether it is still there. */
  long pid() {
    return talk.pid();
  }
}
