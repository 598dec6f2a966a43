package org.fragcache.conformance.labels;

import java.util.ArrayList;
import java.util.List;
import org.fragcache.conformance.labels.LabelEvent.Kind;
import org.fragcache.conformance.schedule.StepsCalls;
import org.fragcache.spec.value.TlaValue;
import org.jspecify.annotations.Nullable;

/**
 * What threads did on a subject, in its terms: the text of an end is the outcome of the call.
 *
 * @param events of all threads, in order
 * @param failures what threads threw, which do not end, and what the subject's own checks say in
 *     the end
 */
public record LabelRecording(List<LabelEvent> events, List<String> failures) {
  /** Copies the lists. */
  public LabelRecording {
    events = List.copyOf(events);
    failures = List.copyOf(failures);
  }

  /** The log, with results as FragmentSteps has them. */
  public LabelLog log(LabelModel model, int threads, long seed, boolean pauses) {
    @Nullable String[] open = new String[threads];
    List<LabelEvent> told = new ArrayList<>();
    for (LabelEvent event : events) {
      String op = open[event.thread()];
      if (event.kind() == Kind.START) {
        open[event.thread()] = event.text();
      }
      told.add(
          event.kind() == Kind.END && op != null
              ? new LabelEvent(
                  event.seq(),
                  event.thread(),
                  Kind.END,
                  StepsCalls.result(TlaValue.parse(op), event.text()))
              : event);
    }
    return new LabelLog(
        new LabelLog.Header(model.name(), model.start(), threads, seed, pauses), told);
  }
}
