package org.fragcache.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input gets one line on standard error and status 2. */
final class MainTest {
  @TempDir private Path dir;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chekc",
        "check --teir tiny",
        "check --tier huge",
        "check --tier tiny --model MCFragmentCache_Tiny",
        "check --model MCFragmentCache_Tinny",
        "check --workers 0",
        "check --cores 0",
        "check --tlc no-such.jar",
        "check --spec no-such-directory",
        "conform --model Nope",
        "conform --model MCFragmentCache_Live",
        "conform --subject kernel",
        "conform --subject exec:",
        "conform --subject exec:true",
        "conform --model MCFileView_Calls --calls Create(a) --subject exec:false",
        "conform --model MCFileView_Calls --calls Create(a) --subject exec:cat",
        "conform --model MCFileView_Calls --calls Create(a) --subject exec:no-such-program",
        "conform --model MCFragmentCache_Crash --calls Create(a) --subject exec:cat",
        "conform --model MCFileView_Calls --calls Create(a)",
        "conform --timeout 0",
        "conform --calls Create(a)",
        "conform --model MCFragmentCache_Tiny --calls Create(a",
        "conform --model MCFragmentCache_Tiny --calls Create(z)",
        "conform --model MCFragmentCache_Tiny --calls Craete(a)",
        "conform --model MCFileView_Calls --subject exec:cat --hidden",
        "conform --model MCFragmentCache_Tiny --hidden --calls Create(a)",
        "conform --model MCFragmentCache_Tiny --hidden --calls Create(a) --calls Create(b)",
        "conform --model MCFragmentCache_Tiny --hidden --calls Create(a) --calls Create(z)",
        "conform --coverage --hidden",
        "conform --coverage --calls Create(a)",
        "conform --coverage --subject exec:cat",
        "conform --coverage --model MCFragmentCache_Live",
        "conform --json no-such-directory/r.json",
        "conform --model walk-disk",
        "conform --model walk-nothing --calls Create(a)",
        "explore --steps 0",
        "explore --steps 1",
        "explore --walk 0",
        "explore --guide cleverness",
        "explore --plot no-such-directory/p.svg",
        "explore --plot p.svg --guide novelty",
        "conform --model walk-large",
        "conform --model fsx-cache",
        "fsx",
        "fsx no-such-file",
        "fsx pom.xml",
        "fsx examples/mapped.fsx --block 0",
        "fsx examples/mapped.fsx --block 512",
        "fsx examples/mapped.fsx --subject nothing",
        "fsx examples/mapped.fsx --json no-such-directory/r.json",
        "show no-such-scenario",
        "guards --guard Nope",
        "designs --tier small",
        "designs --spec no-such-directory",
        "designs --json no-such-directory/r.json",
        "mutants --fault nope",
        "mutants --check tests",
        "mutants --catalogue no-such-file",
        "mutants --catalogue ../spec/models.json",
        "mutants --json no-such-directory/r.json",
        "spec-mutants --module Calls",
        "spec-mutants --operator Nothing",
        "spec-mutants --change sabotage",
        "spec-mutants --module CacheState --operator Read",
        "spec-mutants --sample 0",
        "spec-mutants --sample 3 --operator Read",
        "spec-mutants --update --operator Read",
        "spec-mutants --model Nope",
        "spec-mutants --model MCFileView_Calls",
        "spec-mutants --json no-such-directory/r.json",
        "guards --workers 0",
        "guards --spec no-such-directory",
        "guards --json no-such-directory/r.json",
        "bench --only",
        "bench --only nothing",
        "bench --quik",
        "bench --quick --scale tiny",
        "bench --json no-such-directory/r.json",
        "bench --plots pom.xml",
        "record",
        "record --to no-such-directory/log",
        "record --to target/log --threads 0",
        "record --to target/log --events 3",
        "record --to target/log --model log-nothing",
        "races",
        "races dir:",
        "races exec:cat",
        "races dir:no-such-directory",
        "races impl --events 1",
        "races impl --seconds 0",
        "races impl --program g999",
        "races impl --program g164 --logs pom.xml",
        "races impl --json no-such-directory/r.json",
        "trace",
        "trace MCFragmentCache_Tiny",
        "trace --to target/t",
        "trace Nope --to target/t",
        "trace MCFragmentCache_Tiny --to no-such-directory/t",
        "trace MCFragmentCache_Tiny --to target/t --format xml",
        "trace MCFragmentCache_Tiny --to target/t --length 0",
        "trace MCFragmentCache_Tiny --to target/t --traces 2",
        "trace MCFragmentCache_Tiny --to target/t --calls Unlink(a)",
        "trace MCFragmentCache_Tiny --to target/t --calls Create(a) --seed 1",
        "trace MCFragmentCache_Tiny --to target/t --from pom.xml",
        "trace --to target/t --from pom.xml",
        "trace --to target/t --from no-such-file",
        "validate",
        "validate no-such-file",
        "validate target",
        "validate pom.xml",
        "translate --spec src",
        "translate Extra",
      })
  void run_badInput_statusTwoAndOneLine(String line) {
    Result result = run(line.split(" "));
    assertThat(result.status).isEqualTo(2);
    assertThat(result.err).startsWith("fragcache: ").endsWith("\n");
    assertThat(result.err.strip().lines()).hasSize(1);
  }

  /** Not 1, which says that something differs: that is what a JVM ends with. */
  @Test
  void run_anErrorOfTheJvm_statusThree() {
    Result result = run(new Broken(), "show");
    assertThat(result.status).isEqualTo(3);
    assertThat(result.err).startsWith("fragcache: internal error: java.lang.StackOverflowError");
  }

  private static final class Broken extends ByteArrayOutputStream {
    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      throw new StackOverflowError("broken");
    }
  }

  @Test
  void run_bench_writesAllThatItIsAskedFor() {
    Path json = dir.resolve("r.json");
    Path plots = dir.resolve("plots");
    String[] line = {
      "bench",
      "--scale",
      "tiny",
      "--only",
      "sharing",
      "extents",
      "--json",
      json.toString(),
      "--plots",
      plots.toString()
    };
    Result result = run(line);
    assertThat(result.err).isEmpty();
    assertThat(result.status).isZero();
    assertThat(result.out).contains("sharing/bytes").contains("0 NOT MET");
    assertThat(json).content().contains("\"benchmark\" : \"extents\"");
    assertThat(plots.resolve("extents.svg")).content().endsWith("</svg>\n");
    Result missed =
        run("bench", "--scale", "tiny", "--only", "sharing", "--bound", "sharing/bytes=0");
    assertThat(missed.status).isEqualTo(1);
    assertThat(missed.out).containsPattern("sharing/bytes .* NOT MET");
  }

  @Test
  void run_calls_noDifference() {
    String calls = "Create(a) Write(a,0,1) Create(b) Clone(a,0,0,b,0) Write(b,0,2) Read(a,0)";
    Result result = run("conform", "--model", "MCFragmentCache_Tiny", "--calls", calls);
    assertThat(result.err).isEmpty();
    assertThat(result.status).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"walk-disk", "walk-memory", "MCFragmentCache_Crash"})
  void run_callsOfOtherModels_noDifference(String model) {
    Result result = run("conform", "--model", model, "--calls", "Create(a) Fsync(a)");
    assertThat(result.err).isEmpty();
    assertThat(result.status).isZero();
    assertThat(result.out)
        .startsWith("2 calls, " + (model.equals("walk-memory") ? "no" : "crashes after"));
  }

  @Test
  void run_exploreFewSteps_takesAllOfThem() {
    Result result = run("explore", "--steps", "3");
    assertThat(result.status).isZero();
    assertThat(result.out).contains("walk-disk: 1 steps in 1 ", "walk-memory: 2 steps in 1 ");
  }

  @Test
  void run_plotOfGuides_pictureAndTable() {
    Path plot = dir.resolve("p.svg");
    Result result =
        run("explore", "--steps", "30", "--walk", "10", "--plot", plot.toString(), "--quiet");
    assertThat(result.err).isEmpty();
    assertThat(result.status).isZero();
    assertThat(result.out)
        .containsPattern("walk-disk, random +30 +\\d+ +\\d+ +\\d+ +0 +10\n")
        .containsPattern("walk-memory, novelty +30( +\\d+){5}\n");
    assertThat(plot).content().contains("walk-disk, novelty").endsWith("</svg>\n");
  }

  @Test
  void run_races_judgesAndWritesLogsThatValidateReads() throws IOException {
    Path json = dir.resolve("r.json");
    Result ran =
        run(
            "races",
            "impl",
            "--program",
            "g163",
            "g671",
            "--events",
            "200",
            "--logs",
            dir.resolve("logs").toString(),
            "--json",
            json.toString());
    assertThat(ran.err).isEmpty();
    assertThat(ran.status).isZero();
    assertThat(ran.out.lines().filter(line -> line.endsWith(" accepted"))).hasSize(2);
    JsonNode written = new ObjectMapper().readTree(json.toFile());
    assertThat(written.at("/programs/1/program").asText()).isEqualTo("g671");
    Set<String> described = JsonKeys.described("`races --json F`", "`mutants --json F`");
    described.removeAll(Set.of("test", "race", "seen", "rejection")); // of a directory, or if wrong
    assertThat(JsonKeys.of(written)).isEqualTo(described);
    Result judged = run("validate", dir.resolve("logs/g671.log").toString());
    assertThat(judged.status).isZero();
    assertThat(judged.out).contains("accepted, ", "against log-programs");
  }

  @Test
  void run_recordAndValidate_acceptedUnlessChanged() throws IOException {
    Path log = dir.resolve("log");
    Path json = dir.resolve("r.json");
    Result recorded = run("record", "--to", log.toString(), "--events", "200");
    assertThat(recorded.err).isEmpty();
    assertThat(recorded.status).isZero();
    assertThat(recorded.out).contains("200 events of 4 threads; ", "calls overlapped another");
    Result accepted = run("validate", log.toString(), "--json", json.toString());
    assertThat(accepted.status).isZero();
    assertThat(accepted.out).contains(": accepted, 200 events of 4 threads against log-files in ");
    assertThat(json).content().contains("\"accepted\" : true", "\"mostPossibilities\" : ");
    // The first to create a file finds that it is not there.
    String changed =
        Files.readString(log)
            .replace(
                "\"call\":\"Create\",\"result\":{\"status\":\"OK\"",
                "\"call\":\"Create\",\"result\":{\"status\":\"EEXIST\"");
    Files.writeString(log, changed);
    Result rejected = run("validate", log.toString(), "--json", json.toString());
    assertThat(rejected.status).isEqualTo(1);
    assertThat(rejected.out).contains("REJECTED at line ", "does not hold: Outcome(Create(");
    assertThat(json).content().contains("\"accepted\" : false", "\"candidates\" : [ {");
  }

  @Test
  void run_traceAndValidate_acceptedUnlessChanged() throws IOException {
    Path itf = dir.resolve("t.itf.json");
    Path json = dir.resolve("r.json");
    String calls = "Create(a) Write(a,0,1) Create(b) Clone(a,0,0,b,0)";
    Result written = run("trace", "MCFragmentCache_Tiny", "--calls", calls, "--to", itf.toString());
    assertThat(written.err).isEmpty();
    assertThat(written.status).isZero();
    assertThat(written.out).endsWith(": 5 states as ITF\n");
    Result accepted = run("validate", itf.toString(), "--json", json.toString());
    assertThat(accepted.err).isEmpty();
    assertThat(accepted.status).isZero();
    assertThat(accepted.out)
        .contains(": accepted, 5 states against MCFragmentCache_Tiny in ")
        .contains("replay: ./fragcache conform --model MCFragmentCache_Tiny", calls);
    assertKeysAreDescribed(json, "`validate --json F`, of a trace", false);
    String text = Files.readString(itf);
    Files.writeString(itf, text.replace("\"count\":2", "\"count\":1"));
    Result rejected = run("validate", itf.toString(), "--json", json.toString());
    assertThat(rejected.status).isEqualTo(1);
    assertThat(rejected.out)
        .startsWith(itf + ":10: REJECTED at state 4: Clone(a,0,0,b,0) does not lead to it")
        .contains("fragment[1].count\n         spec     2\n         trace    1\n")
        .contains("does not hold: CacheState.tla:");
    assertThat(json).content().contains("\"accepted\" : false", "\"line\" : 10");
    assertKeysAreDescribed(json, "`validate --json F`, of a trace", true);
  }

  @Test
  void run_traceOfABug_isTheTraceOfTlc() throws IOException {
    Path lines = dir.resolve("t.ndjson");
    Path itf = dir.resolve("t.itf.json");
    Path again = dir.resolve("u.ndjson");
    Result written = run("trace", "MCFragmentCache_BugNoZap", "--to", lines.toString(), "--quiet");
    assertThat(written.err).isEmpty();
    assertThat(written.out).endsWith(": 6 states as NDJSON\n");
    assertThat(run("trace", "--from", lines.toString(), "--to", itf.toString()).status).isZero();
    assertThat(run("trace", "--from", itf.toString(), "--to", again.toString()).status).isZero();
    assertThat(again).hasSameBinaryContentAs(lines);
    Result accepted = run("validate", itf.toString());
    assertThat(accepted.status).isZero();
    assertThat(accepted.out).contains("calls named 5, found 0", "  state 5 violates ");
    // Nobody can judge what does not say of what it is.
    Files.writeString(itf, Files.readString(itf).replace(",\"fragcache\":", ",\"other\":"));
    Result unknown = run("validate", itf.toString());
    assertThat(unknown.status).isEqualTo(2);
    assertThat(unknown.err).contains("expected --model M with it");
    assertThat(run("validate", itf.toString(), "--model", "MCFragmentCache_BugNoZap").out)
        .contains(": accepted, 6 states", "calls named 0, found 5");
  }

  @Test
  void run_severalTraces_eachInItsFile() {
    Result result =
        run(
            "trace",
            "walk-disk",
            "--to",
            dir.resolve("t{seq}.ndjson").toString(),
            "--traces",
            "2",
            "--length",
            "3");
    assertThat(result.err).isEmpty();
    assertThat(result.status).isZero();
    assertThat(dir.resolve("t0.ndjson")).content().hasLineCount(5);
    assertThat(dir.resolve("t1.ndjson")).content().contains("random, seed 2").hasLineCount(5);
  }

  /** Every key of the file, and if {@code all} no other, is in a part of conformance/README.md. */
  private static void assertKeysAreDescribed(Path json, String part, boolean all)
      throws IOException {
    Set<String> keys = JsonKeys.of(new ObjectMapper().readTree(Files.readString(json)));
    Set<String> names = JsonKeys.described(part, "\n\n");
    assertThat(names).containsAll(keys);
    names.removeAll(Set.of("loop", "invariant"));
    assertThat(!all || keys.containsAll(names)).as("%s described, %s there", names, keys).isTrue();
  }

  @Test
  void run_interruptedWrite_leavesTheOldResult() throws IOException {
    Path json = Files.writeString(dir.resolve("r.json"), "old");
    Result result = run("conform", "--model", "Nope", "--json", json.toString());
    assertThat(result.status).isEqualTo(2);
    assertThat(json).hasContent("old");
    try (var files = Files.list(dir)) {
      assertThat(files).hasSize(1);
    }
  }

  private record Result(int status, String out, String err) {}

  private static Result run(String... args) {
    return run(new ByteArrayOutputStream(), args);
  }

  private static Result run(ByteArrayOutputStream out, String... args) {
    PrintStream outBefore = System.out;
    PrintStream errBefore = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int status = Main.run(args);
      return new Result(
          status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(outBefore);
      System.setErr(errBefore);
    }
  }
}
