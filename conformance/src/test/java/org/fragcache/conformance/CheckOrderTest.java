package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fragcache.conformance.dir.DirSubject;
import org.fragcache.conformance.dir.Reflink;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.OracleState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Calls that break two rules at once, each with an error of its own, or a rule and "nothing to do":
 * the outcome is that of the rule that is looked at first. By the specification, and by the kernel.
 * Every such call in every state is probed by the replay; these are the pairs by name.
 */
final class CheckOrderTest {
  private static final String MODEL = "MCFileView_CallsUnits"; // two blocks of two units

  /** Two rules, and calls of which the last breaks both. */
  private record Pair(String rules, String calls, String outcome) {}

  static Stream<Pair> pairs() {
    String a = "Create(a) Write(a,0,1) ";
    String ab = a + "Create(b) ";
    return Stream.of(
        new Pair("clone: no file; unaligned", a + "Clone(a,1,1,b,0)", "ENOENT"),
        new Pair("clone: no file; at the limit", a + "Clone(a,0,1,b,4)", "ENOENT"),
        new Pair("clone: no file; nothing to do", a + "Clone(a,1,0,b,0)", "ENOENT"),
        new Pair("clone: nothing to do; unaligned", ab + "Clone(a,1,0,b,1)", "OK"),
        new Pair("clone: nothing to do; at the limit", ab + "Clone(b,0,0,a,4)", "OK"),
        new Pair("clone: nothing to do; onto itself", a + "Clone(a,1,0,a,1)", "OK"),
        new Pair("clone: unaligned; at the limit", ab + "Clone(a,1,1,b,4)", "EINVAL"),
        new Pair("clone: from past EOF; at the limit", ab + "Clone(a,2,1,b,4)", "EINVAL"),
        new Pair("clone: at the limit; to past EOF", ab + "Clone(a,0,2,b,4)", "EFBIG"),
        new Pair(
            "clone: at the limit; unaligned length", ab + "Write(a,1,1) Clone(a,0,1,b,4)", "EFBIG"),
        new Pair("dedupe: no file; unaligned", a + "Dedupe(a,1,1,b,0)", "ENOENT"),
        new Pair("dedupe: nothing to do; unaligned", ab + "Dedupe(a,1,0,b,1)", "SAME"),
        new Pair("dedupe: nothing to do; from past EOF", ab + "Dedupe(a,2,0,b,0)", "EINVAL"),
        new Pair("dedupe: unaligned; differs", ab + "Truncate(b,2) Dedupe(b,1,1,a,0)", "EINVAL"),
        new Pair("dedupe: overlap; same", a + "Dedupe(a,0,1,a,0)", "EINVAL"),
        new Pair("punch: no file; no length", "Punch(a,0,0)", "ENOENT"),
        new Pair("punch: no file; at the limit", "Punch(a,4,1)", "ENOENT"),
        new Pair("punch: no length; at the limit", a + "Punch(a,4,0)", "EINVAL"),
        new Pair("write: no file; at the limit", "Write(a,4,1)", "ENOENT"),
        new Pair("truncate: no file; past the limit", "Truncate(a,5)", "ENOENT"));
  }

  private static List<String> expected() {
    return pairs().map(pair -> pair.rules() + ": " + Outcomes.of(pair.outcome())).toList();
  }

  @Test
  void specification_saysSo() {
    try (ReplayModel model = ReplayModel.open(Project.spec(), Project.model(MODEL))) {
      assertThat(pairs().map(pair -> pair.rules() + ": " + specified(model, pair)).toList())
          .isEqualTo(expected());
    }
  }

  private static String specified(ReplayModel model, Pair pair) {
    List<Call> calls = new ArrayList<>(CallSequence.parse(pair.calls()));
    Call last = calls.remove(calls.size() - 1);
    OracleState state = model.oracle().initialStates().get(0);
    for (Call call : calls) {
      state = model.oracle().successors(state, model.oracle().callIndex(call)).get(0);
    }
    int index = model.oracle().callIndex(last);
    return model.outcome(state, index, !model.oracle().successors(state, index).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("org.fragcache.conformance.dir.Reflink#places")
  void kernel_saysSo(Path in) {
    try (Reflink directory = Reflink.take(in);
        ReplayModel model = ReplayModel.open(Project.spec(), Project.model(MODEL));
        DirSubject subject = new DirSubject(directory.path().toString(), model)) {
      assertThat(pairs().map(pair -> pair.rules() + ": " + made(subject, pair)).toList())
          .isEqualTo(expected());
    }
  }

  private static String made(DirSubject subject, Pair pair) {
    subject.reset();
    String outcome = "";
    for (Call call : CallSequence.parse(pair.calls())) {
      outcome = subject.bind(call).apply();
    }
    return outcome;
  }
}
