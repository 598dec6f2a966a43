package org.fragcache;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The bounds of a model, within which a state is told: the specification's {@code File} and {@code
 * Blocks}, and what follows from them, {@code Extent} and {@code Folio}. Immutable.
 */
public final class Scope {
  private final String[] files;
  private final byte[][] fileNames;
  private final Map<String, byte[]> nameOf = new HashMap<>();
  private final int blocks;
  private final BlockData data;

  private Scope(SortedSet<String> names, int blocks, BlockData data) {
    this.files = names.toArray(new String[0]);
    this.fileNames = new byte[files.length][];
    for (int i = 0; i < files.length; i++) {
      fileNames[i] = files[i].getBytes(StandardCharsets.US_ASCII);
      nameOf.put(files[i], fileNames[i]);
    }
    this.blocks = blocks;
    this.data = data;
  }

  /**
   * A scope.
   *
   * @param files names of files, TLA+ identifiers, at least one
   * @param blocks the largest size of a file, in blocks, at least 1
   * @param data what bytes mean
   */
  public static Scope of(Collection<String> files, int blocks, BlockData data) {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("files: none, expected at least 1");
    }
    for (String file : files) {
      if (!file.matches("[A-Za-z0-9_]*[A-Za-z][A-Za-z0-9_]*")) {
        throw new IllegalArgumentException("files: \"" + file + "\", expected a TLA+ identifier");
      }
    }
    return new Scope(new TreeSet<>(files), Checks.positive("blocks", blocks), data);
  }

  /** The number of files. */
  public int fileCount() {
    return files.length;
  }

  /** The largest size of a file, in blocks. */
  public int blocks() {
    return blocks;
  }

  /** Extents are 1..maxExtent. */
  public int maxExtent() {
    return Math.multiplyExact(files.length, blocks);
  }

  /** Folios are 1..maxFolio: a CoW holds the new one before it drops the old. */
  public int maxFolio() {
    return Math.addExact(maxExtent(), 1);
  }

  BlockData data() {
    return data;
  }

  /** Names in ASCII order. */
  String file(int i) {
    return files[i];
  }

  byte[] fileName(int i) {
    return fileNames[i];
  }

  byte @Nullable [] fileName(String file) {
    return nameOf.get(file);
  }
}
