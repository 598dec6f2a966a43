package org.fragcache;

/**
 * A call that the cache rejected, thrown by {@link CachedFile}. The cache is unchanged by the
 * rejected block call. Store failures are not of this type: they are {@link
 * java.io.UncheckedIOException}.
 */
public final class FragcacheException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Status status;

  FragcacheException(Status status, String call, String reason) {
    super(call + ": " + status + ", " + reason);
    this.status = status;
  }

  /** Why the call was rejected; never {@link Status#OK}. */
  public Status status() {
    return status;
  }
}
