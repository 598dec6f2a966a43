package org.fragcache.conformance.fsx;

import java.util.List;

/**
 * A line of an operation file.
 *
 * @param line from 1 on
 * @param kind what it does
 * @param args bytes: offset and length, of a truncate 0 and the size; or source, length,
 *     destination
 * @param closes whether the file is closed and opened again afterwards, which drops what is cached
 */
public record FsxOperation(int line, Kind kind, List<Long> args, boolean closes) {

  public FsxOperation {
    args = List.copyOf(args);
  }

  /** Operations, as {@code ltp/fsx.c} has them. */
  public enum Kind {
    READ("read", false),
    READ_DONTCACHE("read_dontcache", false),
    WRITE("write", false),
    WRITE_DONTCACHE("write_dontcache", false),
    WRITE_ATOMIC("write_atomic", false),
    MAPREAD("mapread", false),
    MAPWRITE("mapwrite", false),
    TRUNCATE("truncate", false),
    FALLOCATE("fallocate", false),
    PUNCH_HOLE("punch_hole", false),
    ZERO_RANGE("zero_range", false),
    COLLAPSE_RANGE("collapse_range", false),
    INSERT_RANGE("insert_range", false),
    FSYNC("fsync", false),
    CLONE_RANGE("clone_range", true),
    DEDUPE_RANGE("dedupe_range", true),
    COPY_RANGE("copy_range", true),
    EXCHANGE_RANGE("exchange_range", true);

    private final String text;

    /** Whether it has a source and a destination. */
    final boolean twoOffsets;

    Kind(String text, boolean twoOffsets) {
      this.text = text;
      this.twoOffsets = twoOffsets;
    }

    /** Whether FileView has calls for it. */
    boolean isModelled() {
      return switch (this) {
        case FALLOCATE, ZERO_RANGE, COLLAPSE_RANGE, INSERT_RANGE, COPY_RANGE, EXCHANGE_RANGE ->
            false;
        default -> true;
      };
    }

    /** Whether it does nothing if it has no length: fsx makes no call then. */
    boolean needsLength() {
      return this != TRUNCATE && this != FSYNC;
    }

    boolean isMapped() {
      return this == MAPREAD || this == MAPWRITE;
    }

    /** As in a file. */
    @Override
    public String toString() {
      return text;
    }
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(kind.toString());
    args.forEach(arg -> out.append(' ').append(arg));
    return out.toString();
  }
}
