package org.fragcache.conformance.hidden;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** A walk as text: what stands where, by path. */
final class Listing implements Sink {
  private final Map<String, String> lines = new LinkedHashMap<>();
  private final Deque<String> paths = new ArrayDeque<>();

  /**
   * @param root what the paths begin with
   */
  Listing(String root) {
    paths.push(root);
  }

  /** By path, in the order of the walk. */
  Map<String, String> lines() {
    return Collections.unmodifiableMap(lines);
  }

  /** Where the walk is. */
  String path() {
    return paths.element();
  }

  @Override
  public void enter(String field) {
    paths.push(path() + field);
  }

  @Override
  public void enter(int index) {
    paths.push(path() + "[" + index + "]");
  }

  @Override
  public void leave() {
    paths.pop();
  }

  @Override
  public void value(long value) {
    value(Long.toString(value));
  }

  @Override
  public void values(long[] values) {
    value(values.length);
    for (int i = 0; i < values.length; i++) {
      element(i, values[i]);
    }
  }

  @Override
  public void values(byte[] values) {
    value(values.length);
    for (int i = 0; i < values.length; i++) {
      element(i, values[i]);
    }
  }

  private void element(int index, long value) {
    enter(index);
    value(value);
    leave();
  }

  @Override
  public void value(String value) {
    lines.merge(path(), value, (before, now) -> before + " " + now);
  }
}
