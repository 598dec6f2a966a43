package org.fragcache;

/** What a pin is for. */
public enum PinKind {
  /** The memory is only read through the pin. */
  READ,
  /** The memory is written through the pin, at any time, unseen by the cache. */
  WRITE
}
