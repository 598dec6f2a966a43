package org.fragcache.conformance.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fragcache.conformance.LedgerGate;
import org.fragcache.conformance.Outcomes;
import org.fragcache.conformance.Project;
import org.fragcache.conformance.json.JsonFile;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A malformed log is refused in one line that says where and what. */
final class LogReaderTest {
  @RegisterExtension static final LedgerGate GATE = new LedgerGate("LogReaderTest");

  private static LogModel model;

  @TempDir private Path dir;

  @BeforeAll
  static void open() {
    model = LogModel.open(Project.spec(), "log-files");
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static List<String> lines() {
    Call write = Call.of("Write", "a", "0", "1");
    List<Event> events =
        List.of(
            Event.start(1, 0, write),
            Event.start(2, 1, Call.of("Fsync", "b")),
            Event.end(3, 0, write, Outcomes.of("ENOENT")),
            Event.step(4, 0, Call.of("Evict", "a"), Outcomes.NOT_ENABLED));
    CallLog.Header header = new CallLog.Header("log-files", model.constants(), 2, 1, false);
    return LogText.of(new CallLog(header, events)).lines().toList();
  }

  private CallLog read(String text) throws IOException {
    Path file = Files.writeString(dir.resolve("log"), text);
    return new LogReader(JsonFile.read(file)).read(model);
  }

  @Test
  void read_wellFormed_isRead() throws IOException {
    assertThat(read(String.join("\n", lines())).events()).hasSize(4);
  }

  /** In a line, what is replaced, by what, and what is said after the file's name. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1|fragcache-log|other|:1:11: $.format: found \"other\", expected \"fragcache-log\"",
        "1|\"version\":1|\"version\":2|:1:37: $.version: found 2, expected version 1",
        "1|\"Blocks\":2|\"Blocks\":3|$.constants.Blocks: found another value than model",
        "1|\"threads\":2|\"threads\":99|$.threads: found 99, expected an integer from 1 to 32",
        "1|\"seed\":1|\"sed\":1|$.sed: unknown key \"sed\", expected among format, version",
        "2|\"seq\":1|\"seq\":1.5|:2:8: $.seq: found 1.5, not an integer, expected an integer",
        "3|\"seq\":2|\"seq\":1|:3:8: $.seq: found 1, expected more than 1, that of the line",
        "2|\"thread\":0|\"thread\":2|$.thread: found 2, expected an integer from 0 to 1",
        "2|start|begin|$.kind: found \"begin\", expected start, end or step",
        "2|Write|Wriet|$.call: no call Wriet; expected one of Clone, Create",
        "2|[\"a\",0,1]|[\"a\",0,9]|argument 3 is 9, expected one of 1, 2, 3",
        "2|[\"a\",0,1]|[\"z\",0,1]|argument 1 is \"z\", expected one of a, b, c",
        "2|[\"a\",0,1]|[\"a\",0]|2 arguments, expected 3",
        "2|[\"a\",0,1]|{}|$.args: found an object, expected a list",
        "2|[\"a\",0,1]|[\"a\",0,null]|$.args[2]: found null, expected an integer or a string",
        "2|Write|Unseen|$.call: no call Unseen; expected one of",
        "3|\"thread\":1|\"thread\":0|$.thread: found 0, expected another thread: this one is in W",
        "4|\"thread\":0|\"thread\":1|$.call: found \"Write\", expected the end of Fsync(b)",
        "4|ENOENT|ENOTHING|$.result: found [data|-><<>>,status|->\"ENOTHING\"], expected one of O",
        "4|\"data\":[]|\"data\":[[]]|$.result.data[0]: found a list of 0, expected an integer",
        "4|\"kind\":\"end\"|\"kind\":\"start\"|$.result: unknown key \"result\"",
        "5|Evict|Crash|$.call: found \"Crash\", expected a step of the environment",
        "5|not enabled|perhaps|$.result: found \"perhaps\", expected \"done\" or \"not enabled\"",
        "5|\"thread\":0|\"thread\":1|$.thread: found 1, expected another thread: this one is in F",
        "5|\"seq\":4|\"seq\":4,\"seq\":5|Duplicate field 'seq'",
        "5|}|}}|:5:",
        "5|}|(|:5:",
      })
  void read_malformed_saysWhere(int line, String what, String by, String said) throws IOException {
    List<String> lines = new ArrayList<>(lines());
    assertThat(lines.get(line - 1)).contains(what);
    lines.set(
        line - 1,
        lines.get(line - 1).replaceFirst(Pattern.quote(what), Matcher.quoteReplacement(by)));
    assertThatThrownBy(() -> read(String.join("\n", lines)))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(dir.resolve("log") + ":" + line + ":")
        .hasMessageContaining(said)
        .message()
        .doesNotContain("\n");
    GATE.count("malformed logs refused", 1);
  }

  @ParameterizedTest
  @CsvSource({"0, is empty", "1, no call has ended", "3, no call has ended"})
  void read_nothingToJudge_isRefused(int lines, String said) {
    String text = String.join("\n", lines().subList(0, lines));
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(said);
  }

  @Test
  void read_emptyLine_isRefused() {
    String text = lines().get(0) + "\n\n" + lines().get(1);
    assertThatThrownBy(() -> read(text)).hasMessageContaining(":2: an empty line, expected JSON");
  }
}
