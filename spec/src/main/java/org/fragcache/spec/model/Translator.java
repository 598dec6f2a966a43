package org.fragcache.spec.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fragcache.spec.UsageException;

/** Translates PlusCal algorithms with the translator of TLC's jar, in a directory of its own. */
public final class Translator {

  private static final List<String> OPTIONS = List.of("-nocfg", "-lineWidth", "100");
  private static final Pattern TRANSLATION =
      Pattern.compile("(?ms)^\\\\\\* BEGIN TRANSLATION.*^\\\\\\* END TRANSLATION[^\\n]*\\n");

  private Translator() {}

  /** The modules of a directory that have an algorithm. */
  public static List<Path> modules(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".tla") && PlusCal.isIn(Modules.read(file)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UsageException(directory + ": cannot be listed (" + e + ")", e);
    }
  }

  /**
   * The text of a module with a fresh translation in place of the one that it has.
   *
   * @throws UsageException if the translator rejects the algorithm; the message has its words
   * @throws CancellationException if the thread is interrupted
   */
  public static String translated(Path module) {
    String text = Modules.read(module);
    Matcher old = TRANSLATION.matcher(text);
    Path directory = Cleanup.temporaryDirectory();
    try {
      Path copy = directory.resolve(module.getFileName());
      Files.writeString(copy, old.replaceFirst(""));
      run(module, directory, copy);
      return Files.readString(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(module + ": cannot be translated", e);
    } finally {
      Cleanup.delete(directory);
    }
  }

  /** The text of a module as it is. */
  public static String text(Path module) {
    return Modules.read(module);
  }

  /** The number of the first line in which two texts differ, or 0 if they are the same. */
  public static int firstDifference(String one, String other) {
    String[] a = one.split("\n", -1);
    String[] b = other.split("\n", -1);
    for (int i = 0; i < Math.max(a.length, b.length); i++) {
      if (i >= a.length || i >= b.length || !a[i].equals(b[i])) {
        return i + 1;
      }
    }
    return 0;
  }

  private static void run(Path module, Path directory, Path copy) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Djava.io.tmpdir=" + directory, "-cp", TlcJar.of(null).classPath()));
    command.add("pcal.trans");
    command.addAll(OPTIONS);
    command.add(copy.getFileName().toString());
    Path said = directory.resolve("said.txt");
    Process child =
        Cleanup.start(
            new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile()));
    try {
      int status = child.waitFor();
      String words = Files.readString(said, StandardCharsets.UTF_8);
      if (status != 0 || !words.contains("Translation completed.")) {
        throw new UsageException(
            module
                + ": the translator says: "
                + TlcResult.oneLine(words.replaceFirst("(?s)^pcal.trans Version[^\\n]*", ""))
                + "; expected an algorithm that it can translate");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } finally {
      Cleanup.stop(child);
    }
  }
}
