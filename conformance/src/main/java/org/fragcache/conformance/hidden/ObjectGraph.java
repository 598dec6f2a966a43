package org.fragcache.conformance.hidden;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Walks all objects that can be reached from one, always in the same order, and tells what they
 * hold. Who an object is, is the order in which it was met; sets and maps are in the order of their
 * keys. What is {@link DontCare} is walked last, to a sink of its own, so that it changes no order.
 *
 * <p>Of the JDK's classes it knows those that it names; any other is an error. Not thread safe.
 */
final class ObjectGraph {
  /** What is walked last. */
  private record Later(int care, @Nullable Object value, long number) {}

  private final IdentityHashMap<Object, Integer> known = new IdentityHashMap<>();
  private final Deque<Later> later = new ArrayDeque<>();
  private Sink sink = new Digest();

  /** Gets what is don't-care. */
  interface Rest {
    /** Where this one of {@link DontCare#all} is to be told, or null if nobody asks. */
    @Nullable Sink of(int care);
  }

  /** Walks; returns how many objects were met. */
  int walk(Object root, Sink to, Rest rest) {
    known.clear();
    later.clear();
    sink = to;
    object(root);
    int met = known.size();
    for (Later l = later.poll(); l != null; l = later.poll()) {
      Sink own = rest.of(l.care);
      if (own != null) {
        sink = own;
        if (l.value == null) {
          sink.value(l.number);
        } else {
          object(l.value);
        }
      }
    }
    return met;
  }

  private void object(@Nullable Object o) {
    if (o == null) {
      sink.value(-1);
    } else if (o instanceof Number n) { // the JDK's counters too
      sink.value(n.longValue());
    } else if (o instanceof Boolean yes) {
      sink.value(yes ? 1 : 0);
    } else if (o instanceof String text) {
      sink.value(text);
    } else if (o instanceof Enum<?> constant) {
      sink.value(constant.name());
    } else if (o instanceof Object[] array && array.length == 0) {
      sink.value("empty"); // whose it is makes no difference
    } else {
      Shape shape = Shape.isOfProject(o.getClass()) ? Shape.OF.get(o.getClass()) : null;
      boolean isValue = shape != null && (shape.isValue() || Slots.isReference(shape));
      Integer number = isValue ? null : known.putIfAbsent(o, known.size());
      if (number != null) {
        sink.value(number);
      } else if (shape != null) {
        fields(o, shape);
      } else if (o.getClass().isArray()) {
        array(o);
      } else {
        ofJdk(o);
      }
    }
  }

  private void fields(Object o, Shape shape) {
    sink.value(shape.name());
    if (o instanceof AbstractQueuedSynchronizer lock) {
      String text = lock.toString(); // nothing else says its state
      sink.value(text.substring(text.indexOf('[')));
    }
    if (Runs.isMap(shape)) {
      entries(Runs.of(shape, o));
    } else if (Slots.isTree(shape)) {
      entries(Slots.of(shape, o));
    }
    for (Shape.Part part : shape.parts()) {
      try {
        if (part.isDontCare()) {
          later.add(
              part.isNumber()
                  ? new Later(part.care(), null, part.number(o))
                  : new Later(part.care(), part.field().get(o), -1));
        } else if (part.isNumber()) {
          sink.enter(part.part());
          sink.value(part.number(o));
          sink.leave();
        } else {
          part(part.part(), part.field().get(o));
        }
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(part.field().toString(), e);
      }
    }
  }

  private void entries(List<Runs.Entry> entries) {
    for (Runs.Entry entry : entries) {
      sink.value(entry.index());
      element(entry.index(), entry.value());
    }
  }

  private void part(String name, @Nullable Object o) {
    sink.enter(name);
    object(o);
    sink.leave();
  }

  private void array(Object array) {
    if (array instanceof Object[] elements) {
      sink.value(elements.length);
      for (int i = 0; i < elements.length; i++) {
        element(i, elements[i]);
      }
    } else if (array instanceof byte[] bytes) {
      sink.values(bytes);
    } else if (array instanceof int[] ints) {
      sink.value(ints.length);
      for (int i = 0; i < ints.length; i++) {
        element(i, ints[i]);
      }
    } else if (array instanceof long[] longs) {
      sink.values(longs);
    } else {
      throw unknown(array);
    }
  }

  private void element(int at, @Nullable Object o) {
    sink.enter(at);
    object(o);
    sink.leave();
  }

  private void ofJdk(Object o) {
    if (o instanceof Map<?, ?> map) {
      map(map);
    } else if (o instanceof List<?> list) {
      sink.value(list.size());
      for (int i = 0; i < list.size(); i++) {
        element(i, list.get(i));
      }
    } else if (o instanceof Set<?> set) {
      sink.value(set.size());
      int i = 0;
      for (Object element : sorted(set)) {
        element(i++, element);
      }
    } else if (o instanceof BitSet bits) {
      sink.value(bits.toString());
    } else if (o instanceof ByteBuffer buffer) {
      buffer(buffer);
    } else if (o instanceof ReentrantLock lock) {
      sink.value(lock.isLocked() ? "locked" : "free");
    } else if (o instanceof ThreadLocal<?> local) {
      object(local.get());
    } else if (o.getClass() != Object.class) {
      throw unknown(o);
    }
  }

  private UnknownClassException unknown(Object o) {
    String where = sink instanceof Listing listing ? listing.path() + ": " : "";
    return new UnknownClassException(where + o.getClass().getName());
  }

  private void map(Map<?, ?> map) {
    sink.value(map.size());
    for (Object key : sorted(map.keySet())) {
      sink.value(key.toString());
      sink.enter("[" + key + "]");
      object(map.get(key));
      sink.leave();
    }
  }

  private void buffer(ByteBuffer buffer) {
    sink.value(buffer.capacity());
    sink.value(buffer.position());
    sink.value(buffer.limit());
    byte[] bytes = new byte[buffer.limit()];
    buffer.get(0, bytes);
    sink.values(bytes);
  }

  /** Texts and numbers in their order; other things must have been met, else they have none. */
  private List<Object> sorted(Collection<?> keys) {
    List<Object> sorted = new ArrayList<>(keys);
    if (sorted.size() > 1) {
      sorted.sort(this::compare);
    }
    return sorted;
  }

  private int compare(Object a, Object b) {
    if (a instanceof String x && b instanceof String y) {
      return x.compareTo(y);
    }
    if (a instanceof Number x && b instanceof Number y) {
      return Long.compare(x.longValue(), y.longValue());
    }
    Integer x = known.get(a);
    Integer y = known.get(b);
    if (x == null || y == null) {
      throw new UnknownClassException(
          "a set of " + a.getClass().getName() + " that were met nowhere else");
    }
    return Integer.compare(x, y);
  }
}
