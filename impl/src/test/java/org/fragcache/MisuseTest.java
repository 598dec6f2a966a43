package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Counts are checked always, not by assert. */
final class MisuseTest {
  @Test
  void fragmentPut_moreThanCount_isRefused() {
    Fragment fr = new Fragment(17, 4);
    fr.get(2);
    assertThatThrownBy(() -> fr.put(3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("fragment 17: put of 3 with count 2, expected at least 3");
    assertThatThrownBy(() -> fr.put(0))
        .hasMessage("fragment 17: put of 0 with count 2, expected at least 1");
    assertThatThrownBy(() -> fr.get(0)).hasMessage("fragment 17: get of 0, expected at least 1");
    assertThat(fr.count()).isEqualTo(2);
    assertThat(fr.put(2)).isTrue();
  }

  @Test
  void folioPut_withoutReference_isRefused() {
    FolioPool pool = new FolioPool(64, 1);
    Folio p = Objects.requireNonNull(pool.take());
    assertThat(pool.take()).isNull();
    assertThatThrownBy(() -> p.put()).hasMessage("folio 1: put with refs=0, expected >= 1");
    p.get();
    assertThatThrownBy(() -> pool.free(p)).hasMessage("folio 1: free with refs=1, expected 0");
    assertThat(p.put()).isTrue();
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
    assertThat(p.unpin(PinKind.READ)).isTrue();
    assertThatThrownBy(() -> p.unpin(PinKind.READ))
        .hasMessage("folio 1: unpin of a READ pin with 0 of them, expected >= 1");
  }

  @Test
  void extentRelease_ofFreedBlock_isRefused() {
    MemoryBlockStore store = new MemoryBlockStore(64);
    ExtentTable extents = new ExtentTable(new StoreAccess(store));
    int e = extents.add(new long[] {store.allocate(), store.allocate()});
    extents.release(e, 1);
    assertThatThrownBy(() -> extents.release(e, 1))
        .hasMessage("extent 1 offset 1: put with refs=0, expected >= 1");
    assertThatThrownBy(() -> extents.retain(e, 0, 2))
        .hasMessage("extent 1 offset 1: get with refs=0, expected >= 1");
    extents.release(e, 0);
    assertThat(store.allocated()).isZero();
    assertThatThrownBy(() -> extents.get(e)).hasMessage("extent 1: use of a free one");
  }

  @Test
  void store_useOfFreeBlock_isRefused() {
    MemoryBlockStore store = new MemoryBlockStore(64);
    long block = store.allocate();
    store.free(block);
    assertThatThrownBy(() -> store.free(block)).hasMessage("store block 0: free of a free one");
  }
}
