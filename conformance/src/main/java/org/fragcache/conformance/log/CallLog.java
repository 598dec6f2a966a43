package org.fragcache.conformance.log;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fragcache.spec.value.TlaValue;

/**
 * What threads did. Event n is line n + 2 of the file.
 *
 * @param header what the log is of
 * @param events in their order
 */
public record CallLog(Header header, List<Event> events) {

  /** Copies the list. */
  public CallLog {
    events = List.copyOf(events);
  }

  /** The line of the file that event {@code index} stands in, from 1. */
  public static int line(int index) {
    return index + 2;
  }

  /**
   * The first line of a log.
   *
   * @param model the configuration of FileViewCalls that judges it: {@code log-files}
   * @param constants its constants, by name
   * @param threads how many there were; events name them by numbers from 0
   * @param seed what the calls were chosen by; not the schedule
   * @param pauses whether threads were made to wait at random steps
   * @param program what the threads did, if that was not chosen at random: {@code g164}
   */
  public record Header(
      String model,
      Map<String, TlaValue> constants,
      int threads,
      long seed,
      boolean pauses,
      Optional<String> program) {
    /** Most threads that a log may have. */
    public static final int MOST_THREADS = 32;

    /** Of calls chosen at random. */
    public Header(
        String model, Map<String, TlaValue> constants, int threads, long seed, boolean pauses) {
      this(model, constants, threads, seed, pauses, Optional.empty());
    }

    /** Copies the map. */
    public Header {
      constants = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(constants));
    }

    /** The command that records another log of the same calls; the schedule is another one. */
    public String recordAgain(int events) {
      if (program.isPresent()) {
        return "./fragcache races SUBJECT --program %s --events %d --seed %d --logs DIR"
            .formatted(program.get(), events, seed);
      }
      return "./fragcache record --model %s --threads %d --events %d --seed %d%s --to LOG"
          .formatted(model, threads, events, seed, pauses ? " --pauses" : "");
    }
  }
}
