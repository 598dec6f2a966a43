package org.fragcache.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.fragcache.conformance.impl.ImplSubject;
import org.fragcache.conformance.mutants.BrokenCache;
import org.fragcache.conformance.mutants.Edit;
import org.fragcache.spec.model.ModelRecord;
import org.fragcache.spec.model.Models;
import org.fragcache.spec.oracle.Use;

/** Where the project's files are, for tests. */
public final class Project {
  private Project() {}

  /** The project's directory, as the build tells it. */
  public static Path home() {
    String home = System.getProperty("fragcache.home");
    if (home == null) {
      throw new IllegalStateException("fragcache.home is not set; run the tests by Maven");
    }
    return Path.of(home).toAbsolutePath().normalize();
  }

  /** The specification's directory. */
  public static Path spec() {
    return home().resolve("spec");
  }

  /** A model by name. */
  static ModelRecord model(String name) {
    return Models.read(spec()).named(name);
  }

  /** The cache with a line changed, which is there once. */
  static BrokenCache broken(String file, String line, String becomes) {
    return BrokenCache.of(home(), List.of(new Edit(file, List.of(line), List.of(becomes))));
  }

  /** The Java cache within a model's bounds. */
  static CrashSubject cache(ReplayModel model) {
    return new ImplSubject(model.bounds());
  }

  /** A small model of these tests, which nobody has counted: src/test/resources/models. */
  static Conformance small(String name) {
    return small(name, spec());
  }

  /** The same with the modules of another directory. */
  static Conformance small(String name, Path directory) {
    return Conformance.of(
        ReplayModel.open(name, directory, "MCFragmentCache", configuration(name)), 2);
  }

  /** A small model of what an application sees. */
  static ReplayModel seen(String name) {
    return ReplayModel.open(name, spec(), "MCFileView", configuration(name), Use.GRAPH);
  }

  /** Of a small model of these tests. */
  static Path configuration(String name) {
    URL cfg = Project.class.getResource("/models/" + name + ".cfg");
    if (cfg == null) {
      throw new IllegalStateException("no configuration " + name);
    }
    try {
      return Path.of(cfg.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A model for random walks: every call and step, on disk or in memory. */
  static ReplayModel walks(String name) {
    return ReplayModel.open(name, spec(), "MCWalks", spec().resolve("scenarios/" + name + ".cfg"));
  }

  /** A copy of the specification's modules, configurations and records. */
  public static Path copySpec(Path into) {
    try {
      for (String directory : List.of("", "designs")) {
        Path target = Files.createDirectories(into.resolve(directory));
        try (Stream<Path> files = Files.list(spec().resolve(directory))) {
          for (Path file : (Iterable<Path>) files::iterator) {
            if (file.toString().matches(".*\\.(tla|cfg|json)")) {
              Files.copy(file, target.resolve(file.getFileName()));
            }
          }
        }
      }
      return into;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
