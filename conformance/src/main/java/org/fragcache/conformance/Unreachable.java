package org.fragcache.conformance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fragcache.conformance.json.Json;
import org.fragcache.conformance.json.JsonFile;
import org.fragcache.spec.oracle.CoveragePoint;

/**
 * {@code coverage.json}: the models that are to show every point of the specification, and the
 * points that no state can show, each with the reason.
 */
public final class Unreachable {
  private static final String FILE = "coverage.json";

  /**
   * Points that cannot be seen. A point is told by its formula, not by its line, which moves.
   *
   * @param at where the list says so
   */
  record Entry(String at, String operator, String text, String aspect, String reason) {
    boolean is(CoveragePoint p) {
      return p.operator().equals(operator)
          && p.line().equals(text)
          && p.aspect().toString().equals(aspect);
    }
  }

  private final List<String> models = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();

  private Unreachable() {}

  /** Reads the list in the specification's directory. */
  public static Unreachable read(Path specDirectory) {
    Json json = JsonFile.read(specDirectory.resolve(FILE)).document();
    json.allow("models", "unreachable");
    Unreachable list = new Unreachable();
    json.get("models").list().forEach(model -> list.models.add(model.text()));
    if (list.models.isEmpty()) {
      throw json.get("models").wrong("at least one model");
    }
    for (Json entry : json.get("unreachable").list()) {
      entry.allow("operator", "formula", "aspect", "reason");
      String reason = entry.get("reason").text();
      if (reason.isBlank()) {
        throw entry.get("reason").wrong("a reason");
      }
      list.entries.add(
          new Entry(
              FILE + ":" + entry.line(),
              entry.get("operator").text(),
              entry.get("formula").text(),
              entry.get("aspect").text(),
              reason));
    }
    return list;
  }

  /** The models, by name. */
  public List<String> models() {
    return List.copyOf(models);
  }

  /** Why a point cannot be seen, if that is declared. */
  public Optional<String> reason(CoveragePoint point) {
    return entries.stream().filter(e -> e.is(point)).map(Entry::reason).findFirst();
  }

  /**
   * What the list has that is not so, a line each: a point that was seen all the same, or is none.
   */
  public List<String> stale(Coverage coverage) {
    Set<String> stale = new LinkedHashSet<>();
    for (Entry e : entries) {
      List<CoveragePoint> points = coverage.points().stream().filter(e::is).toList();
      String line = e.at() + ": " + e.operator() + ": " + e.text() + " " + e.aspect();
      if (points.isEmpty()) {
        stale.add(line + ": is no point of the specification");
      }
      points.stream()
          .filter(coverage::isSeen)
          .forEach(p -> stale.add(line + ": was seen, expected unreachable"));
    }
    return List.copyOf(stale);
  }
}
