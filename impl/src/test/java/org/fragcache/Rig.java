package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A small cache whose blocks are numbers, and what tests ask of it. */
final class Rig {
  static final int BLOCK = 64;

  final BlockData data = BlockData.patterned();
  final FragmentCache cache;
  final Scope scope;

  Rig(int blocks, String... files) {
    this(FragmentCache.builder().blockSize(BLOCK), blocks, files);
  }

  Rig(FragmentCacheBuilder builder, int blocks, String... files) {
    this.cache = builder.maxFileBlocks(blocks).build();
    this.scope = Scope.of(List.of(files), blocks, data);
  }

  /** Makes files, each with these numbers as content. */
  Rig create(String name, int... content) {
    assertThat(cache.create(name)).isEqualTo(Status.OK);
    for (int b = 0; b < content.length; b++) {
      write(name, b, content[b]);
    }
    return this;
  }

  Rig write(String name, int b, int d) {
    assertThat(cache.write(name, b, block(d))).isEqualTo(Status.OK);
    return this;
  }

  Rig clone(String from, String to) {
    return clone(from, 0, 0, to, 0);
  }

  Rig clone(String from, int b, int n, String to, int c) {
    assertThat(cache.clone(from, b, n, to, c)).isEqualTo(Status.OK);
    return this;
  }

  /** The number in a block, or null at or past the end of the file. */
  @Nullable Integer read(String name, int b) {
    ByteBuffer dst = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(cache.read(name, b, dst)).isEqualTo(Status.OK);
    return dst.position() == 0 ? null : (Integer) data.decode(dst.flip());
  }

  void assertContent(String name, int... content) {
    assertThat(cache.size(name)).isEqualTo(content.length);
    for (int b = 0; b < content.length; b++) {
      assertThat(read(name, b)).as("%s block %d", name, b).isEqualTo(content[b]);
    }
    assertThat(read(name, content.length)).isNull();
  }

  ByteBuffer block(int d) {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    data.encode(d, block);
    return block.flip();
  }

  /** The value of one variable of the specification. */
  String variable(String name) {
    String state = new String(cache.encodeState(scope), StandardCharsets.US_ASCII);
    return state
        .lines()
        .filter(line -> line.startsWith(name + "="))
        .findFirst()
        .orElseThrow()
        .substring(name.length() + 1);
  }
}
