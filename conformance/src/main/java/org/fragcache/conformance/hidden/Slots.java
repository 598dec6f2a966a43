package org.fragcache.conformance.hidden;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tree of slots, index by index: whether what lies side by side is one entry hangs on the calls
 * that made the references, for a slot never gets one back that it had; see {@link DontCare}.
 */
final class Slots {
  private static final String TREE = "SlotTree";
  private static final String RUN = "SlotTree$Run";
  private static final int MOST = 4096;

  /** Its parts are what counts, not which one it is. */
  private static final String REFERENCE = "Ref";

  private Slots() {}

  static boolean isTree(Shape shape) {
    return shape.name().equals(TREE);
  }

  static boolean isReference(Shape shape) {
    return shape.name().equals(REFERENCE);
  }

  /** What is not empty, by index. */
  static List<Runs.Entry> of(Shape shape, Object tree) {
    List<Runs.Entry> entries = new ArrayList<>();
    Object root = shape.value(tree, "root");
    if (root != null && Shape.OF.get(root.getClass()).name().equals(RUN)) {
      Shape run = Shape.OF.get(root.getClass());
      int first = (int) run.number(root, "first");
      add(entries, first, run.number(root, "end") - first, run.value(root, "entry"));
    } else if (root != null) {
      node(entries, root, 0);
    }
    return entries;
  }

  private static void node(List<Runs.Entry> entries, Object node, long base) {
    Shape shape = Shape.OF.get(node.getClass());
    long each = 1L << shape.number(node, "shift");
    if (!(shape.value(node, "slots") instanceof Object[] slots)) {
      throw new UnknownClassException(shape.name() + ".slots");
    }
    for (int s = 0; s < slots.length; s++) {
      Object entry = slots[s];
      if (entry != null && entry.getClass() == node.getClass()) {
        node(entries, entry, base + s * each);
      } else if (entry != null) {
        add(entries, base + s * each, each, entry);
      }
    }
  }

  private static void add(List<Runs.Entry> to, long first, long n, @Nullable Object entry) {
    if (n > MOST) {
      throw new UnknownClassException("a run of " + n);
    }
    for (long i = first; i < first + n; i++) {
      to.add(new Runs.Entry((int) i, entry));
    }
  }
}
