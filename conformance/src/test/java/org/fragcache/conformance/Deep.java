package org.fragcache.conformance;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** {@code mvn verify -Pdeep} takes all of what {@code mvn verify} takes a part of. */
public final class Deep {
  private static final boolean IS_ON = Boolean.getBoolean("fragcache.deep");

  private Deep() {}

  /** All of a list in a deep run, else its first, and every {@code n}-th after it. */
  public static <T> List<T> every(int n, List<T> all) {
    return every(n, all, one -> false);
  }

  /** As before, and always those that are wanted. */
  public static <T> List<T> every(int n, List<T> all, Predicate<T> wanted) {
    return IntStream.range(0, all.size())
        .filter(i -> IS_ON || i % n == 0 || wanted.test(all.get(i)))
        .mapToObj(all::get)
        .toList();
  }

  /** The one in a deep run, else the other. */
  public static <T> T or(T deep, T otherwise) {
    return IS_ON ? deep : otherwise;
  }
}
