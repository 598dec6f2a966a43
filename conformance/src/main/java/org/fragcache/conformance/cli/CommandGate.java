package org.fragcache.conformance.cli;

import java.io.PrintStream;
import org.fragcache.conformance.ledger.Ledger;
import org.fragcache.conformance.ledger.Tally;

/** Counts of a command that did all that it does, held against {@code conformance/ledger.json}. */
final class CommandGate {
  private final Tally tally;
  private final boolean counts;

  /** Nothing is said of a command that was told what to do, or has a specification of its own. */
  CommandGate(String gate, CommonOptions common, boolean whole) {
    this.tally = new Tally(gate, common.home().resolve("conformance/ledger.json"));
    this.counts = whole && common.specDirectory().equals(common.home().resolve("spec"));
  }

  void count(String measure, long more) {
    tally.count(measure, more);
  }

  /** Whether nothing is less than recorded; says what is not as recorded. */
  boolean holds(PrintStream out) {
    if (!counts) {
      return true;
    }
    Ledger.Finding finding = tally.end();
    finding.told().forEach(line -> out.println("ledger: " + line + "; " + Tally.advice()));
    finding.red().forEach(line -> out.println("ledger: NOT AS RECORDED: " + line));
    return finding.red().isEmpty();
  }
}
