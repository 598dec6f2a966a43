package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Runs steps of a {@link StoreClient} with a crash in every operation of the device, and opens
 * every image that it may leave: what is found must be what was committed.
 */
final class CrashExplorer {
  /** One call or a few; a device that fails may end it. */
  interface Step {
    void run(StoreClient client) throws IOException;
  }

  /** In the place of values: there need not be a store yet. */
  private static final Map<Integer, Integer> NO_STORE = Map.of(-1, -1);

  private static final List<Map<Integer, Integer>> BEFORE = List.of(NO_STORE, Map.of());

  /** Blocks of a log: it is full after two or three records. */
  private static final int MIN_LOG = 8;

  private final int sector;
  private final int blockSize;
  private UnaryOperator<BlockDevice> broken = device -> device;
  private Consumer<FaultyBlockDevice> lies = device -> {};
  private Supplier<SpaceMap> space = SpaceMap::new;
  private LogRules logRules = new LogRules();
  private long images;
  private long inFlight;

  CrashExplorer(int sector, int blockSize) {
    this.sector = sector;
    this.blockSize = blockSize;
  }

  CrashExplorer withDevice(UnaryOperator<BlockDevice> broken) {
    this.broken = broken;
    return this;
  }

  CrashExplorer withLies(Consumer<FaultyBlockDevice> lies) {
    this.lies = lies;
    return this;
  }

  CrashExplorer withSpace(Supplier<SpaceMap> space) {
    this.space = space;
    return this;
  }

  CrashExplorer withLogRules(LogRules logRules) {
    this.logRules = logRules;
    return this;
  }

  private DeviceBlockStore.Rules rules() {
    return new DeviceBlockStore.Rules(space.get(), logRules, MIN_LOG);
  }

  /** Images opened. */
  long images() {
    return images;
  }

  /** Those that had a commit which had not returned. */
  long inFlight() {
    return inFlight;
  }

  /** The power goes in steps; then, on every image, again in the steps that follow. */
  void crash(List<Step> steps, List<Step> following) {
    FaultyBlockDevice device;
    long n = 0;
    do {
      device = device(new MemoryBlockDevice()).powerOffAt(n);
      List<Map<Integer, Integer>> allowed = run(device, BEFORE, steps, true);
      CrashImages crashes = device.crashes();
      for (long i = 0; i < crashes.count(); i++) {
        MemoryBlockDevice image = crashes.image(i);
        String where = "power off in operation " + n + ", image " + i + " of " + crashes.count();
        check(image, allowed, where);
        if (!following.isEmpty()) {
          crashAgain(image, allowed, following, where);
        }
      }
    } while (device.operations() > n++);
  }

  private void crashAgain(
      MemoryBlockDevice image, List<Map<Integer, Integer>> before, List<Step> steps, String where) {
    FaultyBlockDevice device;
    long n = 0;
    do {
      device = device(image).powerOffAt(n);
      checkAll(device, run(device, before, steps, true), where + ", then in operation " + n);
    } while (device.operations() > n++);
  }

  /** The process dies in steps; another goes on with the device, and then the power goes. */
  void kill(List<Step> steps, List<Step> following) {
    for (long n = 0; n < operations(steps); n++) {
      FaultyBlockDevice device;
      long m = n + 1;
      do {
        device = device(new MemoryBlockDevice()).failAt(n, sector).powerOffAt(m);
        List<Map<Integer, Integer>> allowed = run(device, BEFORE, steps, true);
        allowed = run(device, allowed, following, true);
        checkAll(device, allowed, "process dead in operation " + n + ", power off in " + m);
      } while (device.operations() > m++);
    }
  }

  /** An operation fails after so many bytes, steps go on, and then the power goes. */
  void fail(int written, List<Step> steps) {
    for (long n = 0; n < operations(steps); n++) {
      FaultyBlockDevice device;
      long m = n + 1;
      do {
        device = device(new MemoryBlockDevice()).failAt(n, written).powerOffAt(m);
        List<Map<Integer, Integer>> allowed = run(device, BEFORE, steps, false);
        checkAll(device, allowed, "failure in operation " + n + ", power off in " + m);
      } while (device.operations() > m++);
    }
  }

  /** Crashes in a row, at random: steps, failures, processes that die, the image that is left. */
  void live(Random random, int crashes) throws IOException {
    MemoryBlockDevice image = new MemoryBlockDevice();
    DeviceBlockStore.create(broken.apply(image), blockSize, rules());
    List<Map<Integer, Integer>> allowed = List.of(Map.of());
    for (int i = 0; i < crashes; i++) {
      FaultyBlockDevice device = device(image).powerOffAt(random.nextInt(60));
      device.failAt(random.nextInt(60), random.nextInt(48)).failAt(random.nextInt(60));
      for (int process = random.nextInt(2); process >= 0; process--) {
        allowed = run(device, allowed, randomSteps(random), random.nextBoolean());
      }
      image = device.crashes().image(random);
      check(image.copy(), allowed, "crash " + i);
    }
  }

  private static List<Step> randomSteps(Random random) {
    return Stream.generate(() -> randomStep(random.nextInt(9), random.nextInt(5), random.nextInt()))
        .limit(random.nextInt(20))
        .toList();
  }

  private static Step randomStep(int kind, int name, int value) {
    return switch (kind) {
      case 0 -> StoreClient::commit;
      case 1, 4 -> StoreClient::append;
      case 2 -> StoreClient::check;
      case 3 -> client -> client.remove(name);
      default -> client -> client.put(name, value);
    };
  }

  private long operations(List<Step> steps) {
    FaultyBlockDevice device = device(new MemoryBlockDevice());
    run(device, BEFORE, steps, true);
    return device.operations();
  }

  private FaultyBlockDevice device(MemoryBlockDevice image) {
    FaultyBlockDevice device = new FaultyBlockDevice(sector, image);
    lies.accept(device);
    return device;
  }

  /** Runs until the power goes, or any failure ends it; returns what a crash may leave. */
  private List<Map<Integer, Integer>> run(
      FaultyBlockDevice device,
      List<Map<Integer, Integer>> before,
      List<Step> steps,
      boolean untilFailure) {
    StoreClient client;
    try {
      BlockDevice broken = this.broken.apply(device);
      if (device.size() == 0) {
        client = new StoreClient(DeviceBlockStore.create(broken, blockSize, rules()));
      } else {
        client = StoreClient.recover(DeviceBlockStore.open(broken, rules()));
        assertThat(before).contains(client.values());
      }
    } catch (IOException e) {
      if (!isPlanted(e) && !before.contains(NO_STORE)) {
        throw new AssertionError(e.getMessage(), e);
      }
      return before;
    }
    for (Step step : steps) {
      try {
        step.run(client);
      } catch (IOException e) {
        if (untilFailure || String.valueOf(e.getMessage()).endsWith("power is off")) {
          break;
        }
      }
    }
    return client.allowed;
  }

  private static boolean isPlanted(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.endsWith("power is off") || message.endsWith("planted failure");
  }

  private void checkAll(
      FaultyBlockDevice device, List<Map<Integer, Integer>> allowed, String where) {
    CrashImages crashes = device.crashes();
    for (long i = 0; i < crashes.count(); i++) {
      check(crashes.image(i), allowed, where + ", image " + i + " of " + crashes.count());
    }
  }

  private void check(MemoryBlockDevice image, List<Map<Integer, Integer>> allowed, String where) {
    images++;
    try {
      StoreClient client = StoreClient.recover(DeviceBlockStore.open(broken.apply(image), rules()));
      assertThat(allowed).as("metadata").contains(client.values());
      if (!client.values().equals(allowed.get(0))) {
        inFlight++;
      }
    } catch (IOException | AssertionError | IllegalStateException e) {
      if (!(e instanceof IOException && allowed.contains(NO_STORE))) {
        throw new AssertionError(where + ": " + e.getMessage(), e);
      }
    }
  }
}
