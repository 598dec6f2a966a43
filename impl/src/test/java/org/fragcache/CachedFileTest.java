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
  void call_unaligned_isEinval() {
    a.create();
    assertRejected(() -> a.read(3, ByteBuffer.allocate(16)), Status.EINVAL)
        .hasMessage("read of a at 3: EINVAL, offset 3, expected a multiple of the block size 16");
    assertRejected(() -> a.write(0, ByteBuffer.allocate(5)), Status.EINVAL);
    assertRejected(() -> a.truncate(-16), Status.EINVAL);
    assertRejected(() -> a.punch(0, 1), Status.EINVAL);
    assertRejected(() -> a.punch(0, 0), Status.EINVAL);
    assertRejected(() -> a.cloneRange(0, 16, b, 5), Status.EINVAL);
  }

  @Test
  void write_pastLargestSize_writesNothing() {
    a.create();
    assertRejected(() -> a.write(112, bytes(32, 1)), Status.EFBIG)
        .hasMessage("write of a at 112: EFBIG, a file has at most 8 blocks");
    assertRejected(() -> a.write(1L << 50, bytes(16, 1)), Status.EFBIG);
    assertRejected(() -> a.truncate(1L << 50), Status.EFBIG);
    assertThat(a.size()).isZero();
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
