package org.fragcache;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Random calls and environment steps of every kind, mostly legal, on any number of files, processes
 * and handles; counts how they ended.
 */
final class RandomCalls {
  private final FragmentCache cache;
  private final Random random;
  private final int files;
  private final int blocks;
  private final int holders;
  private final int blockSize;
  private final byte[] bytes;
  private final ByteBuffer dst;
  private final Map<String, Integer> completed = new TreeMap<>();
  private final Map<Status, Integer> statuses = new EnumMap<>(Status.class);
  private final Map<String, String> views = new HashMap<>();
  private int calls;

  RandomCalls(FragmentCache cache, Random random, int files, int holders) {
    this.cache = cache;
    this.random = random;
    this.files = files;
    this.blocks = cache.maxFileBlocks();
    this.holders = holders;
    this.blockSize = cache.blockSize();
    this.bytes = new byte[blockSize];
    this.dst = ByteBuffer.allocate(blockSize);
  }

  /** How often each kind took effect. */
  Map<String, Integer> completed() {
    return completed;
  }

  Map<Status, Integer> statuses() {
    return statuses;
  }

  int calls() {
    return calls;
  }

  int total() {
    return completed.values().stream().mapToInt(n -> n).sum();
  }

  void step() {
    calls++;
    int kind = random.nextInt(100);
    if (kind < 55) {
      fileCall(kind);
    } else if (kind < 80) {
      memoryCall(kind - 55);
    } else {
      environmentStep(kind - 80);
    }
  }

  private void fileCall(int kind) {
    String f = file();
    if (kind < 14) {
      count("read", cache.read(f, pos(f), dst.clear()));
    } else if (kind < 28) {
      count("write", write(f));
    } else if (kind < 32) {
      long size = random.nextInt(blocks * blockSize + 64);
      count("truncate", cache.truncate(f, random.nextBoolean() ? size : aligned(size)));
    } else if (kind < 35) {
      long from = pos(f);
      long length = 1L + random.nextInt(8 * blockSize);
      count("punch", cache.punch(f, from, Math.min(length, maxBytes() - from)));
    } else if (kind < 46) {
      cloneOrDedupe(f);
    } else if (kind < 48) {
      count("fsync", cache.fsync(f));
    } else if (kind < 54) {
      count("create", cache.create("f" + random.nextInt(files)));
    } else if (random.nextInt(4) == 0) {
      count("unlink", cache.unlink(f));
    }
  }

  private Status write(String f) {
    long pos = pos(f);
    return cache.write(f, pos, some((int) (blockSize - pos % blockSize)));
  }

  /** Sometimes of few values, so that ranges are the same now and then. */
  private ByteBuffer some(int max) {
    if (random.nextBoolean()) {
      random.nextBytes(bytes);
    } else {
      Arrays.fill(bytes, (byte) random.nextInt(2));
    }
    int n = random.nextBoolean() ? max : 1 + random.nextInt(max);
    return ByteBuffer.wrap(bytes, 0, n);
  }

  private void cloneOrDedupe(String f) {
    String g = file();
    long from = aligned(pos(f));
    long to = aligned(pos(g));
    long left = Math.max(0, cache.size(f) - from);
    long length = aligned(Math.min(left, (1 + random.nextInt(16)) * (long) blockSize));
    if (random.nextInt(4) == 0) {
      length = left; // to EOF
    }
    length = Math.min(length, aligned(maxBytes() - to));
    if (random.nextInt(3) == 0) {
      long shared = Math.min(length, aligned(Math.max(0, cache.size(g) - to)));
      count("dedupe", cache.dedupe(f, from, shared, g, to));
    } else {
      count("clone", cache.clone(f, from, length, g, to));
    }
  }

  private void memoryCall(int kind) {
    AddressSpace process = cache.process("p" + random.nextInt(holders));
    PinHandle handle = cache.pinHandle("h" + random.nextInt(holders));
    String f = file();
    String mapped = views.getOrDefault(process.name(), f);
    if (kind < 2) {
      Status status = process.map(f, random.nextBoolean() ? MapKind.SHARED : MapKind.PRIVATE);
      count("map", status);
      if (status == Status.OK) {
        views.put(process.name(), f);
      }
    } else if (kind < 3) {
      if (random.nextInt(3) == 0) {
        count("unmap", process.unmap());
        views.remove(process.name());
      }
    } else if (kind < 10) {
      count("load", process.load(pos(mapped), dst.clear()));
    } else if (kind < 17) {
      long pos = pos(mapped);
      count("store", process.store(pos, some((int) (blockSize - pos % blockSize))));
    } else if (kind < 20) {
      PinKind pinKind = random.nextBoolean() ? PinKind.READ : PinKind.WRITE;
      count("pin", handle.pin(f, pos(f), pinKind));
    } else if (kind < 22) {
      count("unpin", handle.unpin());
    } else if (kind < 23) {
      count("pinLoad", handle.load(dst.clear()));
    } else {
      count("pinStore", handle.store(some(1)));
    }
  }

  private void environmentStep(int kind) {
    Environment env = cache.environment();
    String f = file();
    int b = random.nextInt(blocks);
    int e = 1 + random.nextInt(files * 2);
    int o = random.nextInt(4);
    switch (kind) {
      case 0, 1, 2, 3 -> count("writeback", env.writeback(f, b));
      case 4, 5, 6 -> count("reclaimOwn", env.reclaimOwn(f, b));
      case 7, 8, 9 -> count("reclaimFragment", env.reclaimFragment(e, o));
      case 10, 11 -> count("evict", env.evict(f));
      case 12, 13 -> count("migrateOwn", env.migrateOwn(f, b));
      case 14, 15 -> count("migrateFragment", env.migrateFragment(e, o));
      case 16 -> count("poisonOwn", random.nextInt(8) == 0 && env.poisonOwn(f, b));
      case 17 -> count("poisonFragment", random.nextInt(4) == 0 && env.poisonFragment(e, o));
      case 18 -> count("takeBack", env.takeBack(f, e));
      default -> count("commit", random.nextInt(16) == 0 && env.commit());
    }
  }

  /** One that exists, if a few tries find one. */
  private String file() {
    String f = "f" + random.nextInt(files);
    for (int i = 0; i < 8 && cache.size(f) < 0; i++) {
      f = "f" + random.nextInt(files);
    }
    return f;
  }

  private long maxBytes() {
    return (long) blocks * blockSize;
  }

  private long aligned(long pos) {
    return pos - pos % blockSize;
  }

  /** Mostly within the file, else anywhere. */
  private long pos(String f) {
    long size = cache.size(f);
    boolean inside = size > 0 && random.nextInt(8) != 0;
    long pos = random.nextInt((int) (inside ? size : maxBytes()));
    return random.nextBoolean() ? pos : aligned(pos);
  }

  private void count(String kind, Status status) {
    statuses.merge(status, 1, Integer::sum);
    count(kind, status.completed());
  }

  private void count(String kind, boolean done) {
    completed.merge(kind, done ? 1 : 0, Integer::sum);
  }

  /** Everything that is held is let go of; the environment does nothing of its own any more. */
  void dropEverything() {
    for (int i = 0; i < holders; i++) {
      cache.process("p" + i).unmap();
      cache.pinHandle("h" + i).unpin();
    }
    for (int i = 0; i < files; i++) {
      cache.unlink("f" + i);
    }
    cache.environment().commit();
  }
}
