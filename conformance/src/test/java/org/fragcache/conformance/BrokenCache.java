package org.fragcache.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.fragcache.conformance.impl.ImplSubject;
import org.fragcache.conformance.impl.Recorder;
import org.fragcache.conformance.impl.ScheduledImpl;
import org.fragcache.conformance.log.Event;
import org.fragcache.conformance.log.LogModel;
import org.fragcache.conformance.schedule.ScheduledSubject;

/**
 * The Java cache compiled again with one line changed, in a class loader of its own, with the
 * subject on top. Nothing is written to disk unless asked for.
 */
final class BrokenCache extends ClassLoader {
  private static final String SUBJECT = ImplSubject.class.getName();
  private static final String PACKAGE = ImplSubject.class.getPackageName() + ".";

  private final Map<String, byte[]> classes;

  private BrokenCache(Map<String, byte[]> classes) {
    super(ImplSubject.class.getClassLoader());
    this.classes = classes;
  }

  /**
   * Compiles the cache's sources with a line of one file replaced.
   *
   * @param line the line without its indentation; the file must have it exactly once
   */
  static BrokenCache of(String file, String line, String becomes) {
    Path sources = Project.home().resolve("impl/src/main/java/org/fragcache");
    List<JavaFileObject> units = new ArrayList<>();
    int replaced = 0;
    try (Stream<Path> files = Files.list(sources)) {
      for (Path path : files.filter(p -> p.toString().endsWith(".java")).sorted().toList()) {
        List<String> lines = new ArrayList<>(Files.readAllLines(path));
        for (int i = 0; i < lines.size(); i++) {
          if (path.getFileName().toString().equals(file) && lines.get(i).strip().equals(line)) {
            lines.set(i, becomes);
            replaced++;
          }
        }
        units.add(new Source(path, String.join("\n", lines)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (replaced != 1) {
      throw new IllegalStateException(
          file + ": line '" + line + "' found " + replaced + " times, expected once");
    }
    return new BrokenCache(compile(units));
  }

  private static Map<String, byte[]> compile(List<JavaFileObject> units) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Map<String, ByteArrayOutputStream> output = new HashMap<>();
    StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null);
    JavaFileManager manager =
        new ForwardingJavaFileManager<>(standard) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
              @Override
              public OutputStream openOutputStream() {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                output.put(name, bytes);
                return bytes;
              }
            };
          }
        };
    List<String> options =
        List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"));
    StringBuilder messages = new StringBuilder();
    boolean compiled =
        compiler
            .getTask(null, manager, d -> messages.append(d).append('\n'), options, null, units)
            .call();
    if (!compiled) {
      throw new IllegalStateException("the changed cache does not compile: " + messages);
    }
    Map<String, byte[]> classes = new HashMap<>();
    output.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
    return classes;
  }

  /** A subject on the changed cache. */
  CrashSubject subject(ReplayModel model) {
    try {
      return (CrashSubject)
          loadClass(SUBJECT).getConstructor(Bounds.class).newInstance(model.bounds());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the changed cache cannot be made", e);
    }
  }

  /** A subject for schedules, on the changed cache. */
  ScheduledSubject scheduled(List<String> files, int blocks, Map<String, String> setups) {
    try {
      return (ScheduledSubject)
          loadClass(ScheduledImpl.class.getName())
              .getConstructor(List.class, int.class, Map.class)
              .newInstance(files, blocks, setups);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the changed cache cannot be made", e);
    }
  }

  /** What free threads do on the changed cache. */
  @SuppressWarnings("unchecked")
  List<Event> record(LogModel model, int threads, int events, long seed, boolean pauses) {
    try {
      Object recording =
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
      return (List<Event>) recording.getClass().getMethod("events").invoke(recording);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the changed cache cannot be recorded", e);
    }
  }

  /** Writes the classes to a directory, for a JVM of their own. */
  void writeTo(Path directory) {
    classes.forEach(
        (name, bytes) -> {
          try {
            Path file = directory.resolve(name.replace('.', '/') + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> found = findLoadedClass(name);
      if (found != null) {
        return found;
      }
      byte[] changed = classes.get(name);
      if (changed == null && name.startsWith(PACKAGE)) {
        changed = bytesOf(name);
      }
      return changed == null
          ? super.loadClass(name, resolve)
          : defineClass(name, changed, 0, changed.length);
    }
  }

  private byte[] bytesOf(String name) throws ClassNotFoundException {
    String resource = name.replace('.', '/') + ".class";
    try (InputStream in = getParent().getResourceAsStream(resource)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(Path path, String text) {
      super(path.toUri(), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
