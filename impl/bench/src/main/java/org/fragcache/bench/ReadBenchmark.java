package org.fragcache.bench;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.fragcache.FileCache;
import org.fragcache.Status;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * Reads of 4 KiB that hit, and a bare copy with the same pattern. Each thread has a part of the
 * blocks, which it takes in an order that visits all and that no prefetcher knows.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // by JMH, and by set up
public class ReadBenchmark {
  static final int BLOCK = 4096;
  private static final int STRIDE = 0x9E3779B1; // odd, so that it visits every block

  /** What is read: OWN, CLONE or, for {@link #copy} alone, NONE. */
  @Param("NONE")
  public String file;

  /** Blocks of the file; a power of two. */
  @Param("16384")
  public int blocks;

  /** What another thread clones and writes to meanwhile, if any: files of SAME or OTHER cache. */
  @Param("NONE")
  public String storm;

  /** Whether all threads read block 0 only. */
  @Param("false")
  public boolean oneBlock;

  private String name;
  private FileCache cache;
  private FileCache other;
  private Storm stormer;
  private ByteBuffer memory;

  /** The files, cached and clean. */
  @Setup(Level.Trial)
  public void open() {
    long room = 2L * blocks * BLOCK + (8 << 20);
    if (file.equals("NONE")) {
      memory = ByteBuffer.allocateDirect(blocks * BLOCK);
      for (int i = 0; i < blocks; i++) {
        memory.putInt(i * BLOCK, i); // the page is there
      }
      return;
    }
    cache = Design.FRAGMENTS.open(BLOCK, room);
    other = storm.equals("OTHER") ? Design.FRAGMENTS.open(BLOCK, room) : cache;
    Files.make(cache, "base", blocks);
    name = "base";
    if (file.equals("CLONE")) {
      Files.clone(cache, "base", "clone");
      name = "clone";
    }
    Files.read(cache, name, blocks);
    if (!storm.equals("NONE")) {
      stormer = new Storm(other);
      stormer.start();
    }
  }

  /** Ends the storm. */
  @TearDown(Level.Trial)
  public void close() throws InterruptedException {
    if (stormer != null) {
      stormer.end();
    }
    if (cache != null) {
      cache.close();
      other.close();
    }
  }

  /** A read through the cache. */
  @Benchmark
  public Status read(Reader reader) {
    reader.dst.clear();
    return cache.read(name, reader.next(), reader.dst);
  }

  /** A copy from memory to memory. */
  @Benchmark
  public ByteBuffer copy(Reader reader) {
    return reader.dst.put(0, memory, (int) reader.next(), BLOCK);
  }

  /** A thread's part and where it is in it. */
  @State(Scope.Thread)
  public static class Reader {
    private final ByteBuffer dst = ByteBuffer.allocateDirect(BLOCK);
    private long from;
    private int mask;
    private int at;

    /** Divides the blocks between the threads. */
    @Setup(Level.Trial)
    public void divide(ReadBenchmark benchmark, ThreadParams threads) {
      int part = benchmark.oneBlock ? 1 : benchmark.blocks / threads.getThreadCount();
      mask = Integer.highestOneBit(part) - 1;
      from = benchmark.oneBlock ? 0 : (long) threads.getThreadIndex() * part * BLOCK;
    }

    private long next() {
      at += STRIDE;
      return from + (long) (at & mask) * BLOCK;
    }
  }

  /** Clones a file, writes blocks of the clone and drops it, all the time. */
  private static final class Storm {
    private static final int BLOCKS = 64;

    private final FileCache cache;
    private final Thread thread = new Thread(this::blow, "storm");
    private volatile boolean over;

    Storm(FileCache cache) {
      this.cache = cache;
      Files.make(cache, "storm", BLOCKS);
      thread.setDaemon(true);
    }

    void start() {
      thread.start();
    }

    void end() throws InterruptedException {
      over = true;
      thread.join();
    }

    private void blow() {
      ByteBuffer src = ByteBuffer.allocateDirect(BLOCK);
      while (!over) {
        Files.clone(cache, "storm", "storm clone");
        for (int b = 0; b < 4; b++) {
          src.clear();
          Files.ok(cache.write("storm clone", (long) b * BLOCK, src), "write", "storm clone");
        }
        Files.unlink(cache, "storm clone");
      }
    }
  }
}
