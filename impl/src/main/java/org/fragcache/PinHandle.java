package org.fragcache;

import java.nio.ByteBuffer;

/**
 * A holder of at most one pin: memory of one block of a file, kept for as long as the pin lasts,
 * whatever becomes of the file. A call reports how it ended as a {@link Status}, without an
 * exception; with any other than {@link Status#OK} it has changed nothing. As cheap to make as its
 * name; those of one name are the same handle. Thread safe, as {@link FragmentCache}.
 */
public final class PinHandle {
  private final FragmentCache cache;
  private final PinCalls calls;
  private final String name;

  PinHandle(FragmentCache cache, PinCalls calls, String name) {
    this.cache = cache;
    this.calls = calls;
    this.name = name;
  }

  /** The handle's name. */
  public String name() {
    return name;
  }

  /**
   * Pins memory from this position to the end of its block. A pin to write breaks sharing first.
   * Spec action {@code Pin}; pin_user_pages().
   *
   * @return OK, ENOENT, EBUSY if the handle has a pin, EFAULT past the last block of the file, if
   *     it is poisoned, or if to write and the store has no room
   */
  public Status pin(String file, long pos, PinKind kind) {
    return cache.call(() -> calls.pin(name, file, pos, kind));
  }

  /**
   * Ends the pin. Spec action {@code Unpin}; unpin_user_page().
   *
   * @return OK, EINVAL without a pin
   */
  public Status unpin() {
    return cache.call(() -> calls.unpin(name));
  }

  /**
   * Reads pinned memory, from where it was pinned to the end of the block at most. Spec action
   * {@code PinLoad}.
   *
   * @return OK, EINVAL without a pin
   */
  public Status load(ByteBuffer dst) {
    return cache.call(() -> calls.load(name, dst));
  }

  /**
   * Writes pinned memory, from where it was pinned. Spec action {@code PinStore}.
   *
   * @return OK, EINVAL without a pin, EPERM if the pin is to read
   * @throws IllegalArgumentException if there are more bytes than to the end of the block
   */
  public Status store(ByteBuffer src) {
    FragmentCache.requireReadable(src);
    return cache.call(() -> calls.store(name, src));
  }

  @Override
  public String toString() {
    return "handle " + name;
  }
}
