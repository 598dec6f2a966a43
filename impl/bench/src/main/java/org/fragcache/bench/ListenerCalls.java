package org.fragcache.bench;

import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.fragcache.FragmentCache;
import org.fragcache.FragmentCacheBuilder;
import org.fragcache.Step;
import org.fragcache.StepListener;

/** So many times: a clone of a file of four blocks is made, written to, truncated and removed. */
final class ListenerCalls implements IntConsumer {
  private static final int BLOCK = 64;
  private static final int BLOCKS = 4;
  private static final String BASE = "base";
  private static final String CLONE = "clone";

  private final FragmentCache cache;
  private final ByteBuffer src = ByteBuffer.allocateDirect(BLOCK);

  /** A cache with a listener or without. */
  ListenerCalls(boolean listens) {
    FragmentCacheBuilder builder = FragmentCache.builder().blockSize(BLOCK).memoryLimit(1L << 20);
    this.cache = (listens ? builder.stepListener(new Idle()) : builder).build();
    Files.make(cache, BASE, BLOCKS);
  }

  @Override
  public void accept(int n) {
    for (int i = 0; i < n; i++) {
      Files.clone(cache, BASE, CLONE);
      src.clear();
      Files.ok(cache.write(CLONE, BLOCK, src), "write", CLONE);
      Files.ok(cache.truncate(CLONE, BLOCK), "truncate", CLONE);
      Files.unlink(cache, CLONE);
    }
  }

  /** Waits as who has no listener would, but for the sleep. */
  private static final class Idle implements StepListener {
    @Override
    public void step(Step step) {}

    @Override
    public void await(Step step, BooleanSupplier attempt) {
      while (!attempt.getAsBoolean()) {
        Thread.onSpinWait();
      }
    }
  }
}
