package org.fragcache.spec.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.fragcache.spec.model.TlcResult.Kind;
import org.fragcache.spec.model.TlcResult.Violation;
import org.junit.jupiter.api.Test;

final class TlcOutputTest {

  private static final String STATS =
      message(2199, 0, "1,234 states generated, 56 distinct states found, 0 states left on queue.")
          + message(2194, 0, "The depth of the complete state graph search is 7.");
  private static final String SUCCESS = message(2193, 0, "Model checking completed.");
  private static final String FINISHED = message(2186, 0, "Finished in 1ms at (now)");
  private static final String VIOLATED = message(2110, 1, "Invariant P is violated.");
  private static final String TRACE = message(2217, 4, "1: <Initial predicate>\nx = 0");

  private static String message(int code, int kind, String text) {
    return "@!@!@STARTMSG %d:%d @!@!@\n%s\n@!@!@ENDMSG %d @!@!@\n"
        .formatted(code, kind, text, code);
  }

  private static TlcResult read(int status, String... messages) {
    TlcOutput output = new TlcOutput();
    String.join("", messages).lines().forEach(output::line);
    return output.result(status, "last words", 1);
  }

  @Test
  void result_complete_holdsWithFigures() {
    TlcResult result = read(0, SUCCESS, STATS, FINISHED);

    assertThat(result.kind()).isEqualTo(Kind.HOLDS);
    assertThat(result.generated()).isEqualTo(1234);
    assertThat(result.distinct()).isEqualTo(56);
    assertThat(result.depth()).isEqualTo(7);
  }

  @Test
  void result_anythingMissing_isAnError() {
    assertThat(read(0, STATS, FINISHED).kind()).isEqualTo(Kind.ERROR);
    assertThat(read(0, SUCCESS, FINISHED).kind()).isEqualTo(Kind.ERROR);
    assertThat(read(0, SUCCESS, STATS).kind()).isEqualTo(Kind.ERROR);
    assertThat(read(1, SUCCESS, STATS, FINISHED).kind()).isEqualTo(Kind.ERROR);
    assertThat(read(0).kind()).isEqualTo(Kind.ERROR);
    assertThat(read(12, VIOLATED, FINISHED).kind()).isEqualTo(Kind.ERROR);
    assertThat(read(0, VIOLATED, TRACE, FINISHED).kind()).isEqualTo(Kind.ERROR);
    assertThat(read(12, VIOLATED, TRACE).kind()).isEqualTo(Kind.ERROR);
  }

  @Test
  void result_errorMessageBesideSuccess_isAnError() {
    TlcResult result =
        read(0, message(2104, 1, "Assumption A is false."), SUCCESS, STATS, FINISHED);

    assertThat(result.kind()).isEqualTo(Kind.ERROR);
    assertThat(result.error()).isEqualTo("Assumption A is false.");
  }

  @Test
  void result_killed_saysSoWithTheLastWords() {
    assertThat(read(137).error()).isEqualTo("TLC was killed (status 137)\nlast words");
  }

  @Test
  void result_outOfMemory_saysSo() {
    assertThat(read(153, message(1001, 1, "Java ran out of memory."), FINISHED).error())
        .isEqualTo("Java ran out of memory.");
  }

  @Test
  void result_stuttering_isALasso() {
    TlcResult result =
        read(
            13,
            message(2116, 1, "Temporal properties were violated."),
            message(2264, 1, "The following behavior constitutes a counter-example:"),
            TRACE,
            message(2217, 4, "2: <Go(a, 1) line 7, col 1 to line 7, col 9 of module M>\nx = 1"),
            message(2218, 4, "3: Stuttering"),
            FINISHED);

    assertThat(result.violation()).isEqualTo(Violation.TEMPORAL);
    assertThat(ErrorTrace.lines(result))
        .containsExactly(
            "   1  Init",
            "        x = 0",
            "   2  Go(a, 1)",
            "        x: 0 -> 1",
            "      then stutters for ever");
  }
}
