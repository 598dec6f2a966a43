package org.fragcache.conformance.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.fragcache.conformance.dir.Races;
import org.fragcache.conformance.race.RaceProgram;

/** Races as JSON; the keys are described in conformance/README.md. */
final class RacesJson {
  private RacesJson() {}

  static String text(List<Races.Count> counts, List<RacesCommand.Judged> judged) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("blocks", Races.BLOCKS);
    ArrayNode races = root.putArray("races");
    for (Races.Count c : counts) {
      races
          .addObject()
          .put("test", c.test())
          .put("race", c.race())
          .put("seen", c.seen())
          .put("torn", c.torn());
    }
    ArrayNode programs = root.putArray("programs");
    judged.forEach(j -> put(programs.addObject(), j));
    return JsonText.of(root);
  }

  private static void put(ObjectNode node, RacesCommand.Judged judged) {
    RaceProgram program = judged.program();
    node.put("program", program.name());
    node.put("what", program.what());
    node.put("threads", program.roles().size());
    node.put("calls", judged.verdict().overlap().calls());
    node.put("overlapped", judged.verdict().overlap().overlapped());
    node.put("reads", judged.ran().reads());
    node.put("torn", judged.ran().torn().size());
    node.put("accepted", judged.verdict().accepted());
    node.put("seconds", judged.verdict().seconds());
    ArrayNode failures = node.putArray("failures");
    judged.ran().failures().forEach(failures::add);
    judged.verdict().rejection().ifPresent(r -> node.put("rejection", r.toString()));
  }
}
