package org.fragcache;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.fragcache.StressLog.Kind;
import org.fragcache.StressLog.Op;

/**
 * Judges what was read, and what a crash left, by the calls of one life, of which it knows no more
 * than that each took effect at some moment between its start and its end.
 *
 * <p>A unit can hold a value at a moment if a call that may have put it there has started by then,
 * and no other that put something else began after that one's end and ended before the moment. A
 * clone puts what its source can hold while it runs.
 *
 * <p>Of what a crash left the moment is not known, but when it is no earlier than:
 *
 * <ul>
 *   <li>for all that block maps, sizes and names say (create, unlink, truncate, whole blocks that
 *       are punched or cloned): the start of the last fsync or commit that returned, and that of
 *       the newest call of which anything is found, for a commit is of all at one moment;
 *   <li>for what was written: the start of the file's last fsync that returned;
 *   <li>within a block: the newest of its records, for a block is written back at one moment.
 * </ul>
 */
final class StressOracle {
  /** What is on the store, or was at the start of a life: sizes in units, -1 of no file. */
  static final class Image {
    final int[] sizes;
    final long[] values;

    private Image(int[] sizes, long[] values) {
      this.sizes = sizes;
      this.values = values;
    }

    static Image empty(StressShape shape) {
      int[] sizes = new int[shape.files()];
      Arrays.fill(sizes, -1);
      return new Image(sizes, new long[shape.cells()]);
    }
  }

  /** The calls on one unit, or on a size, by start. */
  private static final class History {
    private final List<Op> ops = new ArrayList<>();
    private long[] maxEnd = {};

    void finish() {
      maxEnd = new long[ops.size()];
      long max = -1;
      for (int i = 0; i < maxEnd.length; i++) {
        max = Math.max(max, ops.get(i).end());
        maxEnd[i] = max;
      }
    }

    /** One past the last that has started by t. */
    int startedBy(long t) {
      int low = 0;
      int high = ops.size();
      while (low < high) {
        int mid = (low + high) >>> 1;
        if (ops.get(mid).start() <= t) {
          low = mid + 1;
        } else {
          high = mid;
        }
      }
      return low;
    }
  }

  private interface Counts {
    boolean test(Op op);
  }

  /** Whether a clone can have put a value into a unit. */
  private record Asked(long call, int unit, long value) {}

  private final StressShape shape;
  private final Image base;
  private final History[] units;
  private final List<List<Op>> names = new ArrayList<>(); // by file: what changes size or name
  private final List<Op> acknowledged = new ArrayList<>();
  private final long[] synced; // by file
  private final List<Op> reads = new ArrayList<>();
  private final Set<Asked> refuted = new HashSet<>();
  private final Map<Kind, Integer> counts = new TreeMap<>();
  private final long lifeStart;
  private long committed;

  /**
   * @param lifeStart every call of this life has a greater number, and none before it has
   */
  StressOracle(StressShape shape, Image base, long lifeStart, List<Op> calls) {
    this.shape = shape;
    this.base = base;
    this.lifeStart = lifeStart;
    this.synced = new long[shape.files()];
    this.units = new History[shape.cells()];
    for (int f = 0; f < shape.files(); f++) {
      Op first = base(f);
      names.add(new ArrayList<>(List.of(first)));
      for (int u = 0; u < shape.perFile(); u++) {
        History h = new History();
        h.ops.add(first);
        units[f * shape.perFile() + u] = h;
      }
    }
    List<Op> sorted = new ArrayList<>(calls);
    sorted.sort(Comparator.comparingLong(Op::start));
    sorted.forEach(this::add);
    for (History h : units) {
      h.finish();
    }
  }

  private Op base(int f) {
    long before = lifeStart - 1;
    return new Op(
        Kind.BASE, StressLog.Outcome.OK, before, before, f, 0, shape.perFile(), 0, 0, List.of());
  }

  private void add(Op op) {
    if (op.isOk()) {
      counts.merge(op.kind(), 1, Integer::sum);
    }
    if (!op.mayCount()) {
      return;
    }
    switch (op.kind()) {
      case READ -> {
        if (op.isOk()) {
          reads.add(op);
        }
      }
      case FSYNC, COMMIT, CLOSE -> {
        if (op.isOk()) {
          acknowledged.add(op);
        }
      }
      case WRITE, CLONE, TRUNCATE, CREATE, UNLINK -> {
        names.get(op.file()).add(op);
        change(op);
      }
      case MAYBE_WRITE, PUNCH -> change(op);
      case BASE -> throw new IllegalArgumentException(op + ": logged, expected a call");
    }
  }

  /** What fsyncs and commits promised that had returned by then. */
  private void promise(long then) {
    Arrays.fill(synced, lifeStart);
    committed = lifeStart;
    for (Op op : acknowledged) {
      if (op.end() > then) {
        continue;
      }
      committed = Math.max(committed, op.start());
      for (int f = 0; f < synced.length; f++) {
        if (op.kind() == Kind.CLOSE || (op.kind() == Kind.FSYNC && op.file() == f)) {
          synced[f] = Math.max(synced[f], op.start());
        }
      }
    }
  }

  private void change(Op op) {
    // From the size on, and all of a file that comes or goes, is zero.
    boolean toEnd =
        op.kind() == Kind.TRUNCATE || op.kind() == Kind.CREATE || op.kind() == Kind.UNLINK;
    int end = toEnd ? shape.perFile() : op.from() + op.n();
    for (int u = op.from(); u < end; u++) {
      units[op.file() * shape.perFile() + u].ops.add(op);
    }
  }

  Map<Kind, Integer> counts() {
    return counts;
  }

  /** How many fsyncs and commits returned. */
  int acknowledged() {
    return acknowledged.size();
  }

  // Reads.

  /** What reads gave is what files had. Returns how many were judged. */
  int checkReads() {
    for (Op read : reads) {
      long from = read.start();
      for (long value : read.values()) {
        from = Math.max(from, StressShape.number(value));
      }
      for (int i = 0; i < read.n(); i++) {
        int unit = read.from() + i;
        long moment = from;
        long floor = floor(read.file(), unit, op -> op.end() < moment, moment);
        long value = read.values().get(i);
        if (!canHold(read.file(), unit, value, floor, read.end())) {
          throw wrong("%s found".formatted(read), read.file(), unit, value, floor);
        }
      }
    }
    return reads.size();
  }

  // What a crash left.

  /** Every file is as it was at a moment not before its last fsync that returned. */
  void check(Image found) {
    check(found, Long.MAX_VALUE);
  }

  /**
   * As {@link #check(Image)}, of a crash in the middle of the life.
   *
   * @param then what had ended with this number had ended before the crash
   */
  void check(Image found, long then) {
    promise(then);
    long moment = committed;
    for (long value : found.values) {
      if (value != StressShape.TORN) {
        moment = Math.max(moment, StressShape.number(value));
      }
    }
    for (int f = 0; f < shape.files(); f++) {
      checkName(f, found.sizes[f], moment);
      if (found.sizes[f] >= 0) {
        checkSize(f, found.sizes[f], moment);
        checkUnits(f, found.values, moment);
      }
    }
  }

  private void checkUnits(int f, long[] values, long commit) {
    int per = shape.perFile();
    for (int b = 0; b < per; b += shape.units()) {
      long newest = 0;
      for (int u = b; u < b + shape.units(); u++) {
        long value = values[f * per + u];
        newest = value == StressShape.TORN ? newest : Math.max(newest, StressShape.number(value));
      }
      long block = newest;
      for (int u = b; u < b + shape.units(); u++) {
        int unit = u;
        Counts lasts =
            op ->
                op.end() < synced[f]
                    || op.end() < block
                    || (op.end() < commit && isOfBlockMap(op, unit));
        long floor = floor(f, u, lasts, Long.MAX_VALUE);
        long value = values[f * per + u];
        if (!canHold(f, u, value, floor, Long.MAX_VALUE)) {
          throw wrong("after the crash", f, u, value, floor);
        }
      }
    }
  }

  /** Whether what it does to a unit lasts as soon as the block map does. */
  private boolean isOfBlockMap(Op op, int unit) {
    return switch (op.kind()) {
      case BASE, TRUNCATE, CREATE, UNLINK -> true;
      case CLONE -> !shape.isPinned(op.source());
      case PUNCH -> {
        int first = unit - unit % shape.units();
        yield first >= op.from() && first + shape.units() <= op.from() + op.n();
      }
      default -> false;
    };
  }

  private void checkName(int f, int size, long moment) {
    boolean exists = size >= 0;
    long floor = 0;
    for (Op op : names.get(f)) {
      if (isOfName(op) && op.isOk() && op.end() < moment) {
        floor = Math.max(floor, op.start());
      }
    }
    for (Op op : names.get(f)) {
      if (isOfName(op) && op.end() >= floor && setTo(op) >= 0 == exists) {
        return;
      }
    }
    throw new AssertionError(
        "after the crash f%d %s, expected that it %s, as call %d or a later one left it; calls: %s"
            .formatted(
                f,
                exists ? "exists" : "does not exist",
                exists ? "does not" : "does",
                floor,
                names.get(f).stream().filter(StressOracle::isOfName).toList()));
  }

  private static boolean isOfName(Op op) {
    return op.kind() == Kind.BASE || op.kind() == Kind.CREATE || op.kind() == Kind.UNLINK;
  }

  /** The size that it sets; of a call that only extends the file, the size that it has at least. */
  private int setTo(Op op) {
    return switch (op.kind()) {
      case BASE -> base.sizes[op.file()];
      case CREATE -> 0;
      case UNLINK -> -1;
      case TRUNCATE -> op.from();
      default -> op.from() + op.n();
    };
  }

  private static boolean extendsOnly(Op op) {
    return op.kind() == Kind.WRITE || op.kind() == Kind.CLONE;
  }

  private void checkSize(int f, int size, long moment) {
    List<Op> calls = names.get(f);
    long floor = 0;
    for (Op op : calls) {
      if (!extendsOnly(op) && op.isOk() && op.end() < moment) {
        floor = Math.max(floor, op.start());
      }
    }
    boolean made = false;
    for (Op op : calls) {
      made |= op.end() >= floor && setTo(op) == size;
    }
    if (!made) {
      throw wrongSize(f, size, "as call " + floor + " or a later one left it");
    }
    long cut = -1; // the latest end of a call that may have made it as small
    for (Op op : calls) {
      if (!extendsOnly(op) && setTo(op) <= size) {
        cut = Math.max(cut, op.end());
      }
    }
    for (Op op : calls) {
      if (extendsOnly(op) && op.isOk() && op.end() < moment && setTo(op) > size) {
        if (cut < op.start()) {
          throw wrongSize(f, size, "at least what this left: " + op);
        }
      }
    }
  }

  private AssertionError wrongSize(int f, int size, String expected) {
    List<Op> calls = names.get(f);
    return new AssertionError(
        "after the crash f%d has %d units, expected a size %s; last fsync from %d, commit %d; %s"
            .formatted(
                f,
                size,
                expected,
                synced[f],
                committed,
                calls.subList(Math.max(0, calls.size() - 40), calls.size())));
  }

  // What a unit can hold.

  private History unit(int f, int u) {
    return units[f * shape.perFile() + u];
  }

  /** The start of the latest call that is known to have put something there by the moment. */
  private long floor(int f, int u, Counts before, long startedBy) {
    History h = unit(f, u);
    for (int i = h.startedBy(startedBy) - 1; i >= 0; i--) {
      Op op = h.ops.get(i);
      if (op.isOk() && op.kind() != Kind.MAYBE_WRITE && before.test(op)) {
        return op.start();
      }
    }
    return 0;
  }

  /** Whether a unit can hold a value between two moments; the floor stands for the first. */
  private record Question(int file, int unit, long floor, long until) {}

  /**
   * Goes back from clone to clone until it comes to who put the value there. If nobody has, none of
   * the clones on all those ways put it anywhere.
   */
  private boolean canHold(int f, int u, long value, long floor, long until) {
    if (value == StressShape.TORN) {
      return false;
    }
    Set<Asked> seen = new HashSet<>();
    Deque<Question> open = new ArrayDeque<>(List.of(new Question(f, u, floor, until)));
    while (!open.isEmpty()) {
      Question q = open.pop();
      History h = unit(q.file, q.unit);
      for (int i = h.startedBy(q.until) - 1; i >= 0 && h.maxEnd[i] >= q.floor; i--) {
        Op op = h.ops.get(i);
        if (op.end() < q.floor) {
          continue;
        }
        if (op.kind() != Kind.CLONE) {
          if (puts(op, q.unit, value)) {
            return true;
          }
        } else if (StressShape.number(value) <= op.end()) {
          Asked asked = new Asked(op.start(), q.unit, value);
          if (!refuted.contains(asked) && seen.add(asked)) {
            open.push(ofSource(op, q.unit));
          }
        }
      }
    }
    refuted.addAll(seen);
    return false;
  }

  private Question ofSource(Op op, int unit) {
    int at = op.sourceFrom() + unit - op.from();
    long floor = floor(op.source(), at, o -> o.end() < op.start(), op.start());
    return new Question(op.source(), at, floor, op.end());
  }

  private boolean puts(Op op, int u, long value) {
    return switch (op.kind()) {
      case BASE -> value == base.values[op.file() * shape.perFile() + u];
      case WRITE, MAYBE_WRITE -> value == StressShape.value(op.start(), op.file(), u);
      default -> value == 0;
    };
  }

  private AssertionError wrong(String when, int f, int u, long value, long floor) {
    List<Op> ops = unit(f, u).ops;
    int last = ops.size();
    int first = Math.max(0, last - 1);
    while (first > 0 && (ops.get(first).start() > floor || last - first < 6) && last - first < 40) {
      first--;
    }
    return new AssertionError(
        ("%s in f%d unit %d: %s, expected what call %d, or one that did not end before it, put;"
                + " last fsync of the file from %d, of any %d; calls on the unit: %s")
            .formatted(
                when,
                f,
                u,
                StressShape.describe(value),
                floor,
                synced[f],
                committed,
                ops.subList(first, last)));
  }
}
