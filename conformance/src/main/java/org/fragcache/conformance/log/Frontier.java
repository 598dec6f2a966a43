package org.fragcache.conformance.log;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What may be the case at one point of a log, after all events before it: each possibility is a
 * state of the specification and, of the calls under way, those that have taken effect already.
 *
 * <p>A call takes effect between its start and its end. When one ends, whatever possibility has it
 * not yet in effect is followed through every sequence of calls under way that ends in it: a call
 * takes effect no sooner than some call's end needs it (Lowe's just-in-time linearization), so that
 * possibilities stay few. That nothing is missed: of an order that explains the log, those before
 * the ended call are such a sequence, and those after it may as well come later. As a log is whole
 * when it is judged, calls take effect only where they end as the log says.
 */
final class Frontier {
  private final Effects effects;
  private final @Nullable Pending[] pending = new Pending[CallLog.Header.MOST_THREADS];
  private Set<Possibility> possibilities = new LinkedHashSet<>(Set.of(new Possibility(0, 0)));

  /**
   * A state, and calls that have taken effect.
   *
   * @param state its number in {@link Effects}
   * @param taken bits of the threads whose call has taken effect and not ended
   */
  record Possibility(int state, int taken) {
    boolean has(Pending call) {
      return (taken & call.bit()) != 0;
    }

    private Possibility with(Pending call, int after) {
      return new Possibility(after, taken | call.bit());
    }

    private Possibility without(Pending call) {
      return new Possibility(state, taken & ~call.bit());
    }
  }

  Frontier(Effects effects) {
    this.effects = effects;
  }

  /** In the order in which they were found. */
  Set<Possibility> possibilities() {
    return possibilities;
  }

  /** The calls under way, by thread. */
  List<Pending> underWay() {
    return Arrays.stream(pending).filter(Objects::nonNull).toList();
  }

  void start(Pending call) {
    pending[call.thread()] = call;
  }

  /**
   * A call has ended.
   *
   * @return false if no possibility is left; then all is as before
   */
  boolean end(Pending call) {
    Set<Possibility> next = new LinkedHashSet<>();
    Set<Possibility> seen = new LinkedHashSet<>();
    for (Possibility p : possibilities) {
      if (p.has(call)) {
        next.add(p.without(call));
      } else {
        search(p, call, seen, at -> take(at, call, q -> next.add(q.without(call))));
      }
    }
    if (next.isEmpty()) {
      return false;
    }
    possibilities = next;
    pending[call.thread()] = null;
    return true;
  }

  /**
   * Visits a possibility, and all that steps which are no calls and calls under way but {@code
   * last} lead to from there, each once.
   */
  void search(Possibility from, Pending last, Set<Possibility> seen, Consumer<Possibility> visit) {
    Deque<Possibility> open = new ArrayDeque<>();
    open.push(from);
    List<Pending> calls = underWay().stream().filter(c -> c.thread() != last.thread()).toList();
    while (!open.isEmpty()) {
      Possibility p = open.pop();
      for (int state : effects.unseen(p.state())) {
        Possibility at = new Possibility(state, p.taken());
        if (seen.add(at)) {
          visit.accept(at);
          for (Pending call : calls) {
            take(at, call, open::push);
          }
        }
      }
    }
  }

  /** The call takes effect, unless it has, or would end otherwise than the log says. */
  private void take(Possibility at, Pending call, Consumer<Possibility> next) {
    if (at.has(call)) {
      return;
    }
    if (call.accepts(effects.outcome(at.state(), call.number()))) {
      for (int after : effects.after(at.state(), call.number())) {
        next.accept(at.with(call, after));
      }
    }
  }
}
