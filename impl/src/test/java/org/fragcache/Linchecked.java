package org.fragcache;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;

/** Bounds of Lincheck's tests of small classes: two threads, model checked and stressed. */
final class Linchecked {
  private static final int LOOPS = 1_000; // more than any that ends; Lincheck's own are 50

  private Linchecked() {}

  /**
   * Checks a class against a sequential one, both ways.
   *
   * @param test has what the threads do; each method that it declares an operation
   * @param model has the same methods
   */
  static void check(Class<?> test, Class<?> model) {
    check(modelChecking(), test, model);
    check(stress(), test, model);
  }

  /** Model checking: switches of threads at all points, a lost wakeup is a deadlock found. */
  static ModelCheckingOptions modelChecking() {
    return new ModelCheckingOptions()
        .iterations(8)
        .invocationsPerIteration(150)
        .loopBound(LOOPS)
        .loopIterationsBeforeThreadSwitch(100);
  }

  static StressOptions stress() {
    return new StressOptions().iterations(5).invocationsPerIteration(400);
  }

  static void check(Options<?, ?> options, Class<?> test, Class<?> model) {
    options
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(2)
        .actorsAfter(2)
        .sequentialSpecification(model)
        .check(test);
  }

  /** One operation of each thread, but many more ways to switch between them. */
  static void checkPairs(Class<?> test, Class<?> model) {
    new ModelCheckingOptions()
        .iterations(4)
        .invocationsPerIteration(1000)
        .loopBound(LOOPS)
        .loopIterationsBeforeThreadSwitch(100)
        .threads(2)
        .actorsPerThread(1)
        .actorsBefore(0)
        .actorsAfter(1)
        .sequentialSpecification(model)
        .check(test);
  }
}
