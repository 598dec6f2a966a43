package org.fragcache.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fragcache.spec.oracle.Call;

/**
 * Two ways to one state of the specification, after which a subject does not have the same in
 * memory.
 *
 * @param model the model whose state it is
 * @param subject the subject's name
 * @param first calls from the initial state on
 * @param second other calls, to the same state
 * @param fields where what is in memory differs, in the order of the walk
 */
public record HiddenDifference(
    String model, String subject, List<Call> first, List<Call> second, List<Field> fields) {

  private static final int MOST = 5;
  private static final String NOTHING = "(nothing)";

  /**
   * A field that differs.
   *
   * @param path from the cache on
   * @param first what it holds after the first calls
   * @param second after the others
   */
  public record Field(String path, String first, String second) {}

  /** Copies the lists. */
  public HiddenDifference {
    first = List.copyOf(first);
    second = List.copyOf(second);
    fields = List.copyOf(fields);
  }

  /** Of two listings, by path; empty if they are the same. */
  static List<Field> compare(Map<String, String> one, Map<String, String> other) {
    List<Field> fields = new ArrayList<>();
    one.forEach(
        (path, value) -> {
          String now = other.getOrDefault(path, NOTHING);
          if (!now.equals(value)) {
            fields.add(new Field(path, value, now));
          }
        });
    other.forEach(
        (path, value) -> {
          if (!one.containsKey(path)) {
            fields.add(new Field(path, NOTHING, value));
          }
        });
    return fields;
  }

  /** Takes both sequences and compares; empty if nothing differs. */
  static Optional<HiddenDifference> of(
      ReplayModel model, ConcreteSubject subject, List<Call> first, List<Call> second) {
    List<Field> fields =
        compare(HiddenState.after(subject, first), HiddenState.after(subject, second));
    return fields.isEmpty()
        ? Optional.empty()
        : Optional.of(new HiddenDifference(model.name(), subject.name(), first, second, fields));
  }

  /** The command that shows this difference again. */
  public String rerun() {
    return CallSequence.rerun(model, subject, List.of())
        + " --hidden --calls '"
        + CallSequence.text(first)
        + "' --calls '"
        + CallSequence.text(second)
        + "'";
  }

  /** The whole of it, for a person. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    out.append("HIDDEN DIFFERENCE: ").append(model).append(" and ").append(subject);
    out.append(": one state of the specification, two of the subject\n");
    out.append("  after   ").append(CallSequence.text(first)).append('\n');
    out.append("  and     ").append(CallSequence.text(second)).append('\n');
    for (Field field : fields.subList(0, Math.min(MOST, fields.size()))) {
      out.append("       ").append(field.path).append('\n');
      out.append("         after   ").append(field.first).append('\n');
      out.append("         and     ").append(field.second).append('\n');
    }
    if (fields.size() > MOST) {
      out.append("       and ").append(fields.size() - MOST).append(" fields more\n");
    }
    return out.append("  rerun: ").append(rerun()).append('\n').toString();
  }
}
