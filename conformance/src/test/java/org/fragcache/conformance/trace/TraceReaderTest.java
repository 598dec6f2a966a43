package org.fragcache.conformance.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fragcache.conformance.LedgerGate;
import org.fragcache.conformance.json.JsonFile;
import org.fragcache.spec.UsageException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A malformed trace is refused in one line that says where and what. */
final class TraceReaderTest {
  @RegisterExtension static final LedgerGate GATE = new LedgerGate("TraceReaderTest");

  private static final String ITF =
      """
      {
        "#meta": {"index": 1},
        "params": ["N"],
        "vars": ["x", "y"],
        "loop": 0,
        "states": [
          {"N": 3, "x": {"#bigint": "-12"}, "y": {"#set": [2, 1, 1]}},
          {"#meta": {}, "x": 1, "y": {"#map": [["b", 1], ["a", {"#tup": [true, "s"]}]]}}
        ]
      }
      """;

  private static final String NDJSON =
      """
      {"format":"fragcache-trace","version":1,"#meta":{"index":1},"params":["N"],"vars":["x","y"]}
      {"N":3,"x":-12,"y":{"#set":[1,2]}}
      {"x":1,"y":{"#map":[["a",[true,"s"]],["b",1]]}}
      """;

  @TempDir private Path dir;

  private TraceFile read(String text) throws IOException {
    return TraceReader.read(JsonFile.read(Files.writeString(dir.resolve("t"), text)));
  }

  @Test
  void read_valuesInAnyForm_areWrittenInOne() throws IOException {
    assertThat(TraceText.of(read(ITF).trace(), TraceFormat.ITF))
        .isEqualTo(
            """
            {
              "#meta": {"index":1},
              "params": ["N"],
              "vars": ["x","y"],
              "loop": 0,
              "states": [
                {"N":3,"x":-12,"y":{"#set":[1,2]}},
                {"x":1,"y":{"#map":[["a",[true,"s"]],["b",1]]}}
              ]
            }
            """);
    assertThat(TraceText.of(read(NDJSON).trace(), TraceFormat.NDJSON)).isEqualTo(NDJSON);
  }

  @ParameterizedTest
  @EnumSource(TraceFormat.class)
  void read_format_isTold(TraceFormat format) throws IOException {
    assertThat(read(format == TraceFormat.ITF ? ITF : NDJSON).format()).isEqualTo(format);
  }

  /** What is replaced, by what, and what is said after the file's name. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"vars\"|\"varz\"|:4:11: $.varz: unknown key \"varz\", expected among #meta, params, vars",
        "\"vars\": [\"x\", \"y\"],||:1:1: $: no key \"vars\", expected one",
        "[\"x\", \"y\"]|[]|:4:11: $.vars: found a list of 0, expected at least one variable",
        "[\"x\", \"y\"]|[\"x\", 1]|:4:17: $.vars[1]: found 1, expected a string",
        "[\"x\", \"y\"]|[\"x\", \"x\"]|:4:17: $.vars[1]: found \"x\", expected each name once",
        "[\"x\", \"y\"]|[\"x\", \"N\"]|:4:17: $.vars[1]: found \"N\", expected each name once",
        "[\"x\", \"y\"]|[\"x\", \"#y\"]|:4:17: $.vars[1]: found \"#y\", expected a name",
        "[\"x\", \"y\"]|\"x\"|:4:11: $.vars: found \"x\", expected a list",
        "{\"index\": 1}|[]|:2:12: $[\"#meta\"]: found a list of 0, expected an object",
        "\"loop\": 0|\"loop\": 2|:5:11: $.loop: found 2, expected an integer from 0 to 1",
        "\"loop\": 0|\"loop\": true|:5:11: $.loop: found true, expected an integer",
        "\"N\": 3, ||:7:5: $.states[0]: no key \"N\", expected one",
        "\"#meta\": {}, \"x\": 1|\"z\": 1|:8:5: $.states[1]: no key \"x\", expected one",
        "\"#meta\": {}|\"z\": 1|:8:11: $.states[1].z: unknown key \"z\", expected among #meta, x,"
            + " y",
        "\"#meta\": {}|\"#meta\": 1|:8:15: $.states[1][\"#meta\"]: found 1, expected an object",
        "-12|1.2|:7:31: $.states[0].x[\"#bigint\"]: found \"1.2\", expected the digits of an"
            + " integer",
        "\"-12\"|-12|:7:31: $.states[0].x[\"#bigint\"]: found -12, expected a string",
        "\"x\": 1|\"x\": 1.0|:8:24: $.states[1].x: found 1.0, not an integer, expected a value of",
        "\"x\": 1|\"x\": null|:8:24: $.states[1].x: found null, expected a value of ITF",
        "\"x\": 1|\"x\": 9007199254740992|$.states[1].x: found 9007199254740992, expected an"
            + " integer",
        "[2, 1, 1]|{}|:7:53: $.states[0].y[\"#set\"]: found an object, expected a list",
        "[2, 1, 1]|[2, {\"#sit\": []}]|$.states[0].y[\"#set\"][1][\"#sit\"]: unknown form,"
            + " expected",
        "[2, 1, 1]|[{\"#unserializable\": \"Int\"}]|: found \"Int\", expected a value that can be",
        "[2, 1, 1]}|[], \"k\": 1}|:7:44: $.states[0].y: other keys beside #set, expected it alone",
        "[\"b\", 1]|[\"b\"]|$.states[1].y[\"#map\"][0]: found a list of 1, expected a list of two",
        "[\"b\", 1]|1|$.states[1].y[\"#map\"][0]: found 1, expected a list",
        "[\"b\", 1]|[\"a\", 1]|$.states[1].y[\"#map\"][1][0]: an argument for the second time",
        "{\"#tup\": [true, \"s\"]}|{\"#tup\": 1}|[1][1][\"#tup\"]: found 1, expected a list",
        "\"x\": 1|\"x\": 1, \"x\": 1|:8:30: Duplicate field 'x'; expected JSON",
        "\"x\": 1|\"x\": |:8:2",
      })
  void read_malformedItf_saysWhere(String what, @Nullable String by, String said) {
    assertThat(ITF).contains(what);
    refused(ITF.replace(what, by == null ? "" : by), said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"version\":1|\"version\":2|:1:39: $.version: found 2, expected version 1",
        "\"version\":1|\"wersion\":1|:1:39: $.wersion: unknown key \"wersion\", expected among",
        "\"x\":-12|\"x\":{\"#bigint\":1}|:2:23: $.x[\"#bigint\"]: found 1, expected a string",
        "[\"b\",1]|[\"b\",{\"#\":1}]|:3:48: $.y[\"#map\"][1][1][\"#\"]: unknown form, expected"
            + " among",
        "{\"x\":1,|{|:3:1: $: no key \"x\", expected one",
        "{\"x\":1,|{\"x\":1,,|:3:",
        "{\"x\":1,|1 {\"x\":1,|:3:",
      })
  void read_malformedNdjson_saysWhere(String what, String by, String said) {
    assertThat(NDJSON).contains(what);
    refused(NDJSON.replace(what, by), said);
  }

  @Test
  void read_noStates_isRefused() {
    refused(NDJSON.lines().findFirst().orElseThrow(), ":1:1: $: no states, expected one in each");
    refused(
        "{\"vars\": [\"x\"], \"states\": []}", ":1:27: $.states: found a list of 0, expected at");
    refused("{}", ":1:1: $: no key \"states\", expected one");
    refused("", ": is empty; expected JSON");
  }

  private void refused(String text, String said) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(dir.resolve("t") + ":")
        .hasMessageContaining(said)
        .message()
        .doesNotContain("\n");
    GATE.count("malformed traces refused", 1);
  }
}
