package org.fragcache.conformance.lincheck;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The sequential specification that Lincheck compares with: a place in a table. It knows how to
 * write a call, and nothing of what calls do. It has no reference to the table: Lincheck walks all
 * that can be reached from a model, for each that it makes, and that would be most of its time.
 */
abstract class TableModel implements FileCalls {
  /** The first row that was asked for and is not there: Lincheck takes errors for outcomes. */
  private static final AtomicReference<CallTable.@Nullable NoRowError> MISSING =
      new AtomicReference<>();

  private int state;

  TableModel(Start start) {
    start.prepare(this);
  }

  /** The table that this is a place in: one for each class. */
  abstract CallTable table();

  /** Fails if a row was missing since this was last asked. */
  static void requireComplete() {
    CallTable.NoRowError missing = MISSING.getAndSet(null);
    if (missing != null) {
      throw missing;
    }
  }

  private String call(String name, Object... args) {
    String text = List.of(args).stream().map(Object::toString).collect(Collectors.joining(","));
    return go(name + "(" + text + ")");
  }

  private String go(String call) {
    try {
      CallTable.Row row = table().get(state, call);
      state = row.after();
      return row.outcome();
    } catch (CallTable.NoRowError e) {
      MISSING.compareAndSet(null, e);
      throw e;
    }
  }

  @Override
  public String create(int f) {
    return call("Create", FILES.get(f));
  }

  @Override
  public String unlink(int f) {
    return call("Unlink", FILES.get(f));
  }

  @Override
  public String read(int f, int u) {
    return call("Read", FILES.get(f), u);
  }

  @Override
  public String write(int f, int u, int d) {
    return call("Write", FILES.get(f), u, d);
  }

  @Override
  public String truncate(int f, int n) {
    return call("Truncate", FILES.get(f), n);
  }

  @Override
  public String punch(int f, int u, int n) {
    return call("Punch", FILES.get(f), u, n);
  }

  @Override
  public String clone(int f, int u, int n, int g, int v) {
    return call("Clone", FILES.get(f), u, n, FILES.get(g), v);
  }

  @Override
  public String dedupe(int f, int u, int n, int g, int v) {
    return call("Dedupe", FILES.get(f), u, n, FILES.get(g), v);
  }

  @Override
  public String fsync(int f) {
    return call("Fsync", FILES.get(f));
  }

  // Steps of the environment. That they may not be seen is in the table too.

  private void hidden() {
    go(CallTable.HIDDEN.toString());
  }

  public void writeback(int f, int b) {
    hidden();
  }

  public void reclaim(int f, int b) {
    hidden();
  }

  public void migrate(int f, int b) {
    hidden();
  }

  public void evict(int f) {
    hidden();
  }

  public void takeBack(int f, int e) {
    hidden();
  }

  /** Lincheck asks which histories lead to one state. */
  @Override
  public boolean equals(Object other) {
    return other instanceof TableModel o && o.getClass() == getClass() && o.state == state;
  }

  @Override
  public int hashCode() {
    return state;
  }
}
