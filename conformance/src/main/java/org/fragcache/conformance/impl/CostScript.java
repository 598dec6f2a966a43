package org.fragcache.conformance.impl;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fragcache.BlockData;
import org.fragcache.FileCache;
import org.fragcache.FragmentCache;
import org.fragcache.Scope;
import org.fragcache.StateBuffer;
import org.fragcache.Status;
import org.fragcache.baseline.DesignView;
import org.fragcache.baseline.FileCaches;

/**
 * The calls of {@code DesignScript.tla} on the Java cache of a design: a file of n cached blocks, k
 * clones of it, each of the one before; then each call that has a price.
 */
public final class CostScript {
  private static final int UNIT = Machine.UNIT_SIZE;

  /**
   * A step that is counted.
   *
   * @param step as the script names it
   * @param before the state before it, in the variables of the design's module
   * @param after the state after it
   * @param cached folios that are cached then
   * @param storeReads blocks read from the store by the reads before it
   */
  public record Sample(String step, String before, String after, int cached, long storeReads) {}

  private final Subject on;
  private final int n;
  private final List<String> files;
  private final List<Sample> samples = new ArrayList<>();
  private long storeReads;

  private CostScript(Subject on, int n, List<String> files) {
    this.on = on;
    this.n = n;
    this.files = files;
  }

  /**
   * Runs it.
   *
   * @param design whose module's name is {@code NoSharing}, {@code PerPageCount}, {@code
   *     MappingRedirect} or {@code Fragments}
   * @param n blocks, at least 2
   * @param k clones, 3 to 98
   * @return the steps that the cache can do
   */
  public static List<Sample> run(String design, int n, int k) {
    List<String> files = new ArrayList<>();
    for (int i = 1; i <= k + 1; i++) {
      files.add(String.format(Locale.ROOT, "f%02d", i));
    }
    CostScript cached = new CostScript(subject(design, files, n), n, files);
    cached.whileCached();
    CostScript evicted = new CostScript(subject(design, files, n), n, files);
    evicted.afterEviction();
    List<Sample> all = new ArrayList<>(cached.samples);
    all.addAll(evicted.samples);
    return all;
  }

  private void setup() {
    files.forEach(f -> ok(cache().create(f)));
    for (int b = 0; b < n; b++) {
      write(files.get(0), b);
    }
    ok(cache().fsync(files.get(0)));
    for (int i = 1; i < files.size(); i++) {
      String from = files.get(i - 1);
      String to = files.get(i);
      counted(i == 1 ? "clone" : "clone of a clone", () -> ok(cache().clone(from, 0, 0, to, 0)));
    }
  }

  private void whileCached() {
    setup();
    readAll();
    counted("cached", () -> read(files.get(0), 0));
    if (on.migrates()) {
      counted("migrate", on::migrate);
    }
    if (on.reclaims()) {
      counted("reclaim", () -> files.forEach(on::reclaim));
      readAll();
    }
    counted("write", () -> write(files.get(1), 1)); // not that which was reclaimed
    counted("truncate", () -> ok(cache().truncate(files.get(2), 0)));
  }

  private void afterEviction() {
    setup();
    samples.clear();
    if (on.reclaims()) {
      files.forEach(on::evict);
      readAll();
      counted("refill", () -> read(files.get(0), 0));
    }
  }

  private void counted(String step, Runnable call) {
    String before = on.state();
    call.run();
    samples.add(new Sample(step, before, on.state(), cache().stats().cachedFolios(), storeReads));
  }

  private FileCache cache() {
    return on.cache();
  }

  private void readAll() {
    long before = cache().stats().storeReads();
    for (String f : files) {
      for (int b = 0; b < n; b++) {
        read(f, b);
      }
    }
    storeReads = cache().stats().storeReads() - before;
  }

  private void read(String f, int b) {
    ByteBuffer dst = ByteBuffer.allocate(UNIT);
    ok(cache().read(f, (long) b * UNIT, dst));
    if (dst.hasRemaining()) {
      throw new IllegalStateException("a read of the script: short, expected a whole block");
    }
  }

  private void write(String f, int b) {
    ok(cache().write(f, (long) b * UNIT, FileBinder.unit(1).rewind()));
  }

  private static void ok(Status status) {
    if (status != Status.OK) {
      throw new IllegalStateException("a call of the script: " + status + ", expected OK");
    }
  }

  private static Subject subject(String design, List<String> files, int n) {
    FileCaches builder = FileCaches.builder().blockSize(UNIT).maxFileBlocks(n);
    return switch (design) {
      case "NoSharing" -> new Baseline(builder.noSharing(), files, n, true);
      case "PerPageCount" -> new Baseline(builder.perPageCount(), files, n, true);
      case "MappingRedirect" -> new Baseline(builder.mappingRedirect(), files, n, false);
      case "Fragments" -> new Fragments(files, n);
      default -> throw new IllegalArgumentException(design + ": no such cache in Java");
    };
  }

  /** A cache, and what the kernel does to it by itself, to block 0 of the files. */
  private interface Subject {
    FileCache cache();

    String state();

    boolean reclaims();

    /** The folio that a file has of block 0 is freed, if it is cached still. */
    void reclaim(String file);

    void evict(String file);

    boolean migrates();

    void migrate();
  }

  private record Baseline(FileCache cache, DesignView view, boolean reclaims) implements Subject {
    Baseline(FileCache cache, List<String> files, int n, boolean reclaims) {
      this(cache, DesignView.of(cache, files, n, BlockData.patterned()), reclaims);
    }

    @Override
    public String state() {
      return BaselineSubject.text(view.observe());
    }

    @Override
    public void reclaim(String file) {
      view.reclaim(view.folio(file, 0));
      view.observe();
    }

    @Override
    public void evict(String file) {
      view.evict(file);
      view.observe();
    }

    @Override
    public boolean migrates() {
      return false;
    }

    @Override
    public void migrate() {
      throw new IllegalStateException("no baseline moves folios");
    }
  }

  private record Fragments(FragmentCache cache, Scope scope) implements Subject {
    Fragments(List<String> files, int n) {
      this(
          FragmentCache.builder().blockSize(UNIT).maxFileBlocks(n).build(),
          Scope.of(files, n, BlockData.patterned()));
    }

    @Override
    public String state() {
      StateBuffer text = new StateBuffer();
      cache.encodeState(scope, text);
      return text.toString();
    }

    @Override
    public boolean reclaims() {
      return true;
    }

    @Override
    public void reclaim(String file) {
      cache.environment().reclaimFragment(1, 0);
    }

    @Override
    public void evict(String file) {
      cache.environment().evict(file);
    }

    @Override
    public boolean migrates() {
      return true;
    }

    @Override
    public void migrate() {
      if (!cache.environment().migrateFragment(1, 0)) {
        throw new IllegalStateException("the folio did not move, expected it moved");
      }
    }
  }
}
