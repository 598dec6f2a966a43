package org.fragcache;

import java.util.function.BooleanSupplier;

/**
 * The steps that a kernel takes by its own choice (D16), as methods, so that tests and replay
 * choose. Each returns false, and does nothing, unless its guard holds. What becomes of a file does
 * not depend on them, but for {@link #poisonOwn} and {@link #poisonFragment}. Blocks, offsets and
 * fragments are numbered as in the specification: fragments by their extent, from 1 on. Thread
 * safe, as {@link FragmentCache}.
 */
public final class Environment {
  private final World world;
  private final PageCache cache;
  private final Durable durable;
  private final Remove remove;
  private final Migrate migrate;
  private final TakeBack takeBack;

  Environment(World world, PageCache cache, Durable durable, Remove remove) {
    this.world = world;
    this.cache = cache;
    this.durable = durable;
    this.remove = remove;
    this.migrate = new Migrate(cache);
    this.takeBack = new TakeBack(cache);
  }

  /** Writes a dirty block back. Spec action {@code Writeback}; writeback_iter(). */
  public boolean writeback(String file, int block) {
    return changing(() -> steps().writeback(cache.inodes.get(file), block));
  }

  /** Gives up a file's own clean folio. Spec action {@code ReclaimOwn}; __remove_mapping(). */
  public boolean reclaimOwn(String file, int block) {
    return changing(() -> steps().reclaimOwn(cache.inodes.get(file), block));
  }

  /**
   * Gives up a fragment's folio; references to it stay, entries in page tables go. Spec action
   * {@code ReclaimFragment}; __remove_mapping().
   */
  public boolean reclaimFragment(int fragment, int offset) {
    return changing(() -> steps().reclaimFragment(cache.fragments.find(fragment), offset));
  }

  /** An inode leaves memory with its slots; the file stays. Spec action {@code Evict}; evict(). */
  public boolean evict(String file) {
    return world.alone(() -> steps().evict(cache.inodes.get(file), remove));
  }

  /** Moves a file's own folio. Spec action {@code MigrateOwn}; folio_migrate_mapping(). */
  public boolean migrateOwn(String file, int block) {
    return changing(() -> migrate.migrate(cache.inodes.get(file), block));
  }

  /** Moves a fragment's folio. Spec action {@code MigrateFragment}; folio_migrate_mapping(). */
  public boolean migrateFragment(int fragment, int offset) {
    return changing(() -> migrate.migrate(cache.fragments.find(fragment), offset));
  }

  /**
   * A file's own folio turns out bad: it goes if the store has its bytes, else they are lost. Spec
   * action {@code PoisonOwn}; memory_failure().
   */
  public boolean poisonOwn(String file, int block) {
    return world.alone(() -> steps().poisonOwn(cache.inodes.get(file), block, remove));
  }

  /** As {@link #poisonOwn}. Spec action {@code PoisonFragment}; memory_failure(). */
  public boolean poisonFragment(int fragment, int offset) {
    return world.alone(() -> steps().poisonFragment(cache.fragments.find(fragment), offset));
  }

  /**
   * The only file that has a fragment takes its folios and blocks back as its own, without a copy.
   * Spec action {@code TakeBack}.
   */
  public boolean takeBack(String file, int fragment) {
    return world.alone(
        () -> takeBack.takeBack(cache.inodes.get(file), cache.fragments.find(fragment)));
  }

  /**
   * Makes names, sizes and block maps durable as they are; what is dirty stays so. Spec action
   * {@code Commit}; xfs_log_force(). False if the cache is not durable.
   */
  public boolean commit() {
    world.requireOpen();
    return durable.commit();
  }

  private FolioSteps steps() {
    return cache.reclaim().steps();
  }

  private boolean changing(BooleanSupplier body) {
    int stripe = world.enterChanges();
    try {
      return body.getAsBoolean();
    } finally {
      world.exitChanges(stripe);
    }
  }
}
