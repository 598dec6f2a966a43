package org.fragcache;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Lincheck: loads without lock, stores under one, linearizable. Single indices are checked all
 * together; of stores to ranges, which are not one step, each index by itself (a history of
 * registers is linearizable if that of each register is).
 */
final class SlotTreeLincheckTest {
  /** Indices that stores go to; at and about the bounds of slots of every level. */
  private static final int[] INDICES = {0, 1, 63, 64, 4095, 4096, 1 << 18};

  private static final int NOTHING = 0;
  private static final Integer[] ENTRIES = {NOTHING, 1, 2}; // each one object

  /** What is checked: entries are 1 and 2. */
  @Param(name = "k", gen = IntGen.class, conf = "0:6")
  @Param(name = "entry", gen = IntGen.class, conf = "0:2")
  public static class Singles {
    final SlotTree tree = new SlotTree();

    @Operation
    public int load(@Param(name = "k") int k) {
      return number(tree.load(INDICES[k]));
    }

    @Operation
    public synchronized void store(@Param(name = "k") int k, @Param(name = "entry") int entry) {
      tree.store(INDICES[k], 1, entry(entry));
    }
  }

  /** The same, with an array. */
  public static class SinglesModel {
    final int[] entries = new int[INDICES.length];

    public int load(int k) {
      return entries[k];
    }

    public void store(int k, int entry) {
      entries[k] = entry;
    }
  }

  /** The same, of a tree whose entries each cover many of the indices, so that stores split. */
  public static final class Splits extends Singles {
    public Splits() {
      tree.store(0, 4096, entry(1));
      tree.store(1 << 18, 4096, entry(2));
    }
  }

  /** The same, with an array. */
  public static final class SplitsModel extends SinglesModel {
    public SplitsModel() {
      for (int k = 0; k < INDICES.length; k++) {
        entries[k] = INDICES[k] < 4096 ? 1 : INDICES[k] < 1 << 18 ? NOTHING : 2;
      }
    }
  }

  /** Stores to ranges, of which one index is looked at. */
  @Param(name = "k", gen = IntGen.class, conf = "0:6")
  @Param(name = "n", gen = IntGen.class, conf = "0:6")
  @Param(name = "entry", gen = IntGen.class, conf = "0:2")
  public abstract static class Ranges {
    private final SlotTree tree = new SlotTree();
    private final int index;

    Ranges(int index) {
      this.index = index;
    }

    @Operation
    public int load() {
      return number(tree.load(index));
    }

    @Operation
    public synchronized void store(
        @Param(name = "k") int k, @Param(name = "n") int n, @Param(name = "entry") int entry) {
      int first = INDICES[Math.min(k, n)];
      int end = INDICES[Math.max(k, n)];
      tree.store(first, end - first, entry(entry));
    }

    @Operation
    public synchronized void storeHere(@Param(name = "entry") int entry) {
      tree.store(index, 1, entry(entry));
    }
  }

  /** The same, with a number. */
  public abstract static class RangesModel {
    private final int index;
    private int here;

    RangesModel(int index) {
      this.index = index;
    }

    public int load() {
      return here;
    }

    public void store(int k, int n, int entry) {
      if (INDICES[Math.min(k, n)] <= index && index < INDICES[Math.max(k, n)]) {
        here = entry;
      }
    }

    public void storeHere(int entry) {
      here = entry;
    }
  }

  /** Of the index in the middle of a leaf. */
  public static final class RangesAt1 extends Ranges {
    public RangesAt1() {
      super(1);
    }
  }

  /** The same, with a number. */
  public static final class RangesAt1Model extends RangesModel {
    public RangesAt1Model() {
      super(1);
    }
  }

  /** Of the last index of a node of two levels. */
  public static final class RangesAt4095 extends Ranges {
    public RangesAt4095() {
      super(4095);
    }
  }

  /** The same, with a number. */
  public static final class RangesAt4095Model extends RangesModel {
    public RangesAt4095Model() {
      super(4095);
    }
  }

  private static @Nullable Object entry(int number) {
    return number == NOTHING ? null : ENTRIES[number];
  }

  private static int number(@Nullable Object entry) {
    return entry == null ? NOTHING : (int) entry;
  }

  @Test
  void singles_modelChecked() {
    check(modelChecking(15, 200), Singles.class, SinglesModel.class);
  }

  @Test
  void splits_modelChecked() {
    check(modelChecking(10, 200).actorsBefore(0), Splits.class, SplitsModel.class);
  }

  @Test
  void singles_stressed() {
    check(stress(), Singles.class, SinglesModel.class);
    check(stress(), Splits.class, SplitsModel.class);
  }

  @Test
  void ranges_modelChecked() {
    check(modelChecking(6, 60), RangesAt1.class, RangesAt1Model.class);
    check(modelChecking(6, 60), RangesAt4095.class, RangesAt4095Model.class);
  }

  @Test
  void ranges_stressed() {
    check(stress(), RangesAt1.class, RangesAt1Model.class);
    check(stress(), RangesAt4095.class, RangesAt4095Model.class);
  }

  private static ModelCheckingOptions modelChecking(int iterations, int invocations) {
    return new ModelCheckingOptions()
        .actorsBefore(3)
        .actorsAfter(1)
        .iterations(iterations)
        .invocationsPerIteration(invocations)
        // Loops over 64 slots are no livelock; 50 iterations would be one.
        .loopBound(1_000)
        .loopIterationsBeforeThreadSwitch(1_000);
  }

  private static StressOptions stress() {
    return new StressOptions()
        .actorsBefore(2)
        .actorsAfter(1)
        .iterations(4)
        .invocationsPerIteration(100);
  }

  private static void check(Options<?, ?> options, Class<?> test, Class<?> model) {
    options.threads(2).actorsPerThread(3).sequentialSpecification(model).check(test);
  }
}
