package org.fragcache.spec.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fragcache.spec.UsageException;

/** Condenses what TLC says of a module or configuration that it cannot read to one line. */
final class BadInput {

  private static final Pattern PARSING = Pattern.compile("Parsing file (.*?([^/\\\\]+)\\.tla).*");
  private static final Pattern PLACE = Pattern.compile("line (\\d+), col(?:umn)? (\\d+)");
  private static final Pattern MODULE = Pattern.compile("of module (\\w+)");
  private static final Pattern ERROR_HEAD =
      Pattern.compile("line \\d+, col \\d+ to .* of module .*");
  private static final Pattern NOISE =
      Pattern.compile(
          "|Semantic processing of module .*|Semantic errors:|\\*\\*\\*.*|Fatal errors while .*"
              + "|tla2sany\\..*|Unknown location|In module .*|Could not parse module .*"
              + "|Linting of module .*|Starting\\.\\.\\..*");

  private BadInput() {}

  /** Of a module, from the text of the parser. */
  static UsageException module(
      ModelRecord model, Path rootModule, Path temporary, String parserText) {
    Map<String, String> files = new HashMap<>();
    String last = rootModule.toString();
    List<String> said = new ArrayList<>();
    for (String raw : parserText.lines().toList()) {
      String line = raw.strip();
      Matcher parsing = PARSING.matcher(line);
      if (parsing.matches()) {
        last = parsing.group(1);
        files.put(parsing.group(2), last);
      } else if (line.startsWith("Residual stack trace")
          || (!said.isEmpty() && ERROR_HEAD.matcher(line).matches())) {
        break;
      } else if (!NOISE.matcher(line).matches()) {
        said.add(line);
      }
    }
    String text = TlcResult.oneLine(String.join(" ", said));
    Matcher module = MODULE.matcher(text);
    String file = module.find() ? files.getOrDefault(module.group(1), last) : last;
    if (Path.of(file).startsWith(temporary)) {
      // A module of TLC itself, which it unpacks first.
      return new UsageException(
          temporary.getParent()
              + ": TLC cannot read its own module "
              + Path.of(file).getFileName()
              + " there; expected a temporary directory with room");
    }
    Matcher place = PLACE.matcher(text);
    String where = place.find() ? ":" + place.group(1) + ":" + place.group(2) : "";
    text = text.replaceFirst("^line \\d+, col \\d+ to line \\d+, col \\d+ of module \\w+", "");
    return new UsageException(
        file
            + where
            + ": model "
            + model.name()
            + ": "
            + (text.isBlank() ? "TLC cannot read it" : text.strip())
            + "; expected a module that TLC can read");
  }

  /** Of a configuration, from TLC's error messages. */
  static UsageException config(ModelRecord model, Path cfg, String errorText) {
    String text = TlcResult.oneLine(errorText);
    int nested = text.lastIndexOf("@!@!@STARTMSG");
    text =
        (nested < 0 ? text : text.substring(nested))
            .replaceAll("@!@!@(START|END)MSG [^@]*@!@!@", "")
            .strip();
    Matcher line = Pattern.compile("at line (\\d+)").matcher(text);
    String where = line.find() ? ":" + line.group(1) : "";
    return new UsageException(
        cfg
            + where
            + ": model "
            + model.name()
            + ": "
            + text
            + "; expected a configuration that fits module "
            + model.module());
  }
}
