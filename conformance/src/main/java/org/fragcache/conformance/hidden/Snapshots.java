package org.fragcache.conformance.hidden;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a subject had in memory the first time that a state of the specification was reached, as
 * hashes, to be compared with what it has when the state is reached again.
 */
public final class Snapshots {
  private final ObjectGraph graph = new ObjectGraph();
  private final Digest main = new Digest();
  private final Digest[] rest;
  private final BitSet visited;
  private final long[] first;
  private final long[][] firstRest; // by don't-care, then by state; of those that never differed
  private final BitSet differed = new BitSet();
  private long compared;
  private int objects;

  /** For so many states of the specification. */
  public Snapshots(int states) {
    int cares = DontCare.all().size();
    this.visited = new BitSet(states);
    this.first = new long[states];
    this.firstRest = new long[cares][states];
    this.rest = new Digest[cares];
    Arrays.setAll(rest, i -> new Digest());
  }

  /** Whether all that can be reached from {@code root} is as it was the first time in a state. */
  public boolean isSame(int state, Object root) {
    main.clear();
    for (Digest digest : rest) {
      digest.clear();
    }
    objects = Math.max(objects, graph.walk(root, main, this::rest));
    boolean isFirst = !visited.get(state);
    for (int i = 0; i < rest.length; i++) {
      if (isFirst) {
        firstRest[i][state] = rest[i].hash();
      } else if (rest[i].hash() != firstRest[i][state] && !differed.get(i)) {
        differed.set(i);
      }
    }
    if (isFirst) {
      visited.set(state);
      first[state] = main.hash();
      return true;
    }
    compared++;
    return main.hash() == first[state];
  }

  /** Once it has differed nobody asks again. */
  private @Nullable Sink rest(int care) {
    return differed.get(care) ? null : rest[care];
  }

  /** What can be reached from an object, as text by path; what is don't-care is left out. */
  public static Map<String, String> text(Object root) {
    Listing listing = new Listing("cache");
    new ObjectGraph().walk(root, listing, care -> null);
    return new LinkedHashMap<>(listing.lines());
  }

  /** How often a state was reached again. */
  public long compared() {
    return compared;
  }

  /** The most objects that were met at a time. */
  public int objects() {
    return objects;
  }

  /** What is declared not to matter, and did differ. */
  public List<DontCare> differed() {
    return IntStream.range(0, rest.length)
        .filter(differed::get)
        .mapToObj(DontCare.all()::get)
        .toList();
  }
}
