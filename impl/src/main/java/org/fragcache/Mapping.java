package org.fragcache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The cache of a file or a fragment, as an {@code address_space}: by index nothing, a {@link Folio}
 * or, in a file's, a {@link Ref}. Its monitor is i_pages: who changes an entry holds it; who looks
 * one up does not. The first clone of a whole file gives the file's mapping to the fragment, with
 * all its folios, so the host may change from a file to a fragment, once (D6).
 */
final class Mapping {
  private static final VarHandle BUSY;

  static {
    try {
      BUSY = MethodHandles.lookup().findVarHandle(Mapping.class, "busy", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The entries. */
  final SlotTree slots = new SlotTree();

  private volatile Host host;

  /** nrpages: changed under i_pages. */
  private int folios;

  private volatile int busy;

  Mapping(Host host) {
    this.host = host;
  }

  Host host() {
    return host;
  }

  /** The folios belong to a fragment from now on. */
  void donate(Fragment to) {
    host = to;
  }

  /** Visits the indices from..end-1 that hold a folio; what holds references is passed by runs. */
  void eachFolio(int from, int end, IntConsumer visitor) {
    int i = slots.next(from, end);
    while (i < end) {
      if (slots.load(i) instanceof Folio) {
        visitor.accept(i);
        i = slots.next(i + 1, end);
      } else {
        i = slots.next(Math.max(i + 1, slots.runEnd(i, end)), end);
      }
    }
  }

  /** How many folios it has. Under i_pages, or when nobody adds or removes any. */
  int folios() {
    return folios;
  }

  /** filemap_add_folio(): with the mapping's reference. Under i_pages. */
  void add(int index, Folio p) {
    p.get();
    enter(index, p);
  }

  /**
   * A locked folio comes from another mapping, with that one's reference. Under i_pages. A slot may
   * have had it before: so it gets another number, for who reads without a reference.
   */
  void adopt(int index, Folio p) {
    p.renumber();
    enter(index, p);
  }

  private void enter(int index, Folio p) {
    p.index = index;
    p.mapping = this;
    folios++;
    slots.store(index, 1, p);
  }

  /** What another mapping has adopted gives way to a reference, or nothing. Under i_pages. */
  void giveUp(int index, @Nullable Ref ref) {
    slots.store(index, 1, ref);
    folios--;
  }

  /**
   * folio_migrate_mapping(): one folio in place of another, with these of its flags: before it is
   * found, so that nobody finds it clean that is not, and before the other's go, so that the count
   * of dirty ones does not dip. How many folios there are stays as it is. Under i_pages.
   */
  void replace(int index, Folio from, Folio to, int flags) {
    to.get();
    to.index = index;
    to.mapping = this;
    to.set(from.flags() & flags);
    slots.store(index, 1, to);
    from.clear(flags);
    leave(from);
  }

  /**
   * filemap_remove_folio(), but for the mapping's reference, which the caller puts. Under i_pages,
   * the folio locked or frozen.
   */
  void remove(Folio p) {
    slots.store(p.index, 1, null);
    forget(p);
  }

  /** As {@link #remove}, of a folio whose entry holds something else by now. */
  void forget(Folio p) {
    leave(p);
    folios--;
  }

  private static void leave(Folio p) {
    p.clear(Folio.DIRTY | Folio.POISONED);
    p.mapping = null;
    p.index = 0;
  }

  /** Whether folios are dirty or under writeback. Stable while nobody can make one so. */
  boolean isBusy() {
    return busy > 0;
  }

  void addBusy(int n) {
    BUSY.getAndAdd(this, n);
  }

  @Override
  public String toString() {
    return host.toString();
  }
}
