package org.fragcache.spec.oracle.tlc;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fragcache.spec.UsageException;
import org.jspecify.annotations.Nullable;

/** Makes one line out of what SANY and TLC have to say. */
final class Failures {
  private static final Pattern SPAN =
      Pattern.compile(
          "line (\\d+), col(?:umn)? (\\d+)(?: to line \\d+, col(?:umn)? \\d+)?(?: of| in)? module"
              + " (\\w+)");
  private static final Pattern ENCOUNTERED = Pattern.compile("at line (\\d+), column (\\d+)");
  private static final Pattern LEXICAL =
      Pattern.compile("[Ll]exical error at line (\\d+), column (\\d+)");
  private static final Pattern PARSED_FILE = Pattern.compile("^Parsing module (\\w+) in file");
  private static final Pattern NO_FILE =
      Pattern.compile("^File does not exist: (?:\\S*[/\\\\])?(\\w+\\.tla)");

  private Failures() {}

  /** The message of an exception, in one line. */
  static String oneLine(Throwable e) {
    String m = e.getMessage();
    return m == null ? e.toString() : squeeze(m);
  }

  /** What evaluating {@code what} failed with. */
  static UsageException evaluation(String what, Throwable e) {
    if (e instanceof UsageException u) {
      return u;
    }
    if (e instanceof StackOverflowError) {
      return new UsageException(what + ": evaluation recurses too deeply", e);
    }
    return new UsageException(what + ": " + oneLine(e), e);
  }

  /** Why a module did not load: {@code M.tla:7:12: Unknown operator: `y'.} */
  static String load(String module, String[] messages, Throwable e) {
    String found = locate(messages);
    return found != null ? found : "module " + module + ": " + oneLine(e);
  }

  private static @Nullable String locate(String[] messages) {
    List<String> lines = new ArrayList<>();
    for (String m : messages) {
      lines.addAll(m.lines().map(String::strip).filter(l -> !l.isEmpty()).toList());
    }
    String file = "?";
    boolean errors = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher parsed = PARSED_FILE.matcher(line);
      if (parsed.find()) {
        file = parsed.group(1);
      }
      Matcher lexical = LEXICAL.matcher(line);
      if (lexical.find()) {
        return at(file, lexical.group(1), lexical.group(2)) + line;
      }
      if (line.startsWith("***Parse Error***")) {
        return parseError(file, lines, i);
      }
      Matcher missing = NO_FILE.matcher(line);
      if (missing.find()) {
        return missing.group(1) + ": no such file, extended or instantiated by " + file + ".tla";
      }
      errors |= line.startsWith("*** Errors:") || line.startsWith("*** Abort messages:");
      Matcher span = SPAN.matcher(line);
      if (errors && span.find()) {
        String rest = squeeze(line.substring(span.end()));
        String next = i + 1 < lines.size() ? lines.get(i + 1) : "";
        return at(span.group(3), span.group(1), span.group(2)) + (rest.isEmpty() ? next : rest);
      }
    }
    return null;
  }

  private static String parseError(String file, List<String> lines, int from) {
    StringBuilder message = new StringBuilder();
    String where = "";
    for (String line : lines.subList(from + 1, lines.size())) {
      if (line.startsWith("Residual stack trace") || line.startsWith("Fatal errors")) {
        break;
      }
      Matcher found = ENCOUNTERED.matcher(line);
      if (where.isEmpty() && found.find()) {
        where = at(file, found.group(1), found.group(2));
      }
      message.append(line).append(' ');
    }
    return where + squeeze(message.toString());
  }

  private static String at(String module, String line, String column) {
    return module + ".tla:" + line + ":" + column + ": ";
  }

  static String squeeze(String s) {
    return s.strip().replaceAll("\\s+", " ");
  }
}
