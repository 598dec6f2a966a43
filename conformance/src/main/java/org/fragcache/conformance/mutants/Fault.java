package org.fragcache.conformance.mutants;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A fault to plant.
 *
 * @param name on the command line
 * @param what it is, in a few words
 * @param kernel the function that would have it
 * @param bug commit or number of a real one, or empty
 * @param edits what makes it
 * @param checks those that could see it, each with the model or kind to do it with
 * @param expected the cheapest that does
 */
public record Fault(
    String name,
    String what,
    String kernel,
    String bug,
    List<Edit> edits,
    Map<Check, String> checks,
    Check expected) {
  /** The name of the cache without a fault. */
  public static final String NONE = "none";

  /** Copies the collections. */
  public Fault {
    edits = List.copyOf(edits);
    checks = new EnumMap<>(checks);
  }
}
