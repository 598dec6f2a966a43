package org.fragcache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The encoding that {@link Metadata} and {@link Delta} have in common: big endian, what there is
 * several of is counted.
 *
 * <pre>
 *   string   length, UTF-8
 *   map      runs of: at (4) length (4) extent (4), 0 if own   first block, or offset (8)
 *   extent   number (4) length (4)   blocks: runs of at, length, first block (8)
 * </pre>
 */
final class MetadataBytes {
  static final int VERSION = 2;
  private static final int RUN = 2 * Integer.BYTES + Long.BYTES;

  /** Writes bytes; an array cannot fail. */
  interface Writer {
    void write(DataOutputStream out) throws IOException;
  }

  /** Reads what a {@link Writer} wrote. */
  interface Reader {
    void read(DataInputStream in) throws IOException;
  }

  private MetadataBytes() {}

  static byte[] encode(int magic, Writer body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(magic);
      out.writeInt(VERSION);
      body.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not from a byte array
    }
    return bytes.toByteArray();
  }

  /**
   * Reads all of these bytes.
   *
   * @throws IOException if they are of another kind or version, too few, or too many
   */
  static void decode(int magic, byte[] bytes, Reader body) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      require(in.readInt() == magic, "not of a fragment cache");
      int version = in.readInt();
      require(version == VERSION, "version " + version + ", expected " + VERSION);
      body.read(in);
      require(in.available() == 0, in.available() + " bytes too many");
    } catch (EOFException e) {
      throw new IOException("metadata: " + bytes.length + " bytes, expected more", e);
    }
  }

  static void require(boolean condition, String problem) throws IOException {
    if (!condition) {
      throw new IOException("metadata: " + problem);
    }
  }

  /** A number of things of this size at least, which must be there. */
  static int count(DataInputStream in, int size) throws IOException {
    int n = in.readInt();
    require(n >= 0 && n <= in.available() / size, "a count of " + n);
    return n;
  }

  /** Whether a name that is written is read as what it was: half a surrogate pair is not. */
  static boolean holds(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isSurrogate(c)) {
        i++; // the other half of the pair
        if (i == name.length() || !Character.isSurrogatePair(c, name.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }

  static void writeName(DataOutputStream out, String name) throws IOException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String readName(DataInputStream in) throws IOException {
    byte[] name = new byte[count(in, 1)];
    in.readFully(name);
    return new String(name, StandardCharsets.UTF_8);
  }

  private interface ValueWriter<V> {
    void write(RunMap.Run<V> run) throws IOException;
  }

  private static <V> void writeRuns(DataOutputStream out, RunMap<V> runs, ValueWriter<V> value)
      throws IOException {
    out.writeInt(runs.size());
    for (RunMap.Run<V> run = runs.next(0); run != null; run = runs.next(run.end())) {
      out.writeInt(run.at());
      out.writeInt(run.len());
      value.write(run);
    }
  }

  private interface ValueReader<V> {
    V read(int at, int len) throws IOException;
  }

  private static <V> RunMap<V> readRuns(DataInputStream in, int size, ValueReader<V> value)
      throws IOException {
    RunMap<V> runs = new RunMap<>();
    for (int n = count(in, size); n > 0; n--) {
      int at = in.readInt();
      int len = in.readInt();
      require(
          at >= runs.end() && len > 0 && at <= Integer.MAX_VALUE - len,
          "a run of " + len + " at " + at);
      runs.put(at, len, value.read(at, len));
    }
    return runs;
  }

  static void writeMap(DataOutputStream out, RunMap<Stored> map) throws IOException {
    writeRuns(
        out,
        map,
        run -> {
          if (run.value() instanceof Blocks.Own own) {
            out.writeInt(0);
            out.writeLong(own.block(run.at()));
          } else {
            Stored.Shared shared = (Stored.Shared) run.value();
            out.writeInt(shared.extent());
            out.writeLong(shared.offset(run.at()));
          }
        });
  }

  static RunMap<Stored> readMap(DataInputStream in) throws IOException {
    return readRuns(
        in,
        RUN + Integer.BYTES,
        (at, len) -> {
          int e = in.readInt();
          if (e == 0) {
            return readOwn(in, at, len);
          }
          long o = in.readLong();
          require(e > 0 && o >= 0 && o <= Integer.MAX_VALUE - len, "extent " + e + " offset " + o);
          return new Stored.Shared(e, (int) o - at);
        });
  }

  static void writeBlocks(DataOutputStream out, RunMap<Blocks.Own> blocks) throws IOException {
    writeRuns(out, blocks, run -> out.writeLong(run.value().block(run.at())));
  }

  static RunMap<Blocks.Own> readBlocks(DataInputStream in) throws IOException {
    return readRuns(in, RUN, (at, len) -> readOwn(in, at, len));
  }

  private static Blocks.Own readOwn(DataInputStream in, int at, int len) throws IOException {
    long block = in.readLong();
    require(block >= 0 && block <= Integer.MAX_VALUE - len, "store block " + block);
    return new Blocks.Own(block - at);
  }

  static void writeCounts(DataOutputStream out, RunMap<Long> counts) throws IOException {
    writeRuns(out, counts, run -> out.writeLong(run.value()));
  }

  static RunMap<Long> readCounts(DataInputStream in) throws IOException {
    return readRuns(
        in,
        RUN,
        (at, len) -> {
          long n = in.readLong();
          require(n > 0, n + " references");
          return n;
        });
  }

  static void writeRanges(DataOutputStream out, RunMap<Boolean> ranges) throws IOException {
    writeRuns(out, ranges, run -> {});
  }

  static RunMap<Boolean> readRanges(DataInputStream in) throws IOException {
    return readRuns(in, 2 * Integer.BYTES, (at, len) -> Boolean.TRUE);
  }
}
