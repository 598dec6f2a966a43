package org.fragcache.spec.oracle.tlc;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.fragcache.spec.oracle.MutantRun;
import org.fragcache.spec.oracle.MutantRun.Verdict;
import org.fragcache.spec.oracle.SpecMutant;
import org.fragcache.spec.oracle.TlcMutants;
import org.fragcache.spec.oracle.tlc.Laws.Law;
import org.jspecify.annotations.Nullable;
import tlc2.tool.StateVec;
import tlc2.tool.TLCState;
import util.WrongInvocationException;

/**
 * Explores a model of the specification as it is, then of its mutants. A unit is what is evaluated
 * at once: a call in a state, with its outcome, its steps and what must hold of them; an invariant
 * in a state. The first exploration remembers by unit which nodes it evaluated; a mutant need not
 * be asked again where the node that it changes was not evaluated, for there it is the same text.
 */
final class MutantGraph implements TlcMutants {
  private static final ThreadMXBean TIME = ManagementFactory.getThreadMXBean();
  private static final int INIT = 0; // the unit of the initial states
  private static final int NONE = -1;
  private static final int MOST_NEW = 500;
  private static final int MOST_ALONE = 60_000;
  private static final long MOST_NANOS = 60_000_000_000L; // of this thread

  /** Something does not hold. */
  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;
    final String by;
    final int steps; // from the state in which it was asked

    Broken(String by, int steps, String detail) {
      super(detail, null, false, false);
      this.by = by;
      this.steps = steps;
    }
  }

  /** What a call does in a state. */
  private record Effect(List<TlcOracleState> targets, int outcome) {}

  private final MutantTool tool;
  private final Alphabet alphabet;
  private final Variables variables;
  private final Laws laws;
  private final List<Mutation> mutations;
  private final Encoder encoder = new Encoder();
  private final int width; // units of a state

  // The specification as it is.
  private final List<TlcOracleState> states = new ArrayList<>();
  private final Map<Long, Integer> index = new HashMap<>();
  private final List<int[][]> targets = new ArrayList<>(); // by state, by call
  private final List<int[]> outcomes = new ArrayList<>();
  private final Map<Integer, BitSet> told = new HashMap<>(); // by mutant: the units that tell it
  private final List<BitSet> shows = new ArrayList<>(); // by witness: the states
  private boolean explored;

  MutantGraph(
      MutantTool tool,
      Alphabet alphabet,
      Variables variables,
      Laws laws,
      List<Mutation> mutations) {
    this.tool = tool;
    this.alphabet = alphabet;
    this.variables = variables;
    this.laws = laws;
    this.mutations = mutations;
    this.width = alphabet.calls.size() + laws.invariants().size();
  }

  @Override
  public List<SpecMutant> all() {
    return mutations.stream().map(Mutation::mutant).toList();
  }

  // Units.

  private List<TlcOracleState> initial() {
    try {
      StateVec found = tool.getInitStates();
      List<TlcOracleState> all = new ArrayList<>();
      for (int i = 0; i < found.size(); i++) {
        TlcOracleState s = variables.wrap(found.elementAt(i), null, encoder);
        if (!laws.isInitialAbove(s.state)) {
          throw new Broken(Laws.REFINES, 1, "an initial state");
        }
        all.add(s);
      }
      if (all.isEmpty()) {
        throw new Broken("no initial state", 0, "Init is FALSE");
      }
      return all;
    } catch (Broken e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw failed(Laws.INIT, e);
    }
  }

  private static Broken failed(String what, Throwable e) {
    if (e instanceof WrongInvocationException) { // of TLC itself: says nothing of the mutant
      throw new IllegalStateException(what + ": the tree is not as TLC needs it: " + e, e);
    }
    return new Broken("evaluation", 0, String.valueOf(Failures.evaluation(what, e).getMessage()));
  }

  private Effect effect(TlcOracleState s, int call, boolean removed) {
    String name = alphabet.calls.get(call).name();
    try {
      List<TlcOracleState> found = new ArrayList<>(1);
      if (!removed) {
        StateVec next = tool.getNextStates(alphabet.actions.get(call), s.state);
        for (int i = 0; i < next.size(); i++) {
          TLCState t = next.elementAt(i);
          if (!t.allAssigned()) {
            throw new Broken("evaluation", 0, name + " does not assign a variable");
          }
          TlcOracleState target = variables.wrap(t, s, encoder);
          if (!found.contains(target)) {
            found.add(target);
          }
        }
      }
      int outcome = NONE;
      if (laws.isCall(call)) {
        String text = laws.outcome(call, s.state);
        outcome = laws.number(text);
        String wrong = laws.wrongOutcome(call, s.state, text, !found.isEmpty());
        if (wrong != null) {
          throw new Broken(wrong, 0, alphabet.calls.get(call) + " -> " + text);
        }
      }
      for (TlcOracleState t : found) {
        String wrong = laws.wrongStep(call, name, s.state, t.state);
        if (wrong != null) {
          throw new Broken(wrong, 1, String.valueOf(alphabet.calls.get(call)));
        }
      }
      return new Effect(found, outcome);
    } catch (Broken e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw failed(String.valueOf(alphabet.calls.get(call)), e);
    }
  }

  private void invariant(TlcOracleState s, int number) {
    Law law = laws.invariants().get(number);
    try {
      if (!laws.holds(law, s.state)) {
        throw new Broken(law.name(), 0, law.name());
      }
    } catch (Broken e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw failed(law.name(), e);
    }
  }

  private int unit(int state, int part) {
    return 1 + state * width + part;
  }

  // The specification as it is.

  @Override
  public MutantRun control(List<Integer> chosen, IntConsumer progress) {
    if (explored) {
      throw new IllegalStateException("the control was explored before");
    }
    explored = true;
    Map<Integer, Watch> watches = new HashMap<>();
    for (int m : chosen) {
      Mutation mutation = mutations.get(m);
      if (mutation.watched() != null) {
        int uid = mutation.watched().getUid();
        Watch watch = watches.computeIfAbsent(uid, n -> new Watch());
        told.put(m, watch.add(mutation.becomes()));
      }
    }
    int last = watches.keySet().stream().mapToInt(Integer::intValue).max().orElse(NONE);
    @Nullable Watch[] byNode = new Watch[last + 1];
    watches.forEach((uid, watch) -> byNode[uid] = watch);
    long digest = 0;
    int[] depth = new int[1024];
    int s = 0;
    try {
      tool.watch(byNode, INIT);
      initial().forEach(this::add);
      for (; s < states.size(); s++) {
        depth = depth.length > states.size() ? depth : Arrays.copyOf(depth, 2 * states.size());
        TlcOracleState state = states.get(s);
        for (int i = 0; i < laws.invariants().size(); i++) {
          tool.watch(byNode, unit(s, alphabet.calls.size() + i));
          invariant(state, i);
        }
        int[][] to = new int[alphabet.calls.size()][];
        int[] ends = new int[alphabet.calls.size()];
        for (int c = 0; c < to.length; c++) {
          tool.watch(byNode, unit(s, c));
          Effect effect = effect(state, c, false);
          to[c] = effect.targets().stream().mapToInt(this::add).toArray();
          ends[c] = effect.outcome();
        }
        targets.add(to);
        outcomes.add(ends);
        progress.accept(states.size());
      }
    } catch (Broken e) {
      return new MutantRun(
          Verdict.KILLED,
          e.by,
          0,
          states.size(),
          0,
          false,
          false,
          false,
          String.valueOf(e.getMessage()));
    } finally {
      tool.rest();
    }
    for (s = 0; s < states.size(); s++) {
      for (int c = 0; c < alphabet.calls.size(); c++) {
        digest += digest(s, c);
      }
    }
    return new MutantRun(Verdict.SAME, "", 0, states.size(), digest, false, false, false, "");
  }

  private int add(TlcOracleState state) {
    Integer known = index.putIfAbsent(key(state), states.size());
    if (known != null) {
      return known;
    }
    states.add(state);
    return states.size() - 1;
  }

  private long digest(int state, int call) {
    long sum = mix(key(states.get(state)), call, outcomes.get(state)[call], 0);
    for (int t : targets.get(state)[call]) {
      sum += mix(key(states.get(state)), call, 0, key(states.get(t)));
    }
    return sum;
  }

  private long mix(long from, int call, int outcome, long to) {
    long h = from * 0x9E3779B97F4A7C15L;
    for (String part : List.of(alphabet.calls.get(call).toString(), laws.text(outcome))) {
      for (int i = 0; i < part.length(); i++) {
        h = (h ^ part.charAt(i)) * 0x100000001B3L;
      }
      h ^= h >>> 29;
    }
    return scramble(h + to);
  }

  private static long scramble(long x) {
    long h = x;
    h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
    h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
    return h ^ (h >>> 31);
  }

  /** Of the encoding, so that it is the same in every load. */
  private static long key(TlcOracleState state) {
    long h = 0xCBF29CE484222325L;
    for (byte[] part : state.parts) {
      long p = 1;
      for (byte b : part) {
        p = (p ^ b) * 0x100000001B3L;
      }
      h = scramble(h + p);
    }
    return h;
  }

  // Mutants.

  @Override
  public MutantRun run(int mutant) {
    Mutation m = mutations.get(mutant);
    BitSet units = told.get(mutant);
    if (!explored || (m.watched() != null && units == null)) {
      throw new IllegalStateException("not among the mutants of the control");
    }
    boolean acted = alphabet.calls.stream().anyMatch(c -> m.actions().contains(c.name()));
    acted |= m.actions().contains(Laws.INIT);
    acted |= laws.invariants().stream().anyMatch(law -> isAsked(law, m));
    boolean known = m.watched() != null || m.removed() != null;
    if (known && (units == null || units.isEmpty()) && !acted) {
      return new MutantRun(Verdict.NOT_REACHED, "", 0, 0, 0, false, false, false, "");
    }
    MutantRun run = new Run(m, units, true, Math.max(MOST_NEW, states.size() / 2)).mutated();
    if (run.verdict() == Verdict.DIFFERENT && shows.isEmpty()) {
      witness();
      run = new Run(m, units, true, Math.max(MOST_NEW, states.size() / 2)).mutated();
    }
    return run;
  }

  @Override
  public MutantRun unchanged() {
    if (!explored || mutations.isEmpty()) {
      throw new IllegalStateException("nothing to compare with");
    }
    SpecMutant any = mutations.get(0).mutant();
    Mutation none = new Mutation(any, () -> {}, () -> {}, null, null, Set.of(), null);
    return new Run(none, null, true, MOST_NEW).mutated();
  }

  @Override
  public MutantRun alone(int mutant) {
    return new Run(mutations.get(mutant), null, false, MOST_ALONE).mutated();
  }

  /** Whether an invariant asks if an action is enabled of which the mutant is a part. */
  private static boolean isAsked(Law law, Mutation m) {
    return !Collections.disjoint(law.enables(), m.actions());
  }

  /** Which states each witness shows. */
  private void witness() {
    for (Law w : laws.witnesses()) {
      BitSet shown = new BitSet();
      for (int s = 0; s < states.size(); s++) {
        if (!laws.holds(w, states.get(s).state)) {
          shown.set(s);
        }
      }
      shows.add(shown);
    }
  }

  /** A state of a mutant. */
  private record Node(TlcOracleState state, int control, int depth) {}

  private final class Run {
    private final Mutation mutation;
    private final @Nullable BitSet units; // that may be others; null: all
    private final boolean against;
    private final int most;
    private final Map<Long, Node> seen = new HashMap<>();
    private final BitSet reached = new BitSet();
    private final Deque<Node> open = new ArrayDeque<>();
    private int added;
    private boolean more;
    private boolean less;
    private boolean cut;
    private long digest;

    Run(Mutation mutation, @Nullable BitSet units, boolean against, int most) {
      this.mutation = mutation;
      this.units = units;
      this.against = against;
      this.most = most;
    }

    MutantRun mutated() {
      mutation.apply().run();
      try {
        return explore();
      } finally {
        mutation.undo().run();
      }
    }

    private boolean may(int state, int part, String name) {
      return state == NONE
          || (units == null && mutation.removed() == null)
          || (units != null && units.get(unit(state, part)))
          || mutation.actions().contains(name);
    }

    private MutantRun explore() {
      Node at = null;
      long end = TIME.getCurrentThreadCpuTime() + MOST_NANOS;
      try {
        initial().forEach(s -> reach(s, 1));
        while (!open.isEmpty() && !cut) {
          at = open.remove();
          invariants(at);
          for (int c = 0; c < alphabet.calls.size(); c++) {
            call(at, c);
          }
          cut = added > most || TIME.getCurrentThreadCpuTime() > end;
        }
      } catch (Broken e) {
        int trace = (at == null ? 0 : at.depth()) + e.steps;
        return result(Verdict.KILLED, e.by, trace, String.valueOf(e.getMessage()));
      }
      if (!against) {
        return result(Verdict.SAME, "", 0, "");
      }
      if (!cut && reached.cardinality() < states.size()) {
        less = true;
      }
      if (!more && !less) {
        return result(Verdict.SAME, "", 0, "");
      }
      String lost = cut || shows.isEmpty() ? "" : lost();
      return lost.isEmpty()
          ? result(Verdict.DIFFERENT, "", 0, "")
          : result(Verdict.KILLED, lost, 0, "is not reached any more");
    }

    private MutantRun result(Verdict verdict, String by, int trace, String detail) {
      return new MutantRun(
          verdict, by, trace, reached.cardinality() + added, digest, more, less, cut, detail);
    }

    /** A state of the specification, or one that it does not have. */
    private int reach(TlcOracleState state, int depth) {
      long key = key(state);
      Integer control = against ? index.get(key) : null;
      if (control != null) {
        reach((int) control, depth);
        return control;
      }
      if (!seen.containsKey(key)) {
        Node node = new Node(state, NONE, depth);
        seen.put(key, node);
        open.add(node);
        added++;
      }
      return NONE;
    }

    private void reach(int control, int depth) {
      if (!reached.get(control)) {
        reached.set(control);
        open.add(new Node(states.get(control), control, depth));
      }
    }

    private void invariants(Node at) {
      for (int i = 0; i < laws.invariants().size(); i++) {
        boolean apart = isAsked(laws.invariants().get(i), mutation);
        if (apart || may(at.control(), alphabet.calls.size() + i, "")) {
          invariant(at.state(), i);
        }
      }
    }

    private void call(Node at, int c) {
      String name = alphabet.calls.get(c).name();
      if (!may(at.control(), c, name)) {
        for (int t : targets.get(at.control())[c]) {
          reach(t, at.depth() + 1);
        }
        digest += digest(at.control(), c);
        return;
      }
      Effect effect = effect(at.state(), c, name.equals(mutation.removed()));
      int[] to = new int[effect.targets().size()];
      digest += mix(key(at.state()), c, effect.outcome(), 0);
      for (int i = 0; i < to.length; i++) {
        TlcOracleState t = effect.targets().get(i);
        to[i] = reach(t, at.depth() + 1);
        digest += mix(key(at.state()), c, 0, key(t));
      }
      if (at.control() == NONE) {
        more = true;
      } else {
        compare(targets.get(at.control())[c], to);
        if (outcomes.get(at.control())[c] != effect.outcome()) {
          more = true;
          less = true;
        }
      }
    }

    private void compare(int[] was, int[] is) {
      for (int t : is) {
        more |= Arrays.stream(was).noneMatch(x -> x == t);
      }
      for (int t : was) {
        less |= Arrays.stream(is).noneMatch(x -> x == t);
      }
    }

    /** A witness that is not there any more. */
    private String lost() {
      for (int w = 0; w < laws.witnesses().size(); w++) {
        Law law = laws.witnesses().get(w);
        if (!shows.get(w).isEmpty() && !shows.get(w).intersects(reached)) {
          boolean elsewhere = false;
          for (Node node : seen.values()) {
            elsewhere |= !laws.holds(law, node.state().state);
          }
          if (!elsewhere) {
            return law.name();
          }
        }
      }
      return "";
    }
  }
}
