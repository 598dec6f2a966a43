package org.fragcache.spec.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fragcache.spec.UsageException;

/** The text of a module, and of those that it extends. */
final class Modules {

  private static final Pattern EXTENDS =
      Pattern.compile("(?m)^EXTENDS\\s+(\\w+(?:\\s*,\\s*\\w+)*)");

  private Modules() {}

  /**
   * The module and those that it extends, each with its text, nearest first. Modules that are
   * neither beside it nor in the specification's directory are TLC's own, and left out.
   */
  static Map<Path, String> extended(Path module, Path specDirectory) {
    Map<Path, String> texts = new LinkedHashMap<>();
    Deque<Path> open = new ArrayDeque<>(List.of(module));
    while (!open.isEmpty()) {
      Path file = open.remove();
      if (texts.containsKey(file)) {
        continue;
      }
      String text = read(file);
      texts.put(file, text);
      Matcher list = EXTENDS.matcher(text);
      if (list.find()) {
        for (String name : list.group(1).split("\\s*,\\s*", -1)) {
          for (Path place :
              List.of(file.resolveSibling(name + ".tla"), specDirectory.resolve(name + ".tla"))) {
            if (Files.isRegularFile(place)) {
              open.add(place);
              break;
            }
          }
        }
      }
    }
    return texts;
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UsageException(file + ": cannot be read (" + e + "); expected a module", e);
    }
  }

  /** The name of the module in a file. */
  static String name(Path file) {
    return file.getFileName().toString().replaceFirst("\\.tla$", "");
  }
}
