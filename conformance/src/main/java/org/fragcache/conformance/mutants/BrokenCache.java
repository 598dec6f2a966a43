package org.fragcache.conformance.mutants;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.fragcache.conformance.Bounds;
import org.fragcache.conformance.CrashSubject;
import org.fragcache.conformance.ReplayModel;
import org.fragcache.conformance.Subject;
import org.fragcache.conformance.impl.BaselineSubject;
import org.fragcache.conformance.impl.ImplSubject;
import org.fragcache.conformance.impl.LabelRecorder;
import org.fragcache.conformance.impl.RaceScene;
import org.fragcache.conformance.impl.Recorder;
import org.fragcache.conformance.impl.ScheduledImpl;
import org.fragcache.conformance.impl.Stress;
import org.fragcache.conformance.labels.LabelModel;
import org.fragcache.conformance.labels.LabelRecording;
import org.fragcache.conformance.log.Event;
import org.fragcache.conformance.log.LogModel;
import org.fragcache.conformance.race.Scene;
import org.fragcache.conformance.schedule.ScheduledSubject;
import org.fragcache.spec.oracle.Call;

/**
 * The Java cache with some of its source changed, in a class loader of its own, with the subjects
 * on top.
 */
public final class BrokenCache extends ClassLoader {
  private static final String SUBJECTS = ImplSubject.class.getPackageName();
  private static final String CACHE = "org.fragcache";
  private static final String BASELINES = "org.fragcache.baseline";
  private static final String SUFFIX = ".class";

  private final Map<String, byte[]> changed;

  private BrokenCache(Map<String, byte[]> changed) {
    super(ImplSubject.class.getClassLoader());
    this.changed = changed;
  }

  /**
   * Compiles it.
   *
   * @param home the project's directory
   * @throws org.fragcache.spec.UsageException if an edit does not match, or does not compile
   */
  public static BrokenCache of(Path home, List<Edit> edits) {
    return new BrokenCache(Recompiled.classes(home, edits));
  }

  /** The cache as it is. */
  static BrokenCache unchanged() {
    return new BrokenCache(Map.of());
  }

  /** As {@link #writeTo} left it. */
  static BrokenCache in(Path directory) {
    Map<String, byte[]> classes = new HashMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
        String name =
            directory.relativize(file).toString().replace(file.getFileSystem().getSeparator(), ".");
        classes.put(name.substring(0, name.length() - SUFFIX.length()), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BrokenCache(classes);
  }

  /** Writes the changed classes to a directory, for a JVM of their own. */
  public void writeTo(Path directory) {
    changed.forEach(
        (name, bytes) -> {
          try {
            Path file = directory.resolve(name.replace('.', '/') + SUFFIX);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** A subject on the changed cache. */
  public CrashSubject subject(ReplayModel model) {
    try {
      return (CrashSubject)
          loadClass(ImplSubject.class.getName())
              .getConstructor(Bounds.class)
              .newInstance(model.bounds());
    } catch (ReflectiveOperationException e) {
      throw thrown(e);
    }
  }

  /** A baseline of the changed ones, by name. */
  public Subject baseline(String name, ReplayModel model) {
    try {
      return (Subject)
          loadClass(BaselineSubject.class.getName())
              .getConstructor(String.class, Bounds.class)
              .newInstance(name, model.bounds());
    } catch (ReflectiveOperationException e) {
      throw thrown(e);
    }
  }

  /** A subject for schedules, on the changed cache. */
  public ScheduledSubject scheduled(List<String> files, int blocks, Map<String, String> setups) {
    try {
      return (ScheduledSubject)
          loadClass(ScheduledImpl.class.getName())
              .getConstructor(List.class, int.class, Map.class)
              .newInstance(files, blocks, setups);
    } catch (ReflectiveOperationException e) {
      throw thrown(e);
    }
  }

  /**
   * What free threads did.
   *
   * @param failures what they threw
   */
  public record Recorded(List<Event> events, List<String> failures) {
    /** Copies the lists. */
    public Recorded {
      events = List.copyOf(events);
      failures = List.copyOf(failures);
    }
  }

  /** What free threads do on the changed cache. */
  @SuppressWarnings("unchecked")
  public Recorded record(LogModel model, int threads, int events, long seed, boolean pauses) {
    try {
      Object made =
          loadClass(Recorder.class.getName())
              .getMethod(
                  "record",
                  Bounds.class,
                  List.class,
                  int.class,
                  int.class,
                  long.class,
                  boolean.class)
              .invoke(null, model.bounds(), model.calls(), threads, events, seed, pauses);
      return new Recorded(
          (List<Event>) made.getClass().getMethod("events").invoke(made),
          (List<String>) made.getClass().getMethod("failures").invoke(made));
    } catch (ReflectiveOperationException e) {
      throw thrown(e);
    }
  }

  /** The changed cache as what a program of threads runs on. */
  public Scene scene(LogModel model) {
    try {
      return (Scene)
          loadClass(RaceScene.class.getName())
              .getConstructor(Bounds.class, List.class)
              .newInstance(model.bounds(), model.calls());
    } catch (ReflectiveOperationException e) {
      throw thrown(e);
    }
  }

  /** The labels that free threads tell on the changed cache. */
  public LabelRecording recordLabels(
      LabelModel model, int threads, int events, long seed, boolean pauses) {
    try {
      return (LabelRecording)
          loadClass(LabelRecorder.class.getName())
              .getMethod(
                  "record",
                  List.class,
                  int.class,
                  String.class,
                  List.class,
                  int.class,
                  int.class,
                  long.class,
                  boolean.class)
              .invoke(
                  null,
                  model.files(),
                  model.blocks(),
                  model.setup(),
                  List.copyOf(model.operations().values()),
                  threads,
                  events,
                  seed,
                  pauses);
    } catch (ReflectiveOperationException e) {
      throw thrown(e);
    }
  }

  /** As {@link Stress#run}, on the changed cache. */
  String stress(Bounds bounds, List<Call> calls, String kind, int bursts, long seed) {
    try {
      return (String)
          loadClass(Stress.class.getName())
              .getMethod("run", Bounds.class, List.class, String.class, int.class, long.class)
              .invoke(null, bounds, calls, kind, bursts, seed);
    } catch (ReflectiveOperationException e) {
      throw thrown(e);
    }
  }

  /** What the changed cache threw, or that there is no such thing to call. */
  private static RuntimeException thrown(ReflectiveOperationException e) {
    if (e instanceof InvocationTargetException) {
      Throwable cause = e.getCause();
      if (cause instanceof RuntimeException runtime) {
        return runtime;
      } else if (cause instanceof Error error) {
        throw error;
      }
    }
    return new IllegalArgumentException("the changed cache cannot be used: " + e, e);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> found = findLoadedClass(name);
      if (found != null) {
        return found;
      }
      String in = name.substring(0, Math.max(0, name.lastIndexOf('.')));
      if (!Set.of(CACHE, BASELINES, SUBJECTS).contains(in)) {
        return super.loadClass(name, resolve);
      }
      byte[] bytes = changed.containsKey(name) ? changed.get(name) : bytesOf(name);
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  private byte[] bytesOf(String name) throws ClassNotFoundException {
    String resource = name.replace('.', '/') + SUFFIX;
    try (InputStream in = getParent().getResourceAsStream(resource)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
