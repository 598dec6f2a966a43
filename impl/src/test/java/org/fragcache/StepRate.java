package org.fragcache;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/**
 * Measures a random mix of calls and environment steps, with and without the encoding of the state
 * after each, as replay does: 2 files of 2 blocks of 64 bytes. Run by hand, see README.md.
 */
final class StepRate {
  private static final int STEPS = 1_000_000;
  private static final String[] FILES = {"a", "b"};

  private final Rig rig = new Rig(2, FILES);
  private final ByteBuffer[] blocks = {rig.unit(1), rig.unit(2)};
  private final ByteBuffer dst = ByteBuffer.allocate(Rig.BLOCK);
  private int done;

  public static void main(String[] args) {
    PrintStream out = System.out;
    for (int round = 0; round < 5; round++) {
      double plain = new StepRate().measure(false, out);
      double encoded = new StepRate().measure(true, out);
      out.printf("encodeState: %.2f us%n", (encoded - plain) / 1000);
    }
  }

  /** Nanoseconds per step. */
  private double measure(boolean encode, PrintStream out) {
    Random random = new Random(7);
    StateBuffer buffer = new StateBuffer();
    Scope scope = Scope.of(List.of(FILES), 2, rig.data);
    long bytes = 0;
    long start = cpuTime();
    for (int i = 0; i < STEPS; i++) {
      done += step(random) ? 1 : 0;
      if (encode) {
        buffer.clear();
        rig.cache.encodeState(scope, buffer);
        bytes += buffer.length();
      }
    }
    double ns = (double) (cpuTime() - start) / STEPS;
    rig.cache.checkInvariants();
    out.printf(
        "%s: %.0f steps per second of CPU, %.2f us each, %d took effect, %d bytes per state%n",
        encode ? "apply + encode" : "apply", 1e9 / ns, ns / 1000, done, bytes / STEPS);
    return ns;
  }

  /** Of this thread, so that other load on the machine does not count. */
  private static long cpuTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private boolean step(Random random) {
    FragmentCache cache = rig.cache;
    String f = FILES[random.nextInt(2)];
    int b = random.nextInt(3);
    return switch (random.nextInt(14)) {
      case 0, 1 -> cache.read(f, rig.pos(b), dst.clear()) == Status.OK;
      case 2, 3 -> cache.write(f, rig.pos(b), blocks[random.nextInt(2)].rewind()) == Status.OK;
      case 4, 5, 6 ->
          rig.tryClone(f, b, random.nextInt(3), FILES[random.nextInt(2)], random.nextInt(3))
              == Status.OK;
      case 7 -> rig.truncate(f, b) == Status.OK;
      case 8 -> rig.punch(f, b, random.nextInt(3)) == Status.OK;
      case 9 -> cache.create(f) == Status.OK;
      case 10 -> random.nextInt(8) == 0 ? cache.unlink(f) == Status.OK : rig.environment().evict(f);
      case 11 -> rig.environment().writeback(f, b);
      case 12 -> rig.environment().reclaimOwn(f, b);
      default -> rig.environment().reclaimFragment(1 + random.nextInt(4), random.nextInt(2));
    };
  }
}
