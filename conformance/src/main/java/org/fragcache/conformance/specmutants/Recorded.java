package org.fragcache.conformance.specmutants;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fragcache.conformance.json.Json;
import org.fragcache.conformance.json.JsonFile;
import org.fragcache.spec.oracle.SpecMutant;

/**
 * {@code mutants.json}: the models that mutants are explored in, and what came of each mutant.
 *
 * @param models by name, in the order in which they are explored
 * @param fates by the key of the mutant
 */
public record Recorded(List<String> models, Map<String, Fate> fates) {
  /** Its name, in the specification's directory. */
  public static final String FILE = "mutants.json";

  private static final String SEPARATOR = "!";

  /** Copies. */
  public Recorded {
    models = List.copyOf(models);
    fates = new LinkedHashMap<>(fates);
  }

  /**
   * Reads it.
   *
   * @throws org.fragcache.spec.UsageException if something in it is not as conformance/README.md
   *     says
   */
  public static Recorded read(Path specDirectory) {
    Json json = JsonFile.read(specDirectory.resolve(FILE)).document();
    json.allow("models", "mutants");
    List<String> models = new ArrayList<>();
    json.get("models").list().forEach(m -> models.add(m.text()));
    if (models.isEmpty()) {
      throw json.get("models").wrong("at least one model");
    }
    Map<String, Fate> fates = new LinkedHashMap<>();
    for (Json at : json.get("mutants").list()) {
      at.allow("in", "mutant", "verdict", "by", "model", "trace");
      Fate.Verdict verdict = Fate.Verdict.of(at.get("verdict").text());
      String model = at.find("model").map(Json::text).orElse("");
      if (!model.isEmpty() && !models.contains(model)) {
        throw at.get("model").wrong("one of models");
      }
      String by = at.find("by").map(Json::text).orElse("");
      if ((verdict == Fate.Verdict.KILLED) == by.isEmpty()) {
        throw at.get("verdict").wrong("'by' if it is killed, and only then");
      }
      int trace = at.find("trace").map(t -> (int) t.integer(1, Integer.MAX_VALUE)).orElse(0);
      String key = at.get("in").text() + " " + at.get("mutant").text();
      if (fates.put(key, new Fate(verdict, by, model, trace, "")) != null) {
        throw at.get("mutant").wrong("a mutant that is not in the list before");
      }
    }
    return new Recorded(models, fates);
  }

  /** The text of the file: a line for each mutant. */
  String text(List<SpecMutant> mutants) {
    StringBuilder out = new StringBuilder("{\n  \"models\": [\n");
    for (int i = 0; i < models.size(); i++) {
      out.append("    \"").append(models.get(i)).append(i + 1 < models.size() ? "\",\n" : "\"\n");
    }
    out.append("  ],\n  \"mutants\": [\n");
    for (int i = 0; i < mutants.size(); i++) {
      SpecMutant m = mutants.get(i);
      Fate fate = fates.get(m.key());
      if (fate == null) {
        throw new IllegalStateException("nothing came of " + m);
      }
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      String in = m.module() + SEPARATOR + m.operator();
      node.put("in", in).put("mutant", m.key().substring(in.length() + 1));
      node.put("verdict", fate.verdict().label());
      if (!fate.by().isEmpty()) {
        node.put("by", fate.by());
      }
      if (!fate.model().isEmpty()) {
        node.put("model", fate.model());
      }
      if (fate.trace() > 0) {
        node.put("trace", fate.trace());
      }
      out.append("    ").append(line(node)).append(i + 1 < mutants.size() ? ",\n" : "\n");
    }
    return out.append("  ]\n}\n").toString();
  }

  private static String line(ObjectNode node) {
    try {
      return new ObjectMapper().writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes cannot be written", e);
    }
  }

  /** What is recorded otherwise than it is, a line each. */
  List<String> differences(Map<String, Fate> found, boolean all) {
    List<String> out = new ArrayList<>();
    found.forEach(
        (key, fate) -> {
          Fate was = fates.get(key);
          if (was == null) {
            out.add("not recorded: " + key + ": " + fate);
          } else if (!was.isAs(fate)) {
            out.add(key + ": recorded " + was + ", found " + fate);
          }
        });
    if (all) {
      fates.keySet().stream()
          .filter(key -> !found.containsKey(key))
          .forEach(key -> out.add("recorded, and no mutant of the specification: " + key));
    }
    return out;
  }
}
