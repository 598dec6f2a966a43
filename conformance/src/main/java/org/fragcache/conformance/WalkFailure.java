package org.fragcache.conformance;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.OracleState;
import org.fragcache.spec.value.TlaState;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a difference that a random walk found: the difference itself, the states before
 * and after in TLA+, and a test to paste.
 */
public final class WalkFailure {
  private static final int WIDTH = 96;

  private final ReplayModel model;
  private final Subject subject;
  private final Minimal minimal;

  /** Of a shortened difference. */
  public WalkFailure(ReplayModel model, Subject subject, Minimal minimal) {
    this.model = model;
    this.subject = subject;
    this.minimal = minimal;
  }

  /**
   * The whole of it, for a person.
   *
   * @param foundBy the command that walks there again
   */
  public String text(String foundBy) {
    Difference difference = minimal.difference();
    StringBuilder out = new StringBuilder(difference.toString());
    out.append("  found by: ").append(foundBy).append('\n');
    out.append("  1-minimal: without any one of the calls nothing differs (");
    out.append(minimal.tried()).append(" sequences tried)\n");
    states(difference.calls(), out);
    return out.append("\n  As a test of conformance/:\n\n").append(test()).toString();
  }

  private void states(List<Call> calls, StringBuilder out) {
    if (calls.isEmpty()) {
      return;
    }
    OracleState init = model.oracle().initialStates().get(0);
    OracleState before = init;
    OracleState after = init;
    subject.reset();
    byte @Nullable [] observed = null;
    for (Call call : calls) {
      before = after;
      List<OracleState> next = model.oracle().successors(before, model.oracle().callIndex(call));
      after = next.isEmpty() ? before : next.get(0);
      try {
        subject.bind(call).apply();
        observed = subject.observe();
      } catch (RuntimeException e) {
        observed = null; // it has been said what was thrown
      }
    }
    Call last = calls.get(calls.size() - 1);
    out.append("  state before ").append(last).append(", where it is not as in Init\n");
    conjuncts(state(init), state(before), "", out);
    out.append("  what ").append(last).append(" changes, by the specification\n");
    conjuncts(state(before), state(after), "'", out);
    if (observed != null) {
      out.append("  what it changes, by ").append(subject.name()).append('\n');
      try {
        byte[] all = subject.compared().complete(observed, after.encoding());
        conjuncts(state(before), TlaState.parse(text(all)), "'", out);
      } catch (IllegalArgumentException e) {
        out.append("    (no state: ").append(e.getMessage()).append(")\n");
      }
    }
  }

  private static TlaState state(OracleState state) {
    return TlaState.parse(text(state.encoding()));
  }

  private static String text(byte[] encoding) {
    return new String(encoding, StandardCharsets.US_ASCII);
  }

  /** What must change in a state to get another, as a formula. */
  private static void conjuncts(TlaState from, TlaState to, String prime, StringBuilder out) {
    List<TlaState.Change> changes = from.diff(to);
    if (changes.isEmpty()) {
      out.append("    ").append(prime.isEmpty() ? "TRUE" : "UNCHANGED vars").append('\n');
    }
    for (TlaState.Change change : changes) {
      String path = change.path().replaceFirst("^(\\w+)", "$1" + prime);
      if (change.after() == null) {
        int end = Math.max(path.lastIndexOf('['), path.lastIndexOf('.'));
        String rest = path.substring(end + 1).replace("]", "");
        String key = path.charAt(end) == '.' ? '"' + rest + '"' : rest;
        out.append("    /\\ ").append(key).append(" \\notin DOMAIN ").append(path, 0, end);
      } else {
        out.append("    /\\ ").append(path).append(" = ").append(change.after());
      }
      out.append('\n');
    }
  }

  /** A test method that fails as long as the difference is there. Needs no imports. */
  public String test() {
    List<Call> calls = minimal.difference().calls();
    String last = calls.isEmpty() ? "start" : calls.get(calls.size() - 1).name();
    StringBuilder out = new StringBuilder();
    out.append("  @org.junit.jupiter.api.Test\n");
    out.append("  void walk_").append(calls.size()).append("CallsTo").append(last);
    out.append("_agrees() {\n");
    out.append("    String calls =\n");
    out.append(literal(calls)).append(";\n");
    out.append("    try (ReplayModel model = Project.walks(\"").append(model.name());
    out.append("\");\n        Subject cache = Project.cache(model)) {\n");
    out.append("      org.assertj.core.api.Assertions.assertThat(\n");
    out.append("              Stepper.run(model, cache, CallSequence.parse(calls))");
    out.append(".map(Object::toString))\n          .isEmpty();\n    }\n  }\n");
    return out.toString();
  }

  /** The calls as a string, in lines of some width. */
  private static String literal(List<Call> calls) {
    StringBuilder lines = new StringBuilder();
    String line = "";
    for (Call call : calls) {
      String text = call.toString().replace("\\", "\\\\").replace("\"", "\\\"");
      if (!line.isEmpty() && line.length() + text.length() > WIDTH - 20) {
        lines.append(line).append('\n');
        line = "";
      }
      line += text + " ";
    }
    lines.append(line.strip());
    return lines
        .toString()
        .lines()
        .map(l -> "\"" + l + "\"")
        .collect(Collectors.joining("\n            + ", "        ", ""));
  }
}
