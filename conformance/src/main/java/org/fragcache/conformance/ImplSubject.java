package org.fragcache.conformance;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fragcache.BlockData;
import org.fragcache.FragmentCache;
import org.fragcache.MemoryBlockStore;
import org.fragcache.Scope;
import org.fragcache.StateBuffer;
import org.fragcache.Status;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.jspecify.annotations.Nullable;

/** The Java cache, on a store in memory, with memory enough that it never reclaims by itself. */
public final class ImplSubject implements Subject {
  /** Small, so that steps are quick; what a block holds is checked to the last byte. */
  private static final int BLOCK_SIZE = 64;

  private final int blocks;
  private final Scope scope;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK_SIZE).order(ByteOrder.LITTLE_ENDIAN);
  private final StateBuffer state = new StateBuffer();
  private final Map<Integer, String> reads = new HashMap<>();
  private @Nullable FragmentCache cache;

  /**
   * A cache within the bounds of a model.
   *
   * @param files the specification's {@code File}
   * @param blocks the specification's {@code Blocks}
   */
  public ImplSubject(List<String> files, int blocks) {
    this.blocks = blocks;
    this.scope = Scope.of(files, blocks, BlockData.patterned());
    reset();
  }

  @Override
  public String name() {
    return "impl";
  }

  @Override
  public void reset() {
    // The old cache is dropped as it is: to close it would write back, which a broken one may not
    // survive, and all that it holds is memory.
    cache =
        FragmentCache.builder()
            .blockSize(BLOCK_SIZE)
            .maxFileBlocks(blocks)
            .memoryLimit((long) BLOCK_SIZE * scope.maxFolio())
            .store(new MemoryBlockStore(BLOCK_SIZE))
            .build();
  }

  private FragmentCache cache() {
    FragmentCache c = cache;
    if (c == null) {
      throw new IllegalStateException("subject is closed");
    }
    return c;
  }

  @Override
  public Bound bind(Call call) {
    List<String> a = call.args();
    return switch (call.name()) {
      case "Read" -> bindRead(a.get(0), number(a, 1));
      case "Write" -> bindWrite(a.get(0), number(a, 1), number(a, 2));
      case "Truncate" -> {
        int n = number(a, 1);
        yield () -> Outcomes.of(cache().truncate(a.get(0), n).name());
      }
      case "Punch" -> {
        int b = number(a, 1);
        int n = number(a, 2);
        yield () -> Outcomes.of(cache().punch(a.get(0), b, n).name());
      }
      case "Clone" -> {
        int b = number(a, 1);
        int n = number(a, 2);
        int c = number(a, 4);
        yield () -> Outcomes.of(cache().clone(a.get(0), b, n, a.get(3), c).name());
      }
      case "Fsync" -> () -> Outcomes.of(cache().fsync(a.get(0)).name());
      case "Create" -> () -> Outcomes.of(cache().create(a.get(0)).name());
      case "Unlink" -> () -> Outcomes.of(cache().unlink(a.get(0)).name());
      case "Writeback" -> {
        int b = number(a, 1);
        yield () -> Outcomes.ofStep(cache().writeback(a.get(0), b));
      }
      case "ReclaimOwn" -> {
        int b = number(a, 1);
        yield () -> Outcomes.ofStep(cache().reclaimOwn(a.get(0), b));
      }
      case "ReclaimFragment" -> {
        int e = number(a, 0);
        int o = number(a, 1);
        yield () -> Outcomes.ofStep(cache().reclaimFragment(e, o));
      }
      case "Evict" -> () -> Outcomes.ofStep(cache().evict(a.get(0)));
      default -> throw new UsageException("subject impl has no call " + call);
    };
  }

  private Bound bindRead(String file, int b) {
    return () -> {
      block.clear();
      Status status = cache().read(file, b, block);
      if (status != Status.OK || block.position() == 0) {
        return Outcomes.of(status.name());
      }
      block.flip();
      return reads.computeIfAbsent(BlockData.patterned().decode(block), Outcomes::ofRead);
    };
  }

  private Bound bindWrite(String file, int b, int data) {
    ByteBuffer bytes = ByteBuffer.allocate(BLOCK_SIZE);
    BlockData.patterned().encode(data, bytes);
    return () -> Outcomes.of(cache().write(file, b, bytes.rewind()).name());
  }

  private static int number(List<String> args, int i) {
    return Integer.parseInt(args.get(i));
  }

  @Override
  public byte[] observe() {
    encode();
    return state.toByteArray();
  }

  @Override
  public boolean isIn(byte[] encoding) {
    encode();
    return state.contentEquals(encoding);
  }

  private void encode() {
    state.clear();
    cache().encodeState(scope, state);
  }

  @Override
  public String selfCheck() {
    try {
      cache().checkInvariants();
      return "";
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    cache = null;
  }
}
