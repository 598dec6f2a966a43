package org.fragcache.spec.model;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.fragcache.spec.UsageException;
import org.jspecify.annotations.Nullable;
import tlc2.TLC;

/**
 * The TLC to check with.
 *
 * @param classPath of the child JVM
 * @param writesTraceSpecs whether it leaves a module behind for each error trace unless told not to
 */
record TlcJar(String classPath, boolean writesTraceSpecs) {

  private static final String ENTRY = "tlc2/TLC.class";

  /** The jar named, or the one that this JVM runs with. */
  static TlcJar of(@Nullable Path named) {
    Path jar = named == null ? location(TLC.class) : named;
    try (JarFile file = new JarFile(jar.toFile())) {
      ZipEntry entry = file.getEntry(ENTRY);
      if (entry == null) {
        throw new UsageException(jar + ": has no " + ENTRY + "; expected a tla2tools.jar");
      }
      try (InputStream in = file.getInputStream(entry)) {
        // Older versions reject the option, newer ones need it: the class knows its own options.
        String constants = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        return new TlcJar(
            jar.toAbsolutePath() + File.pathSeparator + location(TlcChild.class),
            constants.contains("-noGenerateSpecTE"));
      }
    } catch (IOException e) {
      String problem = Files.exists(jar) ? "is no jar (" + e.getMessage() + ")" : "no such file";
      throw new UsageException(jar + ": " + problem + "; expected a tla2tools.jar", e);
    }
  }

  private static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(type + ": on no class path of files", e);
    }
  }
}
