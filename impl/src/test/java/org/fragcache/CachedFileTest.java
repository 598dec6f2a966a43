package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CachedFileTest {
  private final FragmentCache cache =
      FragmentCache.builder().blockSize(16).maxFileBlocks(8).build();
  private final CachedFile a = cache.file("a");
  private final CachedFile b = cache.file("b");

  @AfterEach
  void checkInvariants() {
    cache.checkInvariants();
  }

  @Test
  void read_ofWritten_isTheSame() {
    a.create();
    ByteBuffer src = bytes(48, 1);
    a.write(16, src);
    assertThat(src.hasRemaining()).isFalse();
    assertThat(a.size()).isEqualTo(64);
    ByteBuffer dst = ByteBuffer.allocate(128);
    assertThat(a.read(0, dst)).isEqualTo(64);
    assertThat(dst.flip().slice(16, 48)).isEqualTo(bytes(48, 1));
    assertThat(dst.slice(0, 16)).isEqualTo(ByteBuffer.allocate(16));
    assertThat(a.read(64, dst.clear())).isEqualTo(-1);
    assertThat(a.read(1L << 60, dst.clear())).isEqualTo(-1);
    assertThat(a.read(0, ByteBuffer.allocate(0))).isZero();
  }

  @Test
  void cloneTo_thenWrite_leavesTheSource() {
    a.create();
    b.create();
    a.write(0, bytes(32, 1));
    a.cloneTo(b);
    b.write(16, bytes(16, 9));
    ByteBuffer dst = ByteBuffer.allocate(32);
    a.read(0, dst);
    assertThat(dst.flip()).isEqualTo(bytes(32, 1));
    a.cloneRange(16, 16, b, 48);
    assertThat(b.size()).isEqualTo(64);
    a.punch(0, 16);
    a.truncate(16);
    a.fsync();
    a.read(0, dst.clear());
    assertThat(dst.flip()).isEqualTo(ByteBuffer.allocate(16));
    a.unlink();
    assertThat(a.exists()).isFalse();
    assertThat(b.exists()).isTrue();
  }

  @Test
  void call_negativeOrUnalignedWhereItMatters_isEinval() {
    a.create();
    a.write(0, bytes(20, 1));
    b.create();
    assertRejected(() -> a.read(-1, ByteBuffer.allocate(16)), Status.EINVAL)
        .hasMessage("read of a at -1: EINVAL, negative offset");
    assertRejected(() -> a.read(-1, ByteBuffer.allocate(0)), Status.EINVAL);
    assertRejected(() -> a.write(-1, bytes(5, 1)), Status.EINVAL);
    assertRejected(() -> a.truncate(-16), Status.EINVAL);
    assertRejected(() -> a.punch(0, 0), Status.EINVAL);
    assertRejected(() -> a.cloneRange(0, 16, b, 5), Status.EINVAL);
    assertRejected(() -> a.cloneRange(3, 0, b, 0), Status.EINVAL);
    assertRejected(() -> a.cloneRange(0, 5, b, 0), Status.EINVAL);
    assertRejected(() -> a.dedupeRange(0, 16, b, 0), Status.EINVAL);
  }

  @Test
  void bytes_ofAnyAlignment_areKept() {
    a.create();
    a.write(5, bytes(30, 1));
    assertThat(a.size()).isEqualTo(35);
    a.write(40, bytes(3, 9));
    ByteBuffer dst = ByteBuffer.allocate(64);
    assertThat(a.read(0, dst)).isEqualTo(43);
    assertThat(dst.slice(0, 5)).isEqualTo(ByteBuffer.allocate(5));
    assertThat(dst.slice(5, 30)).isEqualTo(bytes(30, 1));
    assertThat(dst.slice(35, 5)).isEqualTo(ByteBuffer.allocate(5));
    assertThat(dst.slice(40, 3)).isEqualTo(bytes(3, 9));
    a.punch(7, 20);
    a.truncate(30);
    a.truncate(34);
    assertThat(a.read(0, dst.clear())).isEqualTo(34);
    assertThat(dst.slice(5, 2)).isEqualTo(bytes(2, 1));
    assertThat(dst.slice(7, 20)).isEqualTo(ByteBuffer.allocate(20));
    assertThat(dst.slice(27, 3)).isEqualTo(bytes(3, 23));
    assertThat(dst.slice(30, 4)).isEqualTo(ByteBuffer.allocate(4));
  }

  @Test
  void cloneTo_unalignedEnd_sharesItAndIsNotSeenToGrow() {
    a.create();
    b.create();
    a.write(0, bytes(20, 1));
    a.cloneTo(b);
    assertThat(b.size()).isEqualTo(20);
    assertThat(cache.stats().cachedFolios()).isEqualTo(2);
    b.truncate(32);
    ByteBuffer dst = ByteBuffer.allocate(32);
    assertThat(b.read(0, dst)).isEqualTo(32);
    assertThat(dst.slice(20, 12)).isEqualTo(ByteBuffer.allocate(12));
    a.truncate(18);
    b.read(0, dst.clear());
    assertThat(dst.slice(0, 20)).isEqualTo(bytes(20, 1));
  }

  @Test
  void write_pastLargestSize_writesNothing() {
    a.create();
    assertRejected(() -> a.write(112, bytes(32, 1)), Status.EFBIG)
        .hasMessage("write of a at 112: EFBIG, a file has at most 8 blocks");
    assertRejected(() -> a.write(1L << 50, bytes(16, 1)), Status.EFBIG);
    assertRejected(() -> a.write(Long.MAX_VALUE, bytes(16, 1)), Status.EFBIG);
    assertRejected(() -> a.truncate(1L << 50), Status.EFBIG);
    assertThat(a.size()).isZero();
  }

  @Test
  void dedupe_ofSameAndOther_tellsWhich() {
    a.create();
    b.create();
    a.write(0, bytes(20, 1));
    b.write(0, bytes(20, 1));
    assertThat(a.dedupeRange(0, 20, b, 0)).isTrue();
    assertThat(cache.stats().cachedFolios()).isEqualTo(2);
    b.write(3, bytes(1, 99));
    assertThat(a.dedupeRange(0, 20, b, 0)).isFalse();
    assertThat(a.dedupeRange(0, 0, b, 0)).isTrue();
  }

  @Test
  void mappedView_loadAndStore_reachTheFile() {
    a.create();
    a.write(0, bytes(40, 1));
    try (MappedView view = a.map(MapKind.SHARED);
        MappedView other = a.map(MapKind.PRIVATE)) {
      view.store(10, bytes(20, 60));
      ByteBuffer dst = ByteBuffer.allocate(40);
      a.read(0, dst);
      assertThat(dst.slice(10, 20)).isEqualTo(bytes(20, 60));
      other.store(12, bytes(1, 7));
      view.load(0, dst.clear());
      assertThat(dst.slice(10, 20)).isEqualTo(bytes(20, 60));
      assertRejected(() -> view.load(48, dst.clear()), Status.SIGBUS)
          .hasMessage(
              "load at 48 of a view of a: SIGBUS, past the end of the file, bytes lost, or no"
                  + " room");
      assertRejected(() -> view.store(1 << 20, bytes(1, 1)), Status.SIGSEGV);
      a.unlink();
      assertRejected(a::create, Status.EBUSY);
      other.load(0, dst.clear().limit(16));
      assertThat(dst.get(12)).isEqualTo((byte) 7);
      assertThat(dst.get(11)).isEqualTo((byte) 61);
    }
    assertThat(cache.stats().cachedFolios()).isZero();
    a.create();
  }

  @Test
  void pinnedBlock_afterUnlink_isStillThere() {
    a.create();
    a.write(0, bytes(20, 1));
    try (PinnedBlock pin = a.pin(18, PinKind.WRITE);
        PinnedBlock reader = a.pin(0, PinKind.READ)) {
      pin.store(bytes(2, 50));
      ByteBuffer dst = ByteBuffer.allocate(64);
      a.read(16, dst);
      assertThat(dst.slice(2, 2)).isEqualTo(bytes(2, 50));
      a.unlink();
      pin.load(dst.clear());
      assertThat(dst.flip().remaining()).isEqualTo(14);
      assertThat(dst.slice(0, 2)).isEqualTo(bytes(2, 50));
      assertRejected(() -> reader.store(bytes(1, 1)), Status.EPERM)
          .hasMessage("store through pin of a at 0: EPERM, it was pinned to read");
      assertThatThrownBy(() -> pin.store(bytes(15, 1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(cache.stats().cachedFolios()).isEqualTo(2);
    }
    assertThat(cache.stats().cachedFolios()).isZero();
    assertRejected(() -> a.pin(0, PinKind.READ), Status.ENOENT);
    a.create();
    assertRejected(() -> a.pin(0, PinKind.READ), Status.EFAULT);
  }

  @Test
  void call_absentFile_isEnoent() {
    assertRejected(a::size, Status.ENOENT).hasMessage("size of a: ENOENT, no such file");
    assertRejected(() -> a.read(0, ByteBuffer.allocate(16)), Status.ENOENT);
    assertRejected(() -> a.read(0, ByteBuffer.allocate(0)), Status.ENOENT);
    assertRejected(() -> a.write(0, bytes(160, 1)), Status.ENOENT);
    assertRejected(() -> a.cloneTo(b), Status.ENOENT);
    assertRejected(a::fsync, Status.ENOENT);
    assertRejected(a::unlink, Status.ENOENT);
    a.create();
    assertRejected(a::create, Status.EEXIST).hasMessage("create a: EEXIST, it exists");
  }

  @Test
  void clone_toFileOfAnotherCache_isRefused() {
    CachedFile other = FragmentCache.builder().blockSize(16).build().file("b");
    assertThatThrownBy(() -> a.cloneTo(other)).isInstanceOf(IllegalArgumentException.class);
  }

  private static AbstractThrowableAssert<?, ?> assertRejected(
      ThrowingCallable call, Status expected) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            FragcacheException.class, e -> assertThat(e.status()).isEqualTo(expected));
  }

  private static ByteBuffer bytes(int n, int first) {
    ByteBuffer bytes = ByteBuffer.allocate(n);
    for (int i = 0; i < n; i++) {
      bytes.put((byte) (first + i));
    }
    return bytes.flip();
  }
}
