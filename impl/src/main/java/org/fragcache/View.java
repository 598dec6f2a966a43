package org.fragcache;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A process's view of a whole file: its page table. Its monitor, as the lock of a page table,
 * guards it. A load or store through an entry goes on under it, so an entry that is zapped is
 * flushed as well: what a TLB would keep, nobody keeps (D14).
 */
final class View {
  final String process;
  final Inode file;
  final MapKind kind;

  /** By block; none where there is a copy. */
  final EntryArray pte = new EntryArray();

  /** Unmapped: who has found it before finds nothing. */
  boolean gone;

  private final Map<Integer, ByteBuffer> copies = new HashMap<>(0);

  View(String process, Inode file, MapKind kind) {
    this.process = process;
    this.file = file;
    this.kind = kind;
  }

  /** The view's own copy of a block, or null. */
  @Nullable ByteBuffer copy(int b) {
    return copies.get(b);
  }

  void setCopy(int b, ByteBuffer data) {
    copies.put(b, data);
  }

  /** Copies of blocks from b on go. */
  synchronized void dropCopies(int b) {
    copies.keySet().removeIf(i -> i >= b);
  }

  /** One past the last block that has an entry or a copy. */
  synchronized int end() {
    int end = pte.end();
    for (int b : copies.keySet()) {
      end = Math.max(end, b + 1);
    }
    return end;
  }

  @Override
  public String toString() {
    return "view of " + file.name + " by " + process;
  }
}
