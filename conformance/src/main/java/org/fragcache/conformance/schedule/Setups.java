package org.fragcache.conformance.schedule;

import java.util.Map;
import java.util.TreeSet;
import org.fragcache.spec.UsageException;

/**
 * Calls that lead to the initial states of MCFragmentSteps, by name. Whether they do is seen: a
 * replay compares the first state as every other.
 */
public final class Setups {
  private static final String FILES = "Create(a) Create(b) ";
  private static final String MAPS = "Map(a,a,\"shared\") Map(b,b,\"shared\") ";
  private static final String SHARED = FILES + "Write(a,0,1) Fsync(a) Clone(a,0,1,b,0) ";

  static final Map<String, String> CALLS =
      Map.ofEntries(
          Map.entry("private", FILES + "Write(a,0,1) Write(b,0,2) Fsync(a) Fsync(b) " + MAPS),
          Map.entry(
              "cold",
              FILES + "Write(a,0,1) Write(b,0,2) Fsync(a) Fsync(b) Evict(a) Evict(b) " + MAPS),
          Map.entry("reuse", FILES + "Write(a,0,1) Fsync(a) Evict(a) Write(b,0,2) " + MAPS),
          Map.entry("dirty", FILES + "Write(a,0,1) Write(b,0,2) Fsync(b) " + MAPS),
          Map.entry("stored", FILES + MAPS + "Write(b,0,2) Fsync(b) Truncate(a,1) Store(a,0,1)"),
          Map.entry("holes", FILES + MAPS + "Truncate(a,1) Truncate(b,1)"),
          Map.entry("mappedhole", FILES + MAPS + "Truncate(a,1) Truncate(b,1) Load(a,0)"),
          Map.entry("shared", SHARED + MAPS),
          Map.entry("mapped", SHARED + MAPS + "Load(a,0) Load(b,0)"),
          Map.entry("reclaimed", SHARED + MAPS + "ReclaimFragment(1,0)"),
          Map.entry("evicted", SHARED + "Evict(a) " + MAPS),
          Map.entry("unreferenced", SHARED + "Evict(a) Evict(b) " + MAPS),
          Map.entry("left", SHARED + "Truncate(b,0) " + MAPS),
          Map.entry("leftcold", SHARED + "Truncate(b,0) ReclaimFragment(1,0) Write(b,0,2) " + MAPS),
          Map.entry("empty", FILES + "Write(b,0,2) Fsync(b) " + MAPS));

  private Setups() {}

  /**
   * The calls that lead to an initial state.
   *
   * @throws UsageException if there is none of that name
   */
  public static String calls(String setup) {
    String calls = CALLS.get(setup);
    if (calls == null) {
      throw new UsageException(
          "initial state "
              + setup
              + ": no calls that lead there; expected one of "
              + new TreeSet<>(CALLS.keySet()));
    }
    return calls;
  }
}
