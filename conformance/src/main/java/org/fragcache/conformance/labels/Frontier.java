package org.fragcache.conformance.labels;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.fragcache.conformance.labels.LabelEvent.Kind;
import org.fragcache.conformance.labels.States.State;
import org.jspecify.annotations.Nullable;

/**
 * What may be the case at one point of a log, after all events before it: each possibility is a
 * state of the specification and, of the steps that threads have told last, those that have been
 * taken already.
 *
 * <p>A step is taken after its thread has told it and before the thread tells the next. When that
 * comes, whatever possibility has the step not yet taken is followed through every sequence of
 * steps that threads may take there which ends in it; steps are taken no sooner, so that
 * possibilities stay few, and only where they lead to the label that the thread tells next. That
 * nothing is missed: of an order that explains the log, the steps before the one that is due are
 * such a sequence, and those after it may as well come later.
 */
final class Frontier {
  private final LabelModel model;
  private final States states;
  private final Script script;
  private final int[] told; // of each thread, the number of its last event; -1 if none
  private Set<Possibility> possibilities;

  /**
   * A state, and steps that have been taken.
   *
   * @param state of the specification
   * @param taken of thread t bit 2t: the step that it told last; bit 2t+1: the next one too
   */
  record Possibility(State state, long taken) {
    boolean hasTold(int thread) {
      return (bits(thread) & 1) != 0;
    }

    private long bits(int thread) {
      return (taken >> (2 * thread)) & 3;
    }

    private int ahead(int thread) {
      return Long.bitCount(bits(thread));
    }

    private Possibility further(int thread, State to) {
      return with(thread, (bits(thread) << 1) | 1, to);
    }

    /** The thread tells another event: what was the next one is the last. */
    private Possibility shifted(int thread) {
      return with(thread, bits(thread) >> 1, state);
    }

    private Possibility with(int thread, long bits, State to) {
      long others = taken & ~(3L << (2 * thread));
      return new Possibility(to, others | (bits << (2 * thread)));
    }

    private Possibility at(State to) {
      return new Possibility(to, taken);
    }
  }

  Frontier(LabelModel model, States states, Script script) {
    this.model = model;
    this.states = states;
    this.script = script;
    this.told = new int[script.threads()];
    Arrays.fill(told, -1);
    long all = 0;
    for (int t = 0; t < told.length; t++) {
      all |= 1L << (2 * t);
    }
    this.possibilities = Set.of(new Possibility(states.initial(), all));
  }

  /** In the order in which they were found. */
  Set<Possibility> possibilities() {
    return possibilities;
  }

  /**
   * The next event of the log.
   *
   * @return false if no possibility is left; then all is as before
   */
  boolean tell(LabelEvent event) {
    int t = event.thread();
    Set<Possibility> next = new LinkedHashSet<>();
    Consumer<Possibility> told =
        switch (event.kind()) {
          case START -> p -> begin(p, event, next::add);
          case LABEL -> p -> next.add(p.shifted(t));
          case END -> p -> end(p, t, next::add);
        };
    Set<Possibility> seen = new HashSet<>();
    for (Possibility p : possibilities) {
      search(p, due(event), seen, new Visit(told, (from, to) -> {}));
    }
    if (next.isEmpty()) {
      return false;
    }
    possibilities = next;
    this.told[t]++;
    states.trim(next.stream().map(Possibility::state).toList());
    return true;
  }

  /** What must be the case before an event. */
  Predicate<Possibility> due(LabelEvent event) {
    int t = event.thread();
    return event.kind() == Kind.END ? p -> p.hasTold(t) && ends(p, event) : p -> p.hasTold(t);
  }

  /**
   * Where the log ends, the step that a thread told last need not be taken; but the thread has come
   * to it. Elsewhere the search for its next event asks that.
   *
   * @return a thread that cannot have come there; -1 if all can, together
   */
  int stranded() {
    BitSet come = new BitSet();
    BitSet all = new BitSet();
    all.set(0, told.length);
    Set<Possibility> seen = new HashSet<>();
    Predicate<Possibility> wanted =
        p -> {
          BitSet there = there(p);
          come.or(there);
          return there.equals(all);
        };
    boolean[] found = new boolean[1];
    Visit visit = new Visit(p -> found[0] = true, (from, to) -> {});
    for (Possibility p : possibilities) {
      search(p, wanted, seen, visit);
      if (found[0]) {
        return -1;
      }
    }
    int never = come.nextClearBit(0);
    return never < told.length ? never : 0;
  }

  /** The threads that have taken the step that they told last, or are about to. */
  private BitSet there(Possibility p) {
    BitSet there = new BitSet();
    for (int t = 0; t < told.length; t++) {
      LabelEvent last = told[t] < 0 ? null : script.event(t, told[t]);
      there.set(t, p.hasTold(t) || last == null || p.state().at(t).equals(last.text()));
    }
    return there;
  }

  /** The place in the log of what a thread told last. */
  int lastIndex(int thread) {
    return script.index(thread, told[thread]);
  }

  private static boolean ends(Possibility p, LabelEvent event) {
    return p.state().at(event.thread()).equals("Return")
        && p.state().result(event.thread()).equals(event.text());
  }

  private void begin(Possibility p, LabelEvent event, Consumer<Possibility> next) {
    for (State s : states.begun(p.state(), event.thread(), event.text())) {
      told(p.at(s), event.thread(), next);
    }
  }

  private void end(Possibility p, int thread, Consumer<Possibility> next) {
    for (State s : states.after(p.state(), model.end(thread))) {
      told(p.at(s), thread, next);
    }
  }

  /** A thread has told what is no step, and done already. */
  private void told(Possibility p, int thread, Consumer<Possibility> next) {
    Possibility after = p.shifted(thread).further(thread, p.state());
    if (fits(after.state(), thread, script.event(thread, told[thread] + 2))) {
      next.accept(after);
    }
  }

  /**
   * What a search does.
   *
   * @param found with a possibility that has what is wanted
   * @param moved with a possibility, and one that a step leads to from there
   */
  record Visit(Consumer<Possibility> found, Moved moved) {
    /** Told of each step of a search. */
    interface Moved {
      void step(Possibility from, Possibility to);
    }
  }

  /** Goes to every possibility that steps lead to, each once, until one has what is wanted. */
  void search(Possibility from, Predicate<Possibility> wanted, Set<Possibility> seen, Visit visit) {
    Deque<Possibility> open = new ArrayDeque<>();
    if (seen.add(from)) {
      open.add(from);
    }
    while (!open.isEmpty()) {
      Possibility p = open.remove();
      if (wanted.test(p)) {
        visit.found().accept(p);
        continue;
      }
      for (int t = 0; t < told.length; t++) {
        for (Possibility q : moves(p, t)) {
          if (seen.add(q)) {
            visit.moved().step(p, q);
            open.add(q);
          }
        }
      }
    }
  }

  /** The event that a thread has to come to next, with a step or without; null if none. */
  @Nullable LabelEvent next(Possibility p, int thread) {
    return script.event(thread, told[thread] + p.ahead(thread));
  }

  /** The event after that. */
  @Nullable LabelEvent afterNext(Possibility p, int thread) {
    return script.event(thread, told[thread] + p.ahead(thread) + 1);
  }

  /** Its place in the log. */
  int nextIndex(Possibility p, int thread) {
    return script.index(thread, told[thread] + p.ahead(thread));
  }

  /** Whether a thread may take the step of its next event, as far as the log goes. */
  boolean mayTake(Possibility p, int thread, LabelEvent next) {
    return next.kind() == Kind.LABEL
        && (p.ahead(thread) == 0
            || (p.ahead(thread) == 1 && Differences.EARLY.containsKey(next.text())));
  }

  /** What one step of a thread leads to. */
  private List<Possibility> moves(Possibility p, int thread) {
    LabelEvent next = next(p, thread);
    String at = p.state().at(thread);
    if (next == null || next.kind() == Kind.START) {
      return List.of();
    }
    List<Possibility> out = new ArrayList<>(2);
    if (next.kind() == Kind.LABEL && next.text().equals(at)) {
      if (mayTake(p, thread, next)) {
        LabelEvent then = afterNext(p, thread);
        for (State s : taken(p.state(), thread)) {
          if (fits(s, thread, then)) {
            out.add(p.further(thread, s));
          }
        }
      }
      return out;
    }
    for (State s : untold(p.state(), thread)) {
      if (fits(s, thread, next)) {
        out.add(p.at(s));
      }
    }
    return out;
  }

  /** Where the step leads that a thread is at. */
  List<State> taken(State from, int thread) {
    List<State> after = states.after(from, model.step(thread, from.step(thread)));
    String instead = Differences.INSTEAD.get(from.step(thread));
    if (instead == null) {
      return after;
    }
    List<State> all = new ArrayList<>(after);
    all.addAll(states.after(from, model.step(thread, instead)));
    return all;
  }

  /** Where a step leads that a thread takes and need not tell. */
  List<State> untold(State from, int thread) {
    List<State> out = new ArrayList<>(2);
    if (Differences.UNTOLD.containsKey(from.at(thread))) {
      out.addAll(states.afterUnseen(from, model.step(thread, from.step(thread))));
    }
    String instead = Differences.INSTEAD_UNTOLD.get(from.step(thread));
    if (instead != null) {
      out.addAll(states.after(from, model.step(thread, instead)));
    }
    return out;
  }

  /** Whether a thread can come to an event, as far as its label says; null fits always. */
  boolean fits(State state, int thread, @Nullable LabelEvent next) {
    String at = state.at(thread);
    if (next == null || Differences.UNTOLD.containsKey(at)) {
      return true;
    }
    return switch (next.kind()) {
      case START -> at.equals("Begin");
      case LABEL -> at.equals(next.text());
      case END -> at.equals("Return") && state.result(thread).equals(next.text());
    };
  }
}
