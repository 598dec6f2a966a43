package org.fragcache.conformance.dir;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
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
   * @param test of xfstests that has this race: {@code g164}; empty if none has
   * @param race which call against which
   * @param seen how many results there were
   * @param torn of these, those of which a part was of before, and a part of after
   */
  public record Count(String test, String race, int seen, int torn) {}

  /** Makes a call; on the target it is one of two values by turns. */
  private interface Turn {
    void take(Kernel kernel, int round);
  }

  /** Looks at the result of calls; whether it is torn. */
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
      Memory range = FileCalls.aligned(bytes);
      for (int i = 0; i < bytes; i += Long.BYTES) {
        range.setLong(i, v);
      }
      values.add(range);
    }
    Memory into = FileCalls.aligned(bytes);
    try (Opened target = new Opened("target", values.get(0));
        Opened copy = new Opened("copy", values.get(0));
        Opened one = new Opened("one", values.get(0));
        Opened two = new Opened("two", values.get(1))) {
      List<Opened> sources = List.of(one, two);
      Turn pwrite = (kernel, round) -> write(kernel, target.fd, values.get(round % VALUES));
      Turn direct = (kernel, round) -> write(kernel, target.direct, values.get(round % VALUES));
      Turn store = (kernel, round) -> target.store(values.get(round % VALUES));
      Turn clone = (kernel, round) -> clone(kernel, sources.get(round % VALUES), target);
      Look pread = kernel -> isTorn(read(kernel, target.fd, into));
      Look preadDirect = kernel -> isTorn(read(kernel, target.direct, into));
      Look load = kernel -> isTorn(target.view());
      Look cloned =
          kernel -> {
            clone(kernel, target, copy);
            return isTorn(read(kernel, copy.fd, into));
          };
      return List.of(
          race("", "pread while pwrite writes", pwrite, pread, nanos),
          race("g164", "pread while a clone replaces", clone, pread, nanos),
          race("g165", "direct pread while a clone replaces", clone, preadDirect, nanos),
          race("g670", "loads while a clone replaces", clone, load, nanos),
          race("g167", "clone while pwrite writes", pwrite, cloned, nanos),
          race("g166", "clone while direct pwrite writes", direct, cloned, nanos),
          race("g671", "clone while stores write", store, cloned, nanos),
          meet("g168", "clone onto what pwrite writes", clone, pwrite, pread, nanos),
          meet("g170", "clone onto what direct pwrite writes", clone, direct, pread, nanos),
          meet("g672", "clone onto what stores write", clone, store, pread, nanos));
    }
  }

  private static boolean isTorn(LongBuffer words) {
    long first = words.get(0);
    for (int i = 1; i < words.limit(); i++) {
      if (words.get(i) != first) {
        return true;
      }
    }
    return false;
  }

  private LongBuffer read(Kernel kernel, long fd, Memory into) {
    whole(kernel.pread(fd, into, bytes, 0));
    return into.getByteBuffer(0, bytes).asLongBuffer();
  }

  private void write(Kernel kernel, long fd, Memory value) {
    whole(kernel.pwrite(fd, value, bytes, 0));
  }

  private void clone(Kernel kernel, Opened from, Opened to) {
    done(kernel.cloneRange(from.fd, 0, bytes, to.fd, 0));
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

  /** One thread makes calls, another looks meanwhile. */
  private static Count race(String test, String name, Turn turn, Look look, long nanos) {
    long end = System.nanoTime() + nanos;
    int[] torn = new int[1];
    int seen =
        beside(
            name,
            kernel -> {
              for (int round = 0; System.nanoTime() < end; round++) {
                turn.take(kernel, round);
              }
            },
            kernel -> {
              int looks = 0;
              for (; System.nanoTime() < end; looks++) {
                torn[0] += look.isTorn(kernel) ? 1 : 0;
              }
              return looks;
            });
    return new Count(test, name, seen, torn[0]);
  }

  /**
   * Two threads make a call each on the same blocks, at once, of different values; when both have
   * returned one looks.
   */
  private static Count meet(
      String test, String name, Turn turn, Turn other, Look look, long nanos) {
    long end = System.nanoTime() + nanos;
    CyclicBarrier both = new CyclicBarrier(2);
    int[] torn = new int[1];
    boolean[] last = new boolean[1]; // read and written on either side of the barrier
    int seen =
        beside(
            name,
            kernel -> {
              for (int round = 0; !last[0]; round++) {
                await(both);
                other.take(kernel, round + 1);
                await(both);
                await(both); // while the other one looks
              }
            },
            kernel -> {
              int rounds = 0;
              for (; !last[0]; rounds++) {
                await(both);
                turn.take(kernel, rounds);
                await(both);
                torn[0] += look.isTorn(kernel) ? 1 : 0;
                last[0] = System.nanoTime() >= end;
                await(both);
              }
              return rounds;
            });
    return new Count(test, name, seen, torn[0]);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (BrokenBarrierException e) {
      throw new UsageException("the other thread is gone", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UsageException("interrupted", e);
    }
  }

  private interface Work {
    void with(Kernel kernel);
  }

  private interface Looks {
    int with(Kernel kernel);
  }

  /** Does work on a thread of its own, and more on this one. */
  private static int beside(String name, Work work, Looks here) {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<?> other = threads.submit(() -> work.with(new Kernel()));
      int seen = here.with(new Kernel());
      other.get();
      return seen;
    } catch (ExecutionException e) {
      throw new UsageException(name + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UsageException(name + ": interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** A file of one value, by a descriptor, by one past the cache, and mapped. */
  private final class Opened implements AutoCloseable {
    private final Kernel kernel = new Kernel();
    private final long fd;
    private final long direct;
    private final Pointer mapping;

    Opened(String name, Memory value) {
      Memory path = directory.file(name);
      fd = opened(name, kernel.open(path, Kernel.O_RDWR | Kernel.O_CREAT));
      write(kernel, fd, value);
      done(kernel.fsync(fd));
      direct = opened(name, kernel.open(path, Kernel.O_RDWR | Kernel.O_DIRECT));
      mapping = kernel.map(fd, bytes, Kernel.MAP_SHARED);
    }

    private long opened(String name, long opened) {
      if (opened < 0) {
        throw new UsageException(
            directory.path().resolve(name) + ": " + Errno.status(opened) + "; expected to open it");
      }
      return opened;
    }

    private void store(Memory value) {
      mapping.getByteBuffer(0, bytes).put(value.getByteBuffer(0, bytes));
    }

    private LongBuffer view() {
      ByteBuffer at = mapping.getByteBuffer(0, bytes);
      return at.asLongBuffer();
    }

    @Override
    public void close() {
      done(kernel.unmap(mapping, bytes));
      kernel.close(direct);
      kernel.close(fd);
    }
  }

  @Override
  public void close() {
    directory.close();
  }
}
