package org.fragcache.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import org.fragcache.conformance.ledger.Ledger;
import org.fragcache.spec.model.AtomicFile;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Counts of a test class, held against {@code conformance/ledger.json} when all its tests have run:
 * it fails if one is less than recorded, or missing. Of a class that is run in part ({@code
 * -Dtest=Class#method}) nothing is said. {@code -Dfragcache.ledger=update} records instead.
 */
public final class LedgerGate implements AfterAllCallback {
  private static final String MODE = "fragcache.ledger";

  private final String gate;
  private final Path file;
  private final Map<String, Long> counts = new TreeMap<>();

  /** A gate of the project's ledger. */
  public LedgerGate(String gate) {
    this(gate, Project.home().resolve("conformance/ledger.json"));
  }

  LedgerGate(String gate, Path file) {
    this.gate = gate;
    this.file = file;
  }

  /** Adds to a count. */
  public synchronized void count(String measure, long more) {
    counts.merge(measure, more, Long::sum);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (!System.getProperty("test", "").contains("#")) {
      end(System.getProperty(MODE, ""));
      reported();
    }
  }

  /** The verdict. */
  synchronized void end(String mode) {
    if (mode.equals("update")) {
      update();
      return;
    }
    Ledger.Finding finding = Ledger.read(file).check(gate, counts);
    finding
        .told()
        .forEach(
            line -> System.out.println("ledger: " + line + "; -D" + MODE + "=update records it"));
    if (!finding.red().isEmpty()) {
      throw new AssertionError("ledger: " + String.join("; ", finding.red()));
    }
  }

  /** Test classes run side by side in processes of their own. */
  private void update() {
    Path target = file.resolveSibling("target");
    try {
      Files.createDirectories(target);
      try (FileChannel channel =
              FileChannel.open(
                  target.resolve("ledger.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          AtomicFile to = new AtomicFile(file)) {
        channel.lock(); // until the channel is closed
        to.commit(Ledger.read(file).with(gate, counts).text());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For {@code .ci/run}: a class that did not run at all has said nothing. */
  private void reported() {
    try {
      Path all = Files.createDirectories(file.resolveSibling("target/ledger"));
      Files.writeString(all.resolve(gate), counts + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
