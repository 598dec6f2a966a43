package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes only, far beyond the bounds of models: random calls on a real file, in memory for a few
 * blocks, against arrays of bytes. What the cache holds is judged by conformance, not here.
 */
final class ContentStressTest {
  private static final int BLOCK = 512;
  private static final int MAX_BLOCKS = 48;
  private static final int FILES = 6;
  private static final int STEPS = 4_000;

  @TempDir Path dir;

  private final Map<String, byte[]> files = new HashMap<>();
  private Random random = new Random(0);

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 40})
  void randomCalls_underMemoryLimit_keepTheBytes(int folios) throws IOException {
    long seed = Long.getLong("fragcache.seed", System.nanoTime());
    random = new Random(seed);
    try (BlockStore store = FileBlockStore.create(dir.resolve("store"), BLOCK);
        FragmentCache cache =
            FragmentCache.builder()
                .store(store)
                .maxFileBlocks(MAX_BLOCKS)
                .memoryLimit((long) folios * BLOCK)
                .build()) {
      for (int i = 0; i < STEPS; i++) {
        step(cache);
        assertThat(cache.stats().cachedFolios()).isLessThanOrEqualTo(folios);
        if (i % 500 == 0) {
          cache.checkInvariants();
        }
      }
      cache.checkInvariants();
      files.forEach((name, content) -> assertContent(cache, name, content));
      assertThat(cache.stats().reclaimedFolios()).isPositive();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("rerun with -Dfragcache.seed=" + seed + ": " + e.getMessage(), e);
    }
  }

  private void step(FragmentCache cache) {
    String name = name();
    CachedFile f = cache.file(name);
    byte[] content = files.get(name);
    if (content == null) {
      f.create();
      files.put(name, new byte[0]);
      return;
    }
    int b = random.nextInt(MAX_BLOCKS);
    int n = 1 + random.nextInt(MAX_BLOCKS - b);
    switch (random.nextInt(13)) {
      case 0, 1, 2 -> write(f, content, b, Math.min(n, 4));
      case 3, 4, 5 -> assertContent(cache, name, content);
      case 6, 7 -> clone(cache, f, content, b, n);
      case 8 -> {
        int size = b * BLOCK + within();
        f.truncate(size);
        files.put(name, Arrays.copyOf(content, size));
      }
      case 9 -> {
        int from = b * BLOCK + within();
        int length = 1 + random.nextInt(MAX_BLOCKS * BLOCK - from);
        f.punch(from, length);
        int end = Math.min(from + length, content.length);
        Arrays.fill(content, Math.min(from, end), end, (byte) 0);
      }
      case 10 -> {
        f.fsync();
        assertThat(cache.environment().evict(name)).isTrue();
      }
      case 11 -> store(f, content, b);
      default -> {
        if (random.nextInt(4) == 0) {
          f.unlink();
          files.remove(name);
        }
      }
    }
  }

  /** Where in a block something begins: half the time at its start. */
  private int within() {
    return random.nextBoolean() ? 0 : random.nextInt(BLOCK);
  }

  private byte[] bytes(int n) {
    byte[] bytes = new byte[n];
    random.nextBytes(bytes);
    return bytes;
  }

  private void write(CachedFile f, byte[] content, int b, int n) {
    byte[] bytes = bytes(1 + random.nextInt(n * BLOCK));
    int at = b * BLOCK + Math.min(within(), n * BLOCK - bytes.length);
    f.write(at, ByteBuffer.wrap(bytes));
    put(f.name(), content, at, bytes);
  }

  /** Through memory: what goes past the end of the file is lost. */
  private void store(CachedFile f, byte[] content, int b) {
    byte[] bytes = bytes(BLOCK);
    if (b * BLOCK < content.length) {
      try (MappedView view = f.map(MapKind.SHARED)) {
        view.store((long) b * BLOCK, ByteBuffer.wrap(bytes));
      }
      System.arraycopy(bytes, 0, content, b * BLOCK, Math.min(BLOCK, content.length - b * BLOCK));
    }
  }

  private void clone(FragmentCache cache, CachedFile f, byte[] content, int b, int n) {
    String to = name();
    byte[] target = files.get(to);
    int c = random.nextInt(MAX_BLOCKS);
    int from = b * BLOCK;
    int end = (b + n) * BLOCK;
    if (content.length % BLOCK != 0 && random.nextBoolean()) {
      end = content.length; // the EOF block too
    }
    int length = end - from;
    if (length <= 0) {
      return;
    }
    Status status = cache.clone(f.name(), from, length, to, (long) c * BLOCK);
    boolean inside = end <= content.length && c * BLOCK + length <= MAX_BLOCKS * BLOCK;
    int blocks = (length + BLOCK - 1) / BLOCK;
    boolean apart = !to.equals(f.name()) || c + blocks <= b || b + blocks <= c;
    boolean ends = length % BLOCK == 0 || (target != null && c * BLOCK + length >= target.length);
    assertThat(status == Status.OK).isEqualTo(target != null && inside && apart && ends);
    if (target != null && status == Status.OK) {
      put(to, target, c * BLOCK, Arrays.copyOfRange(content, from, end));
      assertThat(cache.dedupe(f.name(), from, length, to, (long) c * BLOCK)).isEqualTo(Status.SAME);
    }
  }

  private void put(String name, byte[] content, int at, byte[] bytes) {
    byte[] grown = Arrays.copyOf(content, Math.max(content.length, at + bytes.length));
    System.arraycopy(bytes, 0, grown, at, bytes.length);
    files.put(name, grown);
  }

  private static void assertContent(FragmentCache cache, String name, byte[] content) {
    ByteBuffer dst = ByteBuffer.allocate(MAX_BLOCKS * BLOCK);
    int n = cache.file(name).read(0, dst);
    assertThat(n).as("size of %s", name).isEqualTo(content.length == 0 ? -1 : content.length);
    assertThat(dst.flip().mismatch(ByteBuffer.wrap(content)))
        .as("first differing byte of %s", name)
        .isEqualTo(-1);
  }

  private String name() {
    return "f" + random.nextInt(FILES);
  }
}
