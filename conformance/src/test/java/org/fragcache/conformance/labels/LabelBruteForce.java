package org.fragcache.conformance.labels;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fragcache.conformance.labels.LabelEvent.Kind;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.OracleState;
import org.fragcache.spec.value.TlaValue;

/**
 * The definition, for short logs: every order of the steps that takes each within its interval is
 * tried, from the first event on, with no look ahead. It shares with the validator the oracle, and
 * {@link Differences}.
 */
final class LabelBruteForce {
  private final LabelModel model;
  private final Oracle oracle;
  private final List<List<Item>> items = new ArrayList<>();

  /**
   * An event of a thread that has to be taken.
   *
   * @param from the place in the log after which it may be
   * @param to that before which it must be
   */
  private record Item(LabelEvent event, int from, int to) {}

  /** How many items of each thread have been taken, and the state. */
  private record Node(List<Integer> taken, OracleState state) {}

  private LabelBruteForce(LabelModel model, List<LabelEvent> log, int threads) {
    this.model = model;
    this.oracle = model.oracle();
    for (int t = 0; t < threads; t++) {
      List<Integer> own = new ArrayList<>();
      for (int i = 0; i < log.size(); i++) {
        if (log.get(i).thread() == t) {
          own.add(i);
        }
      }
      List<Item> list = new ArrayList<>();
      for (int n = 0; n < own.size(); n++) {
        LabelEvent event = log.get(own.get(n));
        int before = n == 0 ? -1 : own.get(n - 1);
        int after = n + 1 < own.size() ? own.get(n + 1) : log.size();
        boolean sooner =
            event.kind() == Kind.END
                || (event.kind() == Kind.LABEL && Differences.EARLY.containsKey(event.text()));
        list.add(
            new Item(
                event,
                sooner ? before : own.get(n),
                event.kind() == Kind.END ? own.get(n) : after));
      }
      items.add(list);
    }
  }

  /** Whether a well-formed log is a behaviour. */
  static boolean isBehaviour(LabelModel model, List<LabelEvent> log, int threads) {
    return new LabelBruteForce(model, log, threads).search();
  }

  private boolean search() {
    Integer[] none = new Integer[items.size()];
    Arrays.fill(none, 0);
    Node first = new Node(List.of(none), forget(model.initial()));
    Set<Node> seen = new HashSet<>(Set.of(first));
    Deque<Node> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (isEnd(node)) {
        return true;
      }
      for (Node next : next(node)) {
        if (seen.add(next)) {
          open.push(next);
        }
      }
    }
    return false;
  }

  /** All is taken; the last step of a log that is cut short may be, or is about to be. */
  private boolean isEnd(Node node) {
    for (int t = 0; t < items.size(); t++) {
      int taken = node.taken.get(t);
      List<Item> own = items.get(t);
      if (taken < own.size() && !(taken == own.size() - 1 && isAt(node, t, own.get(taken).event))) {
        return false;
      }
    }
    return true;
  }

  private boolean isAt(Node node, int thread, LabelEvent event) {
    TlaValue where = TlaValue.parse(oracle.eval("Where", node.state));
    String at = where.field(model.threads().get(thread)).at(1).asString();
    return event.kind() == Kind.LABEL
        && Differences.TOLD_AS.getOrDefault(at, at).equals(event.text());
  }

  private List<Node> next(Node node) {
    List<Node> out = new ArrayList<>();
    TlaValue where = TlaValue.parse(oracle.eval("Where", node.state));
    for (int t = 0; t < items.size(); t++) {
      int n = node.taken.get(t);
      if (n == items.get(t).size()) {
        continue;
      }
      Item item = items.get(t).get(n);
      TlaValue of = where.field(model.threads().get(t));
      String at = of.at(1).asString();
      boolean mayTake = mayTake(node, t, item);
      switch (item.event.kind()) {
        case START -> {
          if (mayTake && at.equals("Begin")) {
            for (OracleState s : oracle.successors(node.state, model.ask(t, item.event.text()))) {
              add(out, node, t, oracle.successors(s, model.begin(t)), true);
            }
          }
        }
        case END -> {
          if (mayTake && at.equals("Return") && of.at(2).canonical().equals(item.event.text())) {
            add(out, node, t, oracle.successors(node.state, model.end(t)), true);
          }
          untold(out, node, t, at);
        }
        case LABEL -> {
          if (!Differences.TOLD_AS.getOrDefault(at, at).equals(item.event.text())) {
            untold(out, node, t, at);
          } else if (mayTake) {
            add(out, node, t, oracle.successors(node.state, model.step(t, at)), true);
            if (Differences.INSTEAD.containsKey(at)) {
              int instead = model.step(t, Differences.INSTEAD.getOrDefault(at, at));
              add(out, node, t, oracle.successors(node.state, instead), true);
            }
          }
        }
      }
    }
    return out;
  }

  private void untold(List<Node> out, Node node, int t, String at) {
    if (Differences.UNTOLD.containsKey(Differences.TOLD_AS.getOrDefault(at, at))) {
      String common = oracle.eval("InCommon", node.state);
      add(
          out,
          node,
          t,
          oracle.successors(node.state, model.step(t, at)).stream()
              .filter(s -> oracle.eval("InCommon", forget(s)).equals(common))
              .toList(),
          false);
    }
    if (Differences.INSTEAD_UNTOLD.containsKey(at)) {
      int instead = model.step(t, Differences.INSTEAD_UNTOLD.getOrDefault(at, at));
      add(out, node, t, oracle.successors(node.state, instead), false);
    }
  }

  /** Whether nothing that has not been taken had to be before. */
  private boolean mayTake(Node node, int thread, Item item) {
    for (int t = 0; t < items.size(); t++) {
      List<Item> own = items.get(t);
      int n = node.taken.get(t);
      if (t != thread && n < own.size() && own.get(n).to <= item.from) {
        return false;
      }
    }
    return true;
  }

  private void add(List<Node> out, Node node, int thread, List<OracleState> after, boolean told) {
    List<Integer> taken = new ArrayList<>(node.taken);
    if (told) {
      taken.set(thread, taken.get(thread) + 1);
    }
    after.forEach(s -> out.add(new Node(List.copyOf(taken), forget(s))));
  }

  private OracleState forget(OracleState state) {
    return oracle.successors(state, model.forget()).get(0);
  }
}
