package org.fragcache;

import java.nio.ByteBuffer;

/**
 * The memory of a process, in which at most one view of one whole file is mapped. Addresses are
 * positions in the file. A call reports how it ended as a {@link Status}, without an exception;
 * with any other than {@link Status#OK} it has changed nothing. As cheap to make as its name; those
 * of one name are the same process. Thread safe, as {@link FragmentCache}.
 */
public final class AddressSpace {
  private final FragmentCache cache;
  private final ViewCalls calls;
  private final String name;

  AddressSpace(FragmentCache cache, ViewCalls calls, String name) {
    this.cache = cache;
    this.calls = calls;
    this.name = name;
  }

  /** The process's name. */
  public String name() {
    return name;
  }

  /**
   * Maps a file. Spec action {@code Map}; mmap().
   *
   * @return OK, ENOENT, EEXIST if something is mapped already
   */
  public Status map(String file, MapKind kind) {
    return cache.call(() -> calls.map(name, file, kind));
  }

  /**
   * Ends the view, if there is one. Private copies are lost; a file without name and without
   * another view ends. Spec action {@code Unmap}; munmap().
   *
   * @return OK
   */
  public Status unmap() {
    return cache.call(() -> calls.unmap(name));
  }

  /**
   * Reads memory, up to the end of the block: past the end of the file but within its last block
   * there is memory too. Spec action {@code Load}.
   *
   * @param dst gets bytes from its position on, as many as it has room for
   * @return OK; SIGSEGV where nothing is mapped; SIGBUS in a block past the end of the file, or one
   *     that is poisoned
   */
  public Status load(long pos, ByteBuffer dst) {
    return cache.call(() -> calls.load(name, pos, dst));
  }

  /**
   * Writes memory, within a block. Spec action {@code Store}.
   *
   * @param src gives all its bytes if the call ends in OK
   * @return OK; SIGSEGV and SIGBUS as {@link #load}, and SIGBUS if the view is shared and the store
   *     has no room
   * @throws IllegalArgumentException if the bytes do not lie within a block
   */
  public Status store(long pos, ByteBuffer src) {
    cache.requireWithinBlock(pos, src);
    return cache.call(() -> calls.store(name, pos, src));
  }

  @Override
  public String toString() {
    return "process " + name;
  }
}
