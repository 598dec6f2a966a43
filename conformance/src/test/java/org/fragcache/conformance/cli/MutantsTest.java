package org.fragcache.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.fragcache.conformance.Project;
import org.fragcache.conformance.mutants.BrokenCache;
import org.fragcache.conformance.mutants.Fault;
import org.fragcache.conformance.mutants.FaultReader;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The gate of faults can go red, and every fault of the catalogue can be planted. */
final class MutantsTest {
  private static final String RESERVED = "p.set(Folio.RESERVED);";

  @TempDir private Path dir;

  private record Ran(int status, String out, String err) {}

  private static Ran run(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
      int status = Main.run(args);
      return new Ran(
          status,
          said.toString(StandardCharsets.UTF_8),
          complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** A fault in a line of PageCache.java, to be seen by the edges of a very small model. */
  private Path catalogue(String line, String becomes) throws IOException {
    String text =
        """
        {"faults": [{
           "name": "a-fault", "what": "a fault", "kernel": "f()",
           "edits": [{"file": "PageCache.java", "lines": ["%s"], "become": ["%s"]}],
           "checks": {"edges": "MCFragmentCache_Capacity"}, "expected": "edges"}]}
        """;
    return Files.writeString(dir.resolve("faults.json"), text.formatted(line, becomes));
  }

  @Test
  void mutants_faultIsFound_isGreen() throws IOException {
    Path json = dir.resolve("r.json");
    Path catalogue = catalogue(RESERVED, "");
    Ran ran = run("mutants", "--catalogue", catalogue.toString(), "--json", json.toString());
    assertThat(ran.status()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.out()).contains("a-fault: edges: ", "1 faults in ", "without a fault nothing");
    assertThat(Files.readString(json)).contains("\"verdict\" : \"caught\"", "\"holds\" : true");
  }

  /** The line is as it was: nothing can be found. */
  @Test
  void mutants_noFault_survivesAndIsRed() throws IOException {
    Ran ran = run("mutants", "--catalogue", catalogue(RESERVED, RESERVED).toString());
    assertThat(ran.status()).as(ran.out() + ran.err()).isEqualTo(1);
    assertThat(ran.out()).contains("a-fault SURVIVES", "1 SURVIVE");
  }

  @Test
  void mutants_editThatDoesNotMatch_isBadInput() throws IOException {
    refused(catalogue("p.set(Folio.NOTHING);", ""), "fault a-fault: PageCache.java has 'p.set(");
  }

  @Test
  void mutants_editThatDoesNotCompile_isBadInput() throws IOException {
    refused(catalogue(RESERVED, "p.nothing();"), "fault a-fault: what is edited does not compile");
  }

  private static void refused(Path catalogue, String said) {
    Ran ran = run("mutants", "--catalogue", catalogue.toString());
    assertThat(ran.status()).isEqualTo(Main.USAGE);
    assertThat(ran.err().lines()).singleElement().asString().contains(said);
    assertThat(ran.out()).isEmpty();
  }

  static List<Fault> faults() {
    return FaultReader.read(Project.home().resolve("conformance/faults.json"), Project.spec());
  }

  @TestFactory
  Stream<DynamicTest> faults_ofTheCatalogue_canBePlanted() {
    List<Fault> faults = faults();
    assertThat(faults).hasSizeGreaterThanOrEqualTo(30);
    return faults.stream()
        .map(
            fault ->
                DynamicTest.dynamicTest(
                    fault.name(), () -> BrokenCache.of(Project.home(), fault.edits())));
  }

  /** Each check is the one that is expected to find some fault, so that none is there for show. */
  @Test
  void faults_ofTheCatalogue_needEveryCheck() {
    List<Fault> faults = faults();
    for (String label : List.of("edges", "schedules", "walks", "threads", "lincheck", "stress")) {
      assertThat(faults).as(label).anyMatch(f -> f.expected().label().equals(label));
    }
  }
}
