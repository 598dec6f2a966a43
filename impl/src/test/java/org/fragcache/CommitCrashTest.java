package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.fragcache.CrashExplorer.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A commit is atomic, whatever a crash leaves of what was not synced: every subset, tear and order
 * of it, in every operation. And each part of the promise is needed: without it the same test is
 * red.
 */
final class CommitCrashTest {
  private static final List<Step> STEPS =
      List.of(
          c -> c.put(1, 10),
          c -> c.put(2, 20),
          StoreClient::commit,
          c -> c.put(1, 11), // frees what is committed
          c -> c.put(1, 12), // frees what is not
          c -> c.remove(2),
          c -> c.put(3, 30),
          StoreClient::commit,
          c -> c.put(2, 21), // takes what was freed before the commit
          StoreClient::check,
          StoreClient::commit,
          c -> c.remove(1),
          c -> c.remove(2),
          c -> c.remove(3),
          StoreClient::commit,
          c -> c.put(4, 40),
          StoreClient::commit);

  private static final List<Step> FOLLOWING =
      List.of(
          c -> c.put(1, 90),
          c -> c.put(5, 50),
          StoreClient::commit,
          c -> c.put(1, 91),
          StoreClient::commit);

  /** The first append, and each that finds the log full, is a commit of all. */
  private static final List<Step> APPENDS =
      List.of(
          c -> c.put(1, 10),
          c -> c.put(2, 20),
          StoreClient::append,
          c -> c.put(1, 11), // frees what the base has
          StoreClient::append,
          c -> c.put(1, 12), // frees what a record has
          c -> c.remove(2),
          StoreClient::append,
          StoreClient::check,
          c -> c.put(3, 30), // takes what was freed before the record
          StoreClient::append,
          c -> c.remove(1),
          StoreClient::append,
          c -> c.put(2, 21),
          StoreClient::commit,
          c -> c.put(1, 13),
          StoreClient::append,
          c -> c.put(3, 31),
          StoreClient::append,
          c -> c.put(2, 22),
          StoreClient::append);

  private static final List<Step> FOLLOWING_APPENDS =
      List.of(c -> c.put(1, 90), StoreClient::append, c -> c.put(5, 50), StoreClient::append);

  @ParameterizedTest
  @CsvSource({"16, 16", "16, 32", "16, 24", "8, 16"})
  void append_crashInEveryOperation_isAtomic(int sector, int blockSize) {
    CrashExplorer explorer = new CrashExplorer(sector, blockSize);
    explorer.crash(APPENDS, List.of());
    assertThat(explorer.inFlight()).isPositive();
    assertThat(explorer.images()).isGreaterThan(200);
  }

  @Test
  void append_crashAgainAfterEveryCrash_isAtomic() {
    CrashExplorer explorer = new CrashExplorer(16, 16);
    explorer.crash(APPENDS, FOLLOWING_APPENDS);
    assertThat(explorer.images()).isGreaterThan(20_000);
  }

  @Test
  void append_afterProcessDiedInEveryOperation_restsOnWhatIsDurable() {
    CrashExplorer explorer = new CrashExplorer(16, 16);
    explorer.kill(APPENDS, FOLLOWING_APPENDS);
    assertThat(explorer.inFlight()).isPositive();
    assertThat(explorer.images()).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 16, 32, 40, 48})
  void append_afterFailureInEveryOperation_isAtomic(int written) {
    CrashExplorer explorer = new CrashExplorer(16, 16);
    explorer.fail(written, APPENDS);
    assertThat(explorer.inFlight()).isPositive();
    assertThat(explorer.images()).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @CsvSource({"16, 16", "16, 32", "16, 24", "8, 16"})
  void commit_crashInEveryOperation_isAtomic(int sector, int blockSize) {
    CrashExplorer explorer = new CrashExplorer(sector, blockSize);
    explorer.crash(STEPS, List.of());
    assertThat(explorer.inFlight()).isPositive();
    assertThat(explorer.images()).isGreaterThan(200);
  }

  @Test
  void commit_crashAgainAfterEveryCrash_isAtomic() {
    CrashExplorer explorer = new CrashExplorer(16, 16);
    explorer.crash(STEPS, FOLLOWING);
    assertThat(explorer.images()).isGreaterThan(20_000);
  }

  @Test
  void open_afterProcessDiedInEveryOperation_restsOnWhatIsDurable() {
    CrashExplorer explorer = new CrashExplorer(16, 16);
    explorer.kill(STEPS, FOLLOWING);
    assertThat(explorer.inFlight()).isPositive();
    assertThat(explorer.images()).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 16})
  void commit_afterFailureInEveryOperation_isAtomic(int written) {
    CrashExplorer explorer = new CrashExplorer(16, 16);
    explorer.fail(written, STEPS);
    assertThat(explorer.inFlight()).isPositive();
    assertThat(explorer.images()).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @CsvSource({"16, 16", "16, 24", "4, 32"})
  void commit_crashesInARow_areAtomic(int sector, int blockSize) throws IOException {
    long seed = Long.getLong("fragcache.seed", System.nanoTime());
    CrashExplorer explorer = new CrashExplorer(sector, blockSize);
    try {
      explorer.live(new Random(seed), 5_000);
    } catch (AssertionError e) {
      throw new AssertionError("rerun with -Dfragcache.seed=" + seed + ": " + e.getMessage(), e);
    }
    assertThat(explorer.inFlight()).isPositive();
  }

  // Each part of the promise missing in turn.

  private static final List<Step> ONE_APPEND =
      List.of(c -> c.put(1, 10), StoreClient::commit, c -> c.put(2, 20), StoreClient::append);

  @ParameterizedTest
  @CsvSource({"7, truncated", "9, '[metadata]'"})
  void crash_deviceThatLosesAWriteOfAnAppend_isFound(int operation, String message) {
    CrashExplorer explorer = new CrashExplorer(16, 16).withLies(d -> d.loseWriteAt(operation));
    assertThatThrownBy(() -> explorer.crash(ONE_APPEND, List.of()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"8, truncated", "10, '[metadata]'"})
  void crash_deviceThatIgnoresASyncOfAnAppend_isFound(int operation, String message) {
    CrashExplorer explorer = new CrashExplorer(16, 16).withLies(d -> d.ignoreSyncAt(operation));
    assertThatThrownBy(() -> explorer.crash(ONE_APPEND, List.of()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(message);
  }

  @Test
  void crash_recordWithoutCrc_isFound() {
    CrashExplorer explorer = new CrashExplorer(16, 16).withLogRules(new NoCrc());
    assertThatThrownBy(() -> explorer.crash(APPENDS, List.of())).isInstanceOf(AssertionError.class);
  }

  @Test
  void crash_recordOfAnOlderBaseReplayed_isFound() {
    CrashExplorer explorer = new CrashExplorer(16, 16).withLogRules(new AnyBase());
    assertThatThrownBy(() -> explorer.crash(APPENDS, List.of()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("[name 1, block 0]");
  }

  /** Two records whose second halves are alike. */
  private static final List<Step> TORN =
      List.of(StoreClient::commit, c -> c.put(1, 10), c -> c.put(2, 20), StoreClient::append);

  private static final List<Step> TORN_AGAIN =
      List.of(c -> c.put(1, 11), c -> c.put(2, 20), StoreClient::append);

  @Test
  void crash_tornRecordCompletedByTheNext_isNot() {
    new CrashExplorer(16, 16).crash(TORN, TORN_AGAIN);
  }

  @Test
  void crash_tornRecordNotErased_isFound() {
    CrashExplorer explorer = new CrashExplorer(16, 16).withLogRules(new NoRecordErasure());
    assertThatThrownBy(() -> explorer.crash(TORN, TORN_AGAIN))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("then in operation");
  }

  @Test
  void kill_logOpenedWithoutSync_isFound() {
    CrashExplorer explorer = new CrashExplorer(16, 16).withDevice(BrokenDevices.NoSyncAtOpen::new);
    assertThatThrownBy(() -> explorer.kill(ONE_APPEND, FOLLOWING_APPENDS))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void crash_blockThatARecordFreesReusedBefore_isFound() {
    CrashExplorer explorer = new CrashExplorer(16, 16).withSpace(FreeAtOnce::new);
    assertThatThrownBy(
            () ->
                explorer.crash(
                    List.of(
                        c -> c.put(1, 10),
                        StoreClient::commit,
                        c -> c.put(2, 20),
                        StoreClient::append,
                        c -> c.remove(2),
                        c -> c.put(3, 30), // where the record says that 20 is
                        StoreClient::append),
                    List.of()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("[name 2, block");
  }

  @Test
  void crash_durableLogOverwritten_isFound() {
    CrashExplorer explorer = new CrashExplorer(16, 16).withSpace(FreeLog::new);
    assertThatThrownBy(() -> explorer.crash(APPENDS, List.of())).isInstanceOf(AssertionError.class);
  }

  @Test
  void fail_blocksOfAFailedAppendReused_isFound() {
    CrashExplorer explorer = new CrashExplorer(16, 16).withSpace(NoFreeze::new);
    assertThatThrownBy(
            () ->
                explorer.fail(
                    48,
                    List.of(
                        StoreClient::commit,
                        c -> c.put(1, 10),
                        StoreClient::append,
                        c -> c.remove(1),
                        c -> c.put(2, 20))))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("[name 1, block");
  }

  private static final class NoCrc extends LogRules {
    @Override
    boolean isWhole(int crc, int expected) {
      return true;
    }
  }

  private static final class AnyBase extends LogRules {
    @Override
    boolean isOfBase(long tag, long expected) {
      return true;
    }
  }

  private static final class NoRecordErasure extends LogRules {
    @Override
    boolean erasesTorn() {
      return false;
    }
  }

  /** The second half of what a commit settles, where the log lies, can be used for blocks. */
  private static final class FreeLog extends SpaceMap {
    @Override
    synchronized void settle(int from, int n) {
      super.settle(from, n);
      release(from + n / 2, n - n / 2);
    }
  }

  private static final List<Step> ONE_COMMIT = List.of(c -> c.put(1, 10), StoreClient::commit);

  @ParameterizedTest
  @CsvSource({"0, not a block store", "2, '[name 1, block 0]'", "3, truncated", "5, '[metadata]'"})
  void crash_deviceThatLosesAWrite_isFound(int operation, String message) {
    CrashExplorer explorer = new CrashExplorer(16, 16).withLies(d -> d.loseWriteAt(operation));
    assertThatThrownBy(() -> explorer.crash(ONE_COMMIT, List.of()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"1, not a block store", "4, truncated", "6, '[metadata]'"})
  void crash_deviceThatIgnoresASync_isFound(int operation, String message) {
    CrashExplorer explorer = new CrashExplorer(16, 16).withLies(d -> d.ignoreSyncAt(operation));
    assertThatThrownBy(() -> explorer.crash(ONE_COMMIT, List.of()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(message);
  }

  @Test
  void crash_deviceThatIgnoresSyncs_isFound() {
    CrashExplorer explorer = new CrashExplorer(16, 16).withLies(FaultyBlockDevice::ignoreSyncs);
    assertThatThrownBy(() -> explorer.crash(ONE_COMMIT, List.of()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("not a block store");
  }

  @Test
  void crash_oneSuperblockOnly_isFound() {
    CrashExplorer explorer =
        new CrashExplorer(16, 16).withDevice(BrokenDevices.OneSuperblockOnly::new);
    assertThatThrownBy(() -> explorer.crash(STEPS, List.of()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no superblock is valid");
  }

  @Test
  void crash_superblockWithoutCrc_isFound() {
    CrashExplorer explorer =
        new CrashExplorer(16, 16).withDevice(BrokenDevices.SuperblockAlwaysRight::new);
    assertThatThrownBy(() -> explorer.crash(STEPS, List.of()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("[metadata]");
  }

  @Test
  void crash_tornSuperblockNotErased_isFound() {
    CrashExplorer explorer = new CrashExplorer(16, 16).withDevice(BrokenDevices.NoErasure::new);
    assertThatThrownBy(() -> explorer.crash(STEPS, FOLLOWING))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("damaged metadata");
  }

  @Test
  void kill_storeOpenedWithoutSync_isFound() {
    CrashExplorer explorer = new CrashExplorer(16, 16).withDevice(BrokenDevices.NoSyncAtOpen::new);
    assertThatThrownBy(() -> explorer.kill(STEPS, FOLLOWING))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("not a block store");
  }

  @Test
  void crash_freedBlockReusedBeforeCommit_isFound() {
    CrashExplorer explorer = new CrashExplorer(16, 16).withSpace(FreeAtOnce::new);
    assertThatThrownBy(() -> explorer.crash(STEPS, List.of()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("block 0");
  }

  @Test
  void crash_durableMetadataOverwritten_isFound() {
    CrashExplorer explorer = new CrashExplorer(16, 16).withSpace(FreeMetadata::new);
    assertThatThrownBy(() -> explorer.crash(STEPS, List.of()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("damaged metadata");
  }

  @Test
  void fail_blocksOfAFailedCommitReused_isFound() {
    CrashExplorer explorer = new CrashExplorer(16, 16).withSpace(NoFreeze::new);
    assertThatThrownBy(() -> explorer.fail(0, STEPS))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(", block 0]");
  }

  @Test
  void fail_metadataOfAFailedCommitOverwritten_isFound() {
    CrashExplorer explorer = new CrashExplorer(16, 16).withSpace(FreeFailedMetadata::new);
    assertThatThrownBy(() -> explorer.fail(0, STEPS))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("damaged metadata");
  }

  private static final class FreeAtOnce extends SpaceMap {
    @Override
    synchronized void free(long block) {
      super.free(block);
      release((int) block, 1);
    }
  }

  private static final class FreeMetadata extends SpaceMap {
    @Override
    synchronized void settle(int from, int n) {
      super.settle(from, n);
      release(from, n);
    }
  }

  private static final class NoFreeze extends SpaceMap {
    @Override
    void freeze() {}
  }

  private static final class FreeFailedMetadata extends SpaceMap {
    private int from;
    private int n;

    @Override
    synchronized int reserve(int n) {
      this.n = n;
      this.from = super.reserve(n);
      return from;
    }

    @Override
    synchronized void freeze() {
      super.freeze();
      release(from, n);
    }
  }
}
