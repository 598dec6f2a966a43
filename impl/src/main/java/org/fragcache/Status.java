package org.fragcache;

/**
 * How a call ended; the names are those of the errno values, of the signals that a load or store
 * through a mapping raises, of the results of FIDEDUPERANGE, and of the specification.
 */
public enum Status {
  /** Done. */
  OK,
  /** Dedupe: the ranges were the same, and share their blocks now. */
  SAME,
  /** Dedupe: the ranges differ; nothing was shared. */
  DIFFERS,
  /** Something is in the way that the caller can end: a pin, or a file that lives on in a view. */
  EBUSY,
  /** The file exists already, or the process has a view already. */
  EEXIST,
  /** No memory can be pinned there: past the end of the file, poisoned, or without room. */
  EFAULT,
  /** The range reaches past the largest size of a file. */
  EFBIG,
  /**
   * An argument is not legal: a negative or unaligned offset, or ranges that cannot be remapped.
   */
  EINVAL,
  /** The only copy of a block was lost: its folio is poisoned. */
  EIO,
  /** No such file. */
  ENOENT,
  /** The store has no room. */
  ENOSPC,
  /** A store through a pin that was taken to read. */
  EPERM,
  /** Load or store past the end of the file, of a poisoned folio, or without room. */
  SIGBUS,
  /** Load or store where nothing is mapped. */
  SIGSEGV;

  /** Whether the call took effect; with any other status it changed nothing. */
  public boolean completed() {
    return this == OK || this == SAME || this == DIFFERS;
  }
}
