package org.fragcache.spec.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fragcache.spec.UsageException;

/**
 * The PlusCal algorithm of a module: its labels, each an atomic step.
 *
 * @param file the module
 * @param labels in the order of the text
 */
public record PlusCal(Path file, List<Label> labels) {

  private static final Pattern HEAD = Pattern.compile("--(?:fair\\s+)?algorithm\\s+\\w+");
  private static final Pattern LABEL = Pattern.compile("^\\s*([A-Za-z]\\w*):(?![=:])");
  private static final Pattern ACTION =
      Pattern.compile("(?m)^(\\w+)(?:\\(self\\))? == /\\\\ pc(?:\\[[^\\]]*\\])? = \"(\\w+)\"");

  /**
   * A label.
   *
   * @param name of the label, and of the action that it is translated to
   * @param comment what stands after it on its line, "" if nothing
   * @param line from 1
   */
  public record Label(String name, String comment, int line) {}

  /** Copies the list. */
  public PlusCal {
    labels = List.copyOf(labels);
  }

  /**
   * Reads the algorithm of a module.
   *
   * @throws UsageException if there is none, or its translation has other labels
   */
  public static PlusCal read(Path file) {
    return parse(file, Modules.read(file));
  }

  /** The algorithm of the module or of the first that it extends that has one. */
  static Optional<PlusCal> of(Path module, Path specDirectory) {
    return Modules.extended(module, specDirectory).entrySet().stream()
        .filter(entry -> isIn(entry.getValue()))
        .findFirst()
        .map(entry -> parse(entry.getKey(), entry.getValue()));
  }

  /** Whether a module's text has an algorithm. */
  static boolean isIn(String text) {
    return HEAD.matcher(text).find();
  }

  /** The module's name. */
  public String module() {
    return Modules.name(file);
  }

  /** The label with this name, if there is one. */
  public Optional<Label> label(String name) {
    return labels.stream().filter(label -> label.name().equals(name)).findFirst();
  }

  private static PlusCal parse(Path file, String text) {
    Matcher head = HEAD.matcher(text);
    if (!head.find()) {
      throw new UsageException(file + ": no '--algorithm'; expected one");
    }
    Map<Integer, String> comments = new HashMap<>();
    StringBuilder code = new StringBuilder(text);
    int end = blankComments(file, code, head.start(), comments);
    List<Label> labels = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    int line = lineAt(text, head.start());
    for (String one : code.substring(head.start(), end).split("\n", -1)) {
      Matcher label = LABEL.matcher(one);
      if (label.find()) {
        labels.add(new Label(label.group(1), comments.getOrDefault(line, ""), line));
        if (!names.add(label.group(1))) {
          throw new UsageException(
              file + ":" + line + ": label " + label.group(1) + " again; expected each once");
        }
      }
      line++;
    }
    Set<String> translated = new TreeSet<>();
    Matcher action = ACTION.matcher(text.substring(end));
    while (action.find()) {
      translated.add(action.group(2));
    }
    if (!translated.equals(names)) {
      Set<String> either = new TreeSet<>(names);
      either.addAll(translated);
      either.removeIf(name -> names.contains(name) && translated.contains(name));
      throw new UsageException(
          file
              + ": algorithm and translation have not the same labels, but for "
              + String.join(", ", either)
              + "; expected each label at the start of a line, and a fresh ./fragcache translate");
    }
    return new PlusCal(file, labels);
  }

  /** The number of the line that an offset is in, from 1. */
  private static int lineAt(CharSequence text, int offset) {
    return 1 + (int) text.chars().limit(offset).filter(c -> c == '\n').count();
  }

  /** Makes comments blank, noting those that end a line; the algorithm's own end is returned. */
  private static int blankComments(
      Path file, StringBuilder code, int from, Map<Integer, String> comments) {
    int depth = 0;
    int line = lineAt(code, from);
    for (int i = from; i < code.length(); i++) {
      char c = code.charAt(i);
      char next = i + 1 < code.length() ? code.charAt(i + 1) : '\n';
      if (c == '\n') {
        line++;
      } else if (c == '(' && next == '*') {
        depth++;
        blank(code, i, i + 2);
        i++;
      } else if (c == '*' && next == ')') {
        if (depth == 0) {
          return i;
        }
        depth--;
        blank(code, i, i + 2);
        i++;
      } else if (depth > 0) {
        code.setCharAt(i, ' ');
      } else if (c == '\\' && next == '*') {
        int end = code.indexOf("\n", i);
        end = end < 0 ? code.length() : end;
        comments.put(line, code.substring(i + 2, end).strip());
        blank(code, i, end);
        i = end - 1;
      } else if (c == '"') {
        int quote = code.indexOf("\"", i + 1);
        int end = code.indexOf("\n", i);
        if (quote > 0 && quote < end) {
          blank(code, i, quote + 1);
          i = quote;
        }
      }
    }
    throw new UsageException(file + ": the algorithm does not end; expected '*)' after it");
  }

  private static void blank(StringBuilder code, int from, int to) {
    for (int i = from; i < to; i++) {
      code.setCharAt(i, ' ');
    }
  }
}
