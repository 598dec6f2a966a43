package org.fragcache.conformance.hidden;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map by runs, index by index: how its runs are cut hangs on which blocks of the store touch, and
 * so on which were free; see {@link DontCare}.
 */
final class Runs {
  private static final String MAP = "RunMap";
  private static final int MOST = 4096;

  /** An index and its value. */
  record Entry(int index, @Nullable Object value) {}

  private Runs() {}

  static boolean isMap(Shape shape) {
    return shape.name().equals(MAP);
  }

  /** By index. */
  static List<Entry> of(Shape shape, Object map) {
    Object only = shape.value(map, "only");
    Object many = shape.value(map, "runs");
    Collection<?> runs =
        only != null ? List.of(only) : many instanceof Map<?, ?> m ? m.values() : List.of();
    List<Entry> entries = new ArrayList<>();
    for (Object run : runs) {
      Shape of = Shape.OF.get(run.getClass());
      int at = (int) of.number(run, "at");
      int len = (int) of.number(run, "len");
      if (len > MOST) {
        throw new UnknownClassException("a run of " + len);
      }
      for (int i = at; i < at + len; i++) {
        entries.add(new Entry(i, of.value(run, "value")));
      }
    }
    return entries;
  }
}
