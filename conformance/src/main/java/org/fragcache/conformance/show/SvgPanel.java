package org.fragcache.conformance.show;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One step: its call and caption, the files, the fragments, what joins them, what changed. */
final class SvgPanel {
  private static final int HEAD = 36;

  private final Svg svg;
  private final SvgCells cells;
  private final SvgGeometry geometry;
  private final Frame frame;
  private final int steps;
  private final CacheView before;
  private final CacheView after;

  /** Where the line of a referrer leaves the files. */
  private record Port(int y, Svg.Ink ink) {}

  /** A referrer of the fragment {@code key}. */
  private record Line(long key, CacheView.Referrer referrer) {}

  private final Map<Line, Port> ports = new HashMap<>();

  SvgPanel(Svg svg, SvgGeometry geometry, Frame frame, int steps) {
    this.svg = svg;
    this.cells = new SvgCells(svg);
    this.geometry = geometry;
    this.frame = frame;
    this.steps = steps;
    this.before = CacheView.of(frame.before());
    this.after = CacheView.of(frame.state());
  }

  /** Draws the panel at x, y; returns where it ends. */
  int draw(int x, int y) {
    int chars = geometry.width() - 2 * SvgGeometry.PAD;
    List<String> caption = Wrap.lines(frame.caption(), chars / 8);
    List<String> notes = new ArrayList<>();
    boolean still = frame.state().equals(frame.before());
    if (still) {
      notes.add("nothing changed");
    }
    Changes.of(frame).forEach(change -> notes.addAll(Wrap.lines(change, chars / 8)));
    int body = y + HEAD + 20 + caption.size() * 19;
    // Measured before it is drawn, so that the panel lies under its contents.
    int end = still ? body : body + Math.max(filesHeight(), groupsHeight());
    int height = end + 12 + notes.size() * 18 + 6 - y;

    svg.open("step-" + frame.step());
    svg.rect(x, y, geometry.width(), height, "panel");
    svg.rect(x, y, geometry.width(), HEAD, "head");
    String reads = frame.result().map(data -> " reads " + data).orElse("");
    svg.text(x + SvgGeometry.PAD, y + 24, "call", "start", frame.call() + reads);
    svg.text(
        x + geometry.width() - SvgGeometry.PAD,
        y + 23,
        "step",
        "end",
        "step " + frame.step() + " of " + steps);
    for (int i = 0; i < caption.size(); i++) {
      svg.text(x + SvgGeometry.PAD, y + HEAD + 22 + i * 19, "caption", "start", caption.get(i));
    }
    if (!still) {
      files(x, body);
      groups(x, body);
    }
    for (int i = 0; i < notes.size(); i++) {
      svg.text(x + SvgGeometry.PAD, end + 20 + i * 18, "note", "start", notes.get(i));
    }
    svg.close();
    return y + height;
  }

  private List<Line> lines(CacheView.FileRow file) {
    List<Line> lines = new ArrayList<>();
    after.fragments.forEach(
        (key, fragment) ->
            fragment.referrers().stream()
                .filter(r -> r.file().equals(file.name()))
                .forEach(r -> lines.add(new Line(key, r))));
    lines.sort((l, m) -> l.referrer().compareTo(m.referrer()));
    return lines;
  }

  private int fileHeight(CacheView.FileRow file) {
    if (file.absent()) {
      return 30;
    }
    return SvgGeometry.SLOT + lanes(file) + SvgGeometry.STRIP + 20;
  }

  private int lanes(CacheView.FileRow file) {
    return 11 + lines(file).size() * SvgGeometry.LANE;
  }

  private int filesHeight() {
    return 22 + after.files.stream().mapToInt(this::fileHeight).sum();
  }

  private void files(int x, int top) {
    for (int b = 0; b < after.blocks(); b++) {
      int middle = x + geometry.slotX(b) + SvgGeometry.CELL / 2;
      svg.text(middle, top + 14, "label", "middle", "block " + b);
    }
    int y = top + 22;
    for (int i = 0; i < after.files.size(); i++) {
      file(x, y, i);
      y += fileHeight(after.files.get(i));
    }
  }

  private void file(int x, int y, int i) {
    CacheView.FileRow is = after.files.get(i);
    CacheView.FileRow was = before.files.get(i);
    Svg.Ink ink = Svg.Ink.of(i);
    int left = x + SvgGeometry.PAD;
    svg.text(left, y + 14, "name", "start", "file " + is.name());
    if (is.absent()) {
      svg.text(x + geometry.slotX(0), y + 14, "label", "start", mark(is.status(), was.status()));
      return;
    }
    svg.text(left, y + 30, "label", "start", "size " + mark(is.size(), was.size()));
    svg.text(left, y + 45, "label", "start", mark(is.status(), was.status()));
    int map = y + SvgGeometry.SLOT + lanes(is);
    svg.text(left, map + 15, "label", "start", "block map");
    for (int b = 0; b < is.slots().size(); b++) {
      int at = x + geometry.slotX(b);
      slot(at, y, is.slots().get(b));
      if (!is.slots().get(b).equals(was.slots().get(b))) {
        svg.changed(at, y, SvgGeometry.CELL, SvgGeometry.SLOT);
      }
      cells.strip(at, map, is.map().get(b));
      if (!is.map().get(b).equals(was.map().get(b))) {
        svg.changed(at, map, SvgGeometry.CELL, SvgGeometry.STRIP);
      }
    }
    List<Line> lines = lines(is);
    for (int n = 0; n < lines.size(); n++) {
      // The leftmost run takes the lowest lane, so that no line crosses another's bracket.
      int lane = y + SvgGeometry.SLOT + 8 + (lines.size() - 1 - n) * SvgGeometry.LANE;
      bracket(x, y + SvgGeometry.SLOT + 2, lane, lines.get(n).referrer(), ink);
      ports.put(lines.get(n), new Port(lane, ink));
    }
  }

  private void slot(int x, int y, CacheView.Slot slot) {
    if (slot.folio() != null) {
      cells.folio(x, y, slot.folio(), "own");
    } else if (slot.kind() == CacheView.Kind.REFERENCE) {
      cells.slot(x, y, new String[] {slot.reference()}, "ref");
    } else {
      cells.slot(x, y, new String[] {"empty"}, "empty");
    }
  }

  private void bracket(int x, int y, int lane, CacheView.Referrer r, Svg.Ink ink) {
    int from = x + geometry.slotX(r.at()) + 6;
    int to = x + geometry.slotX(r.at() + r.len() - 1) + SvgGeometry.CELL - 6;
    int right = x + geometry.filesRight();
    svg.path("M " + from + " " + y + " V " + lane + " H " + to + " V " + y, ink.solid());
    svg.path("M " + to + " " + lane + " H " + right, ink);
  }

  private int groupHeight(long key) {
    CacheView.Fragment fragment = after.fragment(key);
    int rows = fragment.referrers().size();
    int cached = fragment.none() ? 0 : 18 + SvgGeometry.SLOT + 8 + rows * (SvgGeometry.BAR + 6);
    return 26 + cached + SvgGeometry.STRIP + 26;
  }

  private int groupsHeight() {
    return after.keys(before).stream().mapToInt(this::groupHeight).sum();
  }

  private void groups(int x, int top) {
    int y = top;
    for (long key : after.keys(before)) {
      int store = fragment(x, y, key);
      extent(x, store, key);
      y += groupHeight(key);
    }
  }

  /** Draws a fragment; returns where the store's row begins. */
  private int fragment(int x, int y, long key) {
    CacheView.Fragment is = after.fragment(key);
    CacheView.Fragment was = before.fragment(key);
    int left = x + geometry.groupX();
    svg.text(left, y + 16, "name", "start", "F" + key);
    if (is.none()) {
      svg.text(left + 36, y + 16, "label", "start", was.none() ? "not in memory" : "freed *");
      return y + 26;
    }
    count(left + 36, y, is.count(), was.count());
    int folios = y + 44;
    svg.text(left, folios + 25, "label", "start", "folios");
    for (int o = 0; o < is.folios().size(); o++) {
      int at = x + geometry.offsetX(o);
      svg.text(at + SvgGeometry.CELL / 2, y + 38, "label", "middle", "offset " + o);
      CacheView.Folio folio = is.folios().get(o);
      if (folio == null) {
        cells.slot(at, folios, new String[] {"no folio"}, "empty");
      } else {
        cells.folio(at, folios, folio, "folio");
      }
      if (o >= was.folios().size() || !is.folioTexts().get(o).equals(was.folioTexts().get(o))) {
        svg.changed(at, folios, SvgGeometry.CELL, SvgGeometry.SLOT);
      }
    }
    int row = folios + SvgGeometry.SLOT + 8;
    for (CacheView.Referrer r : rows(is)) {
      referrer(x, row, new Line(key, r), was.referrers().contains(r));
      row += SvgGeometry.BAR + 6;
    }
    return row;
  }

  /** By file, and within a file from the last run to the first: as their lines come in. */
  private static List<CacheView.Referrer> rows(CacheView.Fragment fragment) {
    return fragment.referrers().stream()
        .sorted(
            Comparator.comparing(CacheView.Referrer::file)
                .thenComparing(CacheView.Referrer::at, Comparator.reverseOrder()))
        .toList();
  }

  private void count(int x, int y, long is, long was) {
    String text = "count " + is;
    int width = 16 + text.length() * 8;
    svg.rect(x, y + 1, width, 21, "badge");
    svg.text(x + width / 2, y + 16, "count", "middle", text);
    if (is != was) {
      svg.rect(x - 3, y - 2, width + 6, 27, "changed");
      svg.text(x + width + 12, y + 18, "star", "middle", "*");
    }
  }

  private void referrer(int x, int y, Line line, boolean old) {
    CacheView.Referrer r = line.referrer();
    Port port = ports.get(line);
    int bar = x + geometry.offsetX(r.offset());
    int width = (r.len() - 1) * SvgGeometry.PITCH + SvgGeometry.CELL;
    int middle = y + SvgGeometry.BAR / 2;
    if (port != null) {
      int from = x + geometry.filesRight();
      int to = x + geometry.groupX();
      int bend = (from + to) / 2;
      svg.path(
          "M " + from + " " + port.y() + " C " + bend + " " + port.y() + " " + bend + " " + middle
              + " " + to + " " + middle + " H " + (bar - 8),
          port.ink());
      svg.head(bar - 1, middle, port.ink());
      svg.bar(bar, y, width, SvgGeometry.BAR, port.ink());
    }
    svg.text(bar + width / 2, y + 13, "small", "middle", r.text());
    if (!old) {
      svg.changed(bar, y, width, SvgGeometry.BAR);
    }
  }

  private void extent(int x, int y, long key) {
    CacheView.Extent is = after.extent(key);
    CacheView.Extent was = before.extent(key);
    svg.text(x + geometry.groupX(), y + 15, "label", "start", "store E" + key);
    if (is.none()) {
      String text = was.none() ? "free" : "freed *";
      svg.text(x + geometry.offsetX(0), y + 15, "label", "start", text);
    }
    for (int o = 0; o < is.blocks().size(); o++) {
      int at = x + geometry.offsetX(o);
      cells.strip(at, y, is.blocks().get(o));
      if (o >= was.blocks().size() || !is.blocks().get(o).equals(was.blocks().get(o))) {
        svg.changed(at, y, SvgGeometry.CELL, SvgGeometry.STRIP);
      }
    }
  }

  private static String mark(String is, String was) {
    return is.equals(was) ? is : is + " *";
  }
}
