package org.fragcache.conformance.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalLong;
import org.fragcache.conformance.dir.Footprint;

/** The results of {@code footprint} as JSON. */
final class FootprintJson {
  private FootprintJson() {}

  static String text(FootprintCommand.Result r) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("directory", r.directory()).put("device", r.device());
    root.put("blockSize", r.blockSize()).put("bytes", r.bytes());
    ArrayNode counts = root.putArray("counts");
    for (int i = 0; i < r.clones().size(); i++) {
      ObjectNode row = counts.addObject().put("n", r.clones().get(i).others());
      count(row.putObject("clones"), r.clones().get(i));
      count(row.putObject("links"), r.links().get(i));
      row.putObject("cache")
          .put("cached", r.cache().get(i).cached())
          .put("read", r.cache().get(i).read());
    }
    ArrayNode latencies = root.putArray("latencies");
    for (Footprint.Latency l : r.latencies()) {
      ObjectNode row = latencies.addObject().put("what", l.what()).put("bytes", l.bytes());
      row.put("runs", l.extents());
      ArrayNode nanos = row.putArray("nanos");
      l.nanos().forEach(nanos::add);
    }
    return JsonText.of(root);
  }

  private static void count(ObjectNode node, Footprint.Count count) {
    node.put("cached", count.cached());
    OptionalLong read = count.read();
    if (read.isPresent()) {
      node.put("read", read.getAsLong());
    } else {
      node.putNull("read");
    }
  }
}
