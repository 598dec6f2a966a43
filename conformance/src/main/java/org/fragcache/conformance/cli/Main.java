package org.fragcache.conformance.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.fragcache.spec.UsageException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code fragcache}: alone it does the main job, model-checks the tiny tier and replays its edges.
 *
 * <p>Exit status: 0 all as it must be; 1 a violation or a difference; 2 wrong usage or bad input,
 * with one line on standard error.
 */
@Command(
    name = "fragcache",
    description = {
      "Page-cache fragments shared by reflinked files: specification, cache, conformance.",
      "Without a subcommand: model-check the tiny tier, then replay all its edges on the Java"
          + " cache."
    },
    subcommands = {
      CheckCommand.class,
      ConformCommand.class,
      ExploreCommand.class,
      FsxCommand.class,
      ShowCommand.class,
      GuardsCommand.class,
      DesignsCommand.class,
      SchedulesCommand.class,
      MutantsCommand.class,
      SpecMutantsCommand.class,
      BenchCommand.class,
      FootprintCommand.class,
      RacesCommand.class,
      RecordCommand.class,
      TraceCommand.class,
      ValidateCommand.class,
      TranslateCommand.class
    },
    mixinStandardHelpOptions = true,
    version = "fragcache 0.1.0",
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:all as it must be",
      "1:a violation or a difference",
      "2:wrong usage or bad input; one line on standard error says what and where",
      "3:a fault of this program; 130: interrupted"
    },
    footer = {"", "Example: ./fragcache conform --model MCFragmentCache_Tiny"})
public final class Main implements Callable<Integer> {
  /** Exit status for wrong usage or bad input. */
  static final int USAGE = 2;

  /** Exit status for a fault of this program itself: nothing is known of what was tested. */
  static final int FAULT = 3;

  /** Exit status for an interrupted run, as a shell has it. */
  static final int INTERRUPTED = 130;

  @Mixin private CommonOptions common = new CommonOptions();

  /** The options that stand before or after the subcommand. */
  CommonOptions common() {
    return common;
  }

  /** Runs the command line and exits. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs the command line and returns the exit status. */
  static int run(String... args) {
    CommandLine line = new CommandLine(new Main());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setParameterExceptionHandler(Main::wrongUsage);
    line.setExecutionExceptionHandler(Main::failed);
    try {
      return line.execute(args);
    } catch (Error e) { // of which picocli says nothing, and the JVM status 1: a difference
      return fault(line, e);
    }
  }

  private static int wrongUsage(CommandLine.ParameterException e, String[] args) {
    complain(e.getCommandLine(), e.getMessage() + " (see ./fragcache --help)");
    return USAGE;
  }

  private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
    if (e instanceof UsageException) {
      complain(line, String.valueOf(e.getMessage()));
      return USAGE;
    }
    if (e instanceof CancellationException) {
      complain(line, "interrupted; nothing was written");
      return INTERRUPTED;
    }
    return fault(line, e);
  }

  private static int fault(CommandLine line, Throwable e) {
    complain(line, "internal error: " + e);
    e.printStackTrace(line.getErr());
    return FAULT;
  }

  private static void complain(CommandLine line, String message) {
    PrintWriter err = line.getErr();
    err.println("fragcache: " + message.replaceAll("\\s*\\R\\s*", " "));
    err.flush();
  }

  @Override
  public Integer call() {
    return new MainJob(common).run();
  }

  /** Standard output as UTF-8, so that pictures are the same whatever the locale. */
  static PrintStream out() {
    return new PrintStream(System.out, true, StandardCharsets.UTF_8);
  }
}
