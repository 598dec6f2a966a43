package org.fragcache.conformance.mutants;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.fragcache.spec.UsageException;

/** Source files of the cache, edited and compiled against its classes, in memory. */
final class Recompiled {
  private Recompiled() {}

  /**
   * Classes by name: of the edited files only.
   *
   * @param home the project's directory
   * @throws UsageException if an edit does not match, what it gives does not compile, or there are
   *     no sources or no compiler
   */
  static Map<String, byte[]> classes(Path home, List<Edit> edits) {
    Path sources = home.resolve("impl/src/main/java/org/fragcache");
    if (!Files.isDirectory(sources)) {
      throw new UsageException(sources + ": no such directory; expected the cache's sources");
    }
    Map<String, List<String>> texts = new LinkedHashMap<>();
    for (Edit edit : edits) {
      List<String> text = texts.computeIfAbsent(edit.file(), f -> read(sources.resolve(f)));
      try {
        texts.put(edit.file(), edit.apply(text));
      } catch (IllegalArgumentException e) {
        throw new UsageException(String.valueOf(e.getMessage()), e);
      }
    }
    List<JavaFileObject> units = new ArrayList<>();
    texts.forEach((f, t) -> units.add(new Source(sources.resolve(f), String.join("\n", t))));
    return compile(units);
  }

  private static List<String> read(Path file) {
    try {
      if (Files.isRegularFile(file)) {
        return Files.readAllLines(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new UsageException(file + ": no such file; expected a source file of the cache");
  }

  private static Map<String, byte[]> compile(List<JavaFileObject> units) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new UsageException(
          System.getProperty("java.home") + ": has no compiler; expected a JDK, not only a JRE");
    }
    Map<String, ByteArrayOutputStream> output = new HashMap<>();
    StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null);
    List<String> options =
        List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"));
    StringBuilder messages = new StringBuilder();
    boolean compiled =
        compiler
            .getTask(
                null,
                new Manager(standard, output),
                d -> messages.append(d).append(' '),
                options,
                null,
                units)
            .call();
    if (!compiled) {
      throw new UsageException(
          "what is edited does not compile: " + messages.toString().replaceAll("\\s+", " "));
    }
    Map<String, byte[]> classes = new HashMap<>();
    output.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
    return classes;
  }

  private static final class Manager extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> output;

    Manager(JavaFileManager standard, Map<String, ByteArrayOutputStream> output) {
      super(standard);
      this.output = output;
    }

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
