package org.fragcache;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The bounds of a model, within which a state is told: the specification's {@code File}, {@code
 * Blocks}, {@code UnitsPerBlock}, {@code Process} and {@code Handle}, and what follows from them,
 * {@code Extent} and {@code Folio}. Immutable.
 */
public final class Scope {
  private final Names files;
  private final Names processes;
  private final Names handles;
  private final int blocks;
  private final int unitsPerBlock;
  private final BlockData data;
  private final byte[] zeros;

  private Scope(
      Names files, Names processes, Names handles, int blocks, int unitsPerBlock, BlockData data) {
    this.files = files;
    this.processes = processes;
    this.handles = handles;
    this.blocks = blocks;
    this.unitsPerBlock = unitsPerBlock;
    this.data = data;
    this.zeros =
        ("<<0" + ",0".repeat(unitsPerBlock - 1) + ">>").getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * A scope of blocks of one unit, without processes and handles.
   *
   * @param files names of files, TLA+ identifiers, at least one
   * @param blocks the largest size of a file, in blocks, at least 1
   * @param data what bytes mean
   */
  public static Scope of(Collection<String> files, int blocks, BlockData data) {
    return of(files, blocks, 1, List.of(), List.of(), data);
  }

  /**
   * A scope.
   *
   * @param files names of files, TLA+ identifiers, at least one
   * @param blocks the largest size of a file, in blocks, at least 1
   * @param unitsPerBlock units of a block, each as many bytes, at least 1
   * @param processes names of processes, TLA+ identifiers
   * @param handles names of holders of pins, TLA+ identifiers
   * @param data what the bytes of a unit mean
   */
  public static Scope of(
      Collection<String> files,
      int blocks,
      int unitsPerBlock,
      Collection<String> processes,
      Collection<String> handles,
      BlockData data) {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("files: none, expected at least 1");
    }
    return new Scope(
        new Names("files", files),
        new Names("processes", processes),
        new Names("handles", handles),
        Checks.positive("blocks", blocks),
        Checks.positive("unitsPerBlock", unitsPerBlock),
        data);
  }

  /** The number of files. */
  public int fileCount() {
    return files.count();
  }

  /** The largest size of a file, in blocks. */
  public int blocks() {
    return blocks;
  }

  /** The units of a block. */
  public int unitsPerBlock() {
    return unitsPerBlock;
  }

  /** Extents are 1..maxExtent. */
  public int maxExtent() {
    return Math.multiplyExact(files.count(), blocks);
  }

  /**
   * Folios are 1..maxFolio: a CoW holds the new one before it drops the old, and each pin can keep
   * one that no file has.
   */
  public int maxFolio() {
    return Math.addExact(maxExtent(), 1 + handles.count());
  }

  BlockData data() {
    return data;
  }

  /** A block of zeros, as a tuple. */
  byte[] zeros() {
    return zeros;
  }

  Names files() {
    return files;
  }

  Names processes() {
    return processes;
  }

  Names handles() {
    return handles;
  }

  /** Model values, in ASCII order. */
  static final class Names {
    private final String[] names;
    private final byte[][] texts;

    private Names(String what, Collection<String> names) {
      for (String name : names) {
        if (!name.matches("[A-Za-z0-9_]*[A-Za-z][A-Za-z0-9_]*")) {
          throw new IllegalArgumentException(
              what + ": \"" + name + "\", expected a TLA+ identifier");
        }
      }
      this.names = new TreeSet<>(names).toArray(new String[0]);
      this.texts = new byte[this.names.length][];
      Arrays.setAll(texts, i -> this.names[i].getBytes(StandardCharsets.US_ASCII));
    }

    int count() {
      return names.length;
    }

    String name(int i) {
      return names[i];
    }

    byte[] text(int i) {
      return texts[i];
    }

    boolean contains(String name) {
      return Arrays.binarySearch(names, name) >= 0;
    }

    /** The text of a name that is among these. */
    byte[] text(String name) {
      int i = Arrays.binarySearch(names, name);
      if (i < 0) {
        throw new IllegalArgumentException(name + ": unknown, expected one of " + List.of(names));
      }
      return texts[i];
    }
  }
}
