package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Counts are checked always, not by assert. */
final class MisuseTest {
  @Test
  void fragmentPut_moreThanCount_isRefused() {
    Fragment fr = new Fragment(17, null, 4, 2);
    assertThatThrownBy(() -> fr.put(3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("fragment 17: put of 3 with count 2, expected at least 3");
    assertThatThrownBy(() -> fr.put(0))
        .hasMessage("fragment 17: put of 0 with count 2, expected at least 1");
    assertThatThrownBy(() -> fr.get(0)).hasMessage("fragment 17: get of 0, expected at least 1");
    assertThat(fr.count()).isEqualTo(2);
    assertThat(fr.put(2)).isTrue();
    assertThat(fr.tryGet(1)).as("zero is final").isFalse();
    assertThatThrownBy(() -> fr.get(1))
        .hasMessage("fragment 17: get of 1 with count 0, expected at least 1");
  }

  @Test
  void register_ofBlocksThatRefer_isRefused_andChangesNothing() {
    PageCache cache =
        new PageCache(new Geometry(8, 8), false, 8, 4, new MemoryBlockStore(8), new Steps(null));
    Inode f = new Inode("a", 1);
    Fragment fr = new Fragment(17, null, 8, 8);
    cache.register(f, 2, 3, fr, 0);
    assertThatThrownBy(() -> cache.register(f, 4, 2, fr, 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("file a at 4: get of 2 references, expected none there, not ");
    assertThatThrownBy(() -> cache.register(f, 0, 3, fr, 5))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> cache.unregister(f, 4, 2)).isInstanceOf(IllegalStateException.class);
    assertThat(fr.referrers()).hasToString("[2 of file a at offset 0, len 3]");
    assertThat(f.refs.size()).isEqualTo(1);
    cache.unregister(f, 2, 3);
    assertThat(fr.referrers()).isEmpty();
  }

  @Test
  void folioPut_withoutReference_isRefused() {
    FolioPool pool = new FolioPool(64, 1);
    Folio p = Objects.requireNonNull(pool.take());
    assertThat(pool.take()).isNull();
    assertThatThrownBy(() -> pool.free(p)).hasMessage("folio 1: free with refs=1, expected 0");
    assertThat(p.put()).isTrue();
    assertThat(p.tryGet()).as("zero is final until it is taken anew").isFalse();
    assertThatThrownBy(() -> p.put()).hasMessage("folio 1: put with refs=0, expected >= 1");
    assertThatThrownBy(() -> p.get()).hasMessage("folio 1: get with refs=0, expected >= 1");
    pool.free(p);
    assertThatThrownBy(() -> pool.free(p)).hasMessage("folio 1: free of a free one");
    assertThatThrownBy(() -> pool.get(1)).hasMessage("folio 1: use of a free one");
  }

  @Test
  void folioUnpin_withoutPinOfThatKind_isRefused() {
    Folio p = Objects.requireNonNull(new FolioPool(64, 1).take());
    p.pin(PinKind.READ);
    assertThatThrownBy(() -> p.unpin(PinKind.WRITE))
        .hasMessage("folio 1: unpin of a WRITE pin with 0 of them, expected >= 1");
    assertThat(p.put()).isFalse();
    assertThat(p.unpin(PinKind.READ)).isTrue();
    assertThatThrownBy(() -> p.unpin(PinKind.READ))
        .hasMessage("folio 1: unpin of a READ pin with 0 of them, expected >= 1");
  }

  @Test
  void folioUnlock_ofUnlocked_isRefused() {
    Folio p = Objects.requireNonNull(new FolioPool(64, 1).take());
    p.lock();
    assertThat(p.tryLock()).isFalse();
    p.unlock();
    assertThatThrownBy(p::unlock).hasMessage("folio 1: unlock, expected a locked one");
  }

  @Test
  void extentRelease_ofFreedBlock_isRefused() {
    MemoryBlockStore store = new MemoryBlockStore(64);
    StoreAccess access = new StoreAccess(store);
    ExtentTable extents = new ExtentTable();
    RunMap<Blocks.Own> blocks = new RunMap<>();
    blocks.put(0, 1, new Blocks.Own(store.allocate()));
    blocks.put(1, 1, new Blocks.Own(store.allocate() - 1));
    Extent x = extents.add(2, blocks);
    assertThat(x.release(1, 1, access, extents)).isEqualTo(1);
    assertThatThrownBy(() -> x.release(1, 1, access, extents))
        .hasMessage("extent 1 offset 1: put with refs=0, expected >= 1");
    assertThatThrownBy(() -> x.retain(0, 2))
        .hasMessage("extent 1 offset 1: get with refs=0, expected >= 1");
    assertThat(x.release(0, 1, access, extents)).isEqualTo(1);
    assertThat(store.allocated()).isZero();
    assertThatThrownBy(() -> extents.get(1)).hasMessage("extent 1: use of a free one");
    assertThatThrownBy(() -> extents.remove(x)).hasMessage("extent 1: free of a free one");
  }

  @Test
  void store_useOfFreeBlock_isRefused() {
    MemoryBlockStore store = new MemoryBlockStore(64);
    long block = store.allocate();
    store.free(block);
    assertThatThrownBy(() -> store.free(block)).hasMessage("store block 0: free of a free one");
  }
}
