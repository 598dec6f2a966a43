package org.fragcache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A device in the heap that remembers what was not synced, and so knows what a crash may leave; it
 * fails, loses power and lies as it is told.
 *
 * <p>A test instrument: nothing in it is random or depends on time, and a run with the same calls
 * and the same plan ends the same. Each read, write and sync is an <em>operation</em>; they are
 * numbered from 0. {@link #operations} tells the number of the next one. To go through all points
 * of failure, run once without, then once for each number below the {@link #operations} of the end.
 *
 * <p>After a crash, go on with a new device on one of its {@linkplain #crashes images}. To see what
 * is left if the process dies and the machine does not, go on with the same device, or {@link
 * #image}.
 *
 * <p>Not thread safe.
 */
public final class FaultyBlockDevice implements BlockDevice {
  private final int sectorSize;
  private final MemoryBlockDevice durable;
  private final MemoryBlockDevice present; // durable and then all writes
  private final TreeMap<Long, List<CrashImages.Piece>> unsynced = new TreeMap<>(); // by sector
  private final Map<Long, Integer> failures = new HashMap<>(); // operation to bytes written first
  private final Set<Long> lies = new HashSet<>();
  private Runnable beforeSync = () -> {};
  private long operations;
  private long changes;
  private long powerOffAt = Long.MAX_VALUE;
  private boolean ignoresSyncs;

  /**
   * An empty device.
   *
   * @param sectorSize bytes that a crash never tears, positive
   */
  public FaultyBlockDevice(int sectorSize) {
    this(sectorSize, new MemoryBlockDevice());
  }

  /** A device whose durable content is that of another, which is copied. */
  public FaultyBlockDevice(int sectorSize, MemoryBlockDevice image) {
    this.sectorSize = Checks.positive("sectorSize", sectorSize);
    this.durable = image.copy();
    this.present = image.copy();
  }

  // The plan.

  /** Operation n throws {@link IOException} and does nothing. */
  public FaultyBlockDevice failAt(long n) {
    return failAt(n, 0);
  }

  /** Operation n throws {@link IOException}; if it is a write, these many bytes are written. */
  public FaultyBlockDevice failAt(long n, int written) {
    failures.put(n, written);
    return this;
  }

  /**
   * The power goes in operation n: it throws {@link IOException}, and so do all after it. If it is
   * a write, any of it may be found after the crash; if a sync, any of what was not synced before.
   */
  public FaultyBlockDevice powerOffAt(long n) {
    powerOffAt = n;
    return this;
  }

  /** A lie: if operation n is a sync it returns and does nothing. A later one syncs. */
  public FaultyBlockDevice ignoreSyncAt(long n) {
    lies.add(n);
    return this;
  }

  /** A lie: every sync from now on returns and does nothing. */
  public FaultyBlockDevice ignoreSyncs() {
    ignoresSyncs = true;
    return this;
  }

  /** A lie: if operation n is a write it can be read, but is lost in a crash, synced or not. */
  public FaultyBlockDevice loseWriteAt(long n) {
    lies.add(n);
    return this;
  }

  /** What to do before each sync from now on, for there a crash has the most to lose. */
  public FaultyBlockDevice beforeSync(Runnable watcher) {
    beforeSync = watcher;
    return this;
  }

  // What came of it.

  /** The number of operations so far, those that failed included. */
  public synchronized long operations() {
    return operations;
  }

  /** The number of writes and syncs so far: unlike {@link #operations} not changed by who looks. */
  public synchronized long changes() {
    return changes;
  }

  /** What a crash now may leave. */
  public synchronized CrashImages crashes() {
    return new CrashImages(durable, sectorSize, unsynced);
  }

  /** What a read would find now: a new device, on which everything is durable. */
  public synchronized MemoryBlockDevice image() {
    return present.copy();
  }

  // The device.

  @Override
  public synchronized void read(long pos, ByteBuffer dst) throws IOException {
    long n = begin("read");
    requirePower(n, "read");
    requireSuccess(n, "read");
    present.read(pos, dst);
  }

  @Override
  public synchronized void write(long pos, ByteBuffer src) throws IOException {
    changes++;
    long n = begin("write");
    byte[] bytes = new byte[Math.min(src.remaining(), failures.getOrDefault(n, Integer.MAX_VALUE))];
    src.get(bytes);
    present.write(pos, ByteBuffer.wrap(bytes));
    if (!lies.contains(n)) {
      remember(pos, bytes);
    }
    requirePower(n, "write");
    requireSuccess(n, "write");
  }

  private void remember(long pos, byte[] bytes) {
    int done = 0;
    while (done < bytes.length) {
      int offset = (int) ((pos + done) % sectorSize);
      int end = Math.min(done + sectorSize - offset, bytes.length);
      unsynced
          .computeIfAbsent(pos + done - offset, sector -> new ArrayList<>())
          .add(new CrashImages.Piece(offset, Arrays.copyOfRange(bytes, done, end)));
      done = end;
    }
  }

  @Override
  public synchronized void sync() throws IOException {
    beforeSync.run();
    changes++;
    long n = begin("sync");
    requirePower(n, "sync");
    requireSuccess(n, "sync");
    if (ignoresSyncs || lies.contains(n)) {
      return;
    }
    unsynced.forEach(
        (sector, pieces) ->
            pieces.forEach(p -> durable.write(sector + p.offset, ByteBuffer.wrap(p.bytes))));
    unsynced.clear();
  }

  /** Numbers an operation; none happens after the one in which the power went. */
  private long begin(String what) throws IOException {
    long n = operations++;
    if (n > powerOffAt) {
      throw powerIsOff(n, what);
    }
    return n;
  }

  private void requirePower(long n, String what) throws IOException {
    if (n == powerOffAt) {
      throw powerIsOff(n, what);
    }
  }

  private void requireSuccess(long n, String what) throws IOException {
    if (failures.containsKey(n)) {
      throw new IOException(this + ": operation " + n + ", a " + what + ": planted failure");
    }
  }

  private IOException powerIsOff(long n, String what) {
    return new IOException(this + ": operation " + n + ", a " + what + ": power is off");
  }

  @Override
  public synchronized long size() {
    return present.size();
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return "faulty device";
  }
}
