package org.fragcache.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
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
import org.junit.jupiter.api.Test;

/** A printed test method, pasted into a class of this package, compiled, and run on some cache. */
final class Pasted extends ClassLoader {
  private static final String NAME = "org.fragcache.conformance.PastedHere";

  private final Map<String, byte[]> classes;

  private Pasted(ClassLoader cache, Map<String, byte[]> classes) {
    super(cache);
    this.classes = classes;
  }

  /**
   * Runs the methods of it that are tests.
   *
   * @param cache loads the cache
   */
  static void run(String source, ClassLoader cache) throws Throwable {
    Map<String, byte[]> classes =
        compile("package org.fragcache.conformance; final class PastedHere {\n" + source + "}");
    // It makes the cache, so it has to be beside.
    classes.put(Project.class.getName(), bytesOf(Project.class));
    Class<?> pasted = new Pasted(cache, classes).loadClass(NAME);
    int run = 0;
    for (Method method : pasted.getDeclaredMethods()) {
      if (method.isAnnotationPresent(Test.class)) {
        Constructor<?> constructor = pasted.getDeclaredConstructor();
        constructor.setAccessible(true);
        method.setAccessible(true);
        run++;
        try {
          method.invoke(constructor.newInstance());
        } catch (InvocationTargetException e) {
          throw e.getCause();
        }
      }
    }
    if (run != 1) {
      throw new IllegalStateException(run + " tests, expected one, in " + source);
    }
  }

  private static byte[] bytesOf(Class<?> type) throws IOException {
    String resource = type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getClassLoader().getResourceAsStream(resource)) {
      return in.readAllBytes();
    }
  }

  private static Map<String, byte[]> compile(String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Map<String, ByteArrayOutputStream> output = new HashMap<>();
    JavaFileManager manager =
        new ForwardingJavaFileManager<JavaFileManager>(
            compiler.getStandardFileManager(null, null, null)) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
              @Override
              public OutputStream openOutputStream() {
                return output.computeIfAbsent(name, n -> new ByteArrayOutputStream());
              }
            };
          }
        };
    JavaFileObject unit =
        new SimpleJavaFileObject(
            URI.create("memory:///PastedHere.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    StringBuilder messages = new StringBuilder();
    List<String> options = List.of("-proc:none", "-cp", System.getProperty("java.class.path"));
    if (!compiler
        .getTask(null, manager, d -> messages.append(d).append('\n'), options, null, List.of(unit))
        .call()) {
      throw new IllegalStateException("does not compile: " + messages + source);
    }
    Map<String, byte[]> classes = new HashMap<>();
    output.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
    return classes;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> found = findLoadedClass(name);
      byte[] own = classes.get(name);
      if (found != null || own == null) {
        return found != null ? found : super.loadClass(name, resolve);
      }
      return defineClass(name, own, 0, own.length);
    }
  }
}
