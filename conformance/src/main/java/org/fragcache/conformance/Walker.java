package org.fragcache.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.fragcache.spec.oracle.Call;

/**
 * Walks that numbers choose: each number is a choice among the calls of the alphabet, by name
 * first, then among arguments that the specification allows in the present state; where it allows
 * none that is tried, the call is made all the same, and must be rejected. So every list of numbers
 * is a walk. Which names are chosen more often is a matter of what is found sooner, not of what is
 * right.
 */
public final class Walker {
  private static final Map<String, Integer> WEIGHTS =
      Map.of("Write", 4, "Clone", 4, "Read", 3, "Create", 2, "Punch", 2, "Writeback", 2);
  private static final int TRIES = 24;

  /** More steps of one name than this are those of many ids, of which the lowest are in use. */
  private static final int MANY_IDS = 500;

  private final ReplayModel model;
  private final Map<String, List<Integer>> byName = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();

  /** Walks over a model. */
  public Walker(ReplayModel model) {
    this.model = model;
    for (int c = 0; c < model.alphabet().size(); c++) {
      byName.computeIfAbsent(model.alphabet().get(c).name(), n -> new ArrayList<>()).add(c);
    }
    for (String name : byName.keySet()) {
      for (int i = 0; i < WEIGHTS.getOrDefault(name, 1); i++) {
        names.add(name);
      }
    }
  }

  /** Takes the walk on a subject, up to the first difference. */
  public Optional<Difference> walk(List<Integer> choices, Subject subject) {
    Stepper stepper = new Stepper(model, subject);
    Optional<Difference> atStart = stepper.compareInitial();
    if (atStart.isPresent()) {
      return atStart;
    }
    for (int choice : choices) {
      Optional<Difference> difference = stepper.step(choose(choice, stepper));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  Call choose(int choice, Stepper stepper) {
    SplittableRandom random = new SplittableRandom(choice);
    List<Integer> same = byName.getOrDefault(names.get(random.nextInt(names.size())), List.of());
    boolean any = random.nextInt(8) == 0;
    int call = 0;
    for (int i = 0; i < TRIES; i++) {
      int most = same.size();
      boolean ids = most > MANY_IDS && !model.isCall(same.get(0));
      call = same.get(random.nextInt(ids ? 1 + random.nextInt(1 + random.nextInt(most)) : most));
      if (any || !model.oracle().successors(stepper.state(), call).isEmpty()) {
        break;
      }
    }
    return model.alphabet().get(call);
  }
}
