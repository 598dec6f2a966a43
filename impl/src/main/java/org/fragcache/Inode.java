package org.fragcache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file: its size and block map, which last, its mapping, which is cache, and the views that map
 * it. One that is not in core has no slots. Compact, for there may be millions of clones.
 */
final class Inode implements Host {
  private static final View[] NO_VIEWS = {};
  private static final VarHandle WRITE_PINS;

  static {
    try {
      WRITE_PINS = MethodHandles.lookup().findVarHandle(Inode.class, "writePins", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final String name;

  /** The order in which two inodes are locked, and that of referrers. */
  final long id;

  /** i_rwsem. */
  final Mutex rwsem = new Mutex();

  /** invalidate_lock. It stays when the mapping goes to a fragment. */
  final SharedMutex invalidate = new SharedMutex();

  /** The block map; its monitor, as XFS_ILOCK, guards it. */
  final RunMap<Blocks> bmap = new RunMap<>();

  /**
   * The runs of slots that refer to fragments, and the referrer there of each. Its monitor guards
   * it.
   */
  final RunMap<Referrer> refs = new RunMap<>();

  /** How often slots have lost their references. Guarded by the monitor of {@link #refs}. */
  int drops;

  /** The views that map it: replaced as a whole, under both locks of the file. */
  volatile View[] views = NO_VIEWS;

  /** Bytes. Changed under i_rwsem. */
  volatile long size;

  volatile boolean incore;

  /** Without name: here until its last view goes. */
  volatile boolean orphan;

  /** Dropped, and about to lose its name if it has it still: calls that have found it try again. */
  volatile boolean gone;

  /** In the list of {@link Changed}. */
  volatile boolean changed;

  /** The last commit took it under its name. Changed by commits, while no call is under way. */
  boolean recorded;

  /** If so: ranges of the map that have changed since. Its monitor guards them. */
  @Nullable RunMap<Boolean> changedRanges;

  private volatile Mapping mapping = new Mapping(this);
  private volatile int writePins;

  Inode(String name, long id) {
    this.name = name;
    this.id = id;
  }

  /** Whether its name leads to it, and will: false is final. */
  boolean isNamed() {
    return !gone && !orphan;
  }

  Mapping mapping() {
    return mapping;
  }

  /** Its folios are a fragment's now. Both locks of the file are held. */
  void setMapping(Mapping m) {
    mapping = m;
  }

  /** The slot of block b. Lockless. */
  @Nullable Object slot(int b) {
    return mapping.slots.load(b);
  }

  /** Whether a slot holds still what was found in it: xas_reload(). Lockless. */
  boolean holds(Mapping m, int b, @Nullable Object entry) {
    return m.slots.load(b) == entry && mapping == m;
  }

  /** The file's own folio at block b, or null. Of use only to who keeps it from going. */
  @Nullable Folio ownFolio(int b) {
    return slot(b) instanceof Folio p ? p : null;
  }

  /** What block b is mapped to; null is a hole. */
  @Nullable Blocks blocks(int b) {
    synchronized (bmap) {
      return bmap.get(b);
    }
  }

  /** The slot of block b, as {@link Slot} codes it. */
  long slotEntry(int b) {
    Object entry = slot(b);
    if (entry instanceof Folio p) {
      return Slot.ownFolio(p.id);
    }
    return entry instanceof Ref ref ? Slot.ref(ref.fragment().key, ref.offset(b)) : Slot.EMPTY;
  }

  /** What block b is mapped to, as {@link Mapped} codes it. */
  long mapEntry(int b) {
    Blocks blocks = blocks(b);
    if (blocks instanceof Blocks.Own own) {
      return Mapped.own(own.block(b));
    }
    return blocks instanceof Blocks.Shared shared
        ? Mapped.shared(shared.extent().id, shared.offset(b))
        : Mapped.HOLE;
  }

  /** One past the last slot that holds an entry. */
  int slotEnd() {
    return mapping.slots.end();
  }

  /** One past the last block that is no hole. */
  int mapEnd() {
    synchronized (bmap) {
      return bmap.end();
    }
  }

  void addView(View v) {
    View[] now = Arrays.copyOf(views, views.length + 1);
    now[now.length - 1] = v;
    views = now;
  }

  void removeView(View v) {
    views = Arrays.stream(views).filter(w -> w != v).toArray(View[]::new);
  }

  boolean isMapped() {
    return views.length > 0;
  }

  /** Pins to write that were taken of folios of this file; such a folio may have left it. */
  int writePins() {
    return writePins;
  }

  void addWritePins(int n) {
    WRITE_PINS.getAndAdd(this, n);
  }

  @Override
  public String toString() {
    return "file " + name;
  }
}
