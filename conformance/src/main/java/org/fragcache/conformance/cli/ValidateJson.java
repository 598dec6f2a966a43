package org.fragcache.conformance.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.fragcache.conformance.log.Overlap;
import org.fragcache.conformance.log.Rejection;
import org.fragcache.conformance.log.Validator;

/** Verdicts as JSON; the keys are described in conformance/README.md. */
final class ValidateJson {
  private ValidateJson() {}

  static String text(Path trace, Validator.Verdict verdict) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("trace", trace.toString());
    root.put("accepted", verdict.accepted());
    root.put("events", verdict.events());
    root.put("seconds", verdict.seconds());
    root.put("cpuSeconds", verdict.cpuSeconds());
    root.put("eventsPerSecond", verdict.perSecond());
    root.put("mostPossibilities", verdict.most());
    root.put("states", verdict.states());
    root.put("asked", verdict.asked());
    put(root.putObject("overlap"), verdict.overlap());
    verdict.rejection().ifPresent(r -> put(root.putObject("rejection"), r));
    return JsonText.of(root);
  }

  private static void put(ObjectNode node, Overlap overlap) {
    node.put("calls", overlap.calls());
    node.put("overlapped", overlap.overlapped());
    node.put("mean", overlap.mean());
    node.put("most", overlap.most());
  }

  private static void put(ObjectNode node, Rejection rejection) {
    node.put("line", rejection.line());
    node.put("thread", rejection.event().thread());
    node.put("call", rejection.event().call().toString());
    node.put("result", rejection.event().result());
    ArrayNode frontier = node.putArray("frontier");
    for (Rejection.Possibility possibility : rejection.frontier()) {
      ObjectNode at = frontier.addObject();
      at.put("state", possibility.state());
      put(at.putArray("taken"), possibility.taken());
      ArrayNode candidates = at.putArray("candidates");
      for (Rejection.Candidate c : possibility.candidates()) {
        ObjectNode candidate = candidates.addObject();
        put(candidate.putArray("after"), c.after());
        put(candidate.putObject("call"), c.call());
        candidate.put("logged", c.logged());
        candidate.put("specified", c.specified());
        candidate.put("reason", c.reason());
      }
    }
    node.put("recordAgain", rejection.header().recordAgain(rejection.events()));
  }

  private static void put(ArrayNode list, Iterable<Rejection.InFlight> calls) {
    calls.forEach(call -> put(list.addObject(), call));
  }

  private static void put(ObjectNode node, Rejection.InFlight call) {
    node.put("line", call.line());
    node.put("thread", call.thread());
    node.put("call", call.call().toString());
  }
}
