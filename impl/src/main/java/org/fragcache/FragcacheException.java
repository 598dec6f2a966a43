package org.fragcache;

/**
 * A call that the cache rejected, thrown by {@link CachedFile}, {@link MappedView} and {@link
 * PinnedBlock}. The cache is unchanged by the rejected block call. Store failures are not of this
 * type: they are {@link java.io.UncheckedIOException}.
 */
public final class FragcacheException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Status status;

  FragcacheException(Status status, String call, String reason) {
    super(call + ": " + status + ", " + reason);
    this.status = status;
  }

  /** Throws unless the call completed; the reason is for a status that says less than it. */
  static void check(Status status, String call, String reason) {
    if (!status.completed()) {
      throw new FragcacheException(status, call, reason(status, reason));
    }
  }

  private static String reason(Status status, String reason) {
    return switch (status) {
      case ENOENT -> "no such file";
      case ENOSPC -> "no room on the store";
      case EIO -> "the block's bytes were lost";
      case EBUSY -> "in use";
      case SIGSEGV -> "nothing is mapped there";
      case SIGBUS -> "past the end of the file, bytes lost, or no room";
      default -> reason;
    };
  }

  /** Why the call was rejected; {@linkplain Status#completed not completed}. */
  public Status status() {
    return status;
  }
}
