package org.fragcache.conformance.mutants;

import java.util.List;
import java.util.Objects;
import org.fragcache.conformance.CrashDifference;
import org.fragcache.conformance.Difference;
import org.fragcache.conformance.log.Rejection;
import org.fragcache.spec.value.TlaState;

/** What a difference is, in a line. */
final class Heads {
  private static final int WIDTH = 150;

  private Heads() {}

  static String line(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 3) + "...";
  }

  static String of(Difference d) {
    String what = d.last() + ", call " + d.calls().size() + ": ";
    if (!d.expectedOutcome().equals(d.actualOutcome())) {
      return line(what + d.actualOutcome() + ", expected " + d.expectedOutcome());
    } else if (!d.changes().isEmpty()) {
      return line(what + of(d.changes()));
    }
    return line(what + (d.selfCheck().isEmpty() ? d.unreadable() : d.selfCheck()));
  }

  static String of(CrashDifference d) {
    String what = "crash, " + d.where() + " call " + d.calls().size() + ": ";
    return line(what + (d.failure().isEmpty() ? of(d.changes()) : d.failure()));
  }

  private static String of(List<TlaState.Change> changes) {
    TlaState.Change first = changes.get(0);
    return first.path() + " is " + first.after() + ", expected " + first.before();
  }

  static String of(Rejection r) {
    return line(
        "%s of thread %d, line %d, ends in %s: no order explains it"
            .formatted(r.event().call(), r.event().thread(), r.line(), r.event().result()));
  }

  /** The difference follows the steps, each a number, a thread and a label. */
  static String ofSchedule(String text) {
    List<String> lines = text.lines().toList();
    int last = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).matches(" *\\d+ +\\S+ +[A-Z]\\w*")) {
        last = i;
      }
    }
    String step = last == 0 ? "at the start" : lines.get(last).strip().replaceAll(" +", " ");
    return line("step " + step + ": " + String.join(" ", lines.subList(last + 1, lines.size())));
  }

  /** Its first line says only what kind it is; tables follow. */
  static String ofLincheck(String text) {
    return line(
        Objects.requireNonNullElse(text, "")
            .lines()
            .map(String::strip)
            .filter(l -> l.matches(".*[A-Za-z].*"))
            .limit(3)
            .reduce("", (a, b) -> a + " " + b));
  }
}
