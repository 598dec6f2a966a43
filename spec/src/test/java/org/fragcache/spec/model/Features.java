package org.fragcache.spec.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.OracleState;
import org.fragcache.spec.oracle.Use;

/** What a model of FragmentCache has beyond its core, as its constants say. */
enum Features {
  VIEWS("views"),
  PINS("pins"),
  UNITS("units"),
  DEDUPE("dedupe"),
  CRASH("crash"),
  MEMORY("memory-backed"),
  MOVE("migrate and poison"),
  CAPACITY("capacity"),
  TAKE_BACK("TakeBack");

  private static final String MODULE = "MCFragmentCache";

  /** As the table in README calls it. */
  final String text;

  Features(String text) {
    this.text = text;
  }

  /**
   * For each model of MCFragmentCache that must hold, by name without the module's, its features.
   */
  static Map<String, Set<Features>> ofAll(Models models) {
    Map<String, Set<Features>> all = new LinkedHashMap<>();
    for (ModelRecord model : models.all()) {
      if (model.module().equals(MODULE) && !model.violated()) {
        all.put(model.name().substring(MODULE.length() + 1), of(models.directory(), model));
      }
    }
    return all;
  }

  private static Set<Features> of(Path spec, ModelRecord model) {
    Set<Features> features = EnumSet.noneOf(Features.class);
    try (Oracle oracle = Oracle.open(spec, MODULE, model.cfg(spec), Use.INSPECT)) {
      OracleState init = oracle.initialStates().get(0);
      String ops = oracle.eval("Ops", init);
      boolean processes = !oracle.eval("Process", init).equals("{}");
      boolean handles = !oracle.eval("Handle", init).equals("{}");
      add(features, VIEWS, processes && ops.contains("\"Map\""));
      add(features, PINS, handles && ops.contains("\"Pin\""));
      add(features, UNITS, !oracle.eval("UnitsPerBlock", init).equals("1"));
      add(features, DEDUPE, ops.contains("\"Dedupe\""));
      add(features, CRASH, ops.contains("\"Crash\""));
      add(features, MEMORY, oracle.eval("Backing", init).equals("\"memory\""));
      add(features, MOVE, ops.contains("\"MigrateOwn\"") && ops.contains("\"PoisonFragment\""));
      add(features, CAPACITY, !oracle.eval("Capacity", init).equals("0"));
      add(features, TAKE_BACK, ops.contains("\"TakeBack\""));
    }
    return features;
  }

  private static void add(Set<Features> features, Features feature, boolean has) {
    if (has) {
      features.add(feature);
    }
  }

  /** For each pair the model that has both and least besides, or "none"; as rows of a table. */
  static List<String> table(Map<String, Set<Features>> models) {
    List<Features> columns = List.of(values()).subList(0, values().length - 1);
    List<String> rows = new ArrayList<>();
    StringBuilder head = new StringBuilder("| |");
    columns.forEach(column -> head.append(' ').append(column.text).append(" |"));
    rows.add(head.toString());
    rows.add("|---|" + "---|".repeat(columns.size()));
    for (Features row : List.of(values()).subList(1, values().length)) {
      StringBuilder cells = new StringBuilder("| " + row.text + " |");
      for (Features column : columns) {
        boolean below = column.compareTo(row) < 0;
        cells.append(below ? " " + smallest(models, row, column) + " |" : " |");
      }
      rows.add(cells.toString());
    }
    return rows;
  }

  private static String smallest(Map<String, Set<Features>> models, Features a, Features b) {
    String best = "none";
    int least = Integer.MAX_VALUE;
    for (Map.Entry<String, Set<Features>> model : models.entrySet()) {
      Set<Features> has = model.getValue();
      if (has.contains(a) && has.contains(b) && has.size() < least) {
        least = has.size();
        best = "`" + model.getKey() + "`";
      }
    }
    return best;
  }
}
