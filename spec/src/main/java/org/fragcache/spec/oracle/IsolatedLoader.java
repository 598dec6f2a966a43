package org.fragcache.spec.oracle;

import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.util.Set;
import org.fragcache.spec.UsageException;

/**
 * A class loader with a TLC of its own. It shares with the outside the JDK, {@link UsageException}
 * and the types of this package that are listed here, all of which mention JDK types only.
 */
final class IsolatedLoader extends URLClassLoader {
  private static final String ADAPTER = "org.fragcache.spec.oracle.tlc.Backend";

  private static final Set<String> SHARED =
      Set.of(
          UsageException.class.getName(),
          Call.class.getName(),
          CoveragePoint.class.getName(),
          CoveragePoint.Aspect.class.getName(),
          Expansion.class.getName(),
          Explanation.class.getName(),
          Explanation.Operand.class.getName(),
          MutantRun.class.getName(),
          MutantRun.Verdict.class.getName(),
          OracleState.class.getName(),
          SpecMutant.class.getName(),
          SpecMutant.Change.class.getName(),
          SpecMutant.Edit.class.getName(),
          SpecMutant.Edit.How.class.getName(),
          SpecMutant.Span.class.getName(),
          Step.class.getName(),
          TlcBackend.class.getName(),
          TlcMutants.class.getName(),
          Use.class.getName());

  static {
    ClassLoader.registerAsParallelCapable();
  }

  private IsolatedLoader(URL[] urls) {
    super("fragcache-tlc", urls, ClassLoader.getPlatformClassLoader());
  }

  /** A new adapter in a new loader. */
  static TlcBackend newBackend(IsolatedLoader loader) {
    try {
      return (TlcBackend) loader.loadClass(ADAPTER).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot load " + ADAPTER + " beside TLC", e);
    }
  }

  static IsolatedLoader open() {
    return new IsolatedLoader(
        new URL[] {origin(tla2sany.st.Location.class), origin(IsolatedLoader.class)});
  }

  private static URL origin(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      throw new IllegalStateException("cannot tell where " + type.getName() + " was loaded from");
    }
    return source.getLocation();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (SHARED.contains(name)) {
      return Class.forName(name, false, IsolatedLoader.class.getClassLoader());
    }
    return super.loadClass(name, resolve);
  }
}
