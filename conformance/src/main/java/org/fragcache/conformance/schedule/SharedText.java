package org.fragcache.conformance.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What threads share, as text in which names of extents, fragments and folios mean nothing: they
 * are numbered in the order in which they are met, from the first file on. The specification and a
 * subject number them as they please; two states are the same if these texts are.
 */
final class SharedText {
  /** Stands for any word, on the specification's side. */
  static final String ANY = "*";

  private static final Pattern NAME = Pattern.compile("\\b([XEP])(\\d+)\\b");

  private SharedText() {}

  /**
   * Lines of a subject or of the specification: first those of files and blocks, then one for each
   * extent, fragment and folio, which begins with its name.
   */
  static List<String> canonical(List<String> lines) {
    List<String> out = new ArrayList<>();
    Map<String, String> objects = new HashMap<>();
    Map<String, String> names = new HashMap<>();
    List<String> met = new ArrayList<>();
    for (String line : lines) {
      Matcher m = NAME.matcher(line);
      if (m.lookingAt()) {
        objects.put(m.group(), line);
      } else {
        out.add(renamed(line, names, met));
      }
    }
    // Names are met as lines are written, so this goes on until all that is met is written.
    for (int i = 0; i < met.size(); i++) {
      String name = met.get(i);
      String line = objects.get(name);
      if (line == null) {
        throw new IllegalArgumentException("no line for " + name + " in " + lines);
      }
      out.add(renamed(line, names, met));
    }
    return out;
  }

  private static String renamed(String line, Map<String, String> names, List<String> met) {
    return NAME.matcher(line)
        .replaceAll(
            m ->
                names.computeIfAbsent(
                    m.group(),
                    n -> {
                      met.add(n);
                      return m.group(1) + "#" + met.size();
                    }));
  }

  /** Lines in which two texts differ, as pairs; a word {@link #ANY} of the first is like any. */
  static List<String[]> differences(List<String> spec, List<String> subject) {
    List<String[]> out = new ArrayList<>();
    for (int i = 0; i < Math.max(spec.size(), subject.size()); i++) {
      String a = i < spec.size() ? spec.get(i) : "(nothing)";
      String b = i < subject.size() ? subject.get(i) : "(nothing)";
      if (!matches(a, b)) {
        out.add(new String[] {a, b});
      }
    }
    return out;
  }

  private static boolean matches(String spec, String subject) {
    if (spec.equals(subject)) {
      return true;
    }
    if (!spec.contains(ANY)) {
      return false;
    }
    String[] a = spec.split(" ", -1);
    String[] b = subject.split(" ", -1);
    if (a.length != b.length) {
      return false;
    }
    for (int i = 0; i < a.length; i++) {
      if (!a[i].equals(ANY) && !a[i].equals(b[i])) {
        return false;
      }
    }
    return true;
  }
}
