package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A small cache whose units are numbers, and what tests ask of it. Positions are in units. */
final class Rig {
  static final int BLOCK = 64;

  final BlockData data = BlockData.patterned();
  final int unit;
  final FragmentCache cache;
  final Scope scope;

  /** A block is a unit. */
  Rig(int blocks, String... files) {
    this(FragmentCache.builder().blockSize(BLOCK), blocks, files);
  }

  Rig(FragmentCacheBuilder builder, int blocks, String... files) {
    this(builder, blocks, 1, files);
  }

  /** Processes p and q, handles h and i. */
  Rig(FragmentCacheBuilder builder, int blocks, int unitsPerBlock, String... files) {
    this.cache = builder.maxFileBlocks(blocks).build();
    this.unit = cache.blockSize() / unitsPerBlock;
    this.scope =
        Scope.of(List.of(files), blocks, unitsPerBlock, List.of("p", "q"), List.of("h", "i"), data);
  }

  /** Makes files, each with these numbers as content. */
  Rig create(String name, int... content) {
    assertThat(cache.create(name)).isEqualTo(Status.OK);
    for (int u = 0; u < content.length; u++) {
      write(name, u, content[u]);
    }
    return this;
  }

  long pos(int u) {
    return (long) u * unit;
  }

  Rig write(String name, int u, int d) {
    assertThat(tryWrite(name, u, d)).isEqualTo(Status.OK);
    return this;
  }

  Status tryWrite(String name, int u, int d) {
    return cache.write(name, pos(u), unit(d));
  }

  Status truncate(String name, int n) {
    return cache.truncate(name, pos(n));
  }

  Status punch(String name, int u, int n) {
    return cache.punch(name, pos(u), pos(n));
  }

  Rig clone(String from, String to) {
    return clone(from, 0, 0, to, 0);
  }

  Rig clone(String from, int u, int n, String to, int v) {
    assertThat(tryClone(from, u, n, to, v)).isEqualTo(Status.OK);
    return this;
  }

  Status tryClone(String from, int u, int n, String to, int v) {
    return cache.clone(from, pos(u), pos(n), to, pos(v));
  }

  Status dedupe(String from, int u, int n, String to, int v) {
    return cache.dedupe(from, pos(u), pos(n), to, pos(v));
  }

  Rig map(String process, String file, MapKind kind) {
    assertThat(cache.process(process).map(file, kind)).isEqualTo(Status.OK);
    return this;
  }

  /** What a process sees. */
  int load(String process, int u) {
    ByteBuffer dst = buffer();
    assertThat(cache.process(process).load(pos(u), dst)).isEqualTo(Status.OK);
    return data.decode(dst.flip());
  }

  Status tryLoad(String process, int u) {
    return cache.process(process).load(pos(u), buffer());
  }

  Rig store(String process, int u, int d) {
    assertThat(tryStore(process, u, d)).isEqualTo(Status.OK);
    return this;
  }

  Status tryStore(String process, int u, int d) {
    return cache.process(process).store(pos(u), unit(d));
  }

  Rig pin(String handle, String file, int u, PinKind kind) {
    assertThat(tryPin(handle, file, u, kind)).isEqualTo(Status.OK);
    return this;
  }

  Status tryPin(String handle, String file, int u, PinKind kind) {
    return cache.pinHandle(handle).pin(file, pos(u), kind);
  }

  int pinLoad(String handle) {
    ByteBuffer dst = buffer();
    assertThat(cache.pinHandle(handle).load(dst)).isEqualTo(Status.OK);
    return data.decode(dst.flip());
  }

  Rig pinStore(String handle, int d) {
    assertThat(cache.pinHandle(handle).store(unit(d))).isEqualTo(Status.OK);
    return this;
  }

  Rig unpin(String handle) {
    assertThat(cache.pinHandle(handle).unpin()).isEqualTo(Status.OK);
    return this;
  }

  /** The number in a unit, or null at or past the end of the file. */
  @Nullable Integer read(String name, int u) {
    ByteBuffer dst = buffer();
    assertThat(cache.read(name, pos(u), dst)).isEqualTo(Status.OK);
    return dst.position() == 0 ? null : (Integer) data.decode(dst.flip());
  }

  void assertContent(String name, int... content) {
    assertThat(cache.size(name)).isEqualTo(pos(content.length));
    for (int u = 0; u < content.length; u++) {
      assertThat(read(name, u)).as("%s unit %d", name, u).isEqualTo(content[u]);
    }
    assertThat(read(name, content.length)).isNull();
  }

  private ByteBuffer buffer() {
    return ByteBuffer.allocate(unit).order(ByteOrder.LITTLE_ENDIAN);
  }

  ByteBuffer unit(int d) {
    ByteBuffer bytes = ByteBuffer.allocate(unit);
    data.encode(d, bytes);
    return bytes.flip();
  }

  Environment environment() {
    return cache.environment();
  }

  /** The whole state. */
  String state() {
    return new String(cache.encodeState(scope), StandardCharsets.US_ASCII);
  }

  /** The value of one variable of the specification. */
  String variable(String name) {
    return state()
        .lines()
        .filter(line -> line.startsWith(name + "="))
        .findFirst()
        .orElseThrow()
        .substring(name.length() + 1);
  }
}
