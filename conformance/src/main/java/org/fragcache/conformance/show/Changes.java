package org.fragcache.conformance.show;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.fragcache.spec.value.TlaState;

/** What differs between the two states of a step, in words. */
final class Changes {
  private final CacheView before;
  private final CacheView after;

  private Changes(CacheView before, CacheView after) {
    this.before = before;
    this.after = after;
  }

  /** One line for each fact; the last says which folios were touched. */
  static List<String> of(Frame frame) {
    if (frame.still()) {
      return List.of("nothing changed");
    }
    Changes changes =
        new Changes(
            CacheReader.read(frame.before().values()), CacheReader.read(frame.state().values()));
    List<String> lines = new ArrayList<>();
    changes.fragments(lines);
    add(lines, "page tables: ", changes.ptes());
    add(lines, "pins: ", changes.pins());
    if (frame.before().used() != frame.state().used()) {
      lines.add("blocks in use: " + frame.before().used() + " -> " + frame.state().used());
    }
    add(lines, "changed, not drawn: ", others(frame.before().values(), frame.state().values()));
    List<String> folios = changes.folios();
    lines.add("folios touched: " + (folios.isEmpty() ? "none" : String.join(", ", folios)));
    return lines;
  }

  private static void add(List<String> lines, String what, List<String> parts) {
    if (!parts.isEmpty()) {
      lines.add(what + String.join(", ", parts));
    }
  }

  private void fragments(List<String> lines) {
    for (long key : after.keys(before)) {
      String text = fragment(before.fragment(key), after.fragment(key));
      if (!text.isEmpty()) {
        lines.add("F" + key + " " + text);
      }
    }
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

  private List<String> ptes() {
    List<String> parts = new ArrayList<>();
    for (int i : after.viewers(before)) {
      CacheView.View was = before.views.get(i);
      CacheView.View is = after.views.get(i);
      if (!was.text().equals(is.text())) {
        parts.add("view of " + is.process() + " " + was.text() + " -> " + is.text());
      }
      for (int b = 0; b < is.ptes().size(); b++) {
        if (!is.ptes().get(b).equals(was.ptes().get(b))) {
          parts.add(
              is.process()
                  + "["
                  + b
                  + "] "
                  + entry(was.ptes().get(b))
                  + " -> "
                  + entry(is.ptes().get(b)));
        }
      }
    }
    return parts;
  }

  private static String entry(CacheView.Pte pte) {
    return pte.access() == CacheView.Access.NONE ? "none" : pte.text();
  }

  private List<String> pins() {
    List<String> parts = new ArrayList<>();
    for (String handle : after.handles(before)) {
      CacheView.Pin was = before.pins.get(handle);
      CacheView.Pin is = after.pins.get(handle);
      if (was == null && is != null) {
        parts.add(handle + " taken on " + is.folioName());
      } else if (is == null && was != null) {
        parts.add(handle + " dropped from " + was.folioName());
      } else if (is != null && was != null && !was.detached() && is.detached()) {
        parts.add(handle + " alone still holds " + is.folioName());
      }
    }
    return parts;
  }

  private List<String> folios() {
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
    if (is.home() == null && was.home() != null) {
      return is.name() + " removed from " + was.home();
    }
    if (is.home() != null && was.home() == null) {
      return is.name() + " added at " + is.home();
    }
    List<String> parts = new ArrayList<>();
    if (was.dirty() != is.dirty()) {
      parts.add(is.dirty() ? "dirtied" : "cleaned");
    }
    if (was.poisoned() != is.poisoned()) {
      parts.add("poisoned");
    } else if (!was.data().equals(is.data())) {
      parts.add(is.refs() == 0 ? "freed" : "written");
    }
    if (was.refs() != is.refs()) {
      parts.add("refs " + was.refs() + " -> " + is.refs());
    }
    if (is.home() != null && !is.home().equals(was.home())) {
      parts.add("moved " + was.home() + " -> " + is.home());
    }
    return is.name() + " " + String.join(" and ", parts);
  }

  /** Variables that changed and that no picture shows: better named than silently left out. */
  private static List<String> others(TlaState before, TlaState after) {
    return after.variables().keySet().stream()
        .filter(name -> !CacheReader.DRAWN.contains(name))
        .filter(name -> !after.get(name).equals(before.get(name)))
        .toList();
  }
}
