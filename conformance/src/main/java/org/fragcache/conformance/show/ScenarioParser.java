package org.fragcache.conformance.show;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.value.TlaValue;
import org.jspecify.annotations.Nullable;

/** Reads one scenario file; strict, so that a typing error is never a shorter scenario. */
final class ScenarioParser {
  private static final List<String> KEYS = List.of("title", "module", "cfg");
  private static final String HEADER = "a header line (title: ..., module: ..., cfg: ...)";
  private static final Pattern HEADER_LINE = Pattern.compile("([A-Za-z0-9_-]+):(.*)");
  private static final Pattern CALL = Pattern.compile("([A-Za-z_][A-Za-z0-9_!]*)(?:\\((.*)\\))?");
  private static final String SEPARATOR = " -- ";

  private record Value(int line, String text) {}

  private final Path specDir;
  private final String name;
  private final Path file;

  ScenarioParser(Path specDir, String name, Path file) {
    this.specDir = specDir;
    this.name = name;
    this.file = file;
  }

  Scenario parse(String text) {
    List<String> rows = text.lines().toList();
    Map<String, Value> header = new LinkedHashMap<>();
    int next = 0;
    for (; next < rows.size() && !rows.get(next).isBlank(); next++) {
      String row = ascii(next + 1, rows.get(next));
      if (!row.startsWith("#")) {
        header(next + 1, row, header);
      }
    }
    for (String key : KEYS) {
      if (!header.containsKey(key)) {
        throw wrong(Math.max(next, 1), "header has no " + key + ", expected '" + key + ": ...'");
      }
    }
    List<Scenario.Line> lines = new ArrayList<>();
    for (; next < rows.size(); next++) {
      String row = ascii(next + 1, rows.get(next));
      if (!row.isBlank() && !row.startsWith("#")) {
        lines.add(call(next + 1, row));
      }
    }
    if (lines.isEmpty()) {
      throw wrong(Math.max(rows.size(), 1), "no call, expected one at least, as Create(a) -- Why.");
    }
    return new Scenario(
        name, file, of(header, "title").text(), module(header), config(header), lines);
  }

  private void header(int line, String row, Map<String, Value> header) {
    Matcher m = HEADER_LINE.matcher(row);
    if (!m.matches()) {
      throw wrong(line, "'" + row + "' is no header, expected " + HEADER + ", then a blank line");
    }
    String key = m.group(1);
    String value = m.group(2).strip();
    if (!KEYS.contains(key)) {
      throw wrong(line, "unknown header '" + key + "', expected one of " + String.join(", ", KEYS));
    }
    if (value.isEmpty()) {
      throw wrong(line, "header " + key + " is empty, expected '" + key + ": ...'");
    }
    Value first = header.putIfAbsent(key, new Value(line, value));
    if (first != null) {
      throw wrong(line, "second header " + key + ", expected one (line " + first.line() + ")");
    }
  }

  private String module(Map<String, Value> header) {
    Value module = of(header, "module");
    if (!module.text().matches("[A-Za-z0-9_]+")) {
      throw wrong(module.line(), "module '" + module.text() + "', expected the name of a module");
    }
    Path source = specDir.resolve(module.text() + ".tla");
    if (!Files.isRegularFile(source)) {
      throw wrong(module.line(), "module " + module.text() + " is missing, expected " + source);
    }
    return module.text();
  }

  private Path config(Map<String, Value> header) {
    Value cfg = of(header, "cfg");
    if (!cfg.text().matches("[A-Za-z0-9_-][A-Za-z0-9_.-]*\\.cfg")) {
      throw wrong(
          cfg.line(),
          "cfg '" + cfg.text() + "', expected the name of a .cfg file beside the scenario");
    }
    Path config = file.resolveSibling(cfg.text());
    if (!Files.isRegularFile(config)) {
      throw wrong(cfg.line(), "cfg " + cfg.text() + " is missing, expected " + config);
    }
    return config.toAbsolutePath().normalize();
  }

  private Scenario.Line call(int line, String row) {
    int at = row.indexOf(SEPARATOR);
    if (at < 0) {
      throw wrong(
          line,
          "'" + row + "' has no caption, expected 'CALL -- caption.' or 'CALL -> END -- caption.'");
    }
    String text = row.substring(0, at).strip();
    String caption = row.substring(at + SEPARATOR.length()).strip();
    if (!caption.matches(".*[A-Za-z0-9].*\\.")) {
      throw wrong(line, "caption '" + caption + "', expected a sentence with its full stop");
    }
    Optional<String> expected = Optional.empty();
    int arrow = text.indexOf(Scenario.ARROW.strip());
    if (arrow >= 0) {
      String outcome = text.substring(arrow + Scenario.ARROW.strip().length()).strip();
      if (!outcome.matches("[A-Z]+|[0-9]+")) {
        throw wrong(
            line, "outcome '" + outcome + "', expected a status as ENOSPC, or the unit read as 10");
      }
      expected = Optional.of(outcome);
      text = text.substring(0, arrow).strip();
    }
    return new Scenario.Line(line, parseCall(line, text), expected, caption);
  }

  private Call parseCall(int line, String text) {
    Matcher m = CALL.matcher(text);
    if (!m.matches()) {
      throw wrong(line, "'" + text + "' is no call, expected one as Clone(a,0,2,b,1)");
    }
    @Nullable String args = m.group(2);
    if (args == null) {
      return Call.of(m.group(1));
    }
    if (args.isBlank()) {
      throw wrong(line, "'" + text + "' has no argument, expected NAME(ARG,...) or NAME");
    }
    try {
      // The arguments of a call read as a tuple do.
      List<TlaValue> values = TlaValue.parse("<<" + args + ">>").elements();
      return new Call(m.group(1), values.stream().map(TlaValue::canonical).toList());
    } catch (IllegalArgumentException e) {
      throw wrong(line, "'" + text + "' is no call, expected one as Clone(a,0,2,b,1)");
    }
  }

  private String ascii(int line, String row) {
    for (int i = 0; i < row.length(); i++) {
      char c = row.charAt(i);
      if (c < ' ' || c > '~') {
        throw wrong(
            line,
            String.format("byte 0x%02x in column %d, expected printable ASCII", (int) c, i + 1));
      }
    }
    return row;
  }

  private static Value of(Map<String, Value> header, String key) {
    Value value = header.get(key);
    if (value == null) {
      throw new IllegalStateException("header " + key + " was not checked");
    }
    return value;
  }

  private UsageException wrong(int line, String message) {
    return new UsageException(file + ":" + line + ": " + message);
  }
}
