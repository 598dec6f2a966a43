package org.fragcache.conformance.show;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;

/**
 * A sequence of calls to draw, and the model that plays it. Read from a file:
 *
 * <pre>
 * title: Clone of a clone
 * module: MCFragmentCache
 * cfg: three-files.cfg
 *
 * # blank lines and lines that start with # are ignored
 * Create(a) -- A new file.
 * Read(a,0) -> 10 -- A read says what it reads.
 * Write(a,1,20) -> ENOSPC -- A call that fails says how.
 * </pre>
 *
 * <p>The three header lines come first, in any order, each once, then a blank line, then one call a
 * line with a caption of one sentence or more. Between them stands how the call must end: the unit
 * that it reads, or its status; left out, it is OK and reads nothing. A file is ASCII, as the text
 * picture is.
 *
 * @param name name of the scenario: that of the file without its ending
 * @param file the file it was read from
 * @param title what it shows, one line
 * @param module root module of the model
 * @param config configuration of the model, absolute
 * @param lines the calls in order; never empty
 */
public record Scenario(
    String name, Path file, String title, String module, Path config, List<Line> lines) {

  /** Between a call and how it must end. */
  static final String ARROW = " -> ";

  /**
   * One call of a scenario.
   *
   * @param number line in the file, from 1
   * @param call the call; whether the model has it is known only when it is played
   * @param expected how the call must end: the unit that it reads, or a status; empty for OK
   *     without data, and for a step of the environment
   * @param caption one sentence or more on what to look at
   */
  public record Line(int number, Call call, Optional<String> expected, String caption) {}

  /** Copies the lines. */
  public Scenario {
    lines = List.copyOf(lines);
  }

  /**
   * Reads the scenario {@code name} of a specification.
   *
   * @throws UsageException if there is none of this name (the message lists those there are), if
   *     the file is malformed ({@code file:line: what, expected}), or if its module or
   *     configuration is missing
   */
  public static Scenario load(Path specDir, String name) {
    List<String> names = Scenarios.list(specDir);
    if (!names.contains(name)) {
      throw new UsageException(
          "scenario " + name + ": no such scenario, expected one of " + String.join(", ", names));
    }
    Path file = Scenarios.directory(specDir).resolve(name + Scenarios.SUFFIX);
    String text;
    try {
      // One character for each byte, so that a byte that is not ASCII has a line to report.
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UsageException(file + ": not readable, expected a scenario", e);
    }
    return new ScenarioParser(specDir, name, file).parse(text);
  }

  /** A complaint about a line of this scenario. */
  UsageException wrong(Line line, String message) {
    return new UsageException(file + ":" + line.number() + ": " + message);
  }
}
