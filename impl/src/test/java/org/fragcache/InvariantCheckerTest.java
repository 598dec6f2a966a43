package org.fragcache;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each invariant goes red when what it speaks of is broken. */
final class InvariantCheckerTest {
  private final Rig rig = new Rig(4, "a", "b");
  private final PageCache cache = rig.cache.internals();
  private Inode a = new Inode("", 0);
  private Inode b = new Inode("", 0);

  /** a: ref, own and dirty over shared, own and clean, hole; b: a reference each to 1 and 2. */
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
  void oneOwnerInv_folioUnderTwoSlots_isRed() {
    setSlot(a, 3, a.slot(2));
    assertRed("OneOwnerInv: folio 4: places [");
  }

  @Test
  void oneOwnerInv_wrongIndex_isRed() {
    cache.folios.get(3).index = 0;
    assertRed("OneOwnerInv: folio 3: places [file a at 1], expected [file a at 0]");
  }

  @Test
  void oneOwnerInv_slotOfFreeFolio_isRed() {
    setSlot(a, 3, new Folio(9, new Slab(9, 1, Rig.BLOCK)));
    assertRed("OneOwnerInv: free folios: places {9=[file a at 3]}, expected none");
  }

  @Test
  void oneOwnerInv_folioWithoutMapping_isRed() {
    cache.folios.get(3).mapping = null;
    assertRed("OneOwnerInv: folio 3: in use without a mapping, expected one");
  }

  @Test
  void folioRefsInv_extraReference_isRed() {
    cache.folios.get(1).get();
    assertRed("FolioRefsInv: folio 1: refs 2, expected 1");
  }

  @Test
  void refsExactInv_countTooHigh_isRed() {
    fragment().get(1);
    assertRed("RefsExactInv: fragment 1: count 4, expected 3");
  }

  @Test
  void refsExactInv_referenceToNoFragment_isRed() {
    setSlot(a, 3, new Ref(new Fragment(7, null, 1, 1), -3, 0));
    assertRed("RefsExactInv: fragments not in memory: count 0, expected slots by fragment {7=1}");
  }

  @Test
  void rmapCompleteInv_referrerMissing_isRed() {
    cache.unregister(b, 0, 1);
    assertRed("RmapCompleteInv: fragment 1: referrers [");
  }

  @Test
  void rmapCompleteInv_referrerTwice_isRed() {
    fragment().referrers.add(new Referrer(b, new Ref(fragment(), 0, 0), 1), 1, false);
    assertRed("RmapCompleteInv: fragment 1: twice in [");
  }

  @Test
  void freedFragmentInv_countZero_isRed() {
    Extent x = cache.extents.add(1, new RunMap<>());
    Fragment fr = new Fragment(x.id, x, 1, 1);
    fr.put(1);
    x.hash(fr);
    assertRed("FreedFragmentInv: fragment 2: in memory with count 0, expected not in memory");
  }

  @Test
  void freedFragmentInv_uncoveredFolio_isRed() {
    setSlot(b, 1, null);
    cache.unregister(b, 1, 1);
    fragment().put(1);
    assertRed("FreedFragmentInv: fragment 1 offset 1: folio 2 without referrer, expected no folio");
  }

  @Test
  void fragmentCleanInv_dirtyFolio_isRed() {
    cache.folios.get(1).set(Folio.DIRTY);
    assertRed("FragmentCleanInv: fragment 1 offset 0: folio 1 dirty, expected clean");
  }

  @Test
  void fragmentCleanInv_bytesDiffer_isRed() {
    cache.folios.get(1).data().put(5, (byte) 77);
    assertRed("FragmentCleanInv: fragment 1 offset 0: folio 1 byte 5 is 77, expected ");
  }

  @Test
  void ownCleanInv_bytesDiffer_isRed() {
    cache.folios.get(4).data().put(0, (byte) 77);
    assertRed("OwnCleanInv: file a at 2: folio 4 byte 0 is 77, expected 3 as in store block 2");
  }

  @Test
  void ownCleanInv_cleanOverShared_isRed() {
    cache.folios.get(3).clear(Folio.DIRTY);
    assertRed("OwnCleanInv: file a at 1: extent 1 at 1, expected an own block");
  }

  @Test
  void slotMapInv_evictedWithSlots_isRed() {
    a.incore = false;
    assertRed("SlotMapInv: file a: slots without inode in core, expected all slots empty");
  }

  @Test
  void slotMapInv_entryPastEof_isRed() {
    b.size = Rig.BLOCK;
    assertRed("SlotMapInv: file b: entries up to block 2, expected up to size 64");
  }

  @Test
  void slotMapInv_referenceOverAnotherBlock_isRed() {
    b.bmap.remove(0, 1);
    assertRed("SlotMapInv: file b at 0: ref to fragment 1 at 0, expected as hole");
  }

  @Test
  void extentRefsInv_countTooHigh_isRed() {
    cache.extents.get(1).retain(0, 1);
    assertRed("ExtentRefsInv: extent 1 offset 0: refs 3, expected 2");
  }

  @Test
  void extentRefsInv_mapOfNoExtent_isRed() {
    Extent none = new Extent(9, 1, new RunMap<>(), new RunMap<>());
    a.bmap.put(3, 1, new Blocks.Shared(none, -3));
    assertRed("ExtentRefsInv: file a at 3: extent 9 at 0, expected a block of an extent");
  }

  @Test
  void storeBlocksInv_leakedBlock_isRed() {
    cache.store.allocate();
    assertRed("StoreBlocksInv: store: 4 blocks allocated, expected 3");
  }

  @Test
  void memoryBoundInv_alone_isImpliedButEvaluated() {
    // Two folios for one block need a second mapping for it, which OneOwnerInv would see first;
    // so the bound itself is asked alone.
    a.bmap.remove(2, 1);
    SpaceInvariants checker = new SpaceInvariants(cache, new Durable(cache, false, new Gate()));
    assertThatThrownBy(checker::memoryBoundInv)
        .hasMessage("MemoryBoundInv: cache: 4 folios, expected at most 3");
  }

  @Test
  void fragmentFoliosInv_alone_isImpliedButEvaluated() {
    cache.fragments.remove(fragment());
    OwnershipInvariants checker =
        new OwnershipInvariants(cache, new Durable(cache, false, new Gate()));
    assertThatThrownBy(checker::fragmentFoliosInv)
        .hasMessage(
            "FragmentFoliosInv: folio 1: in fragment 1, not in memory, expected one in memory");
  }

  private static void setSlot(Inode f, int b, @Nullable Object entry) {
    f.mapping().slots.store(b, 1, entry);
  }

  private Fragment fragment() {
    return Objects.requireNonNull(cache.fragments.find(1));
  }

  private void assertRed(String message) {
    assertThatThrownBy(rig.cache::checkInvariants)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(message);
  }
}
