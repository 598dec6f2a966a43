package org.fragcache;

/**
 * A slot's reference to a fragment (D2), which names (fragment, offset) and not a folio, so that
 * reclaim and migration leave slots alone. One for all slots of a run: the offset is the index plus
 * {@code delta}, so a run that is split needs no new one. The fragment is an object and no number,
 * and so never another one under the same name: a slot that holds the same reference still, or
 * again, refers to the same bytes, for those of a fragment do not change (D5).
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
