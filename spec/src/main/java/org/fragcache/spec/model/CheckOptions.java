package org.fragcache.spec.model;

import java.nio.file.Path;
import java.util.List;
import org.fragcache.spec.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * What to check and how.
 *
 * @param specDirectory the directory of {@code models.json}
 * @param tier the tier whose models, and those of the tiers below, are checked; ignored if models
 *     are named
 * @param models the names of the models to check, empty for a tier
 * @param workers TLC's worker threads for each model, at least 1; only with 1 are depths and traces
 *     exact
 * @param cores the threads that all models together may use, at least 1
 * @param tlcJar a tla2tools.jar to check with, null for the TLC of the running class path
 * @param json where the results go as JSON, null for nowhere
 * @param update whether the figures are written to {@code models.json}
 * @param traces whether the error traces of expected violations are shown too
 * @param quiet whether progress is not shown
 * @param terminal whether the output is a terminal, so that a line may be drawn again
 * @param columns of the terminal, at least 20
 */
public record CheckOptions(
    Path specDirectory,
    Tier tier,
    List<String> models,
    int workers,
    int cores,
    @Nullable Path tlcJar,
    @Nullable Path json,
    boolean update,
    boolean traces,
    boolean quiet,
    boolean terminal,
    int columns) {

  /**
   * Checks the ranges.
   *
   * @throws UsageException if a number is out of range, or records are to be updated with several
   *     workers
   */
  public CheckOptions {
    models = List.copyOf(models);
    atLeast("workers", workers, 1);
    atLeast("cores", cores, 1);
    atLeast("columns", columns, 20);
    if (update && workers > 1) {
      throw new UsageException(
          "records cannot be updated with " + workers + " workers; expected 1, which is exact");
    }
  }

  /** One worker for each model on all processors, no output but text, 80 columns. */
  public static CheckOptions of(Path specDirectory, Tier tier) {
    return new CheckOptions(
        specDirectory,
        tier,
        List.of(),
        1,
        Runtime.getRuntime().availableProcessors(),
        null,
        null,
        false,
        false,
        false,
        false,
        80);
  }

  /** The same for these models. */
  CheckOptions withModels(List<String> names) {
    return new CheckOptions(
        specDirectory,
        tier,
        names,
        workers,
        cores,
        tlcJar,
        json,
        update,
        traces,
        quiet,
        terminal,
        columns);
  }

  private static void atLeast(String what, int number, int least) {
    if (number < least) {
      throw new UsageException(what + " " + number + "; expected at least " + least);
    }
  }
}
