package org.fragcache.conformance.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fragcache.conformance.LedgerGate;
import org.fragcache.conformance.Project;
import org.fragcache.conformance.json.JsonFile;
import org.fragcache.conformance.labels.LabelEvent.Kind;
import org.fragcache.spec.UsageException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A malformed log of labels is refused in one line that says where and what. */
final class LabelLogReaderTest {
  @RegisterExtension static final LedgerGate GATE = new LedgerGate("LabelLogReaderTest");

  private static LabelModel model;

  @TempDir private Path dir;

  @BeforeAll
  static void open() {
    model = LabelModel.open(Project.spec(), "labels-private");
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static List<String> lines() {
    String read =
        model.operations().keySet().stream()
            .filter(op -> op.contains("\"read\"") && op.contains("file|->\"a\""))
            .findFirst()
            .orElseThrow();
    List<LabelEvent> events =
        List.of(
            new LabelEvent(1, 0, Kind.START, read),
            new LabelEvent(2, 0, Kind.LABEL, "ReadSize"),
            new LabelEvent(3, 0, Kind.END, "<<\"EOF\">>"));
    LabelLog.Header header = new LabelLog.Header("labels-private", "private", 2, 1, false);
    return LabelLogText.of(new LabelLog(header, events)).lines().toList();
  }

  private LabelLog read(String text) throws IOException {
    Path file = Files.writeString(dir.resolve("log"), text);
    LabelLogReader reader = new LabelLogReader(JsonFile.read(file));
    assertThat(reader.model()).isEqualTo("labels-private");
    return reader.read(model);
  }

  @Test
  void read_wellFormed_isReadAndWrittenAsItWas() throws IOException {
    String text = String.join("\n", lines()) + "\n";
    assertThat(LabelLogText.of(read(text))).isEqualTo(text);
  }

  /** In a line, what is replaced, by what, and what is said after the file's name. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1|fragcache-log|other|:1:11: $.format: found \"other\", expected \"fragcache-log\"",
        "1|\"version\":1|\"version\":2|:1:37: $.version: found 2, expected version 1",
        "1|\"private\"|\"mapped\"|$.start: found \"mapped\", expected \"private\", the initial",
        "1|\"threads\":2|\"threads\":5|$.threads: found 5, expected an integer from 1 to 4",
        "1|\"seed\":1|\"sed\":1|$.sed: unknown key \"sed\", expected among format, version",
        "2|\"seq\":1|\"seq\":1.5|:2:8: $.seq: found 1.5, not an integer, expected an integer",
        "3|\"seq\":2|\"seq\":1|:3:8: $.seq: found 1, expected more than 1, that of the line",
        "2|\"thread\":0|\"thread\":2|$.thread: found 2, expected an integer from 0 to 1",
        "2|start|begin|$.kind: found \"begin\", expected start, label or end",
        "2|\"read\"|\"raed\"|$.op: found [block|->0,call|->\"raed\"",
        "2|\"block\":0|\"block\":null|$.op.block: found null, expected an integer or a string",
        "2|\"block\":0|\"block\":1|expected one of Operations of labels-private",
        "3|ReadSize|ReadSise|$.label: found \"ReadSise\", expected a label of MCFragmentStepsLog",
        "3|ReadSize|LoadAgain|$.label: found \"LoadAgain\", expected a label of MCFragmentStep",
        "3|\"thread\":0|\"thread\":1|$.thread: found 1, expected a thread that has started an",
        "4|\"thread\":0|\"thread\":1|$.thread: found 1, expected a thread that has started an",
        "4|[\"EOF\"]|[]|$.result: found a list of 0, expected [\"OK\"] or another status",
        "4|[\"EOF\"]|\"EOF\"|$.result: found \"EOF\", expected a list",
        "3|\"label\":\"ReadSize\"|\"op\":1|$.op: unknown key \"op\", expected among seq",
      })
  void read_malformed_isRefused(int line, String what, String by, String said) {
    List<String> lines = new ArrayList<>(lines());
    assertThat(lines.get(line - 1)).contains(what);
    lines.set(line - 1, lines.get(line - 1).replace(what, by));
    refused(String.join("\n", lines), said);
  }

  @Test
  void read_aThreadThatStartsTwice_isRefused() {
    List<String> lines = new ArrayList<>(lines());
    lines.add(2, lines.get(1).replace("\"seq\":1", "\"seq\":2"));
    refused(String.join("\n", lines), "$.thread: found 0, expected another thread: this one is in");
  }

  @Test
  void read_nothingHasEnded_isRefused() {
    refused(
        String.join("\n", lines().subList(0, 3)),
        ": no operation has ended, so there is nothing to judge");
  }

  private void refused(String text, String said) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(dir.resolve("log").toString())
        .hasMessageContaining(said)
        .hasMessageMatching(".+");
    GATE.count("malformed logs refused", 1);
  }
}
