package org.fragcache.conformance.show;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.fragcache.spec.value.TlaState;

/** What differs between the two states of a step, in words. */
final class Changes {
  private Changes() {}

  /** One line for each fact; the last says which folios were touched. */
  static List<String> of(Frame frame) {
    CacheView before = CacheView.of(frame.before());
    CacheView after = CacheView.of(frame.state());
    List<String> lines = new ArrayList<>();
    for (long key : after.keys(before)) {
      String text = fragment(before.fragment(key), after.fragment(key));
      if (!text.isEmpty()) {
        lines.add("F" + key + " " + text);
      }
    }
    List<String> others = others(frame.before(), frame.state());
    if (!others.isEmpty()) {
      lines.add("changed, not drawn: " + String.join(", ", others));
    }
    List<String> folios = folios(before, after);
    lines.add("folios touched: " + (folios.isEmpty() ? "none" : String.join(", ", folios)));
    return lines;
  }

  private static String fragment(CacheView.Fragment before, CacheView.Fragment after) {
    List<String> parts = new ArrayList<>();
    if (before.count() != after.count()) {
      parts.add("count " + before.count() + " -> " + after.count());
    }
    Set<String> files = new TreeSet<>();
    before.referrers().forEach(r -> files.add(r.file()));
    after.referrers().forEach(r -> files.add(r.file()));
    for (String file : files) {
      String was = ranges(before, file);
      String is = ranges(after, file);
      if (!was.equals(is)) {
        parts.add("referrers of " + file + ": " + was + " -> " + is);
      }
    }
    return String.join("; ", parts);
  }

  private static String ranges(CacheView.Fragment fragment, String file) {
    String text =
        fragment.referrers().stream()
            .filter(r -> r.file().equals(file))
            .map(CacheView.Referrer::range)
            .collect(joining(" "));
    return text.isEmpty() ? "none" : text;
  }

  private static List<String> folios(CacheView before, CacheView after) {
    List<String> parts = new ArrayList<>();
    Set<Long> ids = new LinkedHashSet<>(before.folios.keySet());
    ids.addAll(after.folios.keySet());
    for (long id : ids) {
      CacheView.Folio was = before.folios.get(id);
      CacheView.Folio is = after.folios.get(id);
      if (was != null && is != null && !was.equals(is)) {
        parts.add(folio(was, is));
      }
    }
    return parts;
  }

  private static String folio(CacheView.Folio was, CacheView.Folio is) {
    if (is.home() == null) {
      return is.name() + " removed from " + was.home();
    }
    if (was.home() == null) {
      return is.name() + " added at " + is.home();
    }
    List<String> parts = new ArrayList<>();
    if (was.dirty() != is.dirty()) {
      parts.add(is.dirty() ? "dirtied" : "cleaned");
    }
    if (!was.data().equals(is.data())) {
      parts.add("written");
    }
    if (was.refs() != is.refs()) {
      parts.add("refs " + was.refs() + " -> " + is.refs());
    }
    if (!Objects.equals(was.home(), is.home())) {
      parts.add("moved " + was.home() + " -> " + is.home());
    }
    return is.name() + " " + String.join(" and ", parts);
  }

  /** Variables that changed and that no picture shows: better named than silently left out. */
  private static List<String> others(TlaState before, TlaState after) {
    return after.variables().keySet().stream()
        .filter(name -> !CacheView.DRAWN.contains(name))
        .filter(name -> !after.get(name).equals(before.get(name)))
        .toList();
  }
}
