package org.fragcache.conformance;

import java.nio.file.Path;
import org.fragcache.conformance.ledger.Ledger;
import org.fragcache.conformance.ledger.Tally;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Counts of a test class, held against {@code conformance/ledger.json} when all its tests have run:
 * it fails if one is less than recorded, or missing. Of a class that is run in part ({@code
 * -Dtest=Class#method}) nothing is said.
 */
public final class LedgerGate implements AfterAllCallback {
  private final Tally tally;
  private volatile boolean notRun;

  /** A gate of the project's ledger. */
  public LedgerGate(String gate) {
    this(gate, Project.home().resolve("conformance/ledger.json"));
  }

  LedgerGate(String gate, Path file) {
    this.tally = new Tally(gate, file);
  }

  /** Adds to a count. */
  public void count(String measure, long more) {
    tally.count(measure, more);
  }

  /** What the tests need is not there, and they have said so: nothing is said of their counts. */
  public void notRun() {
    notRun = true;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (!notRun && !System.getProperty("test", "").contains("#")) {
      judge(tally.end());
    }
  }

  /** The verdict. */
  void end(String mode) {
    judge(tally.end(mode));
  }

  private static void judge(Ledger.Finding finding) {
    finding.told().forEach(line -> System.out.println("ledger: " + line + "; " + Tally.advice()));
    if (!finding.red().isEmpty()) {
      throw new AssertionError("ledger: " + String.join("; ", finding.red()));
    }
  }
}
