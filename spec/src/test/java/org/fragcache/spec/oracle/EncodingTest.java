package org.fragcache.spec.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fragcache.spec.UsageException;
import org.fragcache.spec.graph.Progress;
import org.fragcache.spec.graph.StateGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EncodingTest {
  private Oracle oracle = Specs.open("Parallel", "Parallel");

  @BeforeAll
  void reopen() {
    oracle.close();
    oracle = Specs.open("Parallel", "Parallel");
  }

  @AfterAll
  void close() {
    oracle.close();
  }

  private OracleState initial() {
    return oracle.initialStates().get(0);
  }

  @Test
  void encoding_initialState_isOneLinePerVariableByName() {
    assertThat(oracle.variables()).containsExactly("last", "log", "seen", "x");
    assertThat(Specs.text(initial())).isEqualTo("last=None\nlog=<<>>\nseen={}\nx=0\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Pair(na); [a|->0,b|->na]",
        "Shift; (0:>0@@1:>1@@2:>2)",
        "Map; (na:>0@@nb:>0)",
        "Nested; {{na},{nb}}",
        "Names; {na,nb}",
        "Sum(-3,1); -2",
        "Small; TRUE",
        "x; 0",
        "Max; 3",
        "Values; {-1,2,10}",
        "Sets; {{1,2},{2},{}}",
        "Keyed; [a|->1,b|->2]",
        "Numbered; <<7,8>>",
        "Empty; <<>>",
        "Quoted; \"a\\\\b\\\"c\"",
        "Product; {<<1,na>>,<<1,nb>>}",
        "Powers; {{1},{}}",
        "Mixed; ((na:>1@@nb:>2):>3)",
      })
  void eval_value_isCanonical(String expression, String expected) {
    int open = expression.indexOf('(');
    String name = open < 0 ? expression : expression.substring(0, open);
    String[] args =
        open < 0
            ? new String[0]
            : expression.substring(open + 1, expression.length() - 1).split(",", -1);
    assertThat(oracle.eval(name, initial(), args)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Nope; no operator Nope",
        "Pair; 0 arguments, expected 1",
        "Pair(f9); unknown model value f9, expected one of",
        "Pair(\"na\"); \"na\" is a string, expected the model value na",
        "Pair({2 1}); expected ,",
        "Pair({2,1}); is not canonical, expected {1,2}",
        "Pair({1,1}); is not canonical, expected {1}",
        "Pair({1,\"a\"}); Attempted",
        "Pair(01); is not canonical, expected 1",
        "Pair(99999999999); does not fit 32 bits",
        "Pair(<<1); found the end",
        "Pair([1|->2]); expected a field name",
        "Pair([b|->1,a|->2]); is not canonical, expected [a|->2,b|->1]",
        "Pair((1:>2@@2:>3)); is not canonical, expected <<2,3>>",
        "Pair(1 ); expected end of the value",
        "Pair(?); expected a value",
        "Apply(1,2); takes an operator",
        "Ints; no canonical text",
        "Boom; Boom",
        "Up(na); Up",
      })
  void eval_badInput_saysWhatWasExpected(String expression, String expected) {
    int open = expression.indexOf('(');
    String name = open < 0 ? expression : expression.substring(0, open);
    String inner = open < 0 ? "" : expression.substring(open + 1, expression.length() - 1);
    String[] args =
        open < 0
            ? new String[0]
            : name.equals("Apply") ? inner.split(",", -1) : new String[] {inner};
    assertThatThrownBy(() -> oracle.eval(name, initial(), args))
        .isInstanceOf(UsageException.class)
        .message()
        .contains(expected)
        .doesNotContain("\n");
  }

  @Test
  void eval_unknownModelValue_inventsNone() {
    assertThatThrownBy(() -> oracle.eval("Pair", initial(), "f9"))
        .isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> oracle.eval("Pair", initial(), "f9"))
        .isInstanceOf(UsageException.class);
  }

  @Test
  void parse_everyState_equalsOriginal() {
    StateGraph g = StateGraph.explore(oracle, 1, Progress.NONE);
    for (int e = 0; e < g.edges(); e++) {
      OracleState s = oracle.parse(g.encoding(g.source(e)));
      OracleState t = oracle.parse(g.encoding(g.target(e)));
      OracleState successor =
          oracle.successors(s, g.call(e)).stream().filter(t::equals).findFirst().orElseThrow();
      assertThat(successor.encoding()).isEqualTo(t.encoding());
      assertThat(successor.fingerprint()).isEqualTo(t.fingerprint());
      assertThat(successor).hasSameHashCodeAs(t);
      assertThat(oracle.isStep(s, g.call(e), t)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "last=None\nlog=<<>>\nseen={}\nx=0",
        "last=None\nlog=<<>>\nseen={}\n",
        "last=None\nlog=<<>>\nseen={}\nx=0\ny=0\n",
        "log=<<>>\nlast=None\nseen={}\nx=0\n",
        "last=f9\nlog=<<>>\nseen={}\nx=0\n",
        "last=\"None\"\nlog=<<>>\nseen={}\nx=0\n",
        "last=None\nlog=<<>>\nseen={nb,na}\nx=0\n",
        "last=None\nlog=<<>>\nseen={}\nx= 0\n",
        "last=None\nlog=<<>>\nseen={}\nx=\n",
        "",
      })
  void parse_notAnEncoding_refused(String text) {
    assertThatThrownBy(() -> oracle.parse(Specs.bytes(text)))
        .isInstanceOf(UsageException.class)
        .message()
        .startsWith("state: ")
        .doesNotContain("\n");
  }

  @Test
  void equals_otherKindsOfValue_areNotEqual() {
    OracleState a = oracle.parse(Specs.bytes("last=None\nlog=<<>>\nseen={}\nx=0\n"));
    OracleState b = oracle.parse(Specs.bytes("last=0\nlog=\"\"\nseen={}\nx=TRUE\n"));
    assertThat(a).isEqualTo(initial()).isNotEqualTo(b);
    assertThat(b).isNotEqualTo(a);
  }
}
