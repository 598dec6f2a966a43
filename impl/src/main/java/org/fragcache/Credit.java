package org.fragcache;

import java.util.function.LongSupplier;

/**
 * What a call has taken of the capacity and not yet used: one thread's, from before the call
 * changes anything to its end.
 */
final class Credit implements AutoCloseable {
  private final Room room;
  private long left;

  Credit(Room room) {
    this.room = room;
  }

  /**
   * Takes what is needed at the moment; asks again if there is no room for it, for another call may
   * have brought in meanwhile what was needed.
   *
   * @return false, and nothing is taken, if there is no room
   */
  boolean take(LongSupplier need) {
    long n = need.getAsLong();
    while (!room.take(n)) {
      long now = need.getAsLong();
      if (now >= n) {
        return false;
      }
      n = now;
    }
    left += n;
    return true;
  }

  /** One of them is used for good. */
  void use() {
    if (left < 1) {
      throw new IllegalStateException("room: use of a block more than was taken");
    }
    left--;
    room.use(1);
  }

  /** What was not used goes back. */
  @Override
  public void close() {
    if (left > 0) {
      room.giveBack(left);
      left = 0;
    }
  }
}
