package org.fragcache.baseline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Numbers for things that come and go, as the modules of designs give them: what is new gets the
 * least that nothing had when the call was made. Not thread safe.
 */
final class Numbers<K> {
  private final Map<K, Integer> numbers = new LinkedHashMap<>();

  /** These are there now, no others; what is new in the order in which it is numbered. */
  void update(Set<K> there) {
    Set<Integer> taken = new TreeSet<>(numbers.values());
    for (K thing : there) {
      if (!numbers.containsKey(thing)) {
        int n = 1;
        while (!taken.add(n)) {
          n++;
        }
        numbers.put(thing, n);
      }
    }
    numbers.keySet().retainAll(there);
  }

  /** The number of what is there, else 0. */
  int of(K thing) {
    return numbers.getOrDefault(thing, 0);
  }

  /** By number. */
  Map<Integer, K> byNumber() {
    Map<Integer, K> all = new LinkedHashMap<>();
    numbers.forEach((thing, n) -> all.put(n, thing));
    return all;
  }
}
