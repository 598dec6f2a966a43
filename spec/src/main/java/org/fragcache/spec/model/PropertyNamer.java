package org.fragcache.spec.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fragcache.spec.model.TlcResult.Kind;
import org.fragcache.spec.model.TlcResult.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Finds which property of the configuration was violated. TLC names invariants, but of a property
 * it may tell a place inside it, the name of something it is made of, or nothing. Then each
 * candidate is checked alone: the violated one is known by violating again.
 */
final class PropertyNamer {

  private PropertyNamer() {}

  static TlcResult name(
      TlcProcess tlc, ModelRecord model, TlcResult result, TlcProcess.Listener listener) {
    if (result.kind() != Kind.VIOLATED || result.violation() == Violation.DEADLOCK) {
      return result;
    }
    TlcConfig config = TlcConfig.read(model.cfg(tlc.specDirectory()));
    String named = result.property();
    List<String> candidates = new ArrayList<>(config.properties());
    if (config.invariants().size() + candidates.size() == 1) {
      // Nothing else is checked, so that nothing else can be violated.
      return result.withProperty(
          candidates.isEmpty() ? config.invariants().get(0) : candidates.get(0));
    }
    boolean ofInvariant = result.violation() == Violation.INVARIANT;
    if (candidates.size() == 1 && !(ofInvariant && config.invariants().contains(named))) {
      return result.withProperty(candidates.get(0));
    }
    List<String> listed = ofInvariant ? config.invariants() : candidates;
    if (named != null && listed.contains(named)) {
      // A part of another property may bear the same name, if that is defined twice.
      if (isDefinedOnce(tlc, model, named)
          || violatedAlike(result, tlc.runOnly(model, named, listener), tlc.workers())) {
        return result;
      }
      candidates.remove(named);
    }
    List<String> violated = new ArrayList<>();
    for (String candidate : candidates) {
      if (violatedAlike(result, tlc.runOnly(model, candidate, listener), tlc.workers())) {
        violated.add(candidate);
      }
    }
    return violated.isEmpty()
        ? result.asError(
            "a violation ("
                + result.violation()
                + (named == null ? "" : ", " + named)
                + ") that no single property shows: "
                + String.join(", ", candidates))
        : result.withProperty(String.join(" and ", violated));
  }

  private static boolean isDefinedOnce(TlcProcess tlc, ModelRecord model, String name) {
    Pattern definition = Pattern.compile("(?m)^\\s*" + Pattern.quote(name) + "\\s*==");
    Path module = model.tla(tlc.specDirectory()).toAbsolutePath();
    Set<Path> files = new HashSet<>();
    try {
      for (Path directory : List.of(tlc.specDirectory(), module.getParent())) {
        try (Stream<Path> listed = Files.list(directory)) {
          listed
              .filter(file -> file.toString().endsWith(".tla"))
              .forEach(file -> files.add(file.toAbsolutePath().normalize()));
        }
      }
      long definitions = 0;
      for (Path file : files) {
        definitions += definition.matcher(Files.readString(file)).results().count();
      }
      return definitions == 1;
    } catch (IOException e) {
      return false; // then it is run alone, which tells
    }
  }

  private static boolean violatedAlike(TlcResult first, TlcResult alone, int workers) {
    if (alone.kind() != Kind.VIOLATED || alone.violation() != first.violation()) {
      return false;
    }
    // A lasso depends on all the properties, and a trace on the workers; else both are exact.
    boolean traceIsExact = first.violation() != Violation.TEMPORAL && workers == 1;
    return sameName(first.property(), alone.property())
        && (!traceIsExact || first.trace().size() == alone.trace().size());
  }

  private static boolean sameName(@Nullable String a, @Nullable String b) {
    return a == null ? b == null : a.equals(b);
  }
}
