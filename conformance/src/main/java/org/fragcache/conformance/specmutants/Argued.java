package org.fragcache.conformance.specmutants;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fragcache.conformance.json.Json;
import org.fragcache.conformance.json.JsonFile;

/**
 * {@code mutants-argued.json}: mutants that differ from the specification, or cannot be told from
 * it in any model, and that no property excludes, each with the reason why that is right. Written
 * by hand.
 */
public final class Argued {
  /** Its name, in the specification's directory. */
  public static final String FILE = "mutants-argued.json";

  private record Entry(String at, Fate.Verdict verdict, String reason) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private Argued() {}

  /**
   * Reads it.
   *
   * @throws org.fragcache.spec.UsageException if something in it is not as conformance/README.md
   *     says
   */
  public static Argued read(Path specDirectory) {
    Json json = JsonFile.read(specDirectory.resolve(FILE)).document();
    json.allow("argued");
    Argued argued = new Argued();
    for (Json at : json.get("argued").list()) {
      at.allow("reason", "verdict", "mutants");
      if (at.get("reason").text().isBlank()) {
        throw at.get("reason").wrong("a reason");
      }
      Fate.Verdict verdict = Fate.Verdict.of(at.get("verdict").text());
      if (!verdict.needsReason()) {
        throw at.get("verdict").wrong("a verdict that needs a reason");
      }
      if (at.get("mutants").list().isEmpty()) {
        throw at.get("mutants").wrong("at least one mutant");
      }
      for (Json mutant : at.get("mutants").list()) {
        Entry entry = new Entry(FILE + ":" + mutant.line(), verdict, at.get("reason").text());
        if (argued.entries.put(mutant.text(), entry) != null) {
          throw mutant.wrong("a mutant that is argued once");
        }
      }
    }
    return argued;
  }

  /** Why what came of a mutant is right, if that is said. */
  public Optional<String> reason(String key, Fate fate) {
    Entry entry = entries.get(key);
    return entry != null && entry.verdict == fate.verdict()
        ? Optional.of(entry.reason)
        : Optional.empty();
  }

  /** What the list has that is not so, a line each. */
  List<String> stale(Map<String, Fate> fates) {
    List<String> out = new ArrayList<>();
    entries.forEach(
        (key, entry) -> {
          Fate fate = fates.get(key);
          if (fate == null) {
            out.add(entry.at + ": no mutant of the specification: " + key);
          } else if (fate.verdict() != entry.verdict) {
            out.add(
                entry.at + ": " + key + ": is " + fate + ", argued as " + entry.verdict.label());
          }
        });
    return out;
  }
}
