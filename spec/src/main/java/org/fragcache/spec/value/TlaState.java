package org.fragcache.spec.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A state: variables in ASCII order of name, each with its value. Immutable. */
public final class TlaState {

  private final NavigableMap<String, TlaValue> variables;

  private TlaState(Map<String, TlaValue> variables) {
    this.variables = Collections.unmodifiableNavigableMap(new TreeMap<>(variables));
  }

  /** The state with these variables. */
  public static TlaState of(Map<String, TlaValue> variables) {
    return new TlaState(variables);
  }

  /**
   * Reads the canonical text of a state, or what TLC prints ({@code /\ x = v} for each variable, or
   * {@code x = v} if there is one only). Empty text is the state without variables.
   *
   * @throws IllegalArgumentException if the text is neither; the message names line and column
   */
  public static TlaState parse(String text) {
    return new TlaState(new TlaParser(text).state());
  }

  /** The variables in ASCII order of name; unmodifiable. */
  public NavigableMap<String, TlaValue> variables() {
    return variables;
  }

  /**
   * The value of a variable.
   *
   * @throws IllegalArgumentException if there is no such variable; the message lists those there
   *     are
   */
  public TlaValue get(String variable) {
    TlaValue found = variables.get(variable);
    if (found == null) {
      throw new IllegalArgumentException(
          "no variable " + variable + " in the state; expected one of " + variables.keySet());
    }
    return found;
  }

  /** One line {@code name=value\n} for each variable, values canonical. */
  public String canonical() {
    StringBuilder text = new StringBuilder();
    variables.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    return text.toString();
  }

  /**
   * What must change in this state to get the other: the deepest paths whose values differ, in
   * order; empty exactly if the states are equal.
   */
  public List<Change> diff(TlaState other) {
    List<Change> changes = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(variables.keySet());
    names.addAll(other.variables.keySet());
    for (String name : names) {
      compare(name, variables.get(name), other.variables.get(name), changes);
    }
    return changes;
  }

  private static void compare(
      String path, @Nullable TlaValue before, @Nullable TlaValue after, List<Change> changes) {
    if (before != null && before.equals(after)) {
      return;
    }
    if (!(before instanceof TlaValue.Fcn) || !(after instanceof TlaValue.Fcn)) {
      changes.add(new Change(path, before, after));
      return;
    }
    TreeSet<TlaValue> keys = new TreeSet<>(before.entries().keySet());
    keys.retainAll(after.entries().keySet());
    if (keys.isEmpty() && !before.entries().isEmpty() && !after.entries().isEmpty()) {
      // Two unlike functions: their parts would be a list of absences.
      changes.add(new Change(path, before, after));
      return;
    }
    keys.addAll(before.entries().keySet());
    keys.addAll(after.entries().keySet());
    for (TlaValue key : keys) {
      compare(path + step(key), before.entries().get(key), after.entries().get(key), changes);
    }
  }

  private static String step(TlaValue key) {
    return key instanceof TlaValue.Str && TlaParser.isModelValueName(key.asString())
        ? "." + key.asString()
        : "[" + key + "]";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TlaState state && variables.equals(state.variables);
  }

  @Override
  public int hashCode() {
    return variables.hashCode();
  }

  /** The canonical text. */
  @Override
  public String toString() {
    return canonical();
  }

  /**
   * One difference between two states.
   *
   * @param path where, such as {@code slot[a][1].kind}
   * @param before the value there in the first state, null if there is none
   * @param after the value there in the second state, null if there is none
   */
  public record Change(String path, @Nullable TlaValue before, @Nullable TlaValue after) {

    /** {@code path: before -> after}. */
    @Override
    public String toString() {
      return path + ": " + text(before) + " -> " + text(after);
    }

    private static String text(@Nullable TlaValue value) {
      return value == null ? "(absent)" : value.canonical();
    }
  }
}
