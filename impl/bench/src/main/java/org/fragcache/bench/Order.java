package org.fragcache.bench;

import java.util.Random;

/** Orders in which things are taken. */
final class Order {
  private Order() {}

  /** 0..n-1 in an order that is the same in each run. */
  static int[] shuffled(int n) {
    Random random = new Random(n);
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** 0..n-1 as they are. */
  static int[] ascending(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    return order;
  }
}
