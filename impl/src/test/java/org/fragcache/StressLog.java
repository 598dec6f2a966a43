package org.fragcache;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What one thread did, a record for each call: written before the call, and completed after it. In
 * shared memory, which the kernel keeps when the process is killed between any two instructions.
 */
final class StressLog {
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final int VALUES = 4; // units of a block, at most
  private static final int RECORD = 56 + VALUES * Long.BYTES;
  private static final int END = 8;
  private static final List<Kind> KINDS = List.of(Kind.values());
  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

  /** What a call does to units. */
  enum Kind {
    /** What was there when the life began. */
    BASE,
    WRITE,
    /** A store to memory of which nobody knows whether it still is the file's. */
    MAYBE_WRITE,
    PUNCH,
    TRUNCATE,
    CLONE,
    CREATE,
    UNLINK,
    READ,
    FSYNC,
    COMMIT,
    CLOSE
  }

  /** How a call ended. */
  enum Outcome {
    /** It had not when the process was killed: it has taken effect, or not. */
    PENDING,
    OK,
    REJECTED,
    FAILED
  }

  /** A call: of units from..from+n-1 of a file. */
  record Op(
      Kind kind,
      Outcome outcome,
      long start,
      long end,
      int file,
      int from,
      int n,
      int source,
      int sourceFrom,
      List<Long> values) {

    /** All that was done before is known to be there. */
    static Op close(long start, long end) {
      return new Op(Kind.CLOSE, Outcome.OK, start, end, 0, 0, 0, 0, 0, List.of());
    }

    boolean isOk() {
      return outcome == Outcome.OK;
    }

    /** Whether it took effect, or may have. */
    boolean mayCount() {
      return outcome == Outcome.OK || outcome == Outcome.PENDING;
    }

    @Override
    public String toString() {
      String what = "%s f%d units %d..%d".formatted(kind, file, from, from + n - 1);
      String of = kind == Kind.CLONE ? " of f%d from %d".formatted(source, sourceFrom) : "";
      String until = end == Long.MAX_VALUE ? "..." : Long.toString(end);
      return "[%d..%s %s%s %s]".formatted(start, until, what, of, outcome);
    }
  }

  private final ByteBuffer bytes;
  private int at;

  private StressLog(ByteBuffer bytes) {
    this.bytes = bytes.order(ByteOrder.nativeOrder());
  }

  /** A new log in a file. */
  static StressLog map(Path path, int records) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new StressLog(channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) records * RECORD));
    }
  }

  /** A new log of this process alone. */
  static StressLog allocate(int records) {
    return new StressLog(ByteBuffer.allocateDirect(records * RECORD));
  }

  boolean isFull() {
    return at + RECORD > bytes.capacity();
  }

  /** A call is about to start. */
  void begin(Kind kind, long start, int file, int from, int n, int source, int sourceFrom) {
    bytes.putInt(at + 16, KINDS.indexOf(kind));
    bytes.putInt(at + 20, OUTCOMES.indexOf(Outcome.PENDING));
    bytes.putInt(at + 24, file);
    bytes.putInt(at + 28, from);
    bytes.putInt(at + 32, n);
    bytes.putInt(at + 36, source);
    bytes.putInt(at + 40, sourceFrom);
    LONG.setRelease(bytes, at, start);
  }

  /** What was read, before {@link #end}. */
  void value(int i, long value) {
    bytes.putLong(at + 56 + i * Long.BYTES, value);
  }

  void end(long end, Outcome outcome) {
    bytes.putInt(at + 20, OUTCOMES.indexOf(outcome));
    LONG.setRelease(bytes, at + END, end);
    at += RECORD;
  }

  /** All calls that were begun. */
  List<Op> ops() {
    List<Op> ops = new ArrayList<>();
    for (int i = 0; i + RECORD <= bytes.capacity(); i += RECORD) {
      long start = (long) LONG.getAcquire(bytes, i);
      if (start == 0) {
        break;
      }
      long end = (long) LONG.getAcquire(bytes, i + END);
      Kind kind = KINDS.get(bytes.getInt(i + 16));
      int n = bytes.getInt(i + 32);
      List<Long> values = new ArrayList<>(0);
      for (int v = 0; v < (kind == Kind.READ ? n : 0); v++) {
        values.add(bytes.getLong(i + 56 + v * Long.BYTES));
      }
      ops.add(
          new Op(
              kind,
              end == 0 ? Outcome.PENDING : OUTCOMES.get(bytes.getInt(i + 20)),
              start,
              end == 0 ? Long.MAX_VALUE : end,
              bytes.getInt(i + 24),
              bytes.getInt(i + 28),
              n,
              bytes.getInt(i + 36),
              bytes.getInt(i + 40),
              values));
    }
    return ops;
  }
}
