package org.fragcache.conformance.mutants;

import java.util.function.Consumer;
import org.fragcache.conformance.CrashSubject;
import org.fragcache.conformance.Projection;
import org.fragcache.spec.oracle.Call;

/** A subject that tells of each call that it goes on. */
final class AliveSubject implements CrashSubject {
  private final CrashSubject subject;
  private final Runnable alive;

  AliveSubject(CrashSubject subject, Runnable alive) {
    this.subject = subject;
    this.alive = alive;
  }

  @Override
  public String name() {
    return subject.name();
  }

  @Override
  public void reset() {
    subject.reset();
  }

  @Override
  public Bound bind(Call call) {
    Bound bound = subject.bind(call);
    return () -> {
      alive.run();
      return bound.apply();
    };
  }

  @Override
  public Projection compared() {
    return subject.compared();
  }

  @Override
  public byte[] observe() {
    return subject.observe();
  }

  @Override
  public boolean isIn(byte[] encoding) {
    return subject.isIn(encoding);
  }

  @Override
  public String selfCheck() {
    return subject.selfCheck();
  }

  @Override
  public void beforeSync(Runnable watcher) {
    subject.beforeSync(watcher);
  }

  @Override
  public long crashes(int most, Consumer<byte[]> recovered) {
    return subject.crashes(
        most,
        state -> {
          alive.run();
          recovered.accept(state);
        });
  }

  @Override
  public void close() {
    subject.close();
  }
}
