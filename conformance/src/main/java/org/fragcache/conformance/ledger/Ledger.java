package org.fragcache.conformance.ledger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fragcache.conformance.json.Json;
import org.fragcache.conformance.json.JsonFile;
import org.fragcache.spec.UsageException;

/**
 * What {@code conformance/ledger.json} says that each gate counted when it was recorded. A gate
 * that counts less, or not at all, is red; one that counts more says so.
 *
 * @param entries in the order of the file
 */
public record Ledger(List<Entry> entries) {
  /**
   * A count.
   *
   * @param gate a test class or a command
   * @param measure what it counts
   * @param count how many there were; of a floor, how many there must be at least
   * @param why of a floor, why it is no exact count; else ""
   */
  public record Entry(String gate, String measure, long count, String why) {
    /** Whether it may be more without a word: free threads, say, count differently each time. */
    boolean isFloor() {
      return !why.isEmpty();
    }
  }

  /** Copies the list. */
  public Ledger {
    entries = List.copyOf(entries);
  }

  /**
   * Reads a file.
   *
   * @throws UsageException if it is malformed, or has nothing, or a count that nothing can fall
   *     below
   */
  public static Ledger read(Path file) {
    Json root = JsonFile.read(file).document();
    root.allow("gates");
    List<Entry> entries = new ArrayList<>();
    root.get("gates").object().forEach((gate, at) -> entries.addAll(gate(gate, at)));
    if (entries.isEmpty()) {
      throw root.get("gates").complaint("no gate, expected at least one");
    }
    return new Ledger(entries);
  }

  private static List<Entry> gate(String gate, Json at) {
    List<Entry> entries = new ArrayList<>();
    at.object()
        .forEach(
            (measure, count) -> {
              if (count.isObject()) {
                count.allow("floor", "why");
                long floor = count.get("floor").integer(1, Long.MAX_VALUE);
                if (count.get("why").text().isBlank()) {
                  throw count.get("why").wrong("a reason");
                }
                entries.add(new Entry(gate, measure, floor, count.get("why").text()));
              } else {
                entries.add(new Entry(gate, measure, count.integer(1, Long.MAX_VALUE), ""));
              }
            });
    if (entries.isEmpty()) {
      throw at.complaint("no measure, expected at least one");
    }
    return entries;
  }

  /**
   * What is to be said of a gate's counts.
   *
   * @param red lines for which the gate must fail
   * @param told lines about counts that are higher, or were never recorded
   */
  public record Finding(List<String> red, List<String> told) {
    /** Copies the lists. */
    public Finding {
      red = List.copyOf(red);
      told = List.copyOf(told);
    }
  }

  /** Holds the counts of one gate against what is recorded of it. */
  public Finding check(String gate, Map<String, Long> counts) {
    List<String> red = new ArrayList<>();
    List<String> told = new ArrayList<>();
    Map<String, Long> unknown = new TreeMap<>(counts);
    for (Entry entry : of(gate)) {
      Long found = unknown.remove(entry.measure());
      String what = gate + ": " + entry.measure() + ": ";
      String recorded = ", recorded " + (entry.isFloor() ? "at least " : "") + entry.count();
      if (found == null) {
        red.add(what + "found nothing" + recorded);
      } else if (found < entry.count()) {
        red.add(what + "found " + found + recorded);
      } else if (found > entry.count() && !entry.isFloor()) {
        told.add(what + "found " + found + recorded);
      }
    }
    unknown.forEach(
        (measure, found) ->
            told.add(gate + ": " + measure + ": found " + found + ", recorded nothing"));
    return new Finding(red, told);
  }

  private List<Entry> of(String gate) {
    return entries.stream().filter(entry -> entry.gate().equals(gate)).toList();
  }

  /** The ledger with a gate's counts as they are now; floors stay. */
  public Ledger with(String gate, Map<String, Long> counts) {
    List<Entry> updated = new ArrayList<>();
    Map<String, Long> left = new TreeMap<>(counts);
    for (Entry entry : entries) {
      Long found = entry.gate().equals(gate) ? left.remove(entry.measure()) : null;
      if (!entry.gate().equals(gate) || entry.isFloor()) {
        updated.add(entry);
      } else if (found != null) {
        updated.add(new Entry(gate, entry.measure(), found, ""));
      }
    }
    left.forEach((measure, found) -> updated.add(new Entry(gate, measure, found, "")));
    return new Ledger(updated);
  }

  /** The file: gates by name, measures in order. */
  public String text() {
    Map<String, List<Entry>> gates = new TreeMap<>();
    entries.forEach(e -> gates.computeIfAbsent(e.gate(), g -> new ArrayList<>()).add(e));
    List<String> parts = new ArrayList<>();
    gates.forEach(
        (gate, measures) -> {
          List<String> lines = new ArrayList<>();
          measures.forEach(e -> lines.add("      " + quoted(e.measure()) + ": " + value(e)));
          parts.add("    " + quoted(gate) + ": {\n" + String.join(",\n", lines) + "\n    }");
        });
    return "{\n  \"gates\": {\n" + String.join(",\n", parts) + "\n  }\n}\n";
  }

  private static String value(Entry entry) {
    return entry.isFloor()
        ? "{\"floor\": " + entry.count() + ", \"why\": " + quoted(entry.why()) + "}"
        : Long.toString(entry.count());
  }

  private static String quoted(String text) {
    return JsonNodeFactory.instance.textNode(text).toString();
  }
}
