package org.fragcache.conformance.dir;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fragcache.conformance.Bounds;
import org.fragcache.conformance.Outcomes;
import org.fragcache.conformance.Subject.Bound;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;

/**
 * Views as mappings of this process: a process of the specification is a place for one. That a
 * place is taken, or empty, is all that is known here; the kernel is not asked twice.
 *
 * <p>A load that faults would end the JVM. So the kernel makes it: it copies between the mapping
 * and a pipe, takes the same faults for that, and says EFAULT where a load would be SIGBUS. For one
 * thread.
 */
final class Views implements AutoCloseable {
  private final UnitBytes units;
  private final long length;
  private final Directory directory;
  private final Kernel kernel = new Kernel();
  private final int[] pipe = kernel.pipe();
  private final Memory buffer;
  private final ByteBuffer contents; // of the buffer
  private final Map<String, Memory> paths = new HashMap<>();
  private final Map<String, Pointer> mapped = new HashMap<>();
  private boolean closed;

  Views(Bounds bounds, Directory directory, UnitBytes units) {
    this.units = units;
    this.directory = directory;
    this.length = (long) units.size() * bounds.unitsPerBlock() * bounds.blocks();
    this.buffer = new Memory(units.size());
    this.contents = buffer.getByteBuffer(0, units.size());
    bounds.files().forEach(f -> paths.put(f, directory.file(f)));
  }

  static boolean has(Call call) {
    return List.of("Map", "Unmap", "Load", "Store").contains(call.name());
  }

  /** A call of views. */
  Bound bind(Call call) {
    List<String> a = call.args();
    String p = a.get(0);
    return switch (call.name()) {
      case "Map" -> {
        Memory path = paths.get(a.get(1));
        int flags = a.get(2).equals("\"shared\"") ? Kernel.MAP_SHARED : Kernel.MAP_PRIVATE;
        if (path == null) {
          throw new UsageException("no file " + a.get(1) + "; expected one of " + paths.keySet());
        }
        yield () -> Outcomes.of(map(p, path, flags));
      }
      case "Unmap" ->
          () -> {
            unmap(p);
            return Outcomes.of("OK");
          };
      case "Load" -> {
        long at = bytes(a.get(1));
        yield () -> load(p, at);
      }
      case "Store" -> {
        long at = bytes(a.get(1));
        Memory unit = units.of(Integer.parseInt(a.get(2)));
        yield () -> store(p, at, unit);
      }
      default -> throw new UsageException("subject dir has no call " + call.name());
    };
  }

  private String map(String p, Memory path, int flags) {
    directory.enter();
    try {
      long fd = kernel.open(path, Kernel.O_RDWR);
      if (fd < 0) {
        return Errno.status(fd);
      }
      try {
        if (mapped.containsKey(p)) {
          return "EEXIST";
        }
        mapped.put(p, kernel.map(fd, length, flags));
        return "OK";
      } finally {
        kernel.close(fd);
      }
    } finally {
      directory.leave();
    }
  }

  private void unmap(String p) {
    Pointer at = mapped.remove(p);
    if (at != null && kernel.unmap(at, length) != 0) {
      throw new IllegalStateException("munmap failed; expected it to succeed");
    }
  }

  private String load(String p, long at) {
    Pointer view = mapped.get(p);
    if (view == null) {
      return Outcomes.of("SIGSEGV");
    }
    long copied = kernel.write(pipe[1], view.share(at), units.size());
    if (copied != units.size()) {
      return Outcomes.of(signal(copied));
    }
    drain();
    return Outcomes.ofRead(units.decode(contents, 0));
  }

  private String store(String p, long at, Memory unit) {
    Pointer view = mapped.get(p);
    if (view == null) {
      return Outcomes.of("SIGSEGV");
    }
    require(kernel.write(pipe[1], unit, units.size()), "write to a pipe");
    long copied = kernel.read(pipe[0], view.share(at), units.size());
    if (copied != units.size()) {
      drain();
      return Outcomes.of(signal(copied));
    }
    return Outcomes.of("OK");
  }

  private static String signal(long copied) {
    return copied == -Errno.EFAULT ? "SIGBUS" : Errno.status(copied) + " after " + copied;
  }

  private void drain() {
    require(kernel.read(pipe[0], buffer, units.size()), "read from a pipe");
  }

  private void require(long count, String call) {
    if (count != units.size()) {
      throw new IllegalStateException(call + ": " + count + "; expected " + units.size());
    }
  }

  /** Whether there is one. */
  boolean any() {
    return !mapped.isEmpty();
  }

  /** Takes all away. */
  void reset() {
    List.copyOf(mapped.keySet()).forEach(this::unmap);
  }

  private long bytes(String inUnits) {
    return (long) units.size() * Integer.parseInt(inUnits);
  }

  @Override
  public void close() {
    reset();
    if (!closed) {
      closed = true;
      kernel.close(pipe[0]);
      kernel.close(pipe[1]);
    }
  }
}
