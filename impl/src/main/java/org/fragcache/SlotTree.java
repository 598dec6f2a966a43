package org.fragcache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Entries by index, as in the kernel's xarray: a radix tree of fanout 64. A slot at a higher level
 * that holds an entry holds it for all 64^level indices below it, so a run of one entry is few
 * slots. Entries are compared by identity. Indices are 0..2^31-2.
 *
 * <p>Many readers, one writer: {@link #store} needs the caller's lock, nothing else does. The
 * writer stores root and slots with setRelease, readers load them with getAcquire: who sees an
 * entry, or a node, sees what it held when it was stored. The writer loads plainly, for it sees its
 * own stores, and those of the writer before it through the lock. Counts are the writer's alone.
 *
 * <p>An index is a register: a load sees what a store gave it that came before or is under way,
 * never nothing in between, for a node is filled before it is published, and not touched once it is
 * off the tree. A store to several indices is not one step: a reader may see it at one index and
 * not yet at the next. The other queries, without the lock, see each index at some time of the
 * call.
 */
final class SlotTree {
  private static final int BITS = 6;
  private static final int FANOUT = 1 << BITS;
  private static final int LIMIT = Integer.MAX_VALUE; // one past the last index

  private static final VarHandle ROOT;
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);
  private static final VarHandle FOLIO = MethodHandles.arrayElementVarHandle(int[].class);
  private static final int[] NO_FOLIOS = {};

  static {
    try {
      ROOT = MethodHandles.lookup().findVarHandle(SlotTree.class, "root", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** All there is: indices first..end-1 hold the entry. Immutable. */
  private static final class Run {
    final int first;
    final int end;
    final Object entry;

    Run(int first, int end, Object entry) {
      this.first = first;
      this.end = end;
      this.entry = entry;
    }

    @Nullable Object load(int i) {
      return first <= i && i < end ? entry : null;
    }
  }

  /**
   * Slot s is for the 2^shift indices from s << shift on, relative to the node's first. On the tree
   * a node is not empty, nor full of one entry.
   */
  private static final class Node {
    final int shift;
    final @Nullable Object[] slots = new @Nullable Object[FANOUT]; // null, Node or entry
    int count; // slots that are not null

    /** Of a node whose slots are of one index: the id of the folio in each, 0 if there is none. */
    final int[] folios;

    Node(int shift) {
      this.shift = shift;
      this.folios = shift == 0 ? new int[FANOUT] : NO_FOLIOS;
    }

    /** Full of an entry, or empty. */
    Node(int shift, @Nullable Object entry) {
      this(shift);
      if (entry != null) {
        Arrays.fill(slots, entry);
        count = FANOUT;
        Arrays.fill(folios, SlotTree.folio(entry));
      }
    }

    /** How many indices. */
    long span() {
      return (long) FANOUT << shift;
    }

    @Nullable Object get(int s) {
      return SLOT.getAcquire(slots, s);
    }

    void set(int s, @Nullable Object now) {
      Object old = slots[s];
      if (old != now) {
        count += (now == null ? 0 : 1) - (old == null ? 0 : 1);
        if (shift > 0) {
          SLOT.setRelease(slots, s, now);
          return;
        }
        // The id is there for no longer than the folio: who sees it has seen the folio.
        if (folios[s] != 0) {
          FOLIO.setRelease(folios, s, 0);
        }
        SLOT.setRelease(slots, s, now);
        int folio = SlotTree.folio(now);
        if (folio != 0) {
          FOLIO.setRelease(folios, s, folio);
        }
      }
    }

    /** Whether every slot holds this entry. */
    boolean isFullOf(Object entry) {
      if (count < FANOUT || slots[0] != entry || slots[FANOUT - 1] != entry) {
        return false;
      }
      for (Object slot : slots) {
        if (slot != entry) {
          return false;
        }
      }
      return true;
    }
  }

  /** Null, Run or Node. A node has more than its slot 0 in use, or its slots are of one index. */
  private @Nullable Object root;

  /** The entry at index i, or null. Takes no lock, allocates nothing, at most seven loads. */
  @Nullable Object load(int i) {
    return load(ROOT.getAcquire(this), i);
  }

  private static @Nullable Object load(@Nullable Object root, int i) {
    if (root instanceof Run run) {
      return run.load(i);
    }
    if (root instanceof Node top && i >>> top.shift >= FANOUT) {
      return null;
    }
    Object e = root;
    while (e instanceof Node node) {
      e = node.get((i >>> node.shift) & (FANOUT - 1));
    }
    return e;
  }

  /**
   * The id of the folio at index i; or 0: there is none, or it is just being entered or taken out.
   * As {@link #load}, without a look at the folio itself.
   */
  int folioId(int i) {
    Object root = ROOT.getAcquire(this);
    if (root instanceof Run run) {
      return folio(run.load(i));
    }
    if (!(root instanceof Node top) || i >>> top.shift >= FANOUT) {
      return 0;
    }
    Node node = top;
    while (node.shift > 0) {
      if (!(node.get((i >>> node.shift) & (FANOUT - 1)) instanceof Node child)) {
        return 0; // no folio is at 64 indices
      }
      node = child;
    }
    return (int) FOLIO.getAcquire(node.folios, i & (FANOUT - 1));
  }

  private static int folio(@Nullable Object entry) {
    return entry instanceof Folio p ? p.id : 0;
  }

  /** Indices first..first+n-1 come to hold the entry, or nothing. One writer at a time. */
  void store(int first, int n, @Nullable Object entry) {
    Objects.checkFromIndexSize(first, n, LIMIT);
    if (n == 0) {
      return;
    }
    Object old = root;
    int end = first + n;
    Object now;
    if (old instanceof Node node) {
      now = stored(node, first, end, entry);
    } else if (old instanceof Run run) {
      now = stored(run, first, end, entry);
    } else {
      now = entry == null ? null : new Run(first, end, entry);
    }
    if (now != old) {
      ROOT.setRelease(this, now);
    }
  }

  /** The root to be, as that of a run or nothing as long as that can be. */
  private static @Nullable Object stored(Run run, int first, int end, @Nullable Object entry) {
    boolean coversFirst = first <= run.first && run.first < end;
    boolean coversLast = first < run.end && run.end <= end;
    if (coversFirst && coversLast) {
      return entry == null ? null : new Run(first, end, entry);
    }
    if (entry == run.entry && first <= run.end && run.first <= end) {
      return run.first <= first && end <= run.end
          ? run
          : new Run(Math.min(first, run.first), Math.max(end, run.end), entry);
    }
    if (entry == null) {
      if (coversFirst) {
        return new Run(end, run.end, run.entry);
      }
      if (coversLast) {
        return new Run(run.first, first, run.entry);
      }
      if (end <= run.first || run.end <= first) {
        return run;
      }
    }
    Node node = new Node(shift(Math.max(run.end, end)));
    store(node, 0, run.first, run.end, run.entry);
    store(node, 0, first, end, entry);
    return node; // two runs at least
  }

  /** The root to be; the node, if it was the root, is changed in place. */
  private static @Nullable Object stored(Node old, int first, int end, @Nullable Object entry) {
    Node node = entry == null ? old : grown(old, end);
    if (first == 0 && node.span() <= end) {
      return entry == null ? null : new Run(first, end, entry);
    }
    if (node.span() <= first) {
      return node;
    }
    Object now = store(node, 0, first, end, entry);
    if (now instanceof Node top) {
      return first + 1 < end ? simplest(top) : shrunk(top);
    }
    return now == null ? null : new Run(0, (int) node.span(), now);
  }

  /** The node, or nodes above it that reach to this end. */
  private static Node grown(Node old, int end) {
    Node node = old;
    while (node.span() < end) {
      Node up = new Node(node.shift + BITS);
      up.set(0, node);
      node = up;
    }
    return node;
  }

  /** Of a node that reaches to this end. */
  private static int shift(int end) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(end - 1); // of the last index
    return Math.max(0, bits - 1) / BITS * BITS;
  }

  /** Stores to the node, whose first index is base; what is now to be in its place. */
  private static @Nullable Object store(
      Node node, long base, int first, int end, @Nullable Object entry) {
    int s = first <= base ? 0 : (int) ((first - base) >> node.shift);
    for (; s < FANOUT; s++) {
      long at = base + ((long) s << node.shift);
      if (end <= at) {
        break;
      }
      Object old = node.slots[s];
      if (old == entry || (first <= at && at + (1L << node.shift) <= end)) {
        node.set(s, entry);
      } else {
        Node child = old instanceof Node below ? below : new Node(node.shift - BITS, old);
        node.set(s, store(child, at, first, end, entry)); // a new one is published when it is done
      }
    }
    if (node.count == 0) {
      return null;
    }
    return entry != null && node.isFullOf(entry) ? entry : node;
  }

  /** The root to be, with no more height than it needs; a single entry is a run. */
  private static Object shrunk(Node old) {
    Node node = old;
    while (node.count == 1) {
      int s = 0;
      while (node.slots[s] == null) {
        s++;
      }
      Object only = Objects.requireNonNull(node.slots[s]);
      if (!(only instanceof Node child)) {
        return new Run(s << node.shift, (s + 1) << node.shift, only);
      }
      if (s > 0) {
        break;
      }
      node = child;
    }
    return node;
  }

  /** The root to be: a run, if that is all there is. */
  private static Object simplest(Node old) {
    Object root = shrunk(old);
    if (root instanceof Node node) {
      int first = next(node, 0, LIMIT);
      int end = runEnd(node, first, LIMIT);
      if (next(node, end, LIMIT) == LIMIT) {
        return new Run(first, end, Objects.requireNonNull(load(node, first)));
      }
    }
    return root;
  }

  /** The first index of from..end-1 that holds an entry, or end. */
  int next(int from, int end) {
    return next(ROOT.getAcquire(this), from, end);
  }

  private static int next(@Nullable Object root, int from, int end) {
    if (from < end) {
      if (root instanceof Node node) {
        return (int) next(node, 0, from, end);
      }
      if (root instanceof Run run && from < run.end) {
        return Math.min(Math.max(from, run.first), end);
      }
    }
    return end;
  }

  private static long next(Node node, long base, int from, int end) {
    int s = from <= base ? 0 : (int) Math.min((from - base) >> node.shift, FANOUT);
    for (; s < FANOUT; s++) {
      long at = base + ((long) s << node.shift);
      if (end <= at) {
        break;
      }
      Object e = node.get(s);
      if (e instanceof Node child) {
        long found = next(child, at, from, end);
        if (found < end) {
          return found;
        }
      } else if (e != null) {
        return Math.max(at, from);
      }
    }
    return end;
  }

  /**
   * One past the last index of the stretch from i on, up to end, whose indices hold what i holds,
   * be it nothing; always past i, if that is before end.
   */
  int runEnd(int i, int end) {
    return runEnd(ROOT.getAcquire(this), i, end);
  }

  private static int runEnd(@Nullable Object root, int i, int end) {
    Object entry = load(root, i);
    if (end <= i) {
      return end;
    }
    if (entry == null) {
      return next(root, i + 1, end);
    }
    if (root instanceof Node node) {
      return (int) other(node, 0, i + 1, (int) Math.min(node.span(), end), entry);
    }
    return root instanceof Run run ? Math.min(run.end, end) : end;
  }

  /** The first index of from..end-1 that does not hold the entry, or end. */
  private static long other(Node node, long base, int from, int end, Object entry) {
    int s = from <= base ? 0 : (int) Math.min((from - base) >> node.shift, FANOUT);
    for (; s < FANOUT; s++) {
      long at = base + ((long) s << node.shift);
      if (end <= at) {
        break;
      }
      Object e = node.get(s);
      if (e instanceof Node child) {
        long found = other(child, at, from, end, entry);
        if (found < end) {
          return found;
        }
      } else if (e != entry) {
        return Math.max(at, from);
      }
    }
    return end;
  }

  /** One past the last index that holds an entry, 0 if none does. */
  int end() {
    Object top = ROOT.getAcquire(this);
    if (top instanceof Node node) {
      return (int) end(node, 0);
    }
    return top instanceof Run run ? run.end : 0;
  }

  private static long end(Node node, long base) {
    for (int s = FANOUT - 1; s >= 0; s--) {
      long at = base + ((long) s << node.shift);
      Object e = node.get(s);
      if (e instanceof Node child) {
        long end = end(child, at);
        if (end > 0) {
          return end;
        }
      } else if (e != null) {
        return at + (1L << node.shift);
      }
    }
    return 0;
  }

  /** How many nodes there are: 0 for nothing or a single run. */
  int nodes() {
    return ROOT.getAcquire(this) instanceof Node node ? nodes(node) : 0;
  }

  private static int nodes(Node node) {
    int n = 1;
    for (int s = 0; s < FANOUT; s++) {
      if (node.get(s) instanceof Node child) {
        n += nodes(child);
      }
    }
    return n;
  }
}
