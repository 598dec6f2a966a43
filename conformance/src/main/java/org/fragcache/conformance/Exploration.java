package org.fragcache.conformance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.OracleState;

/**
 * Random walks on a subject, each step judged by the oracle, and how many shapes of states they
 * reach. The same model, guide, length and seed give the same walks.
 */
public final class Exploration {
  /** Of ten walks, so many start from the pool if there is one. */
  private static final int FROM_POOL = 9;

  private static final int DEEPEST = 600;

  private final ReplayModel model;
  private final Guide guide;
  private final int length;
  private final Random random;
  private final Walker walker;
  private final boolean counting;
  private final List<Start> pool = new ArrayList<>();
  private final Set<String> shapes = new HashSet<>();
  private final TreeMap<Integer, Integer> curve = new TreeMap<>();
  private int steps;
  private int walks;
  private long repeated;
  private int deepest;

  /** A state that a walk may start from, and how it is reached. */
  private static final class Start {
    final List<Call> calls;
    final OracleState state;
    int used;

    Start(List<Call> calls, OracleState state) {
      this.calls = calls;
      this.state = state;
    }
  }

  /**
   * An exploration.
   *
   * @param length of a walk, or of what is added to an earlier one, in steps
   * @param counting whether shapes are counted; a guide by novelty does so in any case
   */
  public Exploration(ReplayModel model, Guide guide, int length, long seed, boolean counting) {
    this.model = model;
    this.guide = guide;
    this.length = length;
    this.random = new Random(seed);
    this.walker = new Walker(model);
    this.counting = counting || guide == Guide.NOVELTY;
  }

  /**
   * Walks until so many steps have been judged, or something differs.
   *
   * @return the difference as it was met, not shortened
   */
  public Optional<Difference> run(int most, Subject subject, Ticker ticker) {
    while (steps < most) {
      ticker.tick(model.name(), "steps", steps, most);
      Optional<Difference> found = walk(most, subject);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Difference> walk(int most, Subject subject) {
    walks++;
    Stepper stepper = new Stepper(model, subject);
    Optional<Difference> found = stepper.compareInitial();
    if (found.isEmpty() && guide == Guide.NOVELTY && !pool.isEmpty()) {
      if (random.nextInt(10) < FROM_POOL) {
        Start start = choose();
        repeated += start.calls.size();
        found = stepper.repeat(start.calls, start.state);
      }
    }
    see(stepper);
    for (int i = 0; i < length && steps < most && found.isEmpty(); i++) {
      found = stepper.step(walker.choose(random.nextInt(), stepper));
      steps++;
      deepest = Math.max(deepest, stepper.depth());
      see(stepper);
    }
    return found;
  }

  /**
   * Of two the one that was used less, so that what is new gets its turn and nothing is dropped.
   */
  private Start choose() {
    Start one = pool.get(random.nextInt(pool.size()));
    Start other = pool.get(random.nextInt(pool.size()));
    Start start = one.used <= other.used ? one : other;
    start.used++;
    return start;
  }

  private void see(Stepper stepper) {
    if (!counting) {
      return;
    }
    OracleState state = stepper.state();
    if (shapes.add(model.oracle().eval("Shape", state))
        && guide == Guide.NOVELTY
        && stepper.depth() <= DEEPEST) {
      pool.add(new Start(stepper.calls(), state));
    }
    curve.put(Math.max(1, steps), shapes.size());
  }

  /** Steps judged so far. */
  public int steps() {
    return steps;
  }

  /** Walks begun so far. */
  public int walks() {
    return walks;
  }

  /** Calls made on the subject only, to come to where a walk starts. */
  public long repeated() {
    return repeated;
  }

  /** Calls in the longest walk, its start included. */
  public int deepest() {
    return deepest;
  }

  /** Shapes seen; 0 if they are not counted. */
  public int shapes() {
    return shapes.size();
  }

  /** Shapes seen by the time of so many steps, at least 1. */
  public int shapesAfter(int some) {
    return curve.floorEntry(some).getValue();
  }
}
