package org.fragcache;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As {@link InvariantCheckerTest}: invariants of views, pins, space and what lasts. */
final class HeldInvariantsTest {
  private final Rig rig = new Rig(4, "a", "b");
  private final PageCache cache = rig.cache.internals();
  private Inode a = new Inode("", 0);
  private Inode b = new Inode("", 0);

  /** As in {@link InvariantCheckerTest}. */
  @BeforeEach
  void build() {
    rig.create("a", 1, 2).create("b").clone("a", "b");
    rig.write("a", 1, 5).write("a", 2, 3);
    rig.environment().writeback("a", 2);
    rig.truncate("a", 4);
    a = Objects.requireNonNull(cache.inodes.get("a"));
    b = Objects.requireNonNull(cache.inodes.get("b"));
    rig.cache.checkInvariants();
  }

  @Test
  void oneOwnerInv_detachedFolioUnderASlot_isRed() {
    rig.pin("h", "a", 1, PinKind.READ);
    Object slot = a.slot(1);
    rig.punch("a", 1, 1);
    a.mapping().slots.store(1, 1, slot);
    assertRed("OneOwnerInv: folio 3: places [file a at 1], expected []");
  }

  @Test
  void folioRefsInv_entryWithoutReference_isRed() {
    View v = view("p", "a", 0);
    v.pte.set(1, Pte.of(3, false));
    assertRed("FolioRefsInv: folio 3: refs 1, expected 2");
    v.pte.set(1, Pte.of(5, false));
    assertRed("FolioRefsInv: free folios: references {5=1}, expected none");
  }

  @Test
  void folioRefsInv_pinCountsDiffer_isRed() {
    rig.pin("h", "a", 1, PinKind.WRITE);
    Folio p = cache.folios.get(3);
    p.unpin(PinKind.WRITE);
    p.get();
    assertRed("FolioRefsInv: folio 3: pins 0, expected 1");
    p.put();
    p.pin(PinKind.READ);
    assertRed("FolioRefsInv: folio 3: write pins 0, expected 1");
  }

  @Test
  void pinnedDirtyInv_cleanUnderWritePin_isRed() {
    rig.pin("h", "a", 1, PinKind.WRITE);
    cache.folios.get(3).clear(Folio.DIRTY);
    assertRed("PinnedDirtyInv: folio 3: clean under a write pin, expected dirty");
  }

  @Test
  void pinnedDirtyInv_poisonedUnderPin_isRed() {
    rig.pin("h", "a", 1, PinKind.READ);
    cache.folios.get(3).set(Folio.POISONED);
    assertRed("PinnedDirtyInv: folio 3: pinned and poisoned, expected not both");
  }

  @Test
  void fragmentCleanInv_writePin_isRed() {
    cache.pins.put("h", new Pin(PinKind.WRITE, b, 0, cache.folios.get(1)));
    cache.folios.get(1).pin(PinKind.WRITE);
    assertRed("FragmentCleanInv: fragment 1 offset 0: folio 1 under a write pin, expected none");
  }

  @Test
  void noWritableSharedPteInv_writableEntryOfFragment_isRed() {
    View v = view("p", "a", 0);
    v.pte.set(0, Pte.of(1, true));
    assertRed("NoWritableSharedPteInv: view of a by p at 0: writable 1, expected an own, dirty");
  }

  @Test
  void noWritableSharedPteInv_cleanOwnOrPrivateView_isRed() {
    View v = view("p", "a", 2);
    v.pte.set(2, Pte.of(4, true));
    assertRed("NoWritableSharedPteInv: view of a by p at 2: writable 4, expected an own, dirty");
    v.pte.set(2, Pte.of(4, false));
    rig.map("q", "a", MapKind.PRIVATE).load("q", 1);
    Objects.requireNonNull(cache.views.get("q")).pte.set(1, Pte.of(3, true));
    assertRed("NoWritableSharedPteInv: view of a by q at 1: writable 3, expected an own, dirty");
  }

  @Test
  void noStalePteInv_entryOfAnotherFolio_isRed() {
    View v = view("p", "a", 0);
    cache.ptes.set(v, 0, cache.folios.get(2), false);
    assertRed("NoStalePteInv: view of a by p at 0: read-only 2, expected as ref to fragment 1 at");
  }

  @Test
  void noStalePteInv_zeroPageOverBlock_isRed() {
    View v = view("p", "a", 0);
    v.pte.set(3, Pte.of(Pte.ZERO_PAGE, false));
    rig.cache.checkInvariants();
    v.pte.set(2, Pte.of(Pte.ZERO_PAGE, false));
    assertRed("NoStalePteInv: view of a by p at 2: read-only 0, expected as own folio 4");
  }

  @Test
  void noStalePteInv_beyondEof_isRed() {
    View v = view("p", "b", 0);
    v.pte.set(2, Pte.of(Pte.ZERO_PAGE, false));
    assertRed("NoStalePteInv: view of b by p at 2: read-only 0, expected as empty");
  }

  @Test
  void privateCopyInv_inSharedView_isRed() {
    view("p", "a", 0).setCopy(1, ByteBuffer.allocate(Rig.BLOCK));
    assertRed("PrivateCopyInv: view of a by p at 1: a copy, expected only in a private view");
  }

  @Test
  void orphanInv_orphanWithoutView_isRed() {
    a.orphan = true;
    assertRed("OrphanInv: file a: without name and views, expected gone");
  }

  @Test
  void orphanInv_viewOfFileThatIsGone_isRed() {
    view("p", "b", 0);
    cache.inodes.remove("b");
    cache.inodes.put("b", new Inode("b", 9));
    assertThatThrownBy(new ViewInvariants(cache, durable())::check)
        .hasMessageStartingWith("OrphanInv: view of b by p: of an inode that is gone");
  }

  @Test
  void tailZeroInv_bytesBeyondEofOnTheStore_isRed() {
    rig.truncate("a", 3);
    rig.cache.fsync("a");
    long size = a.size;
    a.size = size - 10;
    assertRed("TailZeroInv: file a of 182 bytes at 2: byte 54 of store block 2 is ");
  }

  @Test
  void capacityInv_countIsWrong_isRed() {
    cache.folios.get(3).clear(Folio.RESERVED);
    rig.punch("a", 1, 1);
    assertRed("CapacityInv: cache: 4 counted as used, expected 3");
  }

  @Test
  void capacityInv_moreUsedThanThereIs_isRed() {
    PageCache small =
        new PageCache(
            cache.geometry, false, 1, 4, new MemoryBlockStore(Rig.BLOCK), new Steps(null));
    Inode f = new Inode("a", 1);
    small.inodes.put("a", f);
    f.bmap.put(0, 1, new Blocks.Own(small.store.allocate()));
    f.bmap.put(1, 1, new Blocks.Own(small.store.allocate() - 1));
    small.room.add(2);
    assertThatThrownBy(new SpaceInvariants(small, new Durable(small, false, new Gate()))::check)
        .hasMessage("CapacityInv: cache: 2 used, expected at most 1");
  }

  @Test
  void storeBlocksInv_blockOfTwoFiles_isRed() {
    b.bmap.put(2, 1, Objects.requireNonNull(a.bmap.get(2)));
    b.size = 3 * Rig.BLOCK;
    assertRed("StoreBlocksInv: file ");
  }

  @Test
  void memoryBackedInv_dirtyOrMapped_isRed() {
    Rig memory = new Rig(FragmentCache.builder().blockSize(Rig.BLOCK).memoryBacked(), 4, "a", "b");
    memory.create("a", 1, 2).create("b").clone("a", 0, 1, "b", 0);
    memory.cache.checkInvariants();
    PageCache inside = memory.cache.internals();
    Inode f = Objects.requireNonNull(inside.inodes.get("a"));
    Folio p = Objects.requireNonNull(f.ownFolio(1));
    p.set(Folio.DIRTY);
    assertRed(memory, "MemoryBackedInv: folio 2: dirty, expected never");
    p.clear(Folio.DIRTY);
    f.bmap.put(1, 1, new Blocks.Own(-1));
    assertRed(memory, "MemoryBackedInv: file a at 1: own block 0, expected none");
    f.bmap.remove(1, 1);
    Fragment fr = Objects.requireNonNull(inside.fragments.find(1));
    Folio q = Objects.requireNonNull(fr.folio(0));
    q.lock();
    q.get();
    inside.remove(q);
    inside.unlockPut(q);
    assertRed(memory, "MemoryBackedInv: file ");
  }

  @Test
  void durableInv_countsDiffer_isRed() {
    Rig kept =
        new Rig(
            FragmentCache.builder().store(new MemoryBlockStore(Rig.BLOCK)).durable(true), 4, "a");
    kept.create("a", 1).clone("a", 0, 1, "a", 1).cache.fsync("a");
    kept.cache.checkInvariants();
    Metadata metadata = kept.cache.durable().metadata();
    Objects.requireNonNull(metadata.extents.get(1)).refs.put(0, 1, 3L);
    assertRed(
        kept,
        "DurableInv: durable metadata: metadata: extent 1 offset 0 has fewer references, expected");
  }

  /** A shared view, in which a block has been loaded. */
  private View view(String process, String file, int b) {
    rig.map(process, file, MapKind.SHARED).load(process, b);
    return Objects.requireNonNull(cache.views.get(process));
  }

  private Durable durable() {
    return new Durable(cache, false, new Gate());
  }

  private void assertRed(String message) {
    assertRed(rig, message);
  }

  private static void assertRed(Rig rig, String message) {
    assertThatThrownBy(rig.cache::checkInvariants)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(message);
  }
}
