package org.fragcache.conformance.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeMap;
import org.fragcache.conformance.schedule.ScheduleReport;

/** The results of schedules as JSON; the keys are described in conformance/README.md. */
final class SchedulesJson {
  private SchedulesJson() {}

  static String text(List<ScheduleReport> reports) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("conforms", reports.stream().allMatch(ScheduleReport::conforms));
    ArrayNode models = root.putArray("models");
    for (ScheduleReport r : reports) {
      ObjectNode model = models.addObject();
      model.put("model", r.model()).put("conforms", r.conforms()).put("threads", r.threads());
      model.put("states", r.states()).put("changing", r.changing()).put("taken", r.taken());
      model.put("walks", r.walks()).put("steps", r.steps()).put("waits", r.blocked());
      model.put("stepsPerSecond", r.perSecond()).put("seconds", r.seconds());
      model.put("exploreSeconds", r.exploreSeconds()).put("counts", r.counts());
      ObjectNode reached = model.putObject("labels");
      new TreeMap<>(r.reached()).forEach(reached::put);
      ObjectNode alone = model.putObject("alone");
      new TreeMap<>(r.alone()).forEach(alone::put);
      r.difference().ifPresent(d -> model.put("difference", d));
    }
    return JsonText.of(root);
  }
}
