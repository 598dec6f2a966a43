package org.fragcache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Objects by a small number; null where none was put. */
final class Table<T> {
  private @Nullable Object[] entries = new Object[16];
  private int count;

  @SuppressWarnings("unchecked") // only put() stores
  @Nullable T get(int i) {
    return i < entries.length ? (T) entries[i] : null;
  }

  /** As {@link #get}, for any number. */
  @Nullable T find(int i) {
    return i < 0 ? null : get(i);
  }

  void put(int i, T entry) {
    if (i >= entries.length) {
      entries = Arrays.copyOf(entries, i + (i >> 1) + 1);
    }
    if (entries[i] == null) {
      count++;
    }
    entries[i] = entry;
  }

  void remove(int i) {
    if (get(i) != null) {
      entries[i] = null;
      count--;
    }
  }

  int count() {
    return count;
  }

  /** One past the greatest number that has an object. */
  int end() {
    int end = entries.length;
    while (end > 0 && entries[end - 1] == null) {
      end--;
    }
    return end;
  }

  /** The objects, by number. */
  List<T> values() {
    List<T> values = new ArrayList<>(count);
    for (int i = 0; i < entries.length; i++) {
      T entry = get(i);
      if (entry != null) {
        values.add(entry);
      }
    }
    return values;
  }
}
