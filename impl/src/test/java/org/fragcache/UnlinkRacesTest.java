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
  void read_pastTheEnd_findsNoFileThoughTheNameIsThere() throws Exception {
    assertIsGone(schedule.start(null, () -> cache.read("a", 0, ByteBuffer.allocate(8))));
  }

  @Test
  void read_beyondTheLimit_findsNoFileThoughTheNameIsThere() throws Exception {
    assertIsGone(schedule.start(null, () -> cache.read("a", 1L << 60, ByteBuffer.allocate(8))));
  }

  @Test
  void pin_pastTheEnd_findsNoFileThoughTheNameIsThere() throws Exception {
    assertIsGone(schedule.start(null, () -> cache.pinHandle("h").pin("a", 0, PinKind.READ)));
  }

  /** The file has gone for everybody, and a new one of its name waits for the name. */
  private void assertIsGone(Actor<Status> call) throws Exception {
    assertThat(call.get()).isEqualTo(Status.ENOENT);
    assertThat(cache.size("a")).isEqualTo(-1);
    assertThat(cache.create("b")).isEqualTo(Status.OK);
    Actor<Status> create = schedule.start(null, () -> cache.create("a"));
    Thread.sleep(20);
    assertThat(create.task.isDone()).isFalse();
    end.countDown();
    assertThat(create.get()).isEqualTo(Status.OK);
  }
}
