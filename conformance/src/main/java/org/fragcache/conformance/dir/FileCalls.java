package org.fragcache.conformance.dir;

import com.sun.jna.Memory;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.fragcache.conformance.Bounds;
import org.fragcache.conformance.Outcomes;
import org.fragcache.conformance.Subject.Bound;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;

/**
 * Calls of the specification on files as system calls. A call names its files, so it opens and
 * closes them. For one thread.
 */
final class FileCalls {
  private final Bounds bounds;
  private final Directory directory;
  private final UnitBytes units;
  private final long maxSize;
  private final Kernel kernel = new Kernel();
  private final FileLimit limit;
  private final int direct;
  private final Memory buffer;
  private final ByteBuffer contents; // of the buffer
  private final Map<String, Memory> paths = new HashMap<>();

  /**
   * @param limit of the size of a file, set around the calls that look at it
   */
  FileCalls(Bounds bounds, Directory directory, UnitBytes units, FileLimit limit) {
    this(bounds, directory, units, limit, false);
  }

  /**
   * @param direct whether units are read and written past the cache; of a block each, then
   */
  FileCalls(Bounds bounds, Directory directory, UnitBytes units, FileLimit limit, boolean direct) {
    this.bounds = bounds;
    this.directory = directory;
    this.units = units;
    this.maxSize = (long) units.size() * bounds.unitsPerBlock() * bounds.blocks();
    this.limit = limit;
    this.direct = direct ? Kernel.O_DIRECT : 0;
    this.buffer = aligned(units.size());
    this.contents = buffer.getByteBuffer(0, units.size());
    bounds.files().forEach(f -> paths.put(f, directory.file(f)));
  }

  /** Memory of so many bytes that a device may read and write. */
  static Memory aligned(long bytes) {
    int page = Kernel.pageSize();
    return new Memory(bytes + page).align(page);
  }

  /** A call on files; not one of views or pins. */
  Bound bind(Call call) {
    List<String> a = call.args();
    String f = a.get(0);
    return switch (call.name()) {
      case "Read" -> reading(f, bytes(a.get(1)));
      case "Write" -> {
        long at = bytes(a.get(1));
        Memory unit = aligned(units.size());
        unit.write(
            0, units.of(Integer.parseInt(a.get(2))).getByteArray(0, units.size()), 0, units.size());
        yield holding(
            () ->
                onOne(
                    path(f),
                    Kernel.O_RDWR | direct,
                    fd -> limited(() -> whole(kernel.pwrite(fd, unit, units.size(), at)))));
      }
      case "Truncate" -> {
        long size = bytes(a.get(1));
        yield file(f, fd -> limited(() -> kernel.truncate(fd, size)));
      }
      case "Punch" -> {
        long at = bytes(a.get(1));
        long length = bytes(a.get(2));
        // Past the largest file here is past the largest file there: of fallocate, the process's
        // limit is no concern.
        long asked = at + length > maxSize ? Long.MAX_VALUE - (units.size() - 1) : length;
        yield file(f, fd -> kernel.punch(fd, at, asked));
      }
      case "Clone", "Dedupe" -> pair(call);
      case "Fsync" -> file(f, kernel::fsync);
      case "Create" -> holding(() -> create(path(f)));
      case "Unlink" -> holding(() -> kernel.unlink(path(f)));
      default -> throw new UsageException("subject dir has no call " + call.name());
    };
  }

  private Bound pair(Call call) {
    List<String> a = call.args();
    long at = bytes(a.get(1));
    long length = bytes(a.get(2));
    String to = a.get(3);
    long toAt = bytes(a.get(4));
    if (call.name().equals("Dedupe")) {
      return () -> {
        long result = held(() -> onTwo(a.get(0), to, (f, g) -> dedupe(f, at, length, g, toAt)));
        String same = result == 0 ? "SAME" : "DIFFERS";
        return Outcomes.of(result < 0 ? Errno.status(result) : same);
      };
    }
    boolean all = at == 0 && length == 0 && toAt == 0;
    return holding(
        () ->
            onTwo(
                a.get(0),
                to,
                (f, g) ->
                    limited(
                        () ->
                            all
                                ? kernel.cloneAll(f, g)
                                : kernel.cloneRange(f, at, length, g, toAt))));
  }

  private long dedupe(long from, long at, long length, long to, long toAt) {
    return limited(() -> kernel.dedupe(from, at, length, to, toAt));
  }

  private long create(Memory path) {
    long fd = kernel.open(path, Kernel.O_RDWR | Kernel.O_CREAT | Kernel.O_EXCL);
    if (fd >= 0) {
      kernel.close(fd);
    }
    return fd;
  }

  /** A unit, or nothing from the end of the file on. */
  private Bound reading(String f, long at) {
    Map<Integer, String> outcomes = new HashMap<>();
    return () -> {
      long read =
          held(
              () ->
                  onOne(
                      path(f),
                      Kernel.O_RDONLY | direct,
                      fd -> kernel.pread(fd, buffer, units.size(), at)));
      if (read <= 0) {
        return Outcomes.of(Errno.status(read));
      }
      whole(read);
      return outcomes.computeIfAbsent(units.decode(contents, 0), Outcomes::ofRead);
    };
  }

  /** All or nothing: a unit is within a block, and sizes are in units. */
  private long whole(long count) {
    if (count >= 0 && count != units.size()) {
      throw new TornUnitException(
          count + " bytes read or written; expected a unit of " + units.size());
    }
    return count;
  }

  private Bound file(String f, LongUnaryOperator call) {
    return holding(() -> onOne(path(f), Kernel.O_RDWR, call));
  }

  private Bound holding(LongSupplier call) {
    return () -> Outcomes.of(Errno.status(held(call)));
  }

  private long held(LongSupplier call) {
    directory.enter();
    try {
      return call.getAsLong();
    } finally {
      directory.leave();
    }
  }

  /** Opens, calls, closes. */
  private long onOne(Memory path, int flags, LongUnaryOperator call) {
    long fd = kernel.open(path, flags);
    if (fd < 0) {
      return fd;
    }
    try {
      return call.applyAsLong(fd);
    } finally {
      kernel.close(fd);
    }
  }

  /** The same with two files, or one twice. */
  private long onTwo(String from, String to, java.util.function.LongBinaryOperator call) {
    return onOne(
        path(from),
        Kernel.O_RDWR,
        f -> onOne(path(to), Kernel.O_RDWR, g -> call.applyAsLong(f, g)));
  }

  private long limited(LongSupplier call) {
    limit.set();
    try {
      return call.getAsLong();
    } finally {
      limit.lift();
    }
  }

  private Memory path(String file) {
    Memory path = paths.get(file);
    if (path == null) {
      throw new UsageException("no file " + file + "; expected one of " + bounds.files());
    }
    return path;
  }

  private long bytes(String inUnits) {
    return (long) units.size() * Integer.parseInt(inUnits);
  }
}
