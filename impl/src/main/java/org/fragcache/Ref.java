package org.fragcache;

/**
 * A slot's reference to a fragment (D2), which names (fragment, offset) and not a folio, so that
 * reclaim and migration leave slots alone. One for all slots of a run: the offset is the index plus
 * {@code delta}, so a run that is split needs no new one. It is an object of its own, made anew
 * each time: a slot in which it is found a second time has had it all the while, and nothing can
 * have been dropped that it refers to.
 */
record Ref(Fragment fragment, int delta) {
  int offset(int index) {
    return index + delta;
  }

  @Override
  public String toString() {
    return "ref to " + fragment + " at index" + (delta < 0 ? " - " : " + ") + Math.abs(delta);
  }
}
