package org.fragcache.spec.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a model of FragmentCache has beyond its core, read from its configuration. */
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

  private static final Pattern STRING = Pattern.compile("\"(\\w+)\"");
  private static final Pattern NAME = Pattern.compile("\\b[A-Z]\\w*Ops\\b");

  /** As the table in README calls it. */
  final String text;

  Features(String text) {
    this.text = text;
  }

  /** The features of a model of MCFragmentCache. */
  static Set<Features> of(Path spec, ModelRecord model) throws IOException {
    String cfg = Files.readString(model.cfg(spec));
    Set<Features> features = EnumSet.noneOf(Features.class);
    Set<String> ops = ops(Files.readString(spec.resolve("MCFragmentCache.tla")), cfg);
    add(features, VIEWS, !constant(cfg, "Process").equals("{}") && ops.contains("Map"));
    add(features, PINS, !constant(cfg, "Handle").equals("{}") && ops.contains("Pin"));
    add(features, UNITS, !constant(cfg, "UnitsPerBlock").equals("1"));
    add(features, DEDUPE, ops.contains("Dedupe"));
    add(features, CRASH, ops.contains("Crash"));
    add(features, MEMORY, constant(cfg, "Backing").equals("\"memory\""));
    add(features, MOVE, ops.contains("MigrateOwn") && ops.contains("PoisonFragment"));
    add(features, CAPACITY, !constant(cfg, "Capacity").equals("0"));
    add(features, TAKE_BACK, ops.contains("TakeBack"));
    return features;
  }

  /** For each pair the model that holds and has least besides, or "none"; as rows of a table. */
  static List<String> table(Models models) throws IOException {
    List<String> rows = new ArrayList<>();
    StringBuilder head = new StringBuilder("| |");
    StringBuilder rule = new StringBuilder("|---|");
    for (Features column : values()) {
      if (column != TAKE_BACK) {
        head.append(' ').append(column.text).append(" |");
        rule.append("---|");
      }
    }
    rows.add(head.toString());
    rows.add(rule.toString());
    for (Features row : values()) {
      if (row == VIEWS) {
        continue;
      }
      StringBuilder cells = new StringBuilder("| " + row.text + " |");
      for (Features column : values()) {
        if (column != TAKE_BACK) {
          cells.append(' ');
          cells.append(column.compareTo(row) < 0 ? smallest(models, row, column) : "");
          cells.append(column.compareTo(row) < 0 ? " |" : "|");
        }
      }
      rows.add(cells.toString());
    }
    return rows;
  }

  private static String smallest(Models models, Features a, Features b) throws IOException {
    Optional<String> best = Optional.empty();
    int least = Integer.MAX_VALUE;
    for (ModelRecord model : models.all()) {
      if (!model.module().equals("MCFragmentCache") || model.violated()) {
        continue;
      }
      Set<Features> has = of(models.directory(), model);
      if (has.contains(a) && has.contains(b) && has.size() < least) {
        least = has.size();
        best = Optional.of(model.name().substring("MCFragmentCache_".length()));
      }
    }
    return best.map(name -> "`" + name + "`").orElse("none");
  }

  private static void add(Set<Features> features, Features feature, boolean has) {
    if (has) {
      features.add(feature);
    }
  }

  private static String constant(String cfg, String name) {
    Matcher m = Pattern.compile("(?m)^  " + name + " = (.*)$").matcher(cfg);
    if (!m.find()) {
      throw new IllegalStateException("no constant " + name + " in " + cfg);
    }
    return m.group(1).trim();
  }

  /** The operations of a configuration: a set in place, or one that the module defines. */
  private static Set<String> ops(String module, String cfg) {
    Matcher named = Pattern.compile("(?m)^  Ops <- (\\w+)$").matcher(cfg);
    Set<String> ops = new HashSet<>();
    if (named.find()) {
      collect(module, named.group(1), ops);
    } else {
      Matcher set = Pattern.compile("(?s)  Ops = \\{(.*?)\\}").matcher(cfg);
      if (!set.find()) {
        throw new IllegalStateException("no Ops in " + cfg);
      }
      STRING.matcher(set.group(1)).results().forEach(s -> ops.add(s.group(1)));
    }
    return ops;
  }

  private static void collect(String module, String name, Set<String> ops) {
    Matcher definition =
        Pattern.compile("(?ms)^" + name + "\\s*==(.*?)(?=^\\w+\\s*==|^\\s*$)").matcher(module);
    if (!definition.find()) {
      if (name.endsWith("Ops")) {
        throw new IllegalStateException("no definition of " + name);
      }
      return;
    }
    String body = definition.group(1);
    STRING.matcher(body).results().forEach(s -> ops.add(s.group(1)));
    NAME.matcher(body).results().forEach(s -> collect(module, s.group(), ops));
    Matcher parts = Pattern.compile("\\bCore(Calls|Steps)\\b").matcher(body);
    while (parts.find()) {
      collect(module, parts.group(), ops);
    }
  }
}
