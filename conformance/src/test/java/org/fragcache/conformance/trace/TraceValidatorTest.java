package org.fragcache.conformance.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fragcache.conformance.CallSequence;
import org.fragcache.conformance.LedgerGate;
import org.fragcache.conformance.Project;
import org.fragcache.conformance.Ticker;
import org.fragcache.conformance.json.JsonFile;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.Use;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Traces of the specification are accepted, whoever wrote them; changed ones are not. */
final class TraceValidatorTest {
  @RegisterExtension static final LedgerGate GATE = new LedgerGate("TraceValidatorTest");

  private static final String CALLS =
      "Create(a) Write(a,0,1) Create(b) Clone(a,0,0,b,0) Write(b,0,2)";

  private static TraceModel model;
  private static String itf;

  @TempDir private Path dir;

  @BeforeAll
  static void open() {
    String name = "MCFragmentCache_Tiny";
    model =
        new TraceModel(
            name,
            Oracle.open(
                Project.spec(),
                "MCFragmentCache",
                Project.spec().resolve(name + ".cfg"),
                Use.INSPECT));
    Behaviour behaviour = Behaviours.of(model, CallSequence.parse(CALLS));
    itf = TraceText.of(model.trace(behaviour, "test"), TraceFormat.ITF);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private TraceFile read(String text) throws IOException {
    return TraceReader.read(JsonFile.read(Files.writeString(dir.resolve("t"), text)));
  }

  private TraceValidator.Verdict judge(String text) throws IOException {
    return TraceValidator.validate(model, model.behaviour(read(text)), Ticker.NONE);
  }

  /** The text with one thing replaced in the line of a state. */
  private static String change(int state, String what, String by) {
    String[] lines = itf.split("\n", -1);
    int line = lines.length - 4 - CallSequence.parse(CALLS).size() + state;
    assertThat(lines[line]).contains("\"index\":" + state, what);
    lines[line] = lines[line].replaceFirst(Pattern.quote(what), Matcher.quoteReplacement(by));
    return String.join("\n", lines);
  }

  private static String withoutCalls() {
    return itf.replaceAll(",\"action\":\"\\w+\",\"args\":\\[[^]]*\\]", "");
  }

  @ParameterizedTest
  @EnumSource(TraceFormat.class)
  void validate_written_accepted(TraceFormat format) throws IOException {
    TraceValidator.Verdict verdict = judge(TraceText.of(read(itf).trace(), format));
    assertThat(verdict.accepted()).isTrue();
    assertThat(verdict.calls()).isEqualTo(CallSequence.parse(CALLS));
    assertThat(verdict.named()).isEqualTo(5);
    assertThat(verdict.violated()).isEmpty();
    assertThat(read(itf).model()).contains(model.name());
  }

  @Test
  void validate_withoutCalls_findsThem() throws IOException {
    TraceValidator.Verdict verdict = judge(withoutCalls());
    assertThat(verdict.accepted()).isTrue();
    assertThat(verdict.calls()).isEqualTo(CallSequence.parse(CALLS));
    assertThat(verdict.found()).isEqualTo(5);
  }

  @Test
  void validate_apalachesForm_acceptedAndConvertedWithoutLoss() throws Exception {
    String text = Files.readString(apalache());
    TraceFile file = read(text);
    TraceValidator.Verdict verdict = judge(text);
    assertThat(file.model()).isEmpty();
    assertThat(verdict.accepted()).isTrue();
    assertThat(verdict.calls())
        .isEqualTo(CallSequence.parse("Create(b) Create(a) Write(b,0,1) Clone(b,0,0,a,0)"));
    String once = TraceText.of(file.trace(), TraceFormat.ITF);
    String lines = TraceText.of(read(once).trace(), TraceFormat.NDJSON);
    assertThat(TraceText.of(read(lines).trace(), TraceFormat.ITF)).isEqualTo(once);
    assertThat(once).contains("\"ratio\":0.50", "\"varTypes\":{\"size\":\"FILE -> Int\"}");
    assertThat(judge(once).accepted()).isTrue();
  }

  private static Path apalache() throws URISyntaxException {
    return Path.of(
        Optional.ofNullable(TraceValidatorTest.class.getResource("/traces/apalache.itf.json"))
            .orElseThrow()
            .toURI());
  }

  @Test
  void validate_stuttering_acceptedUnlessACallIsNamed() throws IOException {
    String[] lines = withoutCalls().split("\n", -1);
    lines[lines.length - 4] += ",\n" + lines[lines.length - 4];
    TraceValidator.Verdict verdict = judge(String.join("\n", lines));
    assertThat(verdict.accepted()).isTrue();
    assertThat(verdict.stuttering()).isEqualTo(1);
    // The second Create of a file is no step.
    lines = itf.split("\n", -1);
    lines[lines.length - 6] += "\n" + lines[lines.length - 6];
    assertThat(judge(String.join("\n", lines)).rejection().map(TraceRejection::state)).contains(4);
  }

  /** One byte of a state changed: that state is told, and what the specification has instead. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0|\"count\":0|\"count\":1|fragment[1].count|it is no initial state",
        "1|\"a\",\"incore\"|\"a\",\"absent\"|inode[a]|Create(a) does not lead to it in state 0",
        "2|\"data\":[1]|\"data\":[2]|folio[1].data[1]|Write(a,0,1) does not lead to it in state 1",
        "4|\"count\":2|\"count\":1|fragment[1].count|does not hold: CacheState.tla:",
        "5|\"dirty\":true|\"dirty\":false|folio[2].dirty|does not hold: CacheState.tla:",
      })
  void validate_oneByteChanged_rejectedThere(
      int state, String what, String by, String path, String said) throws IOException {
    TraceValidator.Verdict verdict = judge(change(state, what, by));
    TraceRejection rejection = verdict.rejection().orElseThrow();
    assertThat(rejection.state()).isEqualTo(state);
    assertThat(rejection.nearest().get(0).changes())
        .singleElement()
        .satisfies(change -> assertThat(change.path()).isEqualTo(path));
    assertThat(rejection.toString()).startsWith("REJECTED at state " + state + ": ").contains(said);
    assertThat(verdict.states()).isEqualTo(state + 1);
    GATE.count("changed traces rejected", 1);
  }

  @Test
  void validate_oneByteChangedNoCalls_nearestIsShown() throws IOException {
    TraceValidator.Verdict verdict =
        judge(change(4, "\"count\":2", "\"count\":1").replaceAll("\"action\":", "\"act\":"));
    TraceRejection rejection = verdict.rejection().orElseThrow();
    assertThat(rejection.state()).isEqualTo(4);
    assertThat(rejection.nearest().get(0).call()).isEqualTo("Clone(a,0,0,b,0)");
    assertThat(rejection.toString())
        .contains("no step leads from state 3 to it", "fragment' = c.f");
  }

  @Test
  void validate_otherCall_isToldWithWhatLeadsThere() throws IOException {
    TraceRejection swapped =
        judge(change(5, "\"args\":[\"b\",0,2]", "\"args\":[\"a\",0,2]")).rejection().orElseThrow();
    assertThat(swapped.toString()).contains("Write(a,0,2) does not lead to it in state 4");
    assertThat(swapped.instead()).contains(Call.of("Write", "b", "0", "2"));
    TraceRejection impossible =
        judge(change(1, "\"Create\",\"args\":[\"a\"]", "\"Unlink\",\"args\":[\"b\"]"))
            .rejection()
            .orElseThrow();
    assertThat(impossible.toString()).contains("Unlink(b) cannot happen in state 0");
    assertThat(impossible.guard()).contains(".tla:");
  }

  @ParameterizedTest
  @CsvSource({"5, true", "0, false"})
  void validate_loop_isAStepToo(int loop, boolean accepted) throws IOException {
    String text = itf.replace("  \"states\"", "  \"loop\": " + loop + ",\n  \"states\"");
    TraceValidator.Verdict verdict = judge(text);
    assertThat(verdict.accepted()).isEqualTo(accepted);
    verdict
        .rejection()
        .ifPresent(r -> assertThat(r.toString()).contains("no step leads from it back to state 0"));
  }

  /** What is replaced wherever it stands, by what, and what is said. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"inode\"|\"knode\"|:4:57: $.vars[5]: found \"knode\", expected a variable of"
            + " MCFragmentCa",
        "\"Backing\"|\"Packing\"|:3:14: $.params[0]: found \"Packing\", expected a constant of MC",
        "\"Blocks\":1|\"Blocks\":2|$.states[0].Blocks: another value than model MCFragmentCache",
        "\"action\":\"Create\"|\"action\":\"Craete\"|$.states[1][\"#meta\"].action:"
            + " MCFragmentCache: no action Craete; actions are",
        "\"args\":[\"a\"]|\"args\":[\"z\"]|argument 1 is \"z\", expected one of a, b",
        "\"args\":[\"a\"]|\"args\":\"a\"|[\"#meta\"].args: found \"a\", expected a list",
        "\"args\":[\"a\"]|\"args\":[null]|[\"#meta\"].args[0]: found null, expected a value of",
        "{\"index\":0}|{\"action\":\"Create\",\"args\":[\"a\"]}|a call before the first state",
        "\"refs\":1|\"refs\":2147483648|$.states[2].folio: state: folio: integer 2147483648 does",
        "\"refs\":1|\"refs\":{\"#bigint\":\"99999999999999999999\"}|$.states[2].folio:"
            + " 9999999999999",
        "\"dirty\":true|\"dirty\":\"\u00e9\"|$.states[2].folio: ",
      })
  void behaviour_notOfTheModel_saysWhere(String what, String by, String said) {
    assertThat(itf).contains(what);
    refused(itf.replace(what, by), said);
  }

  @Test
  void behaviour_variableMissing_isRefused() {
    String text = itf.replace("\"inode\",", "");
    refused(text.replaceAll("\"inode\":\\{.*?\\]\\]\\},", ""), ":4:11: $.vars: no inode, expected");
  }

  private void refused(String text, String said) {
    assertThatThrownBy(() -> judge(text))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(dir.resolve("t") + ":")
        .hasMessageContaining(said)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void random_sameSeed_sameTraceWhichIsABehaviour() throws IOException {
    Behaviour one = Behaviours.random(model, 30, 5);
    assertThat(Behaviours.random(model, 30, 5)).isEqualTo(one);
    assertThat(Behaviours.random(model, 30, 6)).isNotEqualTo(one);
    assertThat(one.states()).hasSize(31);
    TraceValidator.Verdict verdict =
        judge(TraceText.of(model.trace(one, "random"), TraceFormat.NDJSON));
    assertThat(verdict.accepted()).isTrue();
    assertThat(verdict.stuttering()).isZero();
  }

  @Test
  void of_callThatIsNoStep_isRefused() {
    assertThatThrownBy(() -> Behaviours.of(model, CallSequence.parse("Create(a) Create(a)")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("call 2, Create(a): is no step there: ")
        .hasMessageEndingWith("; expected calls that take effect");
  }
}
