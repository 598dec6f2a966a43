package org.fragcache.conformance.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.fragcache.conformance.Conformance.Report;
import org.fragcache.conformance.CrashDifference;
import org.fragcache.conformance.CrashReport;
import org.fragcache.conformance.Difference;
import org.fragcache.conformance.HiddenDifference;
import org.fragcache.conformance.HiddenReport;
import org.fragcache.conformance.fsx.FsxReplay;
import org.fragcache.conformance.fsx.FsxTrace;
import org.fragcache.conformance.hidden.DontCare;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.value.TlaState;

/** The results of a replay as JSON; the keys are described in conformance/README.md. */
final class ConformJson {
  private ConformJson() {}

  static String text(List<Report> reports) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("conforms", reports.stream().allMatch(Report::conforms));
    ArrayNode models = root.putArray("models");
    for (Report r : reports) {
      ObjectNode model = models.addObject();
      model.put("model", r.model());
      model.put("subject", r.subject());
      model.put("conforms", r.conforms());
      model.put("states", r.states());
      model.put("generated", r.generated());
      model.put("depth", r.depth());
      model.put("edges", r.edges());
      model.put("changing", r.changing());
      model.put("replayed", r.replayed());
      model.put("walks", r.traces());
      model.put("coverSteps", r.coverSteps());
      model.put("steps", r.steps());
      model.put("lowerBound", r.lowerBound());
      model.put("probes", r.probes());
      model.put("threads", r.threads());
      model.put("successorsPerSecond", r.successorsPerSecond());
      model.put("exploreSeconds", r.exploreSeconds());
      model.put("graphSeconds", r.graphSeconds());
      model.put("replaySeconds", r.replaySeconds());
      model.put("stepsPerSecond", r.perSecond());
      model.put("counts", r.counts());
      r.compared().forEach(model.putArray("compared")::add);
      r.notCompared().forEach(model.putArray("notCompared")::add);
      r.difference().ifPresent(d -> put(model.putObject("difference"), d));
      r.crashes().ifPresent(c -> put(model.putObject("crashes"), c));
      r.hidden().ifPresent(h -> put(model.putObject("hidden"), h));
    }
    return JsonText.of(root);
  }

  /** The results of an operation file, one for each subject. */
  static String text(FsxTrace trace, List<String> subjects, List<FsxReplay> replays) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("conforms", replays.stream().allMatch(r -> r.difference().isEmpty()));
    root.put("file", trace.file().toString());
    root.put("leftOut", trace.skipped());
    ArrayNode all = root.putArray("subjects");
    for (int i = 0; i < replays.size(); i++) {
      ObjectNode replay = all.addObject();
      replay.put("subject", subjects.get(i));
      replay.put("operations", replays.get(i).operations());
      replay.put("calls", replays.get(i).calls());
      replays.get(i).difference().ifPresent(d -> put(replay.putObject("difference"), d));
    }
    return JsonText.of(root);
  }

  private static void put(ObjectNode node, CrashReport c) {
    node.put("conforms", c.conforms());
    node.put("crashStates", c.crashStates());
    node.put("reproduced", c.reproduced());
    node.put("points", c.points());
    node.put("sampled", c.sampled());
    node.put("recoveries", c.recoveries());
    node.put("lost", c.lost());
    node.put("kept", c.kept());
    node.put("seconds", c.seconds());
    c.difference().ifPresent(d -> put(node.putObject("difference"), d));
  }

  private static void put(ObjectNode node, HiddenReport h) {
    node.put("conforms", h.conforms());
    node.put("compared", h.compared());
    node.put("objects", h.objects());
    h.differed().stream().map(DontCare::field).forEach(node.putArray("differed")::add);
    h.difference().ifPresent(d -> put(node.putObject("difference"), d));
  }

  private static void put(ObjectNode node, HiddenDifference d) {
    put(node.putArray("first"), d.first());
    put(node.putArray("second"), d.second());
    ArrayNode fields = node.putArray("fields");
    for (HiddenDifference.Field f : d.fields()) {
      fields.addObject().put("path", f.path()).put("first", f.first()).put("second", f.second());
    }
    node.put("rerun", d.rerun());
  }

  private static void put(ObjectNode node, CrashDifference d) {
    put(node.putArray("calls"), d.calls());
    node.put("where", d.where());
    putChanges(node.putArray("state"), d.changes());
    node.put("failure", d.failure());
    node.put("rerun", d.rerun());
  }

  private static void put(ObjectNode node, Difference d) {
    put(node.putArray("calls"), d.calls());
    node.put("expectedOutcome", d.expectedOutcome());
    node.put("actualOutcome", d.actualOutcome());
    putChanges(node.putArray("state"), d.changes());
    node.put("reason", d.reason().map(Object::toString).orElse(""));
    node.put("selfCheck", d.selfCheck());
    node.put("rerun", d.rerun());
  }

  private static void put(ArrayNode node, List<Call> calls) {
    calls.forEach(c -> node.add(c.toString()));
  }

  private static void putChanges(ArrayNode node, List<TlaState.Change> changes) {
    for (TlaState.Change c : changes) {
      node.addObject()
          .put("path", c.path())
          .put("spec", String.valueOf(c.before()))
          .put("subject", String.valueOf(c.after()));
    }
  }
}
