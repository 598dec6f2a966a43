package org.fragcache.conformance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.value.TlaState;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls on a subject and crashes it after them, and before every sync within them. What it
 * recovers to must be where the specification's {@code Crash} leads; within a call, from the state
 * before it or after it. Of no more use after the first difference, until {@link #restart}.
 *
 * @param <S> a state of the specification
 */
final class Crasher<S> {
  private static final String AFTER = "crash after";
  private static final String WITHIN = "crash before a sync within";

  private final ReplayModel model;
  private final CrashSubject subject;
  private final Function<S, byte[]> encoding;
  private final Function<S, S> afterCrash;
  private final List<Call> calls = new ArrayList<>(); // since the last reset
  private final Set<S> reproduced = new HashSet<>();
  private long points;
  private long sampled;
  private long recoveries;
  private long lost;
  private long kept;
  private @Nullable CrashDifference found;

  Crasher(
      ReplayModel model,
      CrashSubject subject,
      Function<S, byte[]> encoding,
      Function<S, S> afterCrash) {
    this.model = model;
    this.subject = subject;
    this.encoding = encoding;
    this.afterCrash = afterCrash;
  }

  void restart() {
    subject.beforeSync(() -> {});
    subject.reset();
    calls.clear();
    found = null;
  }

  /**
   * Makes a call that leads from one state to another.
   *
   * @param most images to recover from at each sync within it; 0 for no crash
   */
  void step(Call call, Subject.Bound bound, S source, S target, int most) {
    calls.add(call);
    subject.beforeSync(() -> crash(source, target, most, WITHIN));
    try {
      bound.apply();
      if (!subject.isIn(encoding.apply(target))) {
        differs("no crash, state after", target, subject.observe());
      }
    } catch (RuntimeException e) {
      fails("no crash, exception from", e);
    }
    subject.beforeSync(() -> {});
  }

  /** The number of calls since the last {@link #restart}. */
  int made() {
    return calls.size();
  }

  /** Crashes between two calls. */
  void crash(S state, int most) {
    crash(state, state, most, AFTER);
  }

  private void crash(S source, S target, int most, String where) {
    if (found != null || most == 0) {
      return;
    }
    points++;
    S without = afterCrash.apply(source);
    S with = afterCrash.apply(target);
    try {
      long images = subject.crashes(most, state -> judge(state, without, with, where));
      sampled += images > most ? 1 : 0;
    } catch (RuntimeException e) {
      fails(where, e);
    }
  }

  private void judge(byte[] state, S without, S with, String where) {
    recoveries++;
    boolean isLost = Arrays.equals(state, encoding.apply(without));
    boolean isKept = Arrays.equals(state, encoding.apply(with));
    if (!isLost && !isKept) {
      differs(where, with, state);
      return;
    }
    reproduced.add(isLost ? without : with);
    if (isLost != isKept) { // else the call under way makes no difference
      lost += isLost ? 1 : 0;
      kept += isKept ? 1 : 0;
    }
  }

  private void differs(String where, S expected, byte[] state) {
    if (found == null) {
      TlaState spec = TlaState.parse(text(encoding.apply(expected)));
      found = difference(where, spec.diff(TlaState.parse(text(state))), "");
    }
  }

  private void fails(String where, RuntimeException e) {
    if (found == null) {
      found = difference(where, List.of(), e.toString());
    }
  }

  private CrashDifference difference(String where, List<TlaState.Change> changes, String failure) {
    return new CrashDifference(model.name(), subject.name(), calls, where, changes, failure);
  }

  private static String text(byte[] encoding) {
    return new String(encoding, StandardCharsets.US_ASCII);
  }

  /** The first difference since the last {@link #restart}. */
  Optional<CrashDifference> found() {
    return Optional.ofNullable(found);
  }

  /** What came of it all. */
  CrashReport report(int crashStates, double seconds, Optional<CrashDifference> difference) {
    return new CrashReport(
        crashStates,
        reproduced.size(),
        points,
        sampled,
        recoveries,
        lost,
        kept,
        seconds,
        difference);
  }
}
