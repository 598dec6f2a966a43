package org.fragcache.conformance.schedule;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fragcache.conformance.Ticker;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.graph.EdgeCover;
import org.fragcache.spec.graph.StateGraph;
import org.fragcache.spec.model.ModelRecord;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.Use;
import org.fragcache.spec.value.TlaState;
import org.fragcache.spec.value.TlaValue;

/** Every edge of a small model of FragmentSteps, taken by real threads, one label at a time. */
public final class Schedules {
  /** Its models are those that are replayed so. */
  public static final String MODULE = "MCFragmentStepsReplay";

  private static final String SOFTIRQ = "rcu";

  private final ModelRecord record;
  private final StateGraph graph;
  private final EdgeCover cover;
  private final List<String> files;
  private final List<String> threads;
  private final double seconds;

  private Schedules(ModelRecord record, StateGraph graph, double seconds) {
    this.record = record;
    this.graph = graph;
    this.cover = EdgeCover.of(graph);
    this.seconds = seconds;
    TlaState first = state(0);
    this.files = names(first.get("size"));
    this.threads = new ArrayList<>(names(first.get("pc")));
    threads.remove(SOFTIRQ);
  }

  private static List<String> names(TlaValue function) {
    return function.entries().keySet().stream().map(TlaValue::asString).toList();
  }

  private TlaState state(int state) {
    return TlaState.parse(new String(graph.encoding(state), StandardCharsets.US_ASCII));
  }

  /** What tests a subject needs to begin with: files, their largest size, and initial states. */
  public interface Factory {
    /** A subject for files of at most so many blocks, and for initial states by name. */
    ScheduledSubject open(List<String> files, int blocks, Map<String, String> setups);
  }

  /**
   * Explores a model.
   *
   * @param explorers how many threads explore
   * @throws UsageException if it cannot be evaluated
   */
  public static Schedules of(Path specDirectory, ModelRecord record, int explorers, Ticker ticker) {
    long start = System.nanoTime();
    Long distinct = record.distinct();
    int most = distinct == null ? Integer.MAX_VALUE : (int) (2 * distinct + 1000);
    try (Oracle oracle =
        Oracle.open(specDirectory, record.module(), record.cfg(specDirectory), Use.INSPECT)) {
      StateGraph graph =
          StateGraph.explore(
              oracle,
              explorers,
              (states, edges, depth) -> ticker.tick(record.name(), "states explored", states, 0),
              most);
      return new Schedules(record, graph, (System.nanoTime() - start) / 1e9);
    }
  }

  /** Takes every edge that changes the state; stops at the first difference, and shortens it. */
  public ScheduleReport replay(Factory factory, Ticker ticker) {
    int blocks = state(0).get("slot").at(TlaValue.string(files.get(0))).entries().size();
    long start = System.nanoTime();
    try (ScheduledSubject subject = factory.open(files, blocks, Setups.CALLS)) {
      ScheduleReplay replay = new ScheduleReplay(record.name(), graph, subject, threads);
      Optional<ScheduleReplay.Found> found = replay.walk(cover, ticker);
      double took = (System.nanoTime() - start) / 1e9;
      return new ScheduleReport(
          record.name(),
          graph.states(),
          (int) IntStream.range(0, graph.edges()).filter(graph::changesState).count(),
          replay.taken(),
          cover.traces().size(),
          replay.steps(),
          replay.blocked(),
          threads.size(),
          Map.copyOf(replay.reached()),
          Map.copyOf(replay.alone()),
          seconds,
          took,
          counts(),
          found.map(f -> text(replay.shortened(f))));
    }
  }

  private String counts() {
    Long distinct = record.distinct();
    Long generated = record.generated();
    boolean same =
        distinct != null
            && generated != null
            && graph.states() == distinct
            && graph.generated() == generated;
    return same
        ? ""
        : "the graph has %s%d states, %d generated; models.json records %s, %s"
            .formatted(
                graph.complete() ? "" : "more than ",
                graph.states(),
                graph.generated(),
                distinct == null ? "none" : distinct,
                generated == null ? "none" : generated);
  }

  private String text(ScheduleReplay.Found found) {
    StringBuilder out =
        new StringBuilder("DIFFERENCE: " + record.name() + " after " + found.edges().size());
    out.append(found.edges().size() == 1 ? " step\n" : " steps\n");
    int first = found.edges().isEmpty() ? 0 : graph.source(found.edges().get(0));
    TlaValue run = state(first).get("run");
    out.append("   starts ").append(run.field("setup").asString()).append('\n');
    for (String t : threads) {
      out.append("   ").append(t).append(' ');
      out.append(program(run.field("program").at(TlaValue.string(t)))).append('\n');
    }
    for (int i = 0; i < found.edges().size(); i++) {
      Call call = graph.alphabet().get(graph.call(found.edges().get(i)));
      String t = call.args().isEmpty() ? "-" : TlaValue.parse(call.args().get(0)).asString();
      out.append("%5d  %-4s%s%n".formatted(i + 1, t, call.name()));
    }
    return out.append("    ").append(found.text()).append('\n').toString();
  }

  private static String program(TlaValue program) {
    List<String> calls = new ArrayList<>();
    for (TlaValue op : program.elements()) {
      calls.add(StepsCalls.call(op).toString());
    }
    return String.join(" ", calls);
  }
}
