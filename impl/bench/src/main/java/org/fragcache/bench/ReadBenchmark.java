package org.fragcache.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fragcache.FileCache;
import org.jspecify.annotations.Nullable;
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
 *
 * <p>What is compared takes turns, iteration by iteration, in one JVM: on a machine that others use
 * too, two forks one after the other differ by more than what is to be told apart.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // by JMH, and by set up
public class ReadBenchmark {
  static final int BLOCK = 4096;
  static final int STRIDE = 0x9E3779B1; // odd, so that it visits every block

  /** What an iteration does. */
  enum Turn {
    /** Reads a file that shares nothing. */
    OWN,
    /** Reads a clone. */
    CLONE,
    /** Copies from memory to memory. */
    COPY,
    /** Reads block 0 of a clone, in all threads. */
    ONE_BLOCK,
    /** Copies one block, in all threads. */
    COPY_ONE_BLOCK,
    /** Reads a clone while another thread clones and writes other files of this cache. */
    STORM_HERE,
    /** As before, but the other thread has a cache of its own. */
    STORM_ELSEWHERE
  }

  /** The turns, separated by blanks. */
  @Param("CLONE")
  public String turns;

  /** Blocks of a file; a power of two. */
  @Param("16384")
  public int blocks;

  private final List<Turn> sequence = new ArrayList<>();
  private int iteration;
  private boolean copies;
  private boolean oneBlock;
  private String name;
  private FileCache cache;
  private FileCache other;
  private @Nullable Storm storm;
  private ByteBuffer memory;

  /** The files, cached and clean. */
  @Setup(Level.Trial)
  public void open() {
    for (String turn : turns.split(" ", -1)) {
      sequence.add(Turn.valueOf(turn));
    }
    memory = ByteBuffer.allocateDirect(blocks * BLOCK);
    for (int i = 0; i < blocks; i++) {
      memory.putInt(i * BLOCK, i); // the page is there
    }
    cache = Design.FRAGMENTS.open(BLOCK, 2L * blocks * BLOCK + (8 << 20));
    other = Design.FRAGMENTS.open(BLOCK, 8 << 20);
    Files.make(cache, "base", blocks);
    Files.clone(cache, "base", "clone");
    Files.read(cache, "clone", blocks);
    if (sequence.contains(Turn.OWN)) {
      Files.make(cache, "own", blocks);
    }
    Files.make(cache, Storm.FILE, Storm.BLOCKS);
    Files.make(other, Storm.FILE, Storm.BLOCKS);
  }

  /** The next turn. */
  @Setup(Level.Iteration)
  public void turn() {
    Turn turn = sequence.get(iteration++ % sequence.size());
    copies = turn == Turn.COPY || turn == Turn.COPY_ONE_BLOCK;
    oneBlock = turn == Turn.ONE_BLOCK || turn == Turn.COPY_ONE_BLOCK;
    name = turn == Turn.OWN ? "own" : "clone";
    if (turn == Turn.STORM_HERE || turn == Turn.STORM_ELSEWHERE) {
      storm = new Storm(turn == Turn.STORM_HERE ? cache : other);
      storm.start();
    }
  }

  /** Ends the storm. */
  @TearDown(Level.Iteration)
  public void calm() throws InterruptedException {
    if (storm != null) {
      storm.end();
      storm = null;
    }
  }

  /** Ends the caches. */
  @TearDown(Level.Trial)
  public void close() {
    cache.close();
    other.close();
  }

  /** A read through the cache, or a copy. */
  @Benchmark
  public Object read(Reader reader) {
    long pos = oneBlock ? 0 : reader.next();
    if (copies) {
      return reader.dst.put(0, memory, (int) pos, BLOCK);
    }
    reader.dst.clear();
    return cache.read(name, pos, reader.dst);
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
      int part = Integer.highestOneBit(benchmark.blocks / threads.getThreadCount());
      mask = part - 1;
      from = (long) threads.getThreadIndex() * part * BLOCK;
    }

    private long next() {
      at += STRIDE;
      return from + (long) (at & mask) * BLOCK;
    }
  }

  /** Clones a file, writes blocks of the clone and drops it, all the time. */
  private static final class Storm {
    static final String FILE = "storm";
    static final int BLOCKS = 64;

    private final FileCache cache;
    private final Thread thread = new Thread(this::blow, "storm");
    private volatile boolean over;

    Storm(FileCache cache) {
      this.cache = cache;
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
        Files.clone(cache, FILE, "storm clone");
        for (int b = 0; b < 4; b++) {
          src.clear();
          Files.ok(cache.write("storm clone", (long) b * BLOCK, src), "write", "storm clone");
        }
        Files.unlink(cache, "storm clone");
      }
    }
  }
}
