package org.fragcache.spec.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TlaValueTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "-12 ~ -12",
        "TRUE ~ TRUE",
        "\"a\\\"b\" ~ \"a\\\"b\"",
        "f1 ~ f1",
        "<< >> ~ <<>>",
        "(1 :> 5 @@ 2 :> 6) ~ <<5,6>>",
        "(2 :> 6 @@ 1 :> 5) ~ <<5,6>>",
        "(0 :> [b |-> 1, a |-> {}] @@ 1 :> <<>>) ~ (0:>[a|->{},b|->1]@@1:><<>>)",
        "(\"b\" :> 1 @@ \"a\" :> 2) ~ [a|->2,b|->1]",
        "{10, 9, -1, a, \"z\", <<>>, 9} ~ {-1,9,10,\"z\",<<>>,a}",
        "-1..2 ~ {-1,0,1,2}",
        "3..1 ~ {}",
        "[ab |-> 1, a |-> 2, B |-> 3] ~ [B|->3,a|->2,ab|->1]",
        "(({1}) :> 2) ~ ({1}:>2)",
      })
  void parse_tlcText_givesCanonicalText(String text, String canonical) {
    assertThat(TlaValue.parse(text).canonical()).isEqualTo(canonical);
    assertThat(TlaValue.parse(canonical).canonical()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "<<1, ~ line 1, column 5: found the end, expected a value",
        "{1 2} ~ line 1, column 4: found '2}', expected '}'",
        "[a |-> 1, a |-> 2] ~ expected field a once only",
        "(1 :> 2 @@ 1 :> 3) ~ expected argument 1 once only",
        "1 2 ~ expected the end",
        "-x ~ expected digits after '-'",
        "0..99999999 ~ expected an interval of at most 1000000 integers",
        "99999999999999999999 ~ expected an integer of at most 64 bits",
        "\"abc ~ expected '\"' at the end of the string",
      })
  void parse_malformed_namesPlaceFoundAndExpected(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlaValue.parse(text))
        .withMessageContaining(message);
  }

  /** Text from a child process may be anything; the stack of a thread is not deep. */
  @Test
  void parse_deep_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlaValue.parse("{".repeat(200_000)))
        .withMessageContaining("expected at most 500 values within each other");
  }

  @Test
  void accessors_fitting_giveParts() {
    TlaValue value = TlaValue.parse("(0 :> [kind |-> own, at |-> <<7, \"x\">>])");

    assertThat(value.at(0).field("kind").asString()).isEqualTo("own");
    assertThat(value.at(0).field("at").elements())
        .containsExactly(TlaValue.of(7), TlaValue.string("x"));
    assertThat(value.at(0).field("at").at(1).asInt()).isEqualTo(7);
    assertThat(value.entries()).hasSize(1);
  }

  @Test
  void accessors_notFitting_nameFoundAndExpected() {
    TlaValue value = TlaValue.parse("[kind |-> own]");

    assertThatIllegalArgumentException()
        .isThrownBy(value::asInt)
        .withMessage("found record [kind|->own], expected an integer");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> value.field("off"))
        .withMessage("no \"off\" in the domain of [kind|->own]; expected one of \"kind\"");
  }

  @Test
  void state_tlcBlockAndCanonical_areTheSame() {
    TlaState state = TlaState.parse("/\\ y = (0 :> 1\n  @@ 2 :>\n 3)\n/\\ x = m\n");

    assertThat(state.canonical()).isEqualTo("x=m\ny=(0:>1@@2:>3)\n");
    assertThat(TlaState.parse(state.canonical())).isEqualTo(state);
    assertThat(TlaState.parse("x = 1\n").get("x").asInt()).isEqualTo(1);
  }

  @Test
  void diff_nested_givesDeepestPathsOnly() {
    TlaState before =
        TlaState.parse(
            "/\\ slot = (a :> <<[kind |-> own, n |-> 1], 5>> @@ b :> <<>>) /\\ s = {1} /\\ z = 0");
    TlaState after =
        TlaState.parse(
            "/\\ slot = (a :> <<[kind |-> ref, n |-> 1], 5>> @@ b :> <<2>>) /\\ s = {2} /\\ z = 0");

    assertThat(before.diff(after))
        .extracting(TlaState.Change::toString)
        .containsExactly(
            "s: {1} -> {2}", "slot[a][1].kind: own -> ref", "slot[b][1]: (absent) -> 2");
    assertThat(before.diff(before)).isEmpty();
  }
}
