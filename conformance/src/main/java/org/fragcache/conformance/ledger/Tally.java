package org.fragcache.conformance.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.AtomicFile;

/**
 * Counts what a gate looked at, and holds that against {@code conformance/ledger.json} when the
 * gate has done all that it does. {@code -Dfragcache.ledger=update} records instead. Any thread may
 * count.
 */
public final class Tally {
  private static final String MODE = "fragcache.ledger";

  private final String gate;
  private final Path file;
  private final Map<String, Long> counts = new TreeMap<>();

  /** Of a gate of that ledger. */
  public Tally(String gate, Path file) {
    this.gate = gate;
    this.file = file;
  }

  /** Adds to a count. */
  public synchronized void count(String measure, long more) {
    counts.merge(measure, more, Long::sum);
  }

  /**
   * The verdict, by the mode that the JVM was started with; and leaves word that the gate reported.
   *
   * @throws UsageException if the ledger is missing or malformed
   */
  public Ledger.Finding end() {
    Ledger.Finding finding = end(System.getProperty(MODE, ""));
    reported();
    return finding;
  }

  /** The verdict; with the mode {@code update} there is none, and the counts are recorded. */
  public synchronized Ledger.Finding end(String mode) {
    if (mode.equals("update")) {
      update();
    }
    return Ledger.read(file).check(gate, counts);
  }

  /** What to do about a count that is higher than recorded. */
  public static String advice() {
    return "-D" + MODE + "=update records it";
  }

  /** Gates run side by side in processes of their own. */
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

  /** For {@code .ci/run}: a gate that did not run at all has said nothing. */
  private void reported() {
    try {
      Path all = Files.createDirectories(file.resolveSibling("target/ledger"));
      Files.writeString(all.resolve(gate), counts + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
