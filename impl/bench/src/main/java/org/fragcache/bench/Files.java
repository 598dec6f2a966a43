package org.fragcache.bench;

import java.nio.ByteBuffer;
import org.fragcache.FileCache;
import org.fragcache.Status;

/** Calls that must succeed, and files made of them. */
final class Files {
  private Files() {}

  /** A benchmark whose calls fail measures nothing. */
  static void ok(Status status, String call, String file) {
    if (status != Status.OK) {
      throw new IllegalStateException(call + " of " + file + ": " + status + ", expected OK");
    }
  }

  /** A new file of so many blocks, all cached and clean. */
  static void make(FileCache cache, String name, int blocks) {
    ok(cache.create(name), "create", name);
    write(cache, name, blocks);
    ok(cache.fsync(name), "fsync", name);
  }

  /** Writes blocks 0..blocks-1 whole. */
  static void write(FileCache cache, String name, int blocks) {
    ByteBuffer src = ByteBuffer.allocateDirect(cache.blockSize());
    for (int b = 0; b < blocks; b++) {
      src.putInt(0, b).clear();
      ok(cache.write(name, (long) b * cache.blockSize(), src), "write", name);
    }
  }

  /** Reads blocks 0..blocks-1 whole. */
  static void read(FileCache cache, String name, int blocks) {
    ByteBuffer dst = ByteBuffer.allocateDirect(cache.blockSize());
    for (int b = 0; b < blocks; b++) {
      dst.clear();
      ok(cache.read(name, (long) b * cache.blockSize(), dst), "read", name);
      if (dst.hasRemaining()) {
        throw new IllegalStateException("read of " + name + ": short, expected a whole block");
      }
    }
  }

  /** Makes a file that shares all of another. */
  static void clone(FileCache cache, String from, String to) {
    ok(cache.create(to), "create", to);
    ok(cache.clone(from, 0, 0, to, 0), "clone", to);
  }

  static void unlink(FileCache cache, String name) {
    ok(cache.unlink(name), "unlink", name);
  }
}
