package org.fragcache.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fragcache.conformance.hidden.Snapshots;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.graph.EdgeCover;
import org.fragcache.spec.graph.StateGraph;
import org.fragcache.spec.oracle.Call;

/**
 * Compares, whenever a replay reaches a state of the specification again, what the subject has in
 * memory with what it had the first time.
 */
public final class HiddenState implements Replay.Arrivals {
  private final ReplayModel model;
  private final StateGraph graph;
  private final OutcomeTable outcomes;
  private final ConcreteSubject subject;
  private final Snapshots snapshots;
  private int differs = -1;

  HiddenState(ReplayModel model, StateGraph graph, OutcomeTable outcomes, ConcreteSubject subject) {
    this.model = model;
    this.graph = graph;
    this.outcomes = outcomes;
    this.subject = subject;
    this.snapshots = new Snapshots(graph.states());
  }

  @Override
  public boolean arrived(int state) {
    if (snapshots.isSame(state, subject.concrete())) {
      return true;
    }
    differs = state;
    return false;
  }

  /** Whether this is what ended the replay. */
  boolean differs() {
    return differs >= 0;
  }

  /**
   * What came of it.
   *
   * @param history the calls of the walk, up to its end
   */
  HiddenReport report(EdgeCover cover, int[] history) {
    return new HiddenReport(
        snapshots.compared(),
        snapshots.objects(),
        snapshots.differed(),
        differs() ? Optional.of(difference(cover, history)) : Optional.empty());
  }

  /**
   * The shortest path against the walk; if these are the same, against the walk as it was when it
   * first came there, which is taken again for that.
   */
  private HiddenDifference difference(EdgeCover cover, int[] history) {
    List<Call> shortest = calls(graph.callsTo(differs));
    return shortened(shortest, calls(history))
        .or(
            () -> {
              Replay again = new Replay(model, graph, outcomes, subject, s -> s != differs);
              again.walk(cover, Ticker.NONE);
              return shortened(shortest, calls(again.history()));
            })
        .orElseThrow(
            () ->
                new SubjectFailedException(
                    model.name()
                        + ": what "
                        + subject.name()
                        + " has in memory differed after "
                        + history.length
                        + " calls, and did not when these were made again; expected a subject that"
                        + " does the same after every reset"));
  }

  private Optional<HiddenDifference> shortened(List<Call> shortest, List<Call> other) {
    Optional<HiddenDifference> found = HiddenDifference.of(model, subject, shortest, other);
    return found.map(
        d ->
            Shortening.shorten(
                d,
                HiddenDifference::second,
                fewer ->
                    leadsThere(fewer)
                        ? HiddenDifference.of(model, subject, shortest, fewer)
                        : Optional.empty()));
  }

  private boolean leadsThere(List<Call> calls) {
    try {
      take(subject, calls);
      return subject.isIn(graph.encoding(differs));
    } catch (SubjectFailedException e) {
      throw e;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private List<Call> calls(int[] indices) {
    List<Call> calls = new ArrayList<>();
    Arrays.stream(indices).forEach(c -> calls.add(model.alphabet().get(c)));
    return calls;
  }

  /**
   * Takes two sequences of calls and compares what they leave in memory.
   *
   * @throws UsageException if they do not lead to one state
   */
  public static Optional<HiddenDifference> compare(
      ReplayModel model, ConcreteSubject subject, List<Call> first, List<Call> second) {
    take(subject, first);
    byte[] state = subject.observe();
    take(subject, second);
    if (!subject.isIn(state)) {
      throw new UsageException(
          "--calls: the two lead to different states; expected one, to compare what is in memory");
    }
    return HiddenDifference.of(model, subject, first, second);
  }

  /** Observes after each call, as a replay does: a subject may remember what it was asked. */
  private static void take(Subject subject, List<Call> calls) {
    subject.reset();
    subject.observe();
    for (Call call : calls) {
      subject.bind(call).apply();
      subject.observe();
    }
  }

  /** What a subject has in memory after these calls, by path. */
  static Map<String, String> after(ConcreteSubject subject, List<Call> calls) {
    take(subject, calls);
    return Snapshots.text(subject.concrete());
  }
}
