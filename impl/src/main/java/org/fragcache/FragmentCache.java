package org.fragcache;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A page cache of files that share blocks, in which a shared block has one folio, whoever reads it.
 *
 * <p>Files that are clones of each other refer to reference-counted <em>fragments</em>, one per
 * shared extent of the store; a fragment owns the folios of its extent. Cloning what is shared
 * already touches no folio.
 *
 * <p>There are two layers. The methods here, and those of {@link AddressSpace} and {@link
 * PinHandle}, are the calls of the specification, by name; a call reports how it ended as a {@link
 * Status}, without an exception, and changes nothing unless it {@linkplain Status#completed
 * completed}. Each is one atomic step, so a read or write is of bytes within one block. {@link
 * #file} gives a handle with ranges of any length and exceptions.
 *
 * <p>Positions, lengths and sizes are in bytes, of any alignment unless said. A negative one is
 * {@link Status#EINVAL}.
 *
 * <p>Thread safe. A read of what is cached takes no lock; other calls take those of their files,
 * see impl/README.md. Calls are linearizable, each at a point that the method which it is built on
 * names: a read at its last look at the slot or, through a folio of the file's own, at its load; a
 * write at its store; a truncate when the size changes; a clone when its first block can be read.
 * Two calls of {@link CachedFile} on more than one block may interleave block by block.
 *
 * <p>A store that fails makes a call throw {@link java.io.UncheckedIOException}. The cache is then
 * in a legal state: what was dirty is dirty still, or on the store; the call has otherwise had no
 * effect that a reader of any file can see, and can be repeated. If the memory limit is reached and
 * all of it is pinned or poisoned a call throws {@link IllegalStateException}, with as little
 * effect.
 *
 * <p>After {@link #close} every method throws {@link IllegalStateException}.
 */
public final class FragmentCache implements FileCache {
  private static final String ANONYMOUS = "#";

  private final AtomicLong anonymous = new AtomicLong();
  private final World world;
  private final PageCache cache;
  private final Durable durable;
  private final Calls calls;
  private final ReadCalls readCalls;
  private final CutCalls cutCalls;
  private final ViewCalls viewCalls;
  private final PinCalls pinCalls;
  private final Environment environment;
  private final StateEncoder encoder;

  FragmentCache(PageCache cache, Durable durable, World world) {
    this.world = world;
    this.cache = cache;
    this.durable = durable;
    Lookup lookup = new Lookup(cache);
    Drop drop = new Drop(cache);
    Fill fill = new Fill(cache, drop);
    Access access = new Access(cache, lookup, fill, drop);
    WriteFault faults = new WriteFault(cache, access);
    this.calls = new Calls(cache, access, drop);
    this.readCalls = new ReadCalls(cache, lookup, fill, access);
    this.cutCalls = calls.cuts();
    this.viewCalls = new ViewCalls(cache, lookup, fill, faults, calls);
    this.pinCalls = new PinCalls(cache, access, lookup, fill, faults);
    this.environment = new Environment(world, cache, durable, calls.remove());
    this.encoder = new StateEncoder(cache, durable);
  }

  /** A builder, all of whose values have defaults. */
  public static FragmentCacheBuilder builder() {
    return new FragmentCacheBuilder();
  }

  /** Bytes per block. */
  @Override
  public int blockSize() {
    return cache.geometry.blockSize();
  }

  /** The largest size of a file, in blocks. */
  public int maxFileBlocks() {
    return cache.geometry.maxFileBlocks();
  }

  /** A handle for the file of this name, which need not exist. */
  public CachedFile file(String name) {
    return new CachedFile(this, name);
  }

  /** The memory of the process of this name, which may not start with "#". */
  public AddressSpace process(String name) {
    return new AddressSpace(this, viewCalls, requireName("process", name));
  }

  /** A process without a name of its own. */
  AddressSpace newProcess() {
    return new AddressSpace(this, viewCalls, ANONYMOUS + anonymous.incrementAndGet());
  }

  /** The holder of a pin of this name, which may not start with "#". */
  public PinHandle pinHandle(String name) {
    return new PinHandle(this, pinCalls, requireName("handle", name));
  }

  /** A holder of a pin without a name of its own. */
  PinHandle newPinHandle() {
    return new PinHandle(this, pinCalls, ANONYMOUS + anonymous.incrementAndGet());
  }

  /** The steps that a kernel takes by its own choice. */
  public Environment environment() {
    return environment;
  }

  // Calls.

  /**
   * Reads bytes of a file, to the end of the block at most. Spec action {@code Read};
   * filemap_read().
   *
   * @param dst gets them at its position, which advances by their number: at or past the end of the
   *     file by none; its bytes past that may have changed too
   * @return OK, ENOENT, EIO if the block is poisoned
   */
  @Override
  public Status read(String name, long pos, ByteBuffer dst) {
    world.requireOpen();
    Status status = readCalls.readFast(name, pos, dst);
    return status != null ? status : call(() -> readCalls.read(name, pos, dst));
  }

  /**
   * Writes bytes of a block of a file, which grows to hold them. Spec action {@code Write};
   * generic_perform_write(). They are dirty in the cache until writeback or {@link #fsync}.
   *
   * @param src gives all that it has, if the call ends in OK
   * @return OK, ENOENT, EFBIG, EIO if the block, or the one in which the file ended, is poisoned,
   *     ENOSPC
   * @throws IllegalArgumentException if the bytes do not lie within a block
   */
  @Override
  public Status write(String name, long pos, ByteBuffer src) {
    requireWithinBlock(pos, src);
    return call(() -> calls.write(name, pos, src));
  }

  /**
   * Sets the size of a file; what it gains reads as zeros. Spec action {@code Truncate};
   * truncate_setsize().
   *
   * @return OK, ENOENT, EFBIG, EIO and ENOSPC for the block in which the old or new size is
   */
  @Override
  public Status truncate(String name, long size) {
    return call(() -> cutCalls.truncate(name, size));
  }

  /**
   * Makes a range of a file zeros, its whole blocks holes; its size stays. Spec action {@code
   * Punch}; truncate_pagecache_range().
   *
   * @return OK, ENOENT, EINVAL if {@code length} is 0, EFBIG, EIO and ENOSPC for blocks in the
   *     range in part
   */
  @Override
  public Status punch(String name, long pos, long length) {
    return call(() -> cutCalls.punch(name, pos, length));
  }

  /**
   * Makes a range of file {@code to} share the blocks of a range of file {@code from}. Spec action
   * {@code Clone}; vfs_clone_file_range(). Writes dirty blocks of the source back, then does no
   * I/O; blocks under a write pin are copied.
   *
   * @param pos a multiple of the block size
   * @param length to the end of a block, or of the source; 0 means to the end of the source
   * @param toPos a multiple of the block size
   * @return OK, ENOENT, EINVAL for what is not aligned, a source that ends before the range, ranges
   *     that overlap in one file, an end of the source amid the destination; EFBIG, EIO, ENOSPC for
   *     what is copied
   */
  @Override
  public Status clone(String from, long pos, long length, String to, long toPos) {
    return call(() -> calls.clone(from, pos, length, to, toPos));
  }

  /**
   * Makes two ranges share blocks if they hold the same bytes. Spec action {@code Dedupe};
   * vfs_dedupe_file_range(). Of a range that ends within a block, the part there is shared only if
   * both files end there.
   *
   * @param pos a multiple of the block size
   * @param toPos a multiple of the block size
   * @return SAME, also if there is no whole block to share; DIFFERS; ENOENT, EINVAL as {@link
   *     #clone}, EIO, EBUSY if a block of either range is under a write pin
   */
  public Status dedupe(String from, long pos, long length, String to, long toPos) {
    return call(() -> calls.dedupe(from, pos, length, to, toPos));
  }

  /**
   * Writes every dirty block of a file back and, if the cache is durable, commits. Spec action
   * {@code Fsync}; file_write_and_wait_range().
   *
   * @return OK, ENOENT, EIO if a block of the file is poisoned
   */
  @Override
  public Status fsync(String name) {
    Status status = call(() -> calls.fsync(name));
    if (status == Status.OK) {
      durable.commit();
    }
    return status;
  }

  /**
   * Makes an empty file. Spec action {@code Create}; open(O_CREAT | O_EXCL).
   *
   * @return OK, EEXIST, EBUSY while an unlinked file of this name is mapped
   * @throws IllegalArgumentException if the name has half of a surrogate pair, which no encoding
   *     keeps
   */
  @Override
  public Status create(String name) {
    if (!MetadataBytes.holds(name)) {
      throw new IllegalArgumentException("name: \"" + name + "\", expected Unicode");
    }
    return call(() -> calls.create(name));
  }

  /**
   * Removes a file with its blocks, which last as long as a view maps it. Spec action {@code
   * Unlink}; vfs_unlink().
   *
   * @return OK, ENOENT
   */
  @Override
  public Status unlink(String name) {
    return call(() -> calls.unlink(name));
  }

  /** The size of a file in bytes, or -1 if it does not exist. */
  @Override
  public long size(String name) {
    world.requireOpen();
    return calls.size(name);
  }

  // Observation.

  /**
   * What the cache holds and has done, at one moment: calls wait meanwhile, which is in proportion
   * to the folios.
   */
  @Override
  public CacheStats stats() {
    return world.alone(
        () ->
            new CacheStats(
                cache.folios.count(),
                (int) cache.folios.used().stream().filter(Folio::isDirty).count(),
                cache.fragments.all().size(),
                cache.room.used(),
                cache.store.reads(),
                cache.store.writes(),
                cache.reclaim().steps().reclaimed()));
  }

  /**
   * Appends the state in terms of the specification's variables: a line {@code name=value} for
   * each, in TLA+ notation without blanks, canonical, so that equal states have equal bytes. Reads
   * own and extent blocks from the store, uncounted; the cache is unchanged.
   *
   * @throws IllegalStateException if the state does not fit the scope, or a block is torn
   */
  public void encodeState(Scope scope, StateBuffer out) {
    world.alone(
        () -> {
          encoder.encode(scope, out);
          return out;
        },
        durable.committing());
  }

  /**
   * What threads share, amid their calls, in the terms of FragmentSteps: of use only while a {@link
   * StepListener} keeps every thread that is in a call stopped. Waits for none of them.
   *
   * @param files names; those that do not exist are left out
   * @return a line for each file, with its size in units and its locks; for each of its blocks,
   *     with its entries in the block map, the mapping and the page table of its first view; and
   *     for each extent, fragment and folio that these lead to. Names of those, such as P3, mean
   *     nothing
   * @throws IllegalStateException if a block is torn
   */
  public List<String> sharedState(Scope scope, List<String> files) {
    return new SharedStateEncoder(cache, scope).encode(files);
  }

  /** As {@link #encodeState(Scope, StateBuffer)}, to a new array. */
  public byte[] encodeState(Scope scope) {
    StateBuffer out = new StateBuffer();
    encodeState(scope, out);
    return out.toByteArray();
  }

  /**
   * Evaluates the invariants of the specification on the cache's structures. Takes time in
   * proportion to all that is cached and mapped.
   *
   * @throws IllegalStateException naming the first that does not hold: by its TLA+ name, then
   *     whose, actual and expected
   */
  public void checkInvariants() {
    world.alone(
        () -> {
          new InvariantChecker(cache, durable).check();
          return cache;
        },
        durable.committing());
  }

  /**
   * Writes every dirty block back and, if the cache is durable, commits. The store stays open: it
   * belongs to whom opened it. Idempotent, but if it throws the cache is open still.
   */
  @Override
  public void close() {
    world.close(
        () -> {
          for (Inode f : cache.inodes.values()) {
            cache.reclaim().clean().blocks(f, 0, maxFileBlocks());
          }
          durable.commitAlone();
        },
        durable.committing());
  }

  /** For tests that break what {@link #checkInvariants} must find broken. */
  PageCache internals() {
    return cache;
  }

  /** As {@link #internals}. */
  Durable durable() {
    return durable;
  }

  /** A call, before which the cache commits if that is due. */
  Status call(Supplier<Status> body) {
    world.requireOpen();
    durable.commitIfDue();
    int stripe = world.enterChanges();
    try {
      return body.get();
    } finally {
      world.exitChanges(stripe);
    }
  }

  void requireWithinBlock(long pos, ByteBuffer src) {
    if (pos >= 0 && src.remaining() > blockSize() - cache.geometry.within(pos)) {
      throw new IllegalArgumentException(
          "src: %d bytes at %d, expected all within a block of %d"
              .formatted(src.remaining(), pos, blockSize()));
    }
    requireReadable(src);
  }

  /**
   * fault_in_readable(): a buffer of memory that has been freed throws here, where nothing is held,
   * and not amid a store.
   */
  static void requireReadable(ByteBuffer src) {
    if (src.hasRemaining()) {
      src.get(src.position());
    }
  }

  private static String requireName(String what, String name) {
    if (name.startsWith(ANONYMOUS)) {
      throw new IllegalArgumentException(
          what + ": \"" + name + "\", expected a name that does not start with " + ANONYMOUS);
    }
    return name;
  }
}
