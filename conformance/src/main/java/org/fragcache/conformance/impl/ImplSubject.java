package org.fragcache.conformance.impl;

import java.util.function.Consumer;
import org.fragcache.FragmentCache;
import org.fragcache.Scope;
import org.fragcache.StateBuffer;
import org.fragcache.conformance.Bounds;
import org.fragcache.conformance.ConcreteSubject;
import org.fragcache.conformance.CrashSubject;
import org.fragcache.spec.oracle.Call;
import org.jspecify.annotations.Nullable;

/** The Java cache within the bounds of a model. */
public final class ImplSubject implements CrashSubject, ConcreteSubject {
  private final Scope scope;
  private final Machine machine;
  private final Binder binder;
  private final StateBuffer state = new StateBuffer();
  private @Nullable FragmentCache cache;

  /** A cache whose store keeps its promises. */
  public ImplSubject(Bounds bounds) {
    this(bounds, false);
  }

  /**
   * A cache.
   *
   * @param lying whether the device of its store, if it has one, takes syncs and does nothing
   */
  public ImplSubject(Bounds bounds, boolean lying) {
    this.scope = Machine.scope(bounds);
    this.machine = new Machine(bounds, scope.maxFolio(), lying);
    this.binder = new Binder(bounds, this::cache, this::crash);
    reset();
  }

  @Override
  public String name() {
    return "impl";
  }

  @Override
  public void reset() {
    // The old cache is dropped as it is: to close it would write back, which a broken one may not
    // survive, and all that it holds is memory.
    cache = machine.start();
  }

  private void crash() {
    cache = machine.crash();
  }

  private FragmentCache cache() {
    FragmentCache c = cache;
    if (c == null) {
      throw new IllegalStateException("subject is closed");
    }
    return c;
  }

  @Override
  public Object concrete() {
    return cache();
  }

  @Override
  public Bound bind(Call call) {
    return binder.bind(call);
  }

  @Override
  public byte[] observe() {
    encode(cache());
    return state.toByteArray();
  }

  @Override
  public boolean isIn(byte[] encoding) {
    encode(cache());
    return state.contentEquals(encoding);
  }

  private void encode(FragmentCache what) {
    state.clear();
    what.encodeState(scope, state);
  }

  @Override
  public void beforeSync(Runnable watcher) {
    machine.beforeSync(watcher);
  }

  @Override
  public long crashes(int most, Consumer<byte[]> recovered) {
    return machine.crashes(
        most,
        left -> {
          left.checkInvariants();
          encode(left);
          recovered.accept(state.toByteArray());
        });
  }

  @Override
  public String selfCheck() {
    return Machine.selfCheck(cache());
  }

  @Override
  public void close() {
    cache = null;
  }
}
