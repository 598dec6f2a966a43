package org.fragcache.spec.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.OracleState;
import org.fragcache.spec.oracle.Use;
import tlc2.tool.impl.ModelConfig;
import tlc2.util.Vect;
import util.SimpleFilenameToStream;

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
    List<ModelRecord> mine =
        models.all().stream().filter(m -> m.module().equals(MODULE) && !m.violated()).toList();
    Path spec = models.directory();
    Map<String, Set<Features>> all = new LinkedHashMap<>();
    // What one model evaluates a definition of operations to, each does.
    try (Oracle oracle = Oracle.open(spec, MODULE, mine.get(0).cfg(spec), Use.INSPECT)) {
      OracleState init = oracle.initialStates().get(0);
      for (ModelRecord model : mine) {
        Map<String, String> constants =
            constants(model.cfg(spec), definition -> oracle.eval(definition, init));
        all.put(model.name().substring(MODULE.length() + 1), of(constants));
      }
    }
    return all;
  }

  private static Set<Features> of(Map<String, String> constants) {
    String ops = value(constants, "Ops");
    boolean processes = !value(constants, "Process").equals("{}");
    boolean handles = !value(constants, "Handle").equals("{}");
    Set<Features> features = EnumSet.noneOf(Features.class);
    add(features, VIEWS, processes && ops.contains("\"Map\""));
    add(features, PINS, handles && ops.contains("\"Pin\""));
    add(features, UNITS, !value(constants, "UnitsPerBlock").equals("1"));
    add(features, DEDUPE, ops.contains("\"Dedupe\""));
    add(features, CRASH, ops.contains("\"Crash\""));
    add(features, MEMORY, value(constants, "Backing").equals("\"memory\""));
    add(features, MOVE, ops.contains("\"MigrateOwn\"") && ops.contains("\"PoisonFragment\""));
    add(features, CAPACITY, !value(constants, "Capacity").equals("0"));
    add(features, TAKE_BACK, ops.contains("\"TakeBack\""));
    return features;
  }

  private static String value(Map<String, String> constants, String name) {
    String value = constants.get(name);
    if (value == null) {
      throw new IllegalStateException("no " + name + " among " + constants);
    }
    return value;
  }

  /** What a configuration assigns, as TLC reads it; of definitions, what is put for Ops. */
  private static Map<String, String> constants(Path cfg, UnaryOperator<String> evaluate) {
    ModelConfig config =
        new ModelConfig(
            String.valueOf(cfg.getFileName()),
            new SimpleFilenameToStream(String.valueOf(cfg.getParent())));
    config.parse();
    Map<String, String> constants = new HashMap<>();
    Vect<?> all = config.getConstants();
    for (int i = 0; i < all.size(); i++) {
      Vect<?> constant = (Vect<?>) all.elementAt(i);
      constants.put(String.valueOf(constant.elementAt(0)), String.valueOf(constant.elementAt(1)));
    }
    String ops = config.getOverrides().get("Ops");
    if (ops != null) {
      constants.put("Ops", evaluate.apply(ops));
    }
    return constants;
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
