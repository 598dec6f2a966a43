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
  private static final long GONE = -1; // in place of a block

  private final BlockStore store;
  private final TreeMap<Integer, Long> blocks = new TreeMap<>(); // name to block
  private final TreeMap<Integer, Integer> values = new TreeMap<>();
  private Map<Integer, ByteBuffer> last = Map.of(); // entries as last committed

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
    client.apply(ByteBuffer.wrap(store.metadata()));
    for (byte[] record : store.log()) {
      client.apply(ByteBuffer.wrap(record));
    }
    client.last = client.entries();
    for (long block : client.blocks.values()) {
      store.claim(block);
    }
    client.check();
    client.allowed.set(0, Map.copyOf(client.values));
    return client;
  }

  private void apply(ByteBuffer entries) {
    while (entries.hasRemaining()) {
      int name = entries.getInt();
      long block = entries.getLong();
      int value = entries.getInt();
      if (block == GONE) {
        blocks.remove(name);
        values.remove(name);
      } else {
        blocks.put(name, block);
        values.put(name, value);
      }
    }
  }

  private Map<Integer, ByteBuffer> entries() {
    Map<Integer, ByteBuffer> entries = new TreeMap<>();
    values.forEach(
        (name, value) -> entries.put(name, entry(name, blocks.getOrDefault(name, GONE), value)));
    return entries;
  }

  private static ByteBuffer entry(int name, long block, int value) {
    return ByteBuffer.allocate(ENTRY).putInt(name).putLong(block).putInt(value).flip();
  }

  private static byte[] bytes(Map<Integer, ByteBuffer> entries) {
    ByteBuffer bytes = ByteBuffer.allocate(entries.size() * ENTRY);
    entries.values().forEach(entry -> bytes.put(entry.duplicate()));
    return bytes.array();
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
    allowed.add(Map.copyOf(values));
    store.commit(bytes(entries()));
    committed();
  }

  /** As {@link #commit}, of what has changed if the store has room for it. */
  void append() throws IOException {
    Map<Integer, ByteBuffer> now = entries();
    Map<Integer, ByteBuffer> record = new TreeMap<>(now);
    record.entrySet().removeIf(entry -> entry.getValue().equals(last.get(entry.getKey())));
    for (int name : last.keySet()) {
      if (!now.containsKey(name)) {
        record.put(name, entry(name, GONE, 0));
      }
    }
    allowed.add(Map.copyOf(values));
    if (!store.append(bytes(record))) {
      store.commit(bytes(now));
    }
    committed();
  }

  private void committed() {
    allowed.clear();
    allowed.add(Map.copyOf(values));
    last = entries();
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
