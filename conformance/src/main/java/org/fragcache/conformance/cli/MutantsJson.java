package org.fragcache.conformance.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.fragcache.conformance.mutants.Cell;
import org.fragcache.conformance.mutants.Check;
import org.fragcache.conformance.mutants.Fault;
import org.fragcache.conformance.mutants.MatrixReport;

/** Faults against checks as JSON; the keys are described in conformance/README.md. */
final class MutantsJson {
  private MutantsJson() {}

  static String text(MatrixReport report) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("holds", report.holds()).put("controlClean", report.isControlClean());
    root.put("seed", report.seed()).put("seconds", report.seconds());
    ObjectNode control = root.putObject("control");
    report
        .control()
        .forEach(
            (check, cells) -> {
              ArrayNode all = control.putArray(check.label());
              cells.forEach(cell -> put(all.addObject(), cell));
            });
    ArrayNode faults = root.putArray("faults");
    report.faults().forEach(fault -> put(faults.addObject(), fault, report));
    return JsonText.of(root);
  }

  private static void put(ObjectNode node, Fault fault, MatrixReport report) {
    node.put("name", fault.name()).put("what", fault.what()).put("kernel", fault.kernel());
    node.put("bug", fault.bug()).put("expected", fault.expected().label());
    node.put("verdict", report.verdict(fault).name().toLowerCase(Locale.ROOT));
    ObjectNode cells = node.putObject("cells");
    for (Check check : List.copyOf(report.checks())) {
      report.cell(fault, check).ifPresent(cell -> put(cells.putObject(check.label()), cell));
    }
  }

  private static void put(ObjectNode node, Cell cell) {
    node.put("verdict", cell.verdict().label()).put("with", cell.with());
    node.put("steps", cell.steps()).put("seconds", cell.seconds()).put("head", cell.head());
  }
}
