package org.fragcache.conformance.schedule;

import java.util.List;
import org.fragcache.spec.oracle.Call;

/**
 * What is tested by schedules: threads that make calls, and stop before each of their steps until
 * they are told to take it. Used by one thread at a time.
 */
public interface ScheduledSubject extends AutoCloseable {
  /** Where a thread is that is in no call. */
  String IDLE = "";

  /**
   * Starts again, with threads in no call.
   *
   * @param setup name of the state to start in
   * @param threads how many threads, numbered from 0
   */
  void reset(String setup, int threads);

  /** The label of the step that a thread is about to take, or {@link #IDLE}. */
  String at(int thread);

  /**
   * Lets an idle thread begin a call; returns when it is about to take its first step.
   *
   * @throws org.fragcache.spec.UsageException if the subject has no such call
   */
  void begin(int thread, Call call);

  /**
   * Lets a thread take its step, if it can; returns when it is about to take the next, or idle.
   *
   * @return false if it had to wait, and is where it was
   */
  boolean take(int thread);

  /** What the last call of a thread that is idle returned, as {@code Outcome} writes it. */
  String outcome(int thread);

  /** What threads share: lines as {@link SharedText} reads them. */
  List<String> observe();

  /** What the subject's own checks say, of threads that are all idle: empty if nothing is wrong. */
  String selfCheck();

  @Override
  void close();
}
