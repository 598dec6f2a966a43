package org.fragcache.conformance.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fragcache.conformance.LedgerGate;
import org.fragcache.conformance.Project;
import org.fragcache.conformance.Tallies;
import org.fragcache.conformance.json.JsonFile;
import org.fragcache.conformance.log.Corruptions.Corruption;
import org.fragcache.spec.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Logs that are behaviours are accepted, and of those that were corrupted exactly those that are
 * still behaviours, as an exhaustive search decides.
 */
final class CorruptionTest {
  /** Of the seed and the number of logs that are the default. */
  @RegisterExtension static final LedgerGate GATE = new LedgerGate("CorruptionTest");

  private static final int LOGS = Integer.getInteger("fragcache.logs", 15);
  private static final long SEED = Long.getLong("fragcache.seed", 1);
  private static final int CALLS = 7;
  private static final int THREADS = 4;

  @TempDir private Path dir;

  @Test
  void validate_corrupted_acceptedIfABehaviour() throws IOException {
    Tallies<Corruption> tallies = new Tallies<>(Corruption.class);
    for (String name : List.of("log-files", "log-units", "log-views")) {
      try (LogModel model = LogModel.open(Project.spec(), name)) {
        corruptAll(model, tallies);
      }
    }
    tallies.end(GATE);
    for (Corruption how : Corruption.values()) {
      int malformed = tallies.malformed(how);
      assertThat(malformed > 0).as("%s makes what is no log", how).isEqualTo(how.structural);
      assertThat(tallies.rejected(how) + malformed).as("%s, refused", how).isPositive();
    }
  }

  private void corruptAll(LogModel model, Tallies<Corruption> tallies) throws IOException {
    Histories histories = new Histories(model, SEED);
    Corruptions corruptions = new Corruptions(model, SEED);
    for (int i = 0; i < LOGS; i++) {
      List<Event> log = histories.next(CALLS, THREADS);
      String where = model.name() + ", seed " + SEED + ", log " + i + ": ";
      assertThat(BruteForce.isBehaviour(model, log)).as(where + log).isTrue();
      assertThat(judge(model, log)).as(where + log).contains(true);
      for (Corruption how : Corruption.values()) {
        List<Event> corrupted = corruptions.corrupt(how, log, THREADS);
        tallies.count(
            how,
            judge(model, corrupted),
            () -> BruteForce.isBehaviour(model, corrupted),
            where + how + ": " + corrupted);
      }
    }
  }

  /** Accepted or not, by way of the text; empty if it is no log. */
  private Optional<Boolean> judge(LogModel model, List<Event> events) throws IOException {
    CallLog.Header header =
        new CallLog.Header(model.name(), model.constants(), THREADS, SEED, false);
    Path file = dir.resolve("log");
    Files.writeString(file, LogText.of(new CallLog(header, events)));
    CallLog read;
    try {
      read = new LogReader(JsonFile.read(file)).read(model);
    } catch (UsageException e) {
      return Optional.empty();
    }
    return Optional.of(Validator.validate(model, read, (a, b, c, d) -> {}).accepted());
  }
}
