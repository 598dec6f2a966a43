package org.fragcache.conformance.dir;

import com.sun.jna.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fragcache.spec.UsageException;

/**
 * How often a call on many blocks that races with another sees a part of it. FileView allows that:
 * there a call on several blocks is a sequence of calls. So this is counted, and nothing is judged.
 */
public final class Races implements AutoCloseable {
  /** Blocks that each call is about. */
  public static final int BLOCKS = 64;

  private static final int VALUES = 2;

  private final Directory directory;
  private final int bytes;

  /**
   * What was seen.
   *
   * @param race which call against which
   * @param seen how many results there were
   * @param torn of these, those of which a part was of before, and a part of after
   */
  public record Count(String race, int seen, int torn) {}

  /** One of two threads: makes a call again and again. */
  private interface Turn {
    void take(Kernel kernel, int round);
  }

  /** Looks at the result of a call; whether it is torn. */
  private interface Look {
    boolean isTorn(Kernel kernel);
  }

  /** Takes a directory. */
  public Races(String path) {
    directory = new Directory(path);
    bytes = BLOCKS * directory.blockSize();
  }

  /**
   * Races each pair of calls.
   *
   * @param nanos for how long each
   */
  public List<Count> run(long nanos) {
    List<Memory> values = new ArrayList<>();
    for (int v = 1; v <= VALUES; v++) {
      Memory range = new Memory(bytes);
      for (int i = 0; i < bytes; i += Long.BYTES) {
        range.setLong(i, v);
      }
      values.add(range);
    }
    Memory read = new Memory(bytes);
    try (Opened target = new Opened("target", values.get(0));
        Opened copy = new Opened("copy", values.get(0));
        Opened one = new Opened("one", values.get(0));
        Opened two = new Opened("two", values.get(1))) {
      List<Opened> sources = List.of(one, two);
      Turn write =
          (kernel, round) -> whole(kernel.pwrite(target.fd, values.get(round % VALUES), bytes, 0));
      Turn clone =
          (kernel, round) ->
              done(kernel.cloneRange(sources.get(round % VALUES).fd, 0, bytes, target.fd, 0));
      Look pread = kernel -> isTorn(kernel, target, read);
      Look cloned =
          kernel -> {
            done(kernel.cloneRange(target.fd, 0, bytes, copy.fd, 0));
            return isTorn(kernel, copy, read);
          };
      return List.of(
          race("pread while pwrite writes", write, pread, nanos),
          race("pread while a clone replaces", clone, pread, nanos),
          race("clone while pwrite writes", write, cloned, nanos));
    }
  }

  private boolean isTorn(Kernel kernel, Opened file, Memory into) {
    whole(kernel.pread(file.fd, into, bytes, 0));
    long first = into.getLong(0);
    for (int i = 0; i < bytes; i += Long.BYTES) {
      if (into.getLong(i) != first) {
        return true;
      }
    }
    return false;
  }

  private void whole(long count) {
    if (count != bytes) {
      throw new UsageException(
          directory.path()
              + ": "
              + Errno.status(count)
              + ", "
              + count
              + " bytes; expected "
              + bytes);
    }
  }

  private static void done(long result) {
    if (result < 0) {
      throw new UsageException("FICLONERANGE: " + Errno.status(result) + "; expected OK");
    }
  }

  private static Count race(String name, Turn turn, Look look, long nanos) {
    long end = System.nanoTime() + nanos;
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<?> other =
          threads.submit(
              () -> {
                Kernel kernel = new Kernel();
                for (int round = 0; System.nanoTime() < end; round++) {
                  turn.take(kernel, round);
                }
              });
      Kernel kernel = new Kernel();
      int seen = 0;
      int torn = 0;
      while (System.nanoTime() < end) {
        torn += look.isTorn(kernel) ? 1 : 0;
        seen++;
      }
      other.get();
      return new Count(name, seen, torn);
    } catch (ExecutionException e) {
      throw new UsageException(name + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UsageException(name + ": interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** A file of one value. */
  private final class Opened implements AutoCloseable {
    private final Kernel kernel = new Kernel();
    private final long fd;

    Opened(String name, Memory value) {
      fd = kernel.open(directory.file(name), Kernel.O_RDWR | Kernel.O_CREAT);
      whole(fd < 0 ? fd : kernel.pwrite(fd, value, bytes, 0));
      done(kernel.fsync(fd));
    }

    @Override
    public void close() {
      kernel.close(fd);
    }
  }

  @Override
  public void close() {
    directory.close();
  }
}
