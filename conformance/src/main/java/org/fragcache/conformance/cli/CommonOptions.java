package org.fragcache.conformance.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.fragcache.spec.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every subcommand has, and what the launcher tells. */
final class CommonOptions {
  /** Set by the launcher: the project's directory. */
  private static final String HOME = "fragcache.home";

  /** Set by the launcher: whether standard output is a terminal. */
  private static final String TERMINAL = "fragcache.terminal";

  private static final String COLUMNS = "fragcache.columns";

  @Option(
      names = "--spec",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description = "The specification's directory (default: spec/ of this project).")
  private @Nullable Path spec;

  @Option(
      names = "--cores",
      scope = ScopeType.INHERIT,
      paramLabel = "N",
      description = "Cores to use (default: all of this machine).")
  private int cores = Runtime.getRuntime().availableProcessors();

  @Option(names = "--quiet", scope = ScopeType.INHERIT, description = "No progress.")
  private boolean quiet;

  /** The project's directory. */
  Path home() {
    return Path.of(System.getProperty(HOME, ".")).toAbsolutePath().normalize();
  }

  /** The specification's directory, which exists. */
  Path specDirectory() {
    Path dir = spec != null ? spec : home().resolve("spec");
    if (!Files.isDirectory(dir)) {
      throw new UsageException(dir + ": no such directory; expected that of the specification");
    }
    return dir.toAbsolutePath().normalize();
  }

  int cores() {
    if (cores < 1) {
      throw new UsageException("--cores " + cores + "; expected at least 1");
    }
    return cores;
  }

  boolean quiet() {
    return quiet;
  }

  static boolean terminal() {
    return Boolean.getBoolean(TERMINAL);
  }

  static int columns() {
    return Math.max(40, Integer.getInteger(COLUMNS, 80));
  }
}
