package org.fragcache.conformance.mutants;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.fragcache.conformance.exec.Child;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.Cleanup;

/** A {@link Worker} in a JVM of its own, without assertions. */
final class WorkerProcess implements AutoCloseable {
  private static final Duration TO_OPEN = Duration.ofMinutes(10);
  private static final Duration TO_LOOK = Duration.ofMinutes(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Check check;
  private final String with;
  private final Path temporary = Cleanup.temporaryDirectory(); // it may be killed, and leave much
  private final Child child;
  private boolean usable = true;

  /**
   * Starts one.
   *
   * @param ahead where changed classes are that are to be there instead of the cache's; or empty
   */
  WorkerProcess(Check check, String with, Path spec, long seed, String ahead) {
    this.check = check;
    this.with = with;
    String path = System.getProperty("java.class.path");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "-da",
            "-Xmx700m",
            "-XX:+UseSerialGC",
            // Lincheck changes all classes, for half a minute: it is not worth while to compile
            // them well.
            "-XX:TieredStopAtLevel=" + (check == Check.LINCHECK ? 1 : 4),
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            ahead.isEmpty() ? path : ahead + File.pathSeparator + path,
            Worker.class.getName(),
            check.label(),
            with,
            spec.toString(),
            Long.toString(seed));
    child = new Child(command, "a JVM cannot be started (%s); expected " + java);
    open();
  }

  private void open() {
    try {
      JsonNode answer = JSON.readTree(child.ask(Worker.OPEN, TO_OPEN));
      if (answer.has("usage")) {
        throw new UsageException(answer.get("usage").asText());
      }
    } catch (Child.NoAnswerException | JsonProcessingException e) {
      throw new IllegalStateException(
          "%s with %s: %s %s".formatted(check.label(), with, e.getMessage(), child.complaints()),
          e);
    }
  }

  /** False after a cache has hung or crashed: then another process is needed. */
  boolean isUsable() {
    return usable;
  }

  /**
   * Does the check.
   *
   * @param changed where the changed classes are, or empty
   */
  Cell look(String changed) {
    long began = System.nanoTime();
    try {
      JsonNode answer = JSON.readTree(child.ask(changed, TO_LOOK));
      if (answer.has("error")) {
        throw new IllegalStateException(
            "%s with %s: %s".formatted(check.label(), with, answer.get("error").asText()));
      }
      Cell.Verdict verdict = Cell.Verdict.valueOf(answer.get("verdict").asText());
      usable = verdict != Cell.Verdict.HANG;
      return new Cell(
          verdict,
          with,
          answer.get("steps").asLong(),
          answer.get("seconds").asDouble(),
          answer.get("head").asText());
    } catch (Child.NoAnswerException e) {
      usable = false;
      String said = String.valueOf(e.getMessage());
      Cell.Verdict verdict =
          said.startsWith("nothing in ") ? Cell.Verdict.HANG : Cell.Verdict.CRASH;
      String head = Heads.line("the process gave " + said + " " + child.complaints());
      return new Cell(verdict, with, 0, (System.nanoTime() - began) / 1e9, head);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(check.label() + " with " + with + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    child.close();
    Cleanup.delete(temporary);
  }
}
