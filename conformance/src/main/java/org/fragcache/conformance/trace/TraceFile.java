package org.fragcache.conformance.trace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fragcache.conformance.json.Json;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;

/**
 * A trace that was read, with the places of its parts, so that what does not fit a model can be
 * told by line and path.
 *
 * @param trace what was read
 * @param format the form of the file
 * @param head the object that has what is said of the whole
 * @param states each state's object
 */
public record TraceFile(Trace trace, TraceFormat format, Json head, List<Json> states) {
  /** The key under which this program says what others do not: model and calls. */
  static final String OURS = "fragcache";

  static final String MODEL = "model";
  static final String ACTION = "action";
  static final String ARGS = "args";
  static final String META = "#meta";

  /** Copies the list. */
  public TraceFile {
    states = List.copyOf(states);
  }

  private Optional<Json> ours() {
    return head.find(META).flatMap(meta -> meta.find(OURS));
  }

  /** The name of its model, if it was written by this program. */
  public Optional<String> model() {
    return ours().map(ours -> ours.get(MODEL).text());
  }

  /**
   * The call that led to a state, if the trace names it. What other programs call an action is not
   * looked at.
   *
   * @param names of model values
   */
  Optional<Call> call(int state, Set<String> names) {
    Optional<Json> meta = states.get(state).find(META);
    if (ours().isEmpty() || meta.isEmpty() || meta.get().find(ACTION).isEmpty()) {
      return Optional.empty();
    }
    List<String> args = new ArrayList<>();
    for (Json arg : meta.get().get(ARGS).list()) {
      JsonNode value = ItfValues.read(arg);
      try {
        args.add(ItfValues.tla(value, names).canonical());
      } catch (IllegalArgumentException e) {
        throw arg.complaint(String.valueOf(e.getMessage()));
      }
    }
    return Optional.of(new Call(meta.get().get(ACTION).text(), args));
  }

  /** The complaint that a call does not exist. */
  UsageException noSuchCall(int state, UsageException why) {
    return states.get(state).get(META).get(ACTION).complaint(String.valueOf(why.getMessage()));
  }
}
