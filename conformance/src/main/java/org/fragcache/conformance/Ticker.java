package org.fragcache.conformance;

/** Told how far a long run is; called often, so it must be quick. */
@FunctionalInterface
public interface Ticker {
  /** Tells nobody. */
  Ticker NONE = (model, what, done, of) -> {};

  /**
   * Takes a figure.
   *
   * @param model what is worked on
   * @param what what is counted
   * @param done how many so far
   * @param of how many in all, 0 if that is not known
   */
  void tick(String model, String what, long done, long of);

  /** A thread that does not keep the JVM alive. */
  static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }
}
