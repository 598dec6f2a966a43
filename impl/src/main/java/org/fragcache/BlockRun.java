package org.fragcache;

/** Store blocks first..first+count-1. */
record BlockRun(long first, int count) {
  int from() {
    return Math.toIntExact(first);
  }

  int end() {
    return Math.toIntExact(first + count);
  }
}
