package org.fragcache.conformance.exec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fragcache.conformance.SubjectFailedException;
import org.fragcache.spec.oracle.Call;

/**
 * Requests and answers, each with a number, so that no answer is taken for that of another request.
 * The first thing that goes wrong kills the child, and is told on one line: what was sent after
 * which calls, what came, what was expected, and the end of its standard error.
 */
final class Conversation implements AutoCloseable {
  private static final int SHOWN = 12;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final String command;
  private final Duration timeout;
  private final Child child;
  private final List<Call> calls = new ArrayList<>();
  private long id;
  private String sent = "";
  private String came = "";
  private boolean failed;

  Conversation(String command, Duration timeout) {
    this.command = command;
    this.timeout = timeout;
    this.child = new Child(command);
  }

  /** A request without a number yet. */
  static ObjectNode request(String what) {
    return JsonNodeFactory.instance.objectNode().put("id", 0L).put("do", what);
  }

  /** Sends a request; the answer has its number. */
  JsonNode ask(ObjectNode request, String expected) {
    request.put("id", ++id);
    sent = request.toString();
    try {
      came = child.ask(sent, timeout);
    } catch (Child.NoAnswerException e) {
      came = String.valueOf(e.getMessage());
      throw broken(expected);
    }
    JsonNode answer;
    try {
      answer = JSON.readTree(came);
    } catch (JsonProcessingException e) {
      throw broken("an object in JSON, " + expected);
    }
    require(answer.isObject(), "an object in JSON, " + expected);
    JsonNode number = answer.path("id");
    require(number.isIntegralNumber() && number.asLong() == id, "\"id\":" + id + ", " + expected);
    return answer;
  }

  /** That the answer has these keys, its number, and no others. */
  void require(JsonNode answer, Set<String> keys, String expected) {
    Set<String> found = new TreeSet<>();
    answer.fieldNames().forEachRemaining(found::add);
    require(found.remove("id") && found.equals(keys), expected);
  }

  void require(boolean holds, String expected) {
    if (!holds) {
      throw broken(expected);
    }
  }

  /** What is wrong with what came. The child is killed. */
  SubjectFailedException broken(String expected) {
    String complaints = child.complaints();
    String after =
        calls.isEmpty()
            ? ""
            : " after "
                + calls.size()
                + (calls.size() == 1 ? " call: " : " calls: ")
                + (calls.size() > SHOWN ? "... " : "")
                + calls.subList(Math.max(0, calls.size() - SHOWN), calls.size()).stream()
                    .map(Call::toString)
                    .collect(Collectors.joining(" "));
    kill();
    return new SubjectFailedException(
        "exec:"
            + command
            + ": sent "
            + Text.brief(sent)
            + after
            + "; came "
            + (came.isEmpty() ? "an empty line" : Text.brief(came))
            + "; expected "
            + expected
            + (complaints.isEmpty() ? "" : "; its standard error ends: " + complaints));
  }

  /** A call is about to be made. */
  void made(Call call) {
    calls.add(call);
  }

  /** The calls so far are of no more interest. */
  void reset() {
    calls.clear();
  }

  /** The child has come up with all that it needs. */
  void settled() {
    child.look();
  }

  long pid() {
    return child.pid();
  }

  void kill() {
    failed = true;
    child.close();
  }

  /** Takes leave: the child must end, with status 0. Whatever it does, it is killed. */
  @Override
  public void close() {
    if (failed) {
      return;
    }
    try {
      reset();
      child.look();
      ask(request("bye"), "{\"ok\":true}");
      Integer status = child.exitStatus(timeout);
      came =
          status == null ? "no end in " + timeout.toMillis() / 1000.0 + " s" : "status " + status;
      require(status != null && status == 0, "an end with status 0");
      came = child.unasked();
      require(came.isEmpty(), "no more output");
    } finally {
      kill();
    }
  }
}
