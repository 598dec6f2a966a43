package org.fragcache.conformance.dir;

import com.sun.jna.Memory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.fragcache.conformance.Bounds;
import org.fragcache.conformance.Subject.Bound;
import org.fragcache.conformance.log.Event;
import org.fragcache.conformance.log.LoggingThread.Ended;
import org.fragcache.conformance.race.Scene;
import org.fragcache.spec.oracle.Call;

/**
 * A directory as a scene: calls are system calls, those of views copies to and from a mapping. What
 * happens without a call is that a file is written and its cache dropped.
 */
public final class RaceScene implements Scene {
  private static final long PAUSE_MILLIS = 1;

  private final Bounds bounds;
  private final Directory directory;
  private final UnitBytes units;
  private final Kernel environment = new Kernel();
  private final List<Memory> paths;

  /**
   * Takes a directory.
   *
   * @param bounds of a model whose programs stay within the size that a file has, so that a view
   *     may be of any unit
   * @throws org.fragcache.spec.UsageException if it cannot be had
   */
  public RaceScene(String path, Bounds bounds) {
    this.bounds = bounds;
    this.directory = new Directory(path);
    this.units = new UnitBytes(directory.blockSize() / bounds.unitsPerBlock());
    this.paths = bounds.files().stream().map(directory::file).toList();
  }

  @Override
  public Caller caller(boolean direct) {
    return new Calls(direct);
  }

  @Override
  public void disturb(SplittableRandom random) {
    directory.enter();
    try {
      long fd = environment.open(paths.get(random.nextInt(paths.size())), Kernel.O_RDWR);
      if (fd >= 0) {
        environment.fsync(fd);
        environment.dropCache(fd);
        environment.close(fd);
      }
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      directory.leave();
    }
  }

  @Override
  public List<String> failures(Ended<Event> ended) {
    return ended.failures();
  }

  @Override
  public void close() {
    directory.close();
  }

  /** Those of one thread, with mappings of its own. */
  private final class Calls implements Caller {
    private final FileCalls files;
    private final Views views = new Views(bounds, directory, units);
    private final Map<Call, Bound> bound = new HashMap<>();

    Calls(boolean direct) {
      files = new FileCalls(bounds, directory, units, FileLimit.NONE, direct);
    }

    @Override
    public Optional<String> make(Call call) {
      Bound ready = bound.computeIfAbsent(call, this::bind);
      try {
        return Optional.of(ready.apply());
      } catch (TornUnitException e) {
        if (!call.name().equals("Read") && !call.name().equals("Load")) {
          throw e;
        }
        return Optional.empty();
      }
    }

    private Bound bind(Call call) {
      return Views.has(call) ? views.bind(call) : files.bind(call);
    }

    @Override
    public void close() {
      views.close();
    }
  }
}
