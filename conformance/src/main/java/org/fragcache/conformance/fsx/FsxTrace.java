package org.fragcache.conformance.fsx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;

/**
 * An operation file in terms of a model: one file, a, of {@value #BLOCKS} blocks of two units; or,
 * where it is mapped, of twice as many blocks of one, for a page is a unit then. A read or write of
 * n units is n calls, since a call is of one; so is a mapped one, between {@code Map} and {@code
 * Unmap}, and after the {@code Truncate} that fsx does if it would end past EOF. A file is closed
 * and opened by {@code Evict}, where the model has it, when the operation is over. What has no
 * length fsx passes over.
 */
public final class FsxTrace {
  static final int BLOCKS = 16;

  private static final String FILE = "a";
  private static final String PROCESS = "p";
  private static final int UNITS = 2 * BLOCKS; // of a file, either way
  private static final int DATA = 3; // the model's, from 1 on

  private final Path file;
  private final List<FsxOperation> operations;
  private final int skipped;
  private final int unit; // bytes
  private final boolean mapped;

  private FsxTrace(Path file, List<FsxOperation> operations, int skipped, int block) {
    this.file = file;
    this.operations = operations;
    this.skipped = skipped;
    this.mapped = operations.stream().anyMatch(o -> o.kind().isMapped());
    this.unit = mapped ? block : block / 2;
  }

  /**
   * Reads one.
   *
   * @param block bytes of a block, as the file's numbers count; even
   * @param skip whether operations that FileView does not have are left out
   * @throws UsageException if the file is malformed, or cannot be had in the model; with the line
   */
  public static FsxTrace read(Path file, int block, boolean skip) {
    FsxReader reader = new FsxReader(file);
    List<FsxOperation> all = reader.read();
    List<FsxOperation> modelled = all.stream().filter(o -> o.kind().isModelled()).toList();
    if (!skip) {
      all.stream()
          .filter(o -> !o.kind().isModelled())
          .findFirst()
          .ifPresent(
              o -> {
                throw new UsageException(
                    file
                        + ":"
                        + o.line()
                        + ": "
                        + o.kind()
                        + " is no call of FileView; expected --skip, to leave such operations out");
              });
    }
    if (modelled.isEmpty()) {
      throw new UsageException(file + ": no operation is left; expected one that FileView has");
    }
    int skipped = reader.skipped() + all.size() - modelled.size();
    FsxTrace trace = new FsxTrace(file, modelled, skipped, block);
    modelled.forEach(trace::check);
    return trace;
  }

  /** A number of bytes that is no number of units, or past what the model has, is refused. */
  private void check(FsxOperation o) {
    List<Long> args = o.args();
    for (long bytes : args) {
      if (bytes % unit != 0) {
        throw new UsageException(
            "%s:%d: %s: %d; expected multiples of %d, a unit (--block, fsx -r -w -t)"
                .formatted(file, o.line(), o, bytes, unit));
      }
    }
    long most = (long) UNITS * unit;
    long end =
        switch (o.kind()) {
          case CLONE_RANGE, DEDUPE_RANGE -> Math.max(args.get(0), args.get(2)) + args.get(1);
          default -> args.get(0) + args.get(1);
        };
    if (end > most || end < 0) {
      throw new UsageException(
          "%s:%d: %s: ends at %s; expected at most %d bytes, %d units of %d (fsx -l %d)"
              .formatted(file, o.line(), o, Long.toUnsignedString(end), most, UNITS, unit, most));
    }
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** What is to be done. */
  public List<FsxOperation> operations() {
    return operations;
  }

  /** How many operations of the file are left out. */
  public int skipped() {
    return skipped;
  }

  /** Whether the file is mapped. */
  public boolean isMapped() {
    return mapped;
  }

  /** Before the first operation. */
  static List<Call> start() {
    return List.of(call("Create", FILE));
  }

  private static Call call(String name, Object... args) {
    return new Call(name, Arrays.stream(args).map(Object::toString).toList());
  }

  /**
   * What an operation is in calls.
   *
   * @param number of the operation, from 0 on; its data hang on it, as in fsx
   * @param size of the file now, in units
   * @param evicts whether the model has {@code Evict}
   */
  List<Call> calls(int number, long size, boolean evicts) {
    FsxOperation o = operations.get(number);
    List<Call> calls = new ArrayList<>();
    if (o.args().get(1) > 0 || !o.kind().needsLength()) {
      add(o, 1 + number % DATA, size, calls);
    }
    if (o.closes() && evicts) {
      calls.add(call("Evict", FILE));
    }
    return calls;
  }

  private void add(FsxOperation o, int data, long size, List<Call> calls) {
    long first = units(o, 0);
    long second = units(o, 1);
    switch (o.kind()) {
      case READ, READ_DONTCACHE -> {
        for (long u = first; u < first + second; u++) {
          calls.add(call("Read", FILE, u));
        }
      }
      case WRITE, WRITE_DONTCACHE, WRITE_ATOMIC -> {
        for (long u = first; u < first + second; u++) {
          calls.add(call("Write", FILE, u, data));
        }
      }
      case MAPREAD, MAPWRITE -> {
        boolean stores = o.kind() == FsxOperation.Kind.MAPWRITE;
        if (stores && first + second > size) {
          calls.add(call("Truncate", FILE, first + second));
        }
        calls.add(call("Map", PROCESS, FILE, "\"shared\""));
        for (long u = first; u < first + second; u++) {
          calls.add(stores ? call("Store", PROCESS, u, data) : call("Load", PROCESS, u));
        }
        calls.add(call("Unmap", PROCESS));
      }
      case TRUNCATE -> calls.add(call("Truncate", FILE, second));
      case PUNCH_HOLE -> calls.add(call("Punch", FILE, first, second));
      case FSYNC -> calls.add(call("Fsync", FILE));
      case CLONE_RANGE -> calls.add(call("Clone", FILE, first, second, FILE, units(o, 2)));
      case DEDUPE_RANGE -> calls.add(call("Dedupe", FILE, first, second, FILE, units(o, 2)));
      default -> throw new IllegalStateException(o + ": not modelled");
    }
  }

  private long units(FsxOperation o, int arg) {
    return o.args().get(arg) / unit;
  }
}
