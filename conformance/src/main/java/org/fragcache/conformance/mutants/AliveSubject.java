package org.fragcache.conformance.mutants;

import java.util.function.Consumer;
import org.fragcache.conformance.CrashSubject;
import org.fragcache.conformance.PassingSubject;
import org.fragcache.spec.oracle.Call;

/** A subject that tells of each call that it goes on. */
final class AliveSubject extends PassingSubject<CrashSubject> implements CrashSubject {
  private final Runnable alive;

  AliveSubject(CrashSubject to, Runnable alive) {
    super(to);
    this.alive = alive;
  }

  @Override
  public Bound bind(Call call) {
    Bound bound = super.bind(call);
    return () -> {
      alive.run();
      return bound.apply();
    };
  }

  @Override
  public boolean isIn(byte[] encoding) {
    return to.isIn(encoding);
  }

  @Override
  public void beforeSync(Runnable watcher) {
    to.beforeSync(watcher);
  }

  @Override
  public long crashes(int most, Consumer<byte[]> recovered) {
    return to.crashes(
        most,
        state -> {
          alive.run();
          recovered.accept(state);
        });
  }
}
