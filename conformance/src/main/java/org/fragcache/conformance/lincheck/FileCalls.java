package org.fragcache.conformance.lincheck;

import java.util.List;

/**
 * The calls of an application on two files, with arguments by number: files 0 and 1, positions and
 * lengths in units. Each returns its outcome as the specification writes it.
 */
public interface FileCalls {
  /** The files, as the models name them. */
  List<String> FILES = List.of("a", "b");

  String create(int f);

  String unlink(int f);

  String read(int f, int u);

  String write(int f, int u, int d);

  String truncate(int f, int n);

  String punch(int f, int u, int n);

  String clone(int f, int u, int n, int g, int v);

  String dedupe(int f, int u, int n, int g, int v);

  String fsync(int f);

  /** What is there when the threads start. */
  enum Start {
    /** a holds two units, not on the store yet; b is there and empty. */
    OWN,
    /** As a was, and b a clone of it. */
    SHARED,
    /** The same, with a hole in b's place of a's first block, and nothing in memory. */
    COLD;

    /** Makes the calls that lead there. */
    public void prepare(FileCalls on) {
      on.create(0);
      on.create(1);
      on.write(0, 0, 1);
      on.write(0, 1, 2);
      if (this != OWN) {
        on.clone(0, 0, 0, 1, 0);
      }
      if (this == COLD) {
        on.punch(1, 0, 1);
        on.fsync(0);
        on.fsync(1);
      }
    }
  }
}
