package org.fragcache;

/** How a call ended; the names are those of the errno values, and of the specification. */
public enum Status {
  /** Done. */
  OK,
  /** The file exists already. */
  EEXIST,
  /** The range reaches past the largest size of a file. */
  EFBIG,
  /** An argument is not legal: a negative or unaligned offset, or ranges that cannot be cloned. */
  EINVAL,
  /** No such file. */
  ENOENT
}
