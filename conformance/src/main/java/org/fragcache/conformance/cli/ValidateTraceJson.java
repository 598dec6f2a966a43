package org.fragcache.conformance.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.fragcache.conformance.trace.TraceFile;
import org.fragcache.conformance.trace.TraceRejection;
import org.fragcache.conformance.trace.TraceValidator;
import org.fragcache.spec.oracle.Call;

/** Verdicts on traces of states as JSON; the keys are described in conformance/README.md. */
final class ValidateTraceJson {
  private ValidateTraceJson() {}

  static String text(Path trace, TraceFile file, String model, TraceValidator.Verdict verdict) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("trace", trace.toString());
    root.put("accepted", verdict.accepted());
    root.put("format", file.format().toString());
    root.put("model", model);
    root.put("states", verdict.states());
    root.put("named", verdict.named());
    root.put("found", verdict.found());
    root.put("stuttering", verdict.stuttering());
    ArrayNode calls = root.putArray("calls");
    verdict.calls().forEach(call -> calls.add(call.toString()));
    ArrayNode violated = root.putArray("violated");
    verdict
        .violated()
        .forEach(v -> violated.addObject().put("state", v.state()).put("invariant", v.invariant()));
    root.put("seconds", verdict.seconds());
    verdict.rejection().ifPresent(r -> put(root.putObject("rejection"), file, r));
    return JsonText.of(root);
  }

  private static void put(ObjectNode node, TraceFile file, TraceRejection rejection) {
    node.put("state", rejection.state());
    node.put("line", file.states().get(rejection.state()).line());
    if (rejection.loop() >= 0) {
      node.put("loop", rejection.loop());
    }
    node.put("call", rejection.call().map(Call::toString).orElse(""));
    node.put("guard", rejection.guard());
    node.put("instead", rejection.instead().map(Call::toString).orElse(""));
    ArrayNode nearest = node.putArray("nearest");
    for (TraceRejection.Nearest near : rejection.nearest()) {
      ObjectNode at = nearest.addObject().put("call", near.call());
      ArrayNode changes = at.putArray("changes");
      near.changes()
          .forEach(
              change ->
                  changes
                      .addObject()
                      .put("path", change.path())
                      .put("spec", TraceRejection.text(change.before()))
                      .put("trace", TraceRejection.text(change.after())));
      at.put("reason", near.reason());
    }
  }
}
