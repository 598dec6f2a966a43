package org.fragcache.conformance.hidden;

/** What is met is nothing that the walk knows how to compare. To pass over it would hide it. */
final class UnknownClassException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  UnknownClassException(String what) {
    super("hidden state: " + what + "; expected what the walk of objects knows");
  }
}
