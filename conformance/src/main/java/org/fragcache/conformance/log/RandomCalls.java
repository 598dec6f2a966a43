package org.fragcache.conformance.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.fragcache.conformance.Bounds;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;

/**
 * Calls and steps by chance, each with arguments by chance. Which are chosen more often is a matter
 * of what is found sooner: files should be there, and have something in them. Immutable.
 */
public final class RandomCalls {
  private static final Map<String, Integer> WEIGHTS =
      Map.of("Write", 6, "Clone", 6, "Read", 6, "Create", 4, "Load", 4, "Store", 4, "Map", 2);

  private static final int STEP_EVERY = 8;

  private final Map<String, List<Call>> byName = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();
  private final List<Call> steps = new ArrayList<>();

  /**
   * Of a model.
   *
   * @param calls every call of an application
   */
  public RandomCalls(Bounds bounds, List<Call> calls) {
    for (Call call : calls) {
      byName.computeIfAbsent(call.name(), n -> new ArrayList<>()).add(call);
    }
    byName
        .keySet()
        .forEach(
            name -> {
              for (int i = 0; i < WEIGHTS.getOrDefault(name, 1); i++) {
                names.add(name);
              }
            });
    bounds.ops().stream()
        .filter(op -> !byName.containsKey(op))
        .sorted()
        .forEach(op -> addSteps(op, bounds));
  }

  /** What a step is about: a file's block, a fragment's offset, or a file and a fragment. */
  private void addSteps(String op, Bounds bounds) {
    int extents = bounds.files().size() * bounds.blocks();
    for (String f : bounds.files()) {
      switch (op) {
        case "Writeback", "ReclaimOwn", "MigrateOwn" -> add(op, f, 0, bounds.blocks() - 1);
        case "TakeBack" -> add(op, f, 1, extents);
        case "Evict" -> steps.add(Call.of(op, f));
        case "ReclaimFragment", "MigrateFragment" -> {}
        default ->
            throw new UsageException("a log of threads has no " + op + "; expected less Ops");
      }
    }
    if (op.endsWith("Fragment")) {
      for (int e = 1; e <= extents; e++) {
        add(op, Integer.toString(e), 0, bounds.blocks() - 1);
      }
    }
  }

  private void add(String op, String first, int from, int to) {
    for (int i = from; i <= to; i++) {
      steps.add(Call.of(op, first, Integer.toString(i)));
    }
  }

  /** Whether the next is to be a step of the environment. */
  public boolean isStep(SplittableRandom random) {
    return !steps.isEmpty() && random.nextInt(STEP_EVERY) == 0;
  }

  /** A step of the environment; the model has some. */
  public Call step(SplittableRandom random) {
    return steps.get(random.nextInt(steps.size()));
  }

  /** A call of an application. */
  public Call call(SplittableRandom random) {
    List<Call> same = byName.getOrDefault(names.get(random.nextInt(names.size())), List.of());
    return same.get(random.nextInt(same.size()));
  }
}
