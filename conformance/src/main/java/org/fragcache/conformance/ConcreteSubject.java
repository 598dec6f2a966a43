package org.fragcache.conformance;

/** A subject that lets one see what it has in memory. */
public interface ConcreteSubject extends Subject {

  /** What it all can be reached from, in its present state. */
  Object concrete();
}
