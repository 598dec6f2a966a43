package org.fragcache.conformance.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fragcache.conformance.log.Rejection.Candidate;
import org.fragcache.conformance.log.Rejection.InFlight;
import org.fragcache.spec.oracle.Explanation;
import org.fragcache.spec.oracle.OracleState;
import org.fragcache.spec.value.TlaState;

/** Finds, for a call whose end nothing explains, why each step that could come next does not do. */
final class Reasons {
  private static final int MOST_POSSIBILITIES = 100;
  private static final int MOST_CANDIDATES = 200;

  private final LogModel model;
  private final Effects effects;
  private final Frontier frontier;
  private final Pending ended;

  private Reasons(LogModel model, Effects effects, Frontier frontier, Pending ended) {
    this.model = model;
    this.effects = effects;
    this.frontier = frontier;
    this.ended = ended;
  }

  static Rejection of(
      LogModel model, CallLog log, Effects effects, Frontier frontier, Pending ended) {
    Reasons reasons = new Reasons(model, effects, frontier, ended);
    return new Rejection(
        log.header(),
        ended.end(),
        log.events().get(ended.end()),
        ended.start(),
        log.events().size(),
        frontier.possibilities().stream()
            .limit(MOST_POSSIBILITIES)
            .map(reasons::possibility)
            .toList());
  }

  private Rejection.Possibility possibility(Frontier.Possibility from) {
    List<Candidate> candidates = new ArrayList<>();
    frontier.search(
        from,
        ended,
        new LinkedHashSet<>(),
        at -> {
          for (Pending call : frontier.underWay()) {
            if (!at.has(call) && candidates.size() < MOST_CANDIDATES) {
              refused(from, at, call).ifPresent(candidates::add);
            }
          }
        });
    return new Rejection.Possibility(
        changed(effects.state(from.state())), taken(from, 0), candidates);
  }

  /** Why a call cannot take effect there; empty if it can. */
  private Optional<Candidate> refused(
      Frontier.Possibility from, Frontier.Possibility at, Pending call) {
    String specified = effects.outcome(at.state(), call.number());
    if (call.accepts(specified)) {
      return Optional.empty();
    }
    OracleState state = effects.state(at.state());
    Optional<Explanation> guard =
        model.replay().completes(call.result())
            ? model.replay().oracle().explain(state, call.call())
            : Optional.empty();
    String reason =
        guard
            .map(Explanation::toString)
            .orElseGet(() -> "Outcome(" + call.call() + ") = " + call.result());
    return Optional.of(
        new Candidate(taken(at, from.taken()), inFlight(call), call.result(), specified, reason));
  }

  /** Those that have taken effect, but for some. */
  private List<InFlight> taken(Frontier.Possibility at, int but) {
    return frontier.underWay().stream()
        .filter(call -> at.has(call) && (but & call.bit()) == 0)
        .map(Reasons::inFlight)
        .toList();
  }

  private static InFlight inFlight(Pending call) {
    return new InFlight(CallLog.line(call.start()), call.thread(), call.call());
  }

  private String changed(OracleState state) {
    Map<String, Object> initial = new HashMap<>();
    initial.putAll(TlaState.parse(model.initial().toString()).variables());
    StringBuilder out = new StringBuilder();
    TlaState.parse(state.toString())
        .variables()
        .forEach(
            (name, value) -> {
              if (!value.equals(initial.get(name))) {
                out.append(name).append('=').append(value).append('\n');
              }
            });
    return out.isEmpty() ? "the initial state\n" : out.toString();
  }
}
