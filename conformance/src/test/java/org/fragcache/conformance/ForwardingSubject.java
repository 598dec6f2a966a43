package org.fragcache.conformance;

import java.util.List;
import org.fragcache.conformance.schedule.ScheduledSubject;
import org.fragcache.spec.oracle.Call;

/** Passes everything on. */
class ForwardingSubject implements ScheduledSubject {
  private final ScheduledSubject to;

  ForwardingSubject(ScheduledSubject to) {
    this.to = to;
  }

  @Override
  public void reset(String setup, int threads) {
    to.reset(setup, threads);
  }

  @Override
  public String at(int thread) {
    return to.at(thread);
  }

  @Override
  public void begin(int thread, Call call) {
    to.begin(thread, call);
  }

  @Override
  public boolean take(int thread) {
    return to.take(thread);
  }

  @Override
  public String outcome(int thread) {
    return to.outcome(thread);
  }

  @Override
  public List<String> observe() {
    return to.observe();
  }

  @Override
  public String selfCheck() {
    return to.selfCheck();
  }

  @Override
  public void close() {
    to.close();
  }
}
