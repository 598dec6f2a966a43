package org.fragcache.conformance.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.fragcache.conformance.labels.LabelRejection;
import org.fragcache.conformance.labels.LabelValidator;

/** Verdicts on logs of labels as JSON; the keys are described in conformance/README.md. */
final class ValidateLabelsJson {
  private ValidateLabelsJson() {}

  static String text(Path trace, LabelValidator.Verdict verdict) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("trace", trace.toString());
    root.put("accepted", verdict.accepted());
    root.put("events", verdict.events());
    root.put("labels", verdict.labels());
    root.put("operations", verdict.operations());
    root.put("overlapped", verdict.overlapped());
    root.put("seconds", verdict.seconds());
    root.put("cpuSeconds", verdict.cpuSeconds());
    root.put("labelsPerSecond", verdict.perSecond());
    root.put("mostPossibilities", verdict.most());
    root.put("states", verdict.states());
    root.put("asked", verdict.asked());
    verdict.rejection().ifPresent(r -> put(root.putObject("rejection"), r));
    return JsonText.of(root);
  }

  private static void put(ObjectNode node, LabelRejection rejection) {
    node.put("line", rejection.line());
    node.put("thread", rejection.event().thread());
    node.put("kind", rejection.event().kind().written());
    node.put("text", rejection.event().text());
    node.put("possibilities", rejection.possibilities());
    ArrayNode frontier = node.putArray("frontier");
    for (LabelRejection.Possibility possibility : rejection.frontier()) {
      ObjectNode at = frontier.addObject();
      at.put("state", possibility.state());
      possibility.threads().forEach(at.putArray("threads")::add);
      ArrayNode candidates = at.putArray("candidates");
      for (LabelRejection.Candidate c : possibility.candidates()) {
        ObjectNode candidate = candidates.addObject();
        c.after().forEach(candidate.putArray("after")::add);
        candidate.put("thread", c.thread());
        candidate.put("line", c.line());
        candidate.put("step", c.step());
        candidate.put("reason", c.reason());
      }
    }
    node.put("recordAgain", rejection.header().recordAgain(rejection.events()));
  }
}
