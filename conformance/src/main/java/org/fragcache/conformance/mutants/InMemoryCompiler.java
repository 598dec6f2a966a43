package org.fragcache.conformance.mutants;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.fragcache.spec.UsageException;

/** Compiles source text against the class path; nothing is written. */
public final class InMemoryCompiler {
  private InMemoryCompiler() {}

  /**
   * Classes by name.
   *
   * @param sources texts, by where messages are to say that they stand
   * @throws UsageException if they do not compile, or there is no compiler; in one line
   */
  public static Map<String, byte[]> compile(Map<URI, String> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new UsageException(
          System.getProperty("java.home") + ": has no compiler; expected a JDK, not only a JRE");
    }
    Map<String, ByteArrayOutputStream> output = new HashMap<>();
    Manager manager = new Manager(compiler.getStandardFileManager(null, null, null), output);
    List<String> options =
        List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"));
    List<Source> units =
        sources.entrySet().stream().map(e -> new Source(e.getKey(), e.getValue())).toList();
    StringBuilder messages = new StringBuilder();
    boolean compiled =
        compiler
            .getTask(null, manager, d -> messages.append(d).append(' '), options, null, units)
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

    Source(URI at, String text) {
      super(at, Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
