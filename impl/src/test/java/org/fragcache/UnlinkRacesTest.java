package org.fragcache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import org.fragcache.Schedule.Actor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody is told that a file does not exist while others are told that it does. */
@Timeout(60)
final class UnlinkRacesTest extends Racing {
  private final FragmentCache cache = plain(FragmentCache.builder());
  private final CountDownLatch end = new CountDownLatch(1);
  private Actor<Status> unlink;

  /** An unlink that has dropped all but the name, which it waits to remove. */
  @BeforeEach
  void start() throws Exception {
    cache.create("a");
    PageCache internals = cache.internals();
    CountDownLatch in = new CountDownLatch(1);
    Actor<Object> keeper =
        schedule.start(
            null,
            () ->
                requireNonNull(
                    internals.inodes.computeIfPresent(
                        "a",
                        (name, f) -> {
                          in.countDown();
                          awaitEnd();
                          return f;
                        })));
    in.await();
    assertThat(keeper.task.isDone()).isFalse();
    Inode f = requireNonNull(internals.named("a"));
    unlink = schedule.start(null, () -> cache.unlink("a"));
    Schedule.until(() -> f.gone);
  }

  private void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void unlinked() throws Exception {
    end.countDown();
    assertThat(unlink.get()).isEqualTo(Status.OK);
  }

  @Test
  void read_pastTheEnd_findsNoFileWhenTheNameIsGone() throws Exception {
    assertWaits(schedule.start(null, () -> cache.read("a", 0, ByteBuffer.allocate(8))));
  }

  @Test
  void read_beyondTheLimit_findsNoFileWhenTheNameIsGone() throws Exception {
    assertWaits(schedule.start(null, () -> cache.read("a", 1L << 60, ByteBuffer.allocate(8))));
  }

  @Test
  void pin_pastTheEnd_findsNoFileWhenTheNameIsGone() throws Exception {
    assertWaits(schedule.start(null, () -> cache.pinHandle("h").pin("a", 0, PinKind.READ)));
  }

  private void assertWaits(Actor<Status> call) throws Exception {
    Thread.sleep(20);
    assertThat(call.task.isDone()).isFalse();
    assertThat(cache.size("a")).isEqualTo(0);
    Actor<Status> create = schedule.start(null, () -> cache.create("b"));
    assertThat(create.get()).isEqualTo(Status.OK);
    end.countDown();
    assertThat(call.get()).isEqualTo(Status.ENOENT);
  }
}
