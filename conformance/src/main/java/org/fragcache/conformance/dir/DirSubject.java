package org.fragcache.conformance.dir;

import com.sun.jna.Memory;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fragcache.conformance.Bounds;
import org.fragcache.conformance.Projection;
import org.fragcache.conformance.ReplayModel;
import org.fragcache.conformance.Subject;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.value.TlaState;
import org.fragcache.spec.value.TlaValue;

/**
 * Files in a mounted directory. A unit is the file system's block size divided by {@code
 * UnitsPerBlock}. Of the state it gives which files exist, their sizes and their bytes, all of
 * them, as system calls show them.
 *
 * <p>Its {@link #finalCheck} looks whether the bytes are still so after they were written and what
 * was cached of them was dropped.
 */
public final class DirSubject implements Subject {
  private static final Set<String> SEEN = Set.of("content", "exists", "size");
  private static final Projection COMPARED = Projection.of(SEEN);

  /** What a place of {@link #observeInto} has for a file that is not there. */
  private static final int ABSENT = -1;

  private final Directory directory;
  private final Bounds bounds;
  private final UnitBytes units;
  private final FileCalls calls;
  private final Views views;
  private final Kernel kernel = new Kernel();
  private final List<Memory> files = new ArrayList<>();
  private final int maxUnits;
  private final Memory buffer;
  private final ByteBuffer contents; // of the buffer
  private final Map<IntBuffer, byte[]> encodings = new HashMap<>();
  private final Map<ByteBuffer, byte[]> projections = new HashMap<>();

  /**
   * Takes the directory.
   *
   * @throws UsageException if it cannot be had, or cannot have the model
   */
  public DirSubject(String path, ReplayModel model) {
    this.bounds = model.bounds();
    require(model, model.oracle().variables().containsAll(SEEN), "what an application sees");
    require(
        model, !bounds.memoryBacked() && bounds.capacity() == 0, "files on disk, without limit");
    require(model, bounds.handles().isEmpty(), "no pins");
    this.directory = new Directory(path);
    try {
      int unit = directory.blockSize() / bounds.unitsPerBlock();
      require(
          model,
          unit * bounds.unitsPerBlock() == directory.blockSize() && unit % Long.BYTES == 0,
          "units of whole words in blocks of " + directory.blockSize() + " bytes");
      require(
          model,
          bounds.processes().isEmpty() || unit == Kernel.pageSize(),
          "no views, for a unit of " + unit + " bytes is no page");
      this.units = new UnitBytes(unit);
      this.maxUnits = bounds.blocks() * bounds.unitsPerBlock();
      this.buffer = new Memory((maxUnits + 1L) * unit);
      this.contents = buffer.getByteBuffer(0, buffer.size());
      FileLimit limit = FileLimit.of((long) maxUnits * unit);
      this.calls = new FileCalls(bounds, directory, units, limit);
      this.views = new Views(bounds, directory, units);
      bounds.files().forEach(f -> files.add(directory.file(f)));
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private static void require(ReplayModel model, boolean holds, String expected) {
    if (!holds) {
      throw new UsageException(
          model.name() + " cannot be had by subject dir; expected a model of " + expected);
    }
  }

  @Override
  public String name() {
    return "dir:" + directory.path();
  }

  /** The block size of the file system, in bytes. */
  public int blockSize() {
    return directory.blockSize();
  }

  @Override
  public void reset() {
    views.reset();
    directory.enter();
    try {
      for (Memory file : files) {
        long gone = kernel.unlink(file);
        if (gone < 0 && gone != -Errno.ENOENT) {
          throw new UsageException(name() + ": a file cannot be removed: " + Errno.status(gone));
        }
      }
    } finally {
      directory.leave();
    }
  }

  @Override
  public Bound bind(Call call) {
    return Views.has(call) ? views.bind(call) : calls.bind(call);
  }

  @Override
  public Projection compared() {
    return COMPARED;
  }

  @Override
  public byte[] observe() {
    return seen().clone();
  }

  /** Not by {@link Projection} each time: there are many comparisons, and few states. */
  @Override
  public boolean isIn(byte[] encoding) {
    return Arrays.equals(
        seen(), projections.computeIfAbsent(ByteBuffer.wrap(encoding), e -> COMPARED.of(encoding)));
  }

  private byte[] seen() {
    int[] seen = new int[files.size() * (maxUnits + 1)];
    for (int f = 0; f < files.size(); f++) {
      observeInto(seen, f, false);
    }
    return encodings.computeIfAbsent(IntBuffer.wrap(seen), this::encode);
  }

  /**
   * The size of a file and its units.
   *
   * @param cold whether it is to be written and dropped from the cache before
   */
  private void observeInto(int[] seen, int file, boolean cold) {
    int at = file * (maxUnits + 1);
    long fd = kernel.open(files.get(file), Kernel.O_RDWR);
    if (fd == -Errno.ENOENT) {
      seen[at] = ABSENT;
      return;
    }
    require(fd, "open");
    try {
      if (cold) {
        require(kernel.fsync(fd), "fsync");
        require(kernel.dropCache(fd), "posix_fadvise");
        long left = kernel.cachedPages(fd); // not known before Linux 6.5
        if (left > 0 && !views.any()) {
          throw new IllegalStateException(left + " pages are cached after a drop; expected none");
        }
      }
      long size = kernel.size(fd);
      long read = kernel.pread(fd, buffer, buffer.size(), 0);
      if (size != read || size % units.size() != 0 || size > (long) maxUnits * units.size()) {
        throw new TornUnitException(
            String.format(
                "%s: size %d, and %d bytes read (%s); expected both the same, units of %d, at most"
                    + " %d",
                bounds.files().get(file), size, read, Errno.status(read), units.size(), maxUnits));
      }
      seen[at] = (int) (size / units.size());
      for (int u = 0; u < seen[at]; u++) {
        seen[at + 1 + u] = units.decode(contents, u * units.size());
      }
    } finally {
      kernel.close(fd);
    }
  }

  private static void require(long result, String call) {
    if (result < 0) {
      throw new IllegalStateException(call + ": " + Errno.status(result));
    }
  }

  private byte[] encode(IntBuffer seen) {
    Map<TlaValue, TlaValue> exists = new HashMap<>();
    Map<TlaValue, TlaValue> size = new HashMap<>();
    Map<TlaValue, TlaValue> content = new HashMap<>();
    for (int f = 0; f < files.size(); f++) {
      int at = f * (maxUnits + 1);
      TlaValue name = TlaValue.model(bounds.files().get(f));
      exists.put(name, TlaValue.of(seen.get(at) != ABSENT));
      size.put(name, TlaValue.of((long) Math.max(0, seen.get(at))));
      Map<TlaValue, TlaValue> bytes = new HashMap<>();
      for (int u = 0; u < maxUnits; u++) {
        bytes.put(TlaValue.of((long) u), TlaValue.of((long) seen.get(at + 1 + u)));
      }
      content.put(name, TlaValue.function(bytes));
    }
    Map<String, TlaValue> variables =
        Map.of(
            "exists", TlaValue.function(exists),
            "size", TlaValue.function(size),
            "content", TlaValue.function(content));
    return TlaState.of(variables).canonical().getBytes(StandardCharsets.UTF_8);
  }

  /** The kernel has none that it would tell. */
  @Override
  public String selfCheck() {
    return "";
  }

  /** Whether each file is the same when it was written and read again from the device. */
  @Override
  public String finalCheck() {
    try {
      return coldRead();
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private String coldRead() {
    for (int f = 0; f < files.size(); f++) {
      int[] warm = new int[files.size() * (maxUnits + 1)];
      int[] cold = warm.clone();
      observeInto(warm, f, false);
      observeInto(cold, f, true);
      if (!IntBuffer.wrap(warm).equals(IntBuffer.wrap(cold))) {
        return "file "
            + bounds.files().get(f)
            + " read again after fsync and a drop of its cache: units "
            + text(cold, f)
            + ", expected "
            + text(warm, f);
      }
    }
    return "";
  }

  private String text(int[] seen, int file) {
    int at = file * (maxUnits + 1);
    List<Integer> units = new ArrayList<>();
    for (int u = 0; u < seen[at]; u++) {
      units.add(seen[at + 1 + u]);
    }
    return seen[at] == ABSENT ? "of no file" : units.toString();
  }

  @Override
  public void close() {
    views.close();
    directory.close();
  }
}
