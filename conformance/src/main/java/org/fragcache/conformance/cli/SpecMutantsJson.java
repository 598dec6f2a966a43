package org.fragcache.conformance.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fragcache.conformance.specmutants.Campaign;
import org.fragcache.conformance.specmutants.Fate;
import org.fragcache.conformance.specmutants.Verdicts;
import org.fragcache.spec.oracle.SpecMutant;

/** Changes of the specification as JSON; the keys are described in conformance/README.md. */
final class SpecMutantsJson {
  private SpecMutantsJson() {}

  static String text(Verdicts verdicts) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("good", verdicts.good()).put("seconds", verdicts.seconds());
    root.put("unexplained", verdicts.unexplained().size());
    verdicts.differences().forEach(root.putArray("differences")::add);
    ArrayNode models = root.putArray("models");
    for (Campaign.Share s : verdicts.shares()) {
      models
          .addObject()
          .put("model", s.model())
          .put("states", s.states())
          .put("mutants", s.explored())
          .put("told", s.reached())
          .put("killed", s.killed())
          .put("seconds", s.seconds());
    }
    ArrayNode mutants = root.putArray("mutants");
    for (SpecMutant m : verdicts.mutants()) {
      Fate fate = verdicts.fate(m);
      ObjectNode node = mutants.addObject();
      node.put("module", m.module()).put("operator", m.operator());
      node.put("place", m.place().toString()).put("change", m.change().label());
      node.put("formula", m.formula()).put("becomes", m.becomes());
      node.put("verdict", fate.verdict().label()).put("by", fate.by());
      node.put("model", fate.model()).put("trace", fate.trace()).put("detail", fate.detail());
      verdicts.reason(m).ifPresent(reason -> node.put("reason", reason));
    }
    return JsonText.of(root);
  }
}
