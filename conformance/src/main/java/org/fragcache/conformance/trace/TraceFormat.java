package org.fragcache.conformance.trace;

import java.nio.file.Path;

/** How a trace is written. */
public enum TraceFormat {
  /** One JSON document, as Apalache's ADR-015 has it. */
  ITF,
  /** A header, then a state in each line. */
  NDJSON;

  /** NDJSON for a file that is called so, else ITF. */
  public static TraceFormat of(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".ndjson") || name.endsWith(".jsonl") ? NDJSON : ITF;
  }
}
