package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.fragcache.Schedule.Actor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pin is of what a file of this name showed at one moment of the call. See {@link Racing}. */
@Timeout(60)
final class PinRacesTest extends Racing {
  @Test
  void pin_ofAFileThatIsUnlinkedMeanwhile_isNotOfLaterStores() throws Exception {
    Rig rig = rig(2, "a", "b").create("a", 1).create("b").clone("a", "b");
    rig.map("p", "a", MapKind.SHARED);
    Actor<Status> pin = schedule.start(Step.PinFault, () -> rig.tryPin("h", "a", 0, PinKind.READ));
    assertThat(rig.cache.unlink("a")).isEqualTo(Status.OK);
    rig.store("p", 0, 7);
    assertThat(pin.end()).isEqualTo(Status.ENOENT);
    assertThat(rig.cache.pinHandle("h").unpin()).isEqualTo(Status.EINVAL);
  }

  @Test
  void pinToWrite_ofAFileThatIsUnlinkedMeanwhile_findsNone() throws Exception {
    Rig rig = rig(2, "a", "b").create("a", 1);
    rig.map("p", "a", MapKind.SHARED);
    Actor<Status> pin = schedule.start(Step.PinFault, () -> rig.tryPin("h", "a", 0, PinKind.WRITE));
    assertThat(rig.cache.unlink("a")).isEqualTo(Status.OK);
    assertThat(pin.end()).isEqualTo(Status.ENOENT);
  }

  @Test
  void pin_overtakenByAWrite_isOfWhatIsThereWhenTheHandleHasIt() throws Exception {
    Rig rig = rig(2, "a", "b").create("a", 1).create("b").clone("a", "b");
    Actor<Status> pin = schedule.start(Step.PinGrab, () -> rig.tryPin("h", "a", 0, PinKind.READ));
    rig.write("a", 0, 2);
    assertThat(rig.cache.pinHandle("h").load(ByteBuffer.allocate(BLOCK))).isEqualTo(Status.EINVAL);
    assertThat(pin.end()).isEqualTo(Status.OK);
    assertThat(rig.pinLoad("h")).isEqualTo(2);
  }
}
