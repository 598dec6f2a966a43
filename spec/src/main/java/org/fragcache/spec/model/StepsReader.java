package org.fragcache.spec.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.fragcache.spec.value.TlaState;
import org.fragcache.spec.value.TlaValue;
import org.jspecify.annotations.Nullable;

/**
 * Tells states of a PlusCal algorithm as text: how it starts, and what a step changed.
 *
 * @param names of numbers that mean no amount, such as {@code Poison}
 */
record StepsReader(Map<Long, String> names) {

  /** Of these the label tells all that there is to know. */
  private static final Predicate<String> HIDDEN =
      Pattern.compile("pc|stack|ip|run|aux_.*").asMatchPredicate();

  static boolean isOfThreads(TlaState state, String variable) {
    return state.get(variable) instanceof TlaValue.Fcn of
        && !of.entries().isEmpty()
        && state.get("pc") instanceof TlaValue.Fcn pc
        && pc.entries().keySet().containsAll(of.entries().keySet());
  }

  static String plain(TlaValue value) {
    return value instanceof TlaValue.Str ? value.asString() : value.canonical();
  }

  List<String> start(TlaState state) {
    if (state.variables().get("run") instanceof TlaValue.Fcn run
        && run.entries().get(TlaValue.string("program")) instanceof TlaValue.Fcn programs
        && run.entries().get(TlaValue.string("setup")) instanceof TlaValue.Str setup) {
      StringBuilder line = new StringBuilder(setup.asString());
      programs
          .entries()
          .forEach(
              (thread, calls) ->
                  line.append("; ").append(plain(thread)).append(": ").append(calls(calls)));
      return List.of(line.toString());
    }
    List<String> lines = new ArrayList<>();
    state
        .variables()
        .forEach(
            (name, value) -> {
              if (!HIDDEN.test(name)) {
                lines.add(name + " = " + text(value));
              }
            });
    return lines;
  }

  private String calls(TlaValue calls) {
    if (!calls.isSequence()) {
      return text(calls);
    }
    List<String> texts = calls.elements().stream().map(this::text).toList();
    return texts.isEmpty() ? "nothing" : String.join(", ", texts);
  }

  List<String> changes(TlaState before, TlaState after, String thread) {
    List<String> changes = new ArrayList<>();
    TlaValue self = TlaValue.string(thread);
    String call = call(before, self);
    String next = call(after, self);
    boolean begins = call.equals("none") && !next.equals("none") && !next.isEmpty();
    boolean ends = next.equals("none") && !call.equals("none") && !call.isEmpty();
    if (begins) {
      changes.add("begins " + text(of(after, "op", self)));
    } else if (ends) {
      changes.add("returns " + result(before, self));
    }
    for (String name : before.variables().keySet()) {
      TlaValue old = before.get(name);
      TlaValue now = after.get(name);
      if (HIDDEN.test(name) || old.equals(now)) {
        continue;
      }
      if (!isOfThreads(before, name)) {
        variable(name, old, now, changes);
        continue;
      }
      // A call's end makes the thread's own variables void; its begin says what they are.
      boolean told = ends || (begins && (name.equals("op") || name.equals("at")));
      for (TlaValue key : old.entries().keySet()) {
        if (!(key.equals(self) && told)) {
          compare(
              key.equals(self) ? name : name + "[" + plain(key) + "]",
              old.entries().get(key),
              now.entries().get(key),
              false,
              changes);
        }
      }
    }
    return changes;
  }

  private static @Nullable TlaValue of(TlaState state, String variable, TlaValue thread) {
    return state.variables().get(variable) instanceof TlaValue.Fcn fcn
        ? fcn.entries().get(thread)
        : null;
  }

  private static String call(TlaState state, TlaValue thread) {
    return of(state, "op", thread) instanceof TlaValue.Fcn op
            && op.entries().get(TlaValue.string("call")) instanceof TlaValue.Str call
        ? call.asString()
        : "";
  }

  private String result(TlaState state, TlaValue thread) {
    TlaValue result = of(state, "result", thread);
    if (result == null || !result.isSequence()) {
      return result == null ? "" : text(result);
    }
    return String.join(" ", result.elements().stream().map(this::text).toList());
  }

  /** A variable is a function of something; what it maps to may be a record. */
  private void variable(String name, TlaValue before, TlaValue after, List<String> changes) {
    boolean function = before instanceof TlaValue.Fcn && after instanceof TlaValue.Fcn;
    if (!function || !sameKeys(before, after)) {
      compare(name, before, after, false, changes);
      return;
    }
    entries(name, before, after, false, changes);
  }

  /** What changed of two functions of the same keys. */
  private void entries(
      String path, TlaValue before, TlaValue after, boolean inRecord, List<String> changes) {
    for (TlaValue key : before.entries().keySet()) {
      compare(
          path + "[" + plain(key) + "]",
          before.entries().get(key),
          after.entries().get(key),
          inRecord,
          changes);
    }
  }

  private void compare(
      String path,
      @Nullable TlaValue before,
      @Nullable TlaValue after,
      boolean inRecord,
      List<String> changes) {
    if (before == null || after == null) {
      changes.add(path + ": " + text(before) + " -> " + text(after));
    } else if (before.equals(after)) {
      return;
    } else if (before instanceof TlaValue.SetV && after instanceof TlaValue.SetV) {
      changes.add(path + (inRecord ? " " : ": ") + sets(before, after));
    } else if (isPlainRecord(before) && isPlainRecord(after) && !inRecord) {
      List<String> fields = new ArrayList<>();
      TreeSet<TlaValue> keys = new TreeSet<>(before.entries().keySet());
      keys.addAll(after.entries().keySet());
      for (TlaValue key : keys) {
        compare(plain(key), before.entries().get(key), after.entries().get(key), true, fields);
      }
      changes.add(path + ": " + String.join(", ", fields));
    } else if (isMap(before) && isMap(after) && sameKeys(before, after)) {
      entries(path, before, after, inRecord, changes);
    } else {
      changes.add(path + (inRecord ? " " : ": ") + text(before) + " -> " + text(after));
    }
  }

  private String sets(TlaValue before, TlaValue after) {
    List<String> parts = new ArrayList<>();
    for (TlaValue x : after.elements()) {
      if (!before.elements().contains(x)) {
        parts.add("+ " + text(x));
      }
    }
    for (TlaValue x : before.elements()) {
      if (!after.elements().contains(x)) {
        parts.add("- " + text(x));
      }
    }
    return String.join(", ", parts);
  }

  /** Without a tag: its fields are told one by one. */
  private static boolean isPlainRecord(TlaValue value) {
    return value instanceof TlaValue.Fcn
        && value.isRecord()
        && !value.entries().containsKey(TlaValue.string("kind"))
        && !value.entries().containsKey(TlaValue.string("call"));
  }

  /** A function that is no record and no tuple, which are told whole. */
  private static boolean isMap(TlaValue value) {
    return value instanceof TlaValue.Fcn
        && !value.isRecord()
        && (!value.isSequence()
            || value.elements().stream()
                .anyMatch(x -> x instanceof TlaValue.Fcn f && f.isRecord()));
  }

  private static boolean sameKeys(TlaValue before, TlaValue after) {
    return before.entries().keySet().equals(after.entries().keySet());
  }

  private String text(@Nullable TlaValue value) {
    if (value == null) {
      return "(absent)";
    }
    if (value instanceof TlaValue.Int) {
      return names.getOrDefault(value.asInt(), value.canonical());
    }
    if (value instanceof TlaValue.SetV) {
      return "{" + texts(value.elements()) + "}";
    }
    if (!(value instanceof TlaValue.Fcn)) {
      return plain(value);
    }
    if (value.isSequence()) {
      return "<<" + texts(value.elements()) + ">>";
    }
    if (!value.isRecord()) {
      List<String> parts = new ArrayList<>();
      value.entries().forEach((key, of) -> parts.add(plain(key) + ": " + text(of)));
      return "{" + String.join(", ", parts) + "}";
    }
    return record(value);
  }

  private String texts(List<TlaValue> values) {
    return String.join(", ", values.stream().map(this::text).toList());
  }

  private String record(TlaValue value) {
    Map<String, TlaValue> fields = new TreeMap<>();
    value.entries().forEach((key, of) -> fields.put(key.asString(), of));
    TlaValue call = fields.get("call");
    if (call != null) {
      return callText(plain(call), fields);
    }
    TlaValue kind = fields.remove("kind");
    List<String> parts = new ArrayList<>();
    if (kind != null) {
      parts.add(plain(kind));
    }
    fields.forEach(
        (name, of) -> {
          if (of instanceof TlaValue.Bool) {
            parts.add(flag(name, of.asBool()));
          } else if (kind != null && plain(kind).equals(name)) {
            parts.add(text(of));
          } else {
            parts.add(name + " " + text(of));
          }
        });
    return kind != null ? String.join(" ", parts) : "[" + String.join(", ", parts) + "]";
  }

  private static String flag(String name, boolean set) {
    return set ? name : name.equals("writable") ? "read-only" : "not " + name;
  }

  /** {@code clone a b}, {@code write a 4}; block 0 and what a call has not are left out. */
  private String callText(String call, Map<String, TlaValue> fields) {
    StringBuilder line = new StringBuilder(call);
    String file = place(fields.get("file"), fields.get("block"));
    String to = place(fields.get("to"), fields.get("toBlock"));
    line.append(file.isEmpty() ? "" : " " + file);
    line.append(to.isEmpty() || to.equals(file) ? "" : " " + to);
    TlaValue data = fields.get("data");
    if (data instanceof TlaValue.Int && data.asInt() >= 0) {
      line.append(' ').append(data.canonical());
    }
    return line.toString();
  }

  private static String place(@Nullable TlaValue file, @Nullable TlaValue block) {
    String name = file == null ? "" : plain(file);
    return name.isEmpty() || block == null || block.canonical().equals("0")
        ? name
        : name + "/" + block.canonical();
  }
}
