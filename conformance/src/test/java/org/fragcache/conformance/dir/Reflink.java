package org.fragcache.conformance.dir;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.fragcache.spec.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * A directory of a file system that has clones, for tests: a new one in each of {@code
 * -Dfragcache.reflink}, paths with commas between, or in the directory for temporary files. If that
 * has no clones the test is skipped, and says so; not if the property was set. {@code
 * conformance/kernel/run} sets it.
 */
public final class Reflink implements AutoCloseable {
  private static final String PROPERTY = "fragcache.reflink";

  private final Path path;

  private Reflink(Path path) {
    this.path = path;
  }

  /** Where to {@linkplain #take take} one: once for each file system. */
  public static List<Path> places() {
    String given = System.getProperty(PROPERTY, "");
    String places = given.isEmpty() ? System.getProperty("java.io.tmpdir", "/tmp") : given;
    return Stream.of(places.split(",", -1)).map(Path::of).toList();
  }

  /** Takes one in a directory, or skips the test. */
  public static Reflink take(Path in) {
    boolean given = !System.getProperty(PROPERTY, "").isEmpty();
    Path made;
    try {
      made = Files.createTempDirectory(in, "fragcache-test-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Reflink taken = new Reflink(made);
    @Nullable UsageException refused = null;
    try {
      new Directory(made.toString()).close();
    } catch (UsageException e) {
      refused = e;
      taken.close();
    }
    if (refused != null && given) {
      throw refused;
    }
    if (refused != null) {
      System.out.println("NOT RUN: no file system with clones: " + refused.getMessage());
    }
    assumeTrue(refused == null, "no file system with clones; -Dfragcache.reflink=PATH names one");
    return taken;
  }

  /** It, empty. */
  public Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      Files.delete(path); // which fails if something was left in it
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
