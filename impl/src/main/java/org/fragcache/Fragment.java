package org.fragcache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cache of one shared extent; memory-backed, the extent itself. The count is the number of
 * slots that refer to it (D3), not of folios; at zero the fragment is gone with all its folios
 * (D8). Its folios are clean and under no write pin (D5). Lookups do not take the count: they find
 * the object by a slot, and it lasts as long as they can reach it, which the garbage collector sees
 * to where the kernel needs a grace period.
 */
final class Fragment implements Host {
  private static final VarHandle COUNT;

  static {
    try {
      COUNT = MethodHandles.lookup().findVarHandle(Fragment.class, "count", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The extent that it caches; memory-backed, an id of its own. */
  final int key;

  /** Null if memory-backed. */
  final @Nullable Extent extent;

  final int length;

  /** By offset. */
  final Mapping mapping;

  /** i_mmap: which files refer to it, and where (D4). Its monitor guards it. */
  final ReferrerTree referrers = new ReferrerTree();

  private volatile long count;

  /** A fragment that so many slots are about to refer to. */
  Fragment(int key, @Nullable Extent extent, int length, long count) {
    this.key = key;
    this.extent = extent;
    this.length = length;
    this.mapping = new Mapping(this);
    this.count = requirePositive("get", count);
  }

  /** A fragment that takes over the folios of a file (D6). */
  Fragment(int key, @Nullable Extent extent, int length, long count, Mapping donated) {
    this.key = key;
    this.extent = extent;
    this.length = length;
    this.mapping = donated;
    this.count = requirePositive("get", count);
  }

  long count() {
    return count;
  }

  /** n more slots refer to this fragment, unless none does: zero is final (D8). */
  boolean tryGet(long n) {
    requirePositive("get", n);
    long c = count;
    while (c > 0) {
      if (COUNT.compareAndSet(this, c, Math.addExact(c, n))) {
        return true;
      }
      c = count;
    }
    return false;
  }

  /** As {@link #tryGet}, for one that refers to it already. */
  void get(long n) {
    if (!tryGet(n)) {
      throw new IllegalStateException(
          this + ": get of " + n + " with count 0, expected at least 1");
    }
  }

  /** n slots refer to it no longer; true if they were the last. */
  boolean put(long n) {
    long c;
    do {
      c = count;
      if (n < 1 || c < n) {
        throw new IllegalStateException(
            "%s: put of %d with count %d, expected at least %d"
                .formatted(this, n, c, Math.max(n, 1)));
      }
    } while (!COUNT.compareAndSet(this, c, c - n));
    return c == n;
  }

  private long requirePositive(String what, long n) {
    if (n < 1) {
      throw new IllegalStateException(this + ": " + what + " of " + n + ", expected at least 1");
    }
    return n;
  }

  /** The folio at offset o, or null. Lockless. */
  @Nullable Folio folio(int o) {
    return o < 0 ? null : (Folio) mapping.slots.load(o);
  }

  /** All referrers, in the order of {@link ReferrerTree#forEach}. */
  List<Referrer> referrers() {
    List<Referrer> all = new ArrayList<>();
    synchronized (referrers) {
      referrers.forEach(all::add);
    }
    return all;
  }

  @Override
  public String toString() {
    return "fragment " + key;
  }
}
