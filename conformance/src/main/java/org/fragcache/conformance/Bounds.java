package org.fragcache.conformance;

import java.util.List;
import java.util.Set;

/**
 * What a subject needs to know of a model, as the specification's constants give it.
 *
 * @param files {@code File}
 * @param blocks {@code Blocks}: the largest size of a file
 * @param unitsPerBlock {@code UnitsPerBlock}
 * @param processes {@code Process}
 * @param handles {@code Handle}
 * @param capacity {@code Capacity}: blocks of the store, 0 if there is no limit
 * @param memoryBacked whether {@code Backing} is "memory", and not "disk"
 * @param ops {@code Ops}: names of the calls and steps that the model has
 */
public record Bounds(
    List<String> files,
    int blocks,
    int unitsPerBlock,
    List<String> processes,
    List<String> handles,
    int capacity,
    boolean memoryBacked,
    Set<String> ops) {

  /** Copies the collections. */
  public Bounds {
    files = List.copyOf(files);
    processes = List.copyOf(processes);
    handles = List.copyOf(handles);
    ops = Set.copyOf(ops);
  }

  /** Whether the model has a step that loses what is not durable. */
  public boolean crashes() {
    return ops.contains("Crash");
  }

  /** Whether files are on a store from which a crash takes what was not synced. */
  public boolean losesUnsynced() {
    return crashes() && !memoryBacked;
  }
}
