package org.fragcache.spec.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fragcache.spec.UsageException;

/**
 * The guards of the steps: definitions {@code Name == TRUE \* kernel function}, which a model's
 * configuration may switch off.
 *
 * @param file the module that defines them
 * @param all in the order of the file
 */
public record Guards(Path file, List<Guard> all) {

  /** The module that has nothing but guards. */
  private static final String FILE = "StepsGuards.tla";

  private static final Pattern GUARD =
      Pattern.compile("(\\w+)\\s*==\\s*TRUE\\s*\\\\\\*\\s*(\\S.*)");
  private static final Pattern OUTSIDE =
      Pattern.compile("-{4,}.*|={4,}|EXTENDS .*|\\(\\*.*\\*\\)|");

  /**
   * A guard.
   *
   * @param name of the definition
   * @param group the heading that it stands under, "" if none
   * @param kernel the comment beside it: the kernel function that has the like
   * @param line from 1
   */
  public record Guard(String name, String group, String kernel, int line) {}

  /** Copies the list. */
  public Guards {
    all = List.copyOf(all);
  }

  /**
   * Reads the guards of a specification's directory.
   *
   * @throws UsageException if the module is not there, has no guards, or has something else
   */
  public static Guards read(Path specDirectory) {
    Path file = specDirectory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new UsageException(file + ": no such file; expected the guards");
    }
    List<Guard> guards = new ArrayList<>();
    Set<String> names = new HashSet<>();
    String group = "";
    boolean comment = false;
    int number = 0;
    for (String line : Modules.read(file).split("\n", -1)) {
      number++;
      String text = line.strip();
      Matcher guard = GUARD.matcher(text);
      if (guard.matches()) {
        if (!names.add(guard.group(1))) {
          throw wrong(file, number, "guard " + guard.group(1) + " again", "each once");
        }
        guards.add(new Guard(guard.group(1), group, guard.group(2).strip(), number));
      } else if (text.startsWith("\\*")) {
        // Of a comment of several lines the first is the heading.
        group = comment ? group : text.substring(2).strip();
      } else if (!OUTSIDE.matcher(text).matches()) {
        throw wrong(file, number, "'" + text + "'", "'Name == TRUE  \\* kernel function'");
      }
      comment = text.startsWith("\\*");
    }
    if (guards.isEmpty()) {
      throw new UsageException(
          file + ": no guards; expected lines 'Name == TRUE  \\* kernel function'");
    }
    return new Guards(file, guards);
  }

  /**
   * The guard with this name.
   *
   * @throws UsageException if there is none; the message lists names like it, or all
   */
  public Guard named(String name) {
    return all.stream()
        .filter(guard -> guard.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new UsageException("unknown guard '" + name + "'; " + similar(name)));
  }

  /**
   * Refuses models whose configurations give a truth value to a name that is no guard; nothing to
   * do where there are no guards.
   *
   * @throws UsageException as {@link #switchedOff}
   */
  static void requireKnown(Path specDirectory, List<ModelRecord> models) {
    if (Files.isRegularFile(specDirectory.resolve(FILE))) {
      read(specDirectory).switchedOff(specDirectory, models);
    }
  }

  /**
   * The models that switch guards off, each with the guards that it switches off.
   *
   * @throws UsageException if a configuration gives a truth value to a name that is no guard: TLC
   *     passes over such a line without a word
   */
  Map<ModelRecord, List<Guard>> switchedOff(Path directory, List<ModelRecord> models) {
    Map<ModelRecord, List<Guard>> off = new LinkedHashMap<>();
    Path guards = file.toAbsolutePath().normalize();
    for (ModelRecord model : models) {
      Map<String, Boolean> values = TlcConfig.read(model.cfg(directory)).truthValues();
      boolean hasGuards =
          !values.isEmpty()
              && Modules.extended(model.tla(directory), directory).keySet().stream()
                  .anyMatch(module -> module.toAbsolutePath().normalize().equals(guards));
      if (!hasGuards) {
        continue;
      }
      List<Guard> here = new ArrayList<>();
      for (Map.Entry<String, Boolean> value : values.entrySet()) {
        String name = value.getKey();
        Guard guard = all.stream().filter(g -> g.name().equals(name)).findFirst().orElse(null);
        if (guard == null) {
          throw new UsageException(
              model.cfg(directory)
                  + ": sets "
                  + name
                  + ", no guard of "
                  + FILE
                  + "; "
                  + similar(name));
        }
        if (!value.getValue()) {
          here.add(guard);
        }
      }
      if (!here.isEmpty()) {
        off.put(model, here);
      }
    }
    return off;
  }

  private String similar(String name) {
    return Similar.to(name, all.stream().map(Guard::name).toList());
  }

  private static UsageException wrong(Path file, int line, String found, String expected) {
    return new UsageException(file + ":" + line + ": found " + found + ", expected " + expected);
  }
}
