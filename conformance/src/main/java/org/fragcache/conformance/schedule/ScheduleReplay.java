package org.fragcache.conformance.schedule;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.fragcache.conformance.Ticker;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.graph.EdgeCover;
import org.fragcache.spec.graph.StateGraph;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.value.TlaState;
import org.fragcache.spec.value.TlaValue;
import org.jspecify.annotations.Nullable;

/**
 * Takes every edge of a graph of FragmentSteps on threads that stop before each of their steps, and
 * compares what they share after each. Where the specification has a thread wait, the subject's is
 * asked to go on, once in each state, and must not.
 *
 * <p>A step of the specification that changes nothing that is shared, that the thread is not about
 * to take, and that is among {@link PassedOver}, is the specification's alone: the subject has
 * decided the same within another step. Should it have decided otherwise, or too early, it is found
 * elsewhere than the specification at the next step that changes something, or when the call
 * returns.
 */
final class ScheduleReplay {
  private static final int TICKS = 0xFFF;

  private final String model;
  private final StateGraph graph;
  private final ScheduledSubject subject;
  private final List<String> threads;
  private final @Nullable SchedulePoint[] points;
  private final TlaValue[] ops; // of each thread, the operation that it has begun
  private final BitSet visited;
  private final BitSet taken;
  private final Map<String, Integer> alone = new TreeMap<>();
  private final Map<String, Integer> reached = new TreeMap<>();
  private final Map<List<String>, List<String>> canonical = new HashMap<>(); // what was observed
  private List<Integer> history = new ArrayList<>();
  private long steps;
  private long blocked;

  /** A difference: after which steps, and what it is. */
  record Found(List<Integer> edges, String text) {}

  ScheduleReplay(String model, StateGraph graph, ScheduledSubject subject, List<String> threads) {
    this.model = model;
    this.graph = graph;
    this.subject = subject;
    this.threads = threads;
    this.ops = new TlaValue[threads.size()];
    this.points = new SchedulePoint[graph.states()];
    this.visited = new BitSet(graph.states());
    this.taken = new BitSet(graph.edges());
  }

  /** Walks the cover to its end, or to the first difference. */
  Optional<Found> walk(EdgeCover cover, Ticker ticker) {
    for (int[] trace : cover.traces()) {
      Optional<Found> found = walk(trace, true);
      if (found.isPresent()) {
        return found;
      }
      if ((steps & ~TICKS) != ((steps - trace.length) & ~TICKS)) {
        ticker.tick(model, "steps on threads", steps, cover.steps());
      }
    }
    return Optional.empty();
  }

  /**
   * Takes these edges from the initial state that they start in. What the subject throws is a
   * difference, as in a replay.
   */
  Optional<Found> walk(int[] trace, boolean probing) {
    history = new ArrayList<>();
    try {
      return steps(trace, probing);
    } catch (UsageException e) {
      throw e;
    } catch (RuntimeException e) {
      return found(String.valueOf(e.getMessage()));
    }
  }

  private Optional<Found> steps(int[] trace, boolean probing) {
    int start = graph.source(trace[0]);
    subject.reset(point(start).setup(), threads.size());
    Optional<Found> found = compare(start);
    if (found.isPresent()) {
      return found;
    }
    for (int edge : trace) {
      if (probing) {
        found = probe(graph.source(edge));
        if (found.isPresent()) {
          return found;
        }
      }
      history.add(edge);
      steps++;
      found = take(edge);
      if (found.isPresent()) {
        return found;
      }
      taken.set(edge);
    }
    return probing ? probe(graph.target(trace[trace.length - 1])) : Optional.empty();
  }

  /** The shortest way to the last step of a difference, if that shows one too. */
  Found shortened(Found found) {
    if (found.edges().isEmpty()) {
      return found;
    }
    int last = found.edges().get(found.edges().size() - 1);
    int[] path = graph.pathTo(graph.source(last));
    if (path.length + 1 >= found.edges().size()) {
      return found;
    }
    int[] shorter = Arrays.copyOf(path, path.length + 1);
    shorter[path.length] = last;
    return walk(shorter, false).orElse(found);
  }

  private SchedulePoint point(int state) {
    SchedulePoint p = points[state];
    if (p == null) {
      p = SchedulePoint.of(state(state), threads);
      points[state] = p;
    }
    return p;
  }

  private TlaState state(int state) {
    return TlaState.parse(new String(graph.encoding(state), StandardCharsets.US_ASCII));
  }

  private int thread(Call call) {
    return call.args().isEmpty()
        ? -1
        : threads.indexOf(TlaValue.parse(call.args().get(0)).asString());
  }

  private Optional<Found> take(int edge) {
    Call call = graph.alphabet().get(graph.call(edge));
    int t = thread(call);
    SchedulePoint from = point(graph.source(edge));
    SchedulePoint to = point(graph.target(edge));
    boolean changes = !from.shared().equals(to.shared());
    String label = call.name();
    if (t < 0) {
      return changes
          ? found("the step is no thread's, but changes what is shared")
          : compare(graph.target(edge));
    }
    String at = subject.at(t);
    if (label.equals("Begin")) {
      if (!at.isEmpty()) {
        return found("the thread is about to take " + at + ", expected it to be idle");
      }
      if (!from.next().get(t).equals(SchedulePoint.NONE)) {
        ops[t] = from.next().get(t);
        subject.begin(t, StepsCalls.call(ops[t]));
      }
    } else if (label.equals("Return")) {
      if (!at.isEmpty()) {
        return found("the thread is about to take " + at + ", expected it to return");
      }
      String result = StepsCalls.result(ops[t], subject.outcome(t));
      if (!result.equals(from.results().get(t))) {
        return found("it returns " + result + ", expected " + from.results().get(t));
      }
    } else if (at.equals(label)) {
      reached.merge(label, 1, Integer::sum);
      if (!subject.take(t)) {
        return found("the thread waits, expected it to go on");
      }
    } else if (changes || !PassedOver.LABELS.containsKey(label)) {
      return found("the thread is " + where(at) + ", expected it to take " + label);
    } else {
      alone.merge(label, 1, Integer::sum);
      return Optional.empty();
    }
    return compare(graph.target(edge));
  }

  private static String where(String at) {
    return at.isEmpty() ? "idle" : "about to take " + at;
  }

  private Optional<Found> compare(int state) {
    List<String[]> lines =
        SharedText.differences(
            point(state).shared(),
            canonical.computeIfAbsent(subject.observe(), SharedText::canonical));
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder("what is shared differs");
    for (String[] line : lines) {
      text.append("\n      spec     ").append(line[0]);
      text.append("\n      subject  ").append(line[1]);
    }
    return found(text.toString());
  }

  /**
   * Who has to wait in a state, waits; where nothing goes on, the subject's checks find nothing.
   */
  private Optional<Found> probe(int state) {
    if (visited.get(state)) {
      return Optional.empty();
    }
    visited.set(state);
    SchedulePoint p = point(state);
    boolean idle = true;
    for (int t = 0; t < threads.size(); t++) {
      String label = p.labels().get(t);
      idle &= subject.at(t).isEmpty();
      if (!label.equals("Done") && label.equals(subject.at(t)) && !hasEdge(state, t)) {
        blocked++;
        if (subject.take(t)) {
          return found(threads.get(t) + " takes " + label + ", expected it to wait");
        }
      }
    }
    String complaint = idle ? subject.selfCheck() : "";
    return complaint.isEmpty() ? Optional.empty() : found(complaint);
  }

  private boolean hasEdge(int state, int t) {
    for (int e = graph.firstEdge(state); e < graph.endEdge(state); e++) {
      if (thread(graph.alphabet().get(graph.call(e))) == t) {
        return true;
      }
    }
    return false;
  }

  private Optional<Found> found(String text) {
    return Optional.of(new Found(List.copyOf(history), text));
  }

  /** Edges taken, each counted once. */
  int taken() {
    return taken.cardinality();
  }

  long steps() {
    return steps;
  }

  /** How often a thread that had to wait was asked to go on. */
  long blocked() {
    return blocked;
  }

  /** Labels of the specification that a thread was not about to take, and how often. */
  Map<String, Integer> alone() {
    return alone;
  }

  /** Labels that threads took, and how often. */
  Map<String, Integer> reached() {
    return reached;
  }
}
