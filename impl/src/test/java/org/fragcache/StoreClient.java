package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An owner of blocks as a cache is one: names with a value each, kept in a block of its own that is
 * never changed in place once committed; the metadata say which block and value each name has.
 */
final class StoreClient {
  private static final int ENTRY = 16;

  private final BlockStore store;
  private final TreeMap<Integer, Long> blocks = new TreeMap<>(); // name to block
  private final TreeMap<Integer, Integer> values = new TreeMap<>();

  /**
   * What a crash now may leave: of the last commit that returned, and of those that failed since.
   */
  final List<Map<Integer, Integer>> allowed = new ArrayList<>();

  /** On an empty store. */
  StoreClient(BlockStore store) {
    this.store = store;
    allowed.add(Map.of());
  }

  /** On a store that was opened: claims and reads every block. */
  static StoreClient recover(BlockStore store) throws IOException {
    StoreClient client = new StoreClient(store);
    ByteBuffer metadata = ByteBuffer.wrap(store.metadata());
    while (metadata.hasRemaining()) {
      int name = metadata.getInt();
      client.blocks.put(name, metadata.getLong());
      client.values.put(name, metadata.getInt());
    }
    for (long block : client.blocks.values()) {
      store.claim(block);
    }
    client.check();
    client.allowed.set(0, Map.copyOf(client.values));
    return client;
  }

  Map<Integer, Integer> values() {
    return Map.copyOf(values);
  }

  /** Every name's block has the bytes that were written for it. */
  void check() throws IOException {
    for (Map.Entry<Integer, Integer> entry : values.entrySet()) {
      ByteBuffer actual = ByteBuffer.allocate(store.blockSize());
      long block = blocks.getOrDefault(entry.getKey(), -1L);
      store.read(block, actual);
      assertThat(actual.flip())
          .as("name %d, block %d", entry.getKey(), block)
          .isEqualTo(bytes(entry.getKey(), entry.getValue()));
    }
    assertThat(store.allocated()).isEqualTo(values.size());
  }

  void put(int name, int value) throws IOException {
    long block = store.allocate();
    boolean written = false;
    try {
      store.write(block, bytes(name, value));
      written = true;
    } finally {
      if (!written) {
        store.free(block);
      }
    }
    remove(name);
    blocks.put(name, block);
    values.put(name, value);
  }

  void remove(int name) {
    Long old = blocks.remove(name);
    if (old != null) {
      store.free(old);
      values.remove(name);
    }
  }

  void commit() throws IOException {
    ByteBuffer metadata = ByteBuffer.allocate(values.size() * ENTRY);
    values.forEach(
        (name, value) ->
            metadata.putInt(name).putLong(blocks.getOrDefault(name, -1L)).putInt(value));
    Map<Integer, Integer> now = Map.copyOf(values);
    allowed.add(now);
    store.commit(metadata.array());
    allowed.clear();
    allowed.add(now);
  }

  /** Differs in every four bytes of a block from those of any other name or value. */
  private ByteBuffer bytes(int name, int value) {
    ByteBuffer block = ByteBuffer.allocate(store.blockSize());
    while (block.hasRemaining()) {
      block.putShort((short) name).putShort((short) value);
    }
    return block.flip();
  }
}
