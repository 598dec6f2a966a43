package org.fragcache.conformance.dir;

import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.fragcache.spec.UsageException;

/**
 * What the kernel caches of a file and its clones or hard links, all read, and what it reads from
 * the device for that; and how long a clone takes.
 */
public final class Footprint implements AutoCloseable {
  private static final int CHUNK = 1 << 17;
  private static final int MEBI = 1 << 20;
  private static final int REPEATS = 7;
  private static final String BASE = "base";

  private final Directory directory;
  private final Device device;
  private final Kernel kernel = new Kernel();
  private final Memory chunk = new Memory(CHUNK);
  private final SplittableRandom random = new SplittableRandom(1);

  /**
   * What was counted.
   *
   * @param others how many clones or links, besides the base
   * @param cached bytes in the page cache, of all inodes
   * @param read bytes that the device read, if it is known
   */
  public record Count(int others, long cached, OptionalLong read) {}

  /**
   * How long clones of a whole file took.
   *
   * @param what the source
   * @param bytes of data
   * @param extents runs that were written
   * @param nanos of each clone, ascending
   */
  public record Latency(String what, long bytes, int extents, List<Long> nanos) {
    /** Copies the list. */
    public Latency {
      nanos = List.copyOf(nanos);
    }

    /** The median. */
    public long median() {
      return nanos.get(nanos.size() / 2);
    }
  }

  /**
   * Takes a directory.
   *
   * @throws UsageException if it cannot be had, or the kernel does not say what it caches
   */
  public Footprint(String path) {
    directory = new Directory(path);
    try {
      device = new Device(directory.path());
      long fd = open("probe");
      long cached = kernel.cachedPages(fd);
      kernel.close(fd);
      if (cached < 0) {
        throw new UsageException(
            "cachestat: " + Errno.status(cached) + "; expected Linux 6.5 or newer, which has it");
      }
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /** The directory. */
  public Path path() {
    return directory.path();
  }

  /** Bytes in a block of its file system. */
  public int blockSize() {
    return directory.blockSize();
  }

  /** The device that is looked at, or none. */
  public String device() {
    return device.name();
  }

  private long open(String name) {
    directory.enter(); // so that none is made once the JVM ends
    try {
      return require(kernel.open(directory.file(name), Kernel.O_RDWR | Kernel.O_CREAT), "open");
    } finally {
      directory.leave();
    }
  }

  private static long require(long result, String call) {
    if (result < 0) {
      throw new UsageException(
          call + ": " + Errno.status(result) + "; expected it to succeed: is there room?");
    }
    return result;
  }

  /**
   * Counts for each number of clones, ascending.
   *
   * @param bytes of the base
   */
  public List<Count> clones(long bytes, List<Integer> numbers) {
    return counts(bytes, numbers, "clone", this::cloneBase);
  }

  /** The same with hard links: one inode, whatever it is called. */
  public List<Count> links(long bytes, List<Integer> numbers) {
    return counts(bytes, numbers, "link", this::linkBase);
  }

  private interface Maker {
    void make(String name);
  }

  private void cloneBase(String name) {
    long from = open(BASE);
    long to = open(name);
    require(kernel.cloneAll(from, to), "FICLONE");
    require(kernel.fsync(to), "fsync");
    kernel.close(to);
    kernel.close(from);
  }

  private void linkBase(String name) {
    directory.file(name);
    directory.enter();
    try {
      Files.createLink(path().resolve(name), path().resolve(BASE));
    } catch (IOException e) {
      throw new UsageException("link: " + e + "; expected it to succeed", e);
    } finally {
      directory.leave();
    }
  }

  private List<Count> counts(long bytes, List<Integer> numbers, String kind, Maker maker) {
    write(BASE, bytes, bytes);
    List<String> names = new ArrayList<>(List.of(BASE));
    List<Count> counts = new ArrayList<>();
    for (int n : numbers) {
      while (names.size() <= n) {
        String name = kind + names.size();
        maker.make(name);
        names.add(name);
      }
      names.forEach(this::drop);
      OptionalLong before = device.bytesRead();
      names.forEach(this::read);
      OptionalLong after = device.bytesRead();
      OptionalLong read =
          before.isPresent() && after.isPresent()
              ? OptionalLong.of(after.getAsLong() - before.getAsLong())
              : OptionalLong.empty();
      // Links are one inode, whose pages count once.
      List<String> inodes = kind.equals("link") ? List.of(BASE) : names;
      counts.add(new Count(n, inodes.stream().mapToLong(this::cached).sum(), read));
    }
    names.forEach(this::remove);
    return counts;
  }

  /** Writes a file of so many bytes, every {@code run} of them followed by a hole of as many. */
  private void write(String name, long bytes, long run) {
    long fd = open(name);
    require(kernel.truncate(fd, 0), "ftruncate");
    for (long done = 0; done < bytes; ) {
      long at = run == bytes ? done : 2 * (done / run) * run + done % run;
      long count = Math.min(Math.min(CHUNK, bytes - done), run - done % run);
      for (long i = 0; i < count; i += Long.BYTES) {
        chunk.setLong(i, random.nextLong());
      }
      if (require(kernel.pwrite(fd, chunk, count, at), "pwrite") != count) {
        throw new UsageException("pwrite: short; expected room for the files to be measured");
      }
      done += count;
    }
    require(kernel.fsync(fd), "fsync");
    kernel.close(fd);
  }

  private void drop(String name) {
    long fd = open(name);
    require(kernel.fsync(fd), "fsync");
    require(kernel.dropCache(fd), "posix_fadvise");
    long left = kernel.cachedPages(fd);
    kernel.close(fd);
    if (left != 0) {
      throw new UsageException(
          name + ": " + left + " pages are still cached after a drop; expected none");
    }
  }

  private void read(String name) {
    long fd = open(name);
    long at = 0;
    for (long n = CHUNK; n > 0; at += n) {
      n = require(kernel.pread(fd, chunk, CHUNK, at), "pread");
    }
    kernel.close(fd);
  }

  private long cached(String name) {
    long fd = open(name);
    long pages = require(kernel.cachedPages(fd), "cachestat");
    kernel.close(fd);
    return pages * Kernel.pageSize();
  }

  private void remove(String name) {
    require(kernel.unlink(directory.file(name)), "unlink");
  }

  /** Times clones of whole files: more bytes in one extent, then more extents of a block. */
  public List<Latency> latencies() {
    List<Latency> all = new ArrayList<>();
    for (int mebi : new int[] {1, 4, 16, 64}) {
      long bytes = (long) mebi * MEBI;
      all.add(latency(mebi + " MiB in one run", bytes, bytes));
    }
    for (int extents : new int[] {16, 256, 4096}) {
      long bytes = (long) extents * blockSize();
      all.add(latency(extents + " runs of a block", bytes, blockSize()));
    }
    return all;
  }

  private Latency latency(String what, long bytes, long run) {
    write(BASE, bytes, run);
    long[] nanos = new long[REPEATS];
    long from = open(BASE);
    for (int i = 0; i < REPEATS; i++) {
      long to = open("clone");
      long start = System.nanoTime();
      long cloned = kernel.cloneAll(from, to);
      nanos[i] = System.nanoTime() - start;
      require(cloned, "FICLONE");
      kernel.close(to);
      remove("clone");
    }
    kernel.close(from);
    remove(BASE);
    Arrays.sort(nanos);
    return new Latency(what, bytes, (int) (bytes / run), Arrays.stream(nanos).boxed().toList());
  }

  @Override
  public void close() {
    directory.close();
  }
}
