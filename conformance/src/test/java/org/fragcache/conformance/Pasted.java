package org.fragcache.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.Map;
import org.fragcache.conformance.mutants.InMemoryCompiler;
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
        InMemoryCompiler.compile(
            Map.of(
                URI.create("memory:///PastedHere.java"),
                "package org.fragcache.conformance; final class PastedHere {\n" + source + "}"));
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
