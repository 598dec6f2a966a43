package org.fragcache.spec.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fragcache.spec.value.TlaState;
import org.fragcache.spec.value.TlaValue;

/**
 * An error trace of a PlusCal algorithm, a line a step: who, at which label, and what changed. What
 * only the translation or the proof needs ({@code pc}, {@code stack}, {@code aux_*}) is left out.
 *
 * @param start how it starts: setup and programs if the model has them, else all variables
 * @param steps one for each state after the first
 * @param end how it goes on for ever, "" if it does not
 */
record StepsTrace(List<String> start, List<Step> steps, String end) {

  private static final int COLUMNS = 110;
  private static final int HEAD_COLUMNS = 48;

  private static final Pattern NEGATIVE = Pattern.compile("(?m)^(\\w+)\\s*==\\s*(-\\d+)\\b");

  /**
   * One step.
   *
   * @param number of the state that it leads to
   * @param thread whose step, "" if there is only one
   * @param label where it was
   * @param comment at the label
   * @param changes of variables
   */
  record Step(int number, String thread, String label, String comment, List<String> changes) {

    Step {
      changes = List.copyOf(changes);
    }

    private String head(int width) {
      String who = thread + " ".repeat(width - thread.length() + (width == 0 ? 0 : 1));
      String said = comment.matches("\\([^()]*\\)") ? comment : "(" + comment + ")";
      return who + label + (comment.isEmpty() ? "" : "  " + said);
    }
  }

  StepsTrace {
    start = List.copyOf(start);
    steps = List.copyOf(steps);
  }

  /** The trace of a verdict's result, or nothing if it is not of a PlusCal algorithm. */
  static Optional<StepsTrace> of(Verdict verdict, Path specDirectory) {
    return verdict.result().trace().isEmpty()
        ? Optional.empty()
        : PlusCal.of(verdict.model().tla(specDirectory), specDirectory)
            .flatMap(algorithm -> of(algorithm, specDirectory, verdict.result()));
  }

  private static Optional<StepsTrace> of(PlusCal algorithm, Path specDirectory, TlcResult result) {
    List<TlaState> states = new ArrayList<>();
    for (TraceStep step : result.trace()) {
      Optional<TlaState> state = step.state();
      if (state.isEmpty() || !state.get().variables().containsKey("pc")) {
        return Optional.empty();
      }
      states.add(state.get());
    }
    if (states.isEmpty()) {
      return Optional.empty();
    }
    StepsReader reader = new StepsReader(names(algorithm, specDirectory));
    List<Step> steps = new ArrayList<>();
    for (int i = 1; i < states.size(); i++) {
      TraceStep step = result.trace().get(i);
      String label = step.action().replaceFirst("\\(.*", "");
      String thread = thread(states.get(i - 1), states.get(i), label);
      steps.add(
          new Step(
              step.number(),
              thread,
              label,
              algorithm.label(label).map(PlusCal.Label::comment).orElse(""),
              reader.changes(states.get(i - 1), states.get(i), thread)));
    }
    return Optional.of(
        new StepsTrace(
            reader.start(states.get(0)),
            steps,
            result.lasso().isEmpty() ? "" : "then " + result.lasso()));
  }

  /** Names of numbers that mean no amount, such as {@code Poison == -1}. */
  private static Map<Long, String> names(PlusCal algorithm, Path specDirectory) {
    Map<Long, String> names = new HashMap<>();
    for (String text : Modules.extended(algorithm.file(), specDirectory).values()) {
      Matcher definition = NEGATIVE.matcher(text);
      while (definition.find()) {
        names.putIfAbsent(Long.parseLong(definition.group(2)), definition.group(1));
      }
    }
    return names;
  }

  /** Who took a step: TLC tells the label only, so it is the one who was there and moved. */
  private static String thread(TlaState before, TlaState after, String label) {
    if (!(before.get("pc") instanceof TlaValue.Fcn counters)) {
      return "";
    }
    TlaValue there = TlaValue.string(label);
    List<String> at = new ArrayList<>();
    List<String> moved = new ArrayList<>();
    for (Map.Entry<TlaValue, TlaValue> counter : counters.entries().entrySet()) {
      if (counter.getValue().equals(there)) {
        at.add(StepsReader.plain(counter.getKey()));
        if (!after.get("pc").at(counter.getKey()).equals(there)
            || ownChanges(before, after, counter.getKey())) {
          moved.add(StepsReader.plain(counter.getKey()));
        }
      }
    }
    List<String> who = moved.isEmpty() ? at : moved;
    return who.size() == 1 ? who.get(0) : "?";
  }

  /** Whether a step changes what belongs to one thread: a loop may come back to its label. */
  private static boolean ownChanges(TlaState before, TlaState after, TlaValue thread) {
    return before.variables().keySet().stream()
        .filter(name -> !name.startsWith("aux_") && StepsReader.isOfThreads(before, name))
        .anyMatch(
            name -> {
              TlaValue old = before.get(name).entries().get(thread);
              return old != null && !old.equals(after.get(name).entries().get(thread));
            });
  }

  /** The trace as text, at most {@value #COLUMNS} columns where values allow. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < start.size(); i++) {
      lines.addAll(wrapped(String.format("%4s ", i == 0 ? "1" : ""), List.of(start.get(i)), 5));
    }
    int width = steps.stream().mapToInt(step -> step.thread().length()).max().orElse(0);
    int head =
        steps.stream()
            .mapToInt(step -> step.head(width).length())
            .filter(length -> length <= HEAD_COLUMNS)
            .max()
            .orElse(0);
    int target = target();
    for (Step step : steps) {
      String begin =
          String.format(
              Locale.ROOT, "%4d %-" + Math.max(head, 1) + "s", step.number(), step.head(width));
      lines.addAll(
          wrapped(
              begin + (step.number() == target ? "   <- the loop begins here   " : "   "),
              step.changes(),
              head + 8));
    }
    if (!end.isEmpty()) {
      lines.add("     " + end);
    }
    return lines;
  }

  private int target() {
    String number = end.replaceFirst("^then goes back to state ", "");
    return number.matches("\\d+") ? Integer.parseInt(number) : -1;
  }

  /** Joins the parts; a line breaks before a part, or within one after a comma or semicolon. */
  private static List<String> wrapped(String begin, List<String> parts, int indent) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(begin);
    boolean fresh = true;
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i) + (i + 1 < parts.size() ? ";" : "");
      boolean tooLong = indent + part.length() > COLUMNS;
      for (String piece : tooLong ? part.split("(?<=[,;]) ", -1) : new String[] {part}) {
        boolean full = line.length() + 1 + piece.length() > COLUMNS;
        if (full && !(fresh && line.length() <= indent)) {
          lines.add(line.toString().stripTrailing());
          line = new StringBuilder(" ".repeat(indent));
          fresh = true;
        }
        line.append(fresh ? "" : " ").append(piece);
        fresh = false;
      }
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }
}
