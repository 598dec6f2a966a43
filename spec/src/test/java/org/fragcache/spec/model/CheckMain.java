package org.fragcache.spec.model;

import java.nio.file.Path;
import java.util.List;
import org.fragcache.spec.UsageException;

/** A command line for the tests that need a JVM to kill. */
final class CheckMain {

  private CheckMain() {}

  /** Arguments: directory, json file, terminal, update, traces, then models or a tier. */
  public static void main(String[] args) {
    try {
      List<String> rest = List.of(args).subList(5, args.length);
      boolean tier = rest.size() == 1 && rest.get(0).matches("tiny|small|full");
      CheckOptions options =
          new CheckOptions(
              Path.of(args[0]),
              tier ? Tier.of(rest.get(0)) : Tier.FULL,
              tier ? List.of() : rest,
              1,
              2,
              null,
              args[1].isEmpty() ? null : Path.of(args[1]),
              Boolean.parseBoolean(args[3]),
              Boolean.parseBoolean(args[4]),
              false,
              Boolean.parseBoolean(args[2]),
              100);
      System.exit(ModelRunner.run(options, System.out));
    } catch (UsageException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }
}
