package org.fragcache.conformance;

import org.fragcache.spec.oracle.Call;

/**
 * Passes everything on to another subject, for those that change a little of it. {@link #isIn} goes
 * by {@link #observe}, as whoever changes that expects.
 */
public class PassingSubject<S extends Subject> implements Subject {
  /** The other subject. */
  protected final S to;

  /** On top of a subject, which it closes. */
  protected PassingSubject(S to) {
    this.to = to;
  }

  @Override
  public String name() {
    return to.name();
  }

  @Override
  public void reset() {
    to.reset();
  }

  @Override
  public Bound bind(Call call) {
    return to.bind(call);
  }

  @Override
  public Projection compared() {
    return to.compared();
  }

  @Override
  public byte[] observe() {
    return to.observe();
  }

  @Override
  public String selfCheck() {
    return to.selfCheck();
  }

  @Override
  public String finalCheck() {
    return to.finalCheck();
  }

  @Override
  public void close() {
    to.close();
  }
}
