package org.fragcache.conformance;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fragcache.spec.graph.EdgeCover;
import org.fragcache.spec.graph.StateGraph;
import org.fragcache.spec.model.ModelRecord;
import org.jspecify.annotations.Nullable;

/**
 * Edge-complete replay of one model: the model's graph, its cover and its outcomes, made once, for
 * any number of subjects. {@link #replay} may be called by several threads, with a subject each.
 */
public final class Conformance implements AutoCloseable {
  private final ReplayModel model;
  private final StateGraph graph;

  /** Null if the graph outgrew what TLC reported: then it is searched for differences only. */
  private final @Nullable EdgeCover cover;

  private final OutcomeTable outcomes;
  private String counts = "";
  private final int threads;
  private final double exploreSeconds;
  private final double seconds;

  /**
   * What was replayed.
   *
   * @param model name of the model
   * @param subject name of the subject
   * @param states distinct states
   * @param generated what TLC counts as states generated
   * @param depth levels of the breadth-first search
   * @param edges edges, self-loops included
   * @param changing edges that change the state
   * @param replayed how many of those were taken on the subject
   * @param traces walks of the cover
   * @param coverSteps steps of the cover
   * @param steps steps taken on the subject: those of the cover, unless a difference was met
   * @param lowerBound the least number of steps that any cover needs
   * @param calls calls and steps of the alphabet
   * @param probes calls made that must change nothing, rejected ones included
   * @param threads how many threads explored
   * @param exploreSeconds time to explore the graph
   * @param graphSeconds time to explore the graph, cover it and evaluate outcomes
   * @param replaySeconds time on the subject, comparisons included
   * @param counts how the graph differs from what TLC reported, empty if it does not: a graph that
   *     shrank would pass unseen
   * @param compared the variables that were compared
   * @param notCompared those that the subject does not give
   * @param difference the shortest difference found
   * @param crashes what came of crashing the subject, if the model has crashes and this was asked
   * @param hidden what came of comparing what the subject has in memory, if this was asked
   */
  public record Report(
      String model,
      String subject,
      int states,
      long generated,
      int depth,
      int edges,
      int changing,
      int replayed,
      int traces,
      long coverSteps,
      long steps,
      long lowerBound,
      int calls,
      long probes,
      int threads,
      double exploreSeconds,
      double graphSeconds,
      double replaySeconds,
      String counts,
      List<String> compared,
      List<String> notCompared,
      Optional<Difference> difference,
      Optional<CrashReport> crashes,
      Optional<HiddenReport> hidden) {

    /**
     * Whether nothing differed and everything was tried: each call in each state changes the state
     * and was taken, or must not and was probed.
     */
    public boolean conforms() {
      return difference.isEmpty()
          && counts.isEmpty()
          && changing > 0
          && replayed == changing
          && replayed + probes == (long) states * calls
          && crashes.map(CrashReport::conforms).orElse(true)
          && hidden.map(HiddenReport::conforms).orElse(true);
    }

    Report with(CrashReport crashed) {
      return new Report(
          model,
          subject,
          states,
          generated,
          depth,
          edges,
          changing,
          replayed,
          traces,
          coverSteps,
          steps,
          lowerBound,
          calls,
          probes,
          threads,
          exploreSeconds,
          graphSeconds,
          replaySeconds,
          counts,
          compared,
          notCompared,
          difference,
          Optional.of(crashed),
          hidden);
    }

    /** Successor states that the oracle computed a second, on all threads together. */
    public double successorsPerSecond() {
      return generated / Math.max(exploreSeconds, 1e-9);
    }

    /** Steps and probes a second, on one thread, comparisons included. */
    public double perSecond() {
      return (steps + probes) / Math.max(replaySeconds, 1e-9);
    }
  }

  private Conformance(ReplayModel model, int maxStates, int threads, Ticker ticker) {
    long start = System.nanoTime();
    this.model = model;
    this.graph =
        StateGraph.explore(
            model.oracle(),
            threads,
            (states, edges, depth) -> ticker.tick(model.name(), "states", states, 0),
            maxStates);
    this.threads = threads;
    this.exploreSeconds = (System.nanoTime() - start) / 1e9;
    graph.requireDeterministic();
    ticker.tick(model.name(), "states covered", 0, graph.states());
    this.cover = graph.complete() ? EdgeCover.of(graph) : null;
    if (cover != null) {
      cover.verify(graph);
    }
    this.outcomes = OutcomeTable.of(model, graph, threads, ticker);
    this.seconds = (System.nanoTime() - start) / 1e9;
  }

  /**
   * An edit of the specification can make its states infinitely many; a graph that has twice as
   * many as recorded differs from the record in any case.
   */
  private static int maxStates(ModelRecord record) {
    Long distinct = record.distinct();
    return distinct == null
        ? Integer.MAX_VALUE
        : (int) Math.min(Integer.MAX_VALUE, 2 * distinct + 1000);
  }

  /**
   * Explores a model and covers its state-changing edges.
   *
   * @param threads how many threads explore
   * @throws org.fragcache.spec.UsageException if the model cannot be replayed
   */
  public static Conformance of(Path specDirectory, ModelRecord record, int threads, Ticker ticker) {
    ReplayModel model = ReplayModel.open(specDirectory, record);
    try {
      Conformance conformance = new Conformance(model, maxStates(record), threads, ticker);
      conformance.counts = counts(record, conformance.graph);
      return conformance;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** Of a model that nobody has counted. It is closed with this, or if this fails. */
  static Conformance of(ReplayModel model, int threads) {
    try {
      return new Conformance(model, Integer.MAX_VALUE, threads, Ticker.NONE);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** The model. */
  public ReplayModel model() {
    return model;
  }

  /**
   * Takes every state-changing edge on a subject, on this thread, and makes every other call of the
   * alphabet in every state, up to the first difference; that is then shortened.
   */
  public Report replay(Subject subject, Ticker ticker) {
    return replay(subject, null, ticker);
  }

  /**
   * As {@link #replay}, and whenever a state of the specification is reached again, compares what
   * the subject has in memory with what it had the first time.
   */
  public Report replayHidden(ConcreteSubject subject, Ticker ticker) {
    return replay(subject, new HiddenState(model, graph, outcomes, subject), ticker);
  }

  private Report replay(Subject subject, @Nullable HiddenState hidden, Ticker ticker) {
    subject.reset();
    subject.compared().require(model, subject.name(), subject.observe());
    long start = System.nanoTime();
    Replay.Arrivals arrivals = hidden == null ? Replay.Arrivals.NONE : hidden;
    Replay replay = new Replay(model, graph, outcomes, subject, arrivals);
    boolean ended = cover == null || replay.walk(cover, ticker);
    boolean differs = ended && (hidden == null || !hidden.differs());
    double replaySeconds = (System.nanoTime() - start) / 1e9;
    int replayed = replay.takenChanging();
    long probes = replay.probes();
    long steps = replay.steps();
    Optional<Difference> difference =
        differs
            ? new Diagnosis(model, graph, replay, subject).shortest(replay.history())
            : Optional.empty();
    Optional<HiddenReport> inMemory =
        hidden == null || cover == null
            ? Optional.empty()
            : Optional.of(hidden.report(cover, replay.history()));
    return new Report(
        model.name(),
        subject.name(),
        graph.states(),
        graph.generated(),
        graph.depth(),
        graph.edges(),
        changing(),
        replayed,
        cover == null ? 0 : cover.traces().size(),
        cover == null ? 0 : cover.steps(),
        steps,
        cover == null ? 0 : cover.lowerBound(),
        model.alphabet().size(),
        probes,
        threads,
        exploreSeconds,
        seconds,
        replaySeconds,
        counts,
        subject.compared().in(model.oracle().variables()),
        subject.compared().notIn(model.oracle().variables()),
        difference,
        Optional.empty(),
        inMemory);
  }

  /**
   * As {@link #replay}, and if the model has crashes and nothing differed, takes every edge once
   * more, on a subject that crashes and recovers all the while.
   */
  public Report replayWithCrashes(CrashSubject subject, Ticker ticker) {
    Report report = replay(subject, ticker);
    boolean crashes = model.bounds().losesUnsynced();
    return !crashes || cover == null || report.difference().isPresent()
        ? report
        : report.with(crash(subject, cover, ticker));
  }

  private CrashReport crash(CrashSubject subject, EdgeCover walks, Ticker ticker) {
    return new CrashReplay(model, graph, subject).walk(walks, ticker);
  }

  /** The crashes alone, whether or not the subject conforms without. */
  CrashReport crash(CrashSubject subject) {
    if (cover == null) {
      throw new IllegalStateException(model.name() + ": no cover");
    }
    return crash(subject, cover, Ticker.NONE);
  }

  private int changing() {
    return (int) IntStream.range(0, graph.edges()).filter(graph::changesState).count();
  }

  @Override
  public void close() {
    model.close();
  }

  /** How the graph differs from what TLC reported, empty if it does not. */
  static String counts(ModelRecord record, StateGraph graph) {
    Long distinct = record.distinct();
    Long generated = record.generated();
    if (distinct != null
        && generated != null
        && graph.states() == distinct
        && graph.generated() == generated) {
      return "";
    }
    return String.format(
        "the graph has %s%d states, %d generated; models.json records %s, %s",
        graph.complete() ? "" : "more than ",
        graph.states(),
        graph.generated(),
        distinct == null ? "none" : distinct,
        generated == null ? "none" : generated);
  }
}
