package org.fragcache.conformance.hidden;

/** Takes what a walk of a graph of objects meets, in the order of the walk. */
interface Sink {
  /** The walk goes down to a field. */
  void enter(String field);

  /** The walk goes down to an element. */
  void enter(int index);

  /** The walk comes back from it. */
  void leave();

  /** A number, or which object this is: by the order in which they were met. */
  void value(long value);

  /** An array of numbers. */
  void values(long[] values);

  /** An array of bytes. */
  void values(byte[] values);

  /** A text, a name, or a value that is written as text. */
  void value(String value);
}
