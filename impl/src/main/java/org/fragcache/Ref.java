package org.fragcache;

/**
 * A slot's reference to a fragment (D2), which names (fragment, offset) and not a folio, so that
 * reclaim and migration leave slots alone. One for all slots of a run: the offset is the index plus
 * {@code delta}, so a run that is split needs no new one. References are told apart by identity,
 * and no slot gets one back that it had: a slot in which the same is found a second time has had it
 * all the while, and nothing can have been dropped that it refers to.
 *
 * @param made how often the file had dropped references, {@link Inode#drops}, when this one was
 *     made
 */
record Ref(Fragment fragment, int delta, int made) {
  /** Whether it refers to the same block at each index. */
  boolean continues(Ref other) {
    return fragment == other.fragment && delta == other.delta;
  }

  int offset(int index) {
    return index + delta;
  }

  @Override
  public String toString() {
    return "ref to " + fragment + " at index" + (delta < 0 ? " - " : " + ") + Math.abs(delta);
  }
}
