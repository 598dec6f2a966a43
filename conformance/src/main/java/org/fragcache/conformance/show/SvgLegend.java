package org.fragcache.conformance.show;

import java.util.ArrayList;
import java.util.List;

/** What the boxes of a picture mean, once, above its panels; only of what the scenario has. */
final class SvgLegend {
  private static final int ROW = SvgGeometry.SLOT + 10;

  private final Svg svg;
  private final SvgCells cells;
  private final SvgGeometry geometry;
  private final Model model;
  private final List<CacheView> states;

  /** An example, drawn at x, y, and two lines on it. */
  private record Entry(Example example, String first, String second) {}

  private interface Example {
    void draw(int x, int y);
  }

  SvgLegend(Svg svg, SvgGeometry geometry, List<Frame> frames) {
    this.svg = svg;
    this.cells = new SvgCells(svg);
    this.geometry = geometry;
    this.model = frames.get(0).model();
    this.states = frames.stream().map(frame -> CacheReader.read(frame.state().values())).toList();
  }

  /** Draws the legend at x, y; returns where it ends. */
  int draw(int x, int y) {
    List<Entry> entries = entries();
    int rows = (entries.size() + 1) / 2;
    int height = rows * ROW + 2 * SvgGeometry.PAD - 10;
    svg.open("legend");
    svg.rect(x, y, geometry.width(), height, "panel");
    for (int i = 0; i < entries.size(); i++) {
      int at = i < rows ? x + SvgGeometry.PAD : x + geometry.width() / 2;
      int top = y + SvgGeometry.PAD + i % rows * ROW;
      Entry entry = entries.get(i);
      entry.example().draw(at, top);
      int left = at + SvgGeometry.CELL + 14;
      svg.text(left, top + (entry.second().isEmpty() ? 25 : 17), "caption", "start", entry.first());
      svg.text(left, top + 35, "caption", "start", entry.second());
    }
    svg.close();
    return y + height;
  }

  private List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    entries.add(
        new Entry(
            slot("F1.0", "", "ref"),
            "slot: a reference to fragment 1,",
            "offset 0; it names no folio"));
    if (model.disk()) {
      entries.add(
          new Entry(slot("p4=77", "", "own"), "slot: own folio number 4, data 77,", "clean"));
      entries.add(
          new Entry(
              slot("p4=77", "dirty", "dirty"),
              "slot: own folio, dirty: its data are",
              "not on the store yet"));
      entries.add(
          new Entry(
              slot("empty", "", "empty"),
              "slot: nothing cached; a read looks",
              "at the block map"));
    } else {
      entries.add(
          new Entry(
              slot("p4=77", "", "own"), "slot: own folio number 4, data 77:", "the only copy"));
    }
    entries.add(
        new Entry(
            slot("p1=10", "", "folio"),
            "folio of a fragment, one for all",
            "sharers; count: slots that refer to it"));
    if (model.units() > 1) {
      entries.add(
          new Entry(
              slot("p1=10|0", "", "folio"),
              "units of a block; sizes, offsets and",
              "EOF are in units"));
    }
    if (states.stream().flatMap(s -> s.folios.values().stream()).anyMatch(f -> f.poisoned())) {
      entries.add(
          new Entry(
              slot("p1 poisoned", "", "poison"), "poisoned: the only copy is lost,", "reads fail"));
    }
    if (model.disk()) {
      entries.add(
          new Entry(
              strip("E1.0", "map"),
              "block map of a file (hole, own=77,",
              "extent 1 offset 0); under F1 the store"));
    }
    entries.add(
        new Entry(
            this::referrer,
            "referrer: blocks 0 to 2 of file a refer",
            "to the offsets under the bar"));
    if (states.stream().flatMap(s -> s.views.stream()).anyMatch(v -> v.file() != null)) {
      views(entries);
    }
    if (states.stream().anyMatch(s -> !s.pins.isEmpty())) {
      entries.add(
          new Entry(
              strip("write p2", "pin"),
              "pin: a device holds folio 2, to read or",
              "write it without page tables"));
    }
    if (model.crashing()) {
      entries.add(
          new Entry(
              strip("own=77", "durable"), "what the blocks of a file hold", "after a crash now"));
    }
    if (model.limited()) {
      entries.add(
          new Entry(
              this::space, "blocks of the store in use, with those", "that dirty folios reserve"));
    }
    entries.add(new Entry(this::changed, "changed by this step", ""));
    return entries;
  }

  private void views(List<Entry> entries) {
    entries.add(
        new Entry(
            strip("p4 r", "pte"), "page table of a process: folio 4,", "read-only; - faults"));
    entries.add(new Entry(strip("p4 rw", "ptew"), "page table: folio 4, writable", ""));
    if (states.stream().flatMap(s -> s.views.stream()).anyMatch(v -> v.kind().equals("private"))) {
      entries.add(
          new Entry(
              strip("copy 77", "copy"),
              "page table of a private view: a copy",
              "that no one else sees"));
    }
  }

  private Example slot(String text, String more, String style) {
    return (x, y) -> cells.slot(x, y, new CacheView.Cell(text, more), style);
  }

  private Example strip(String text, String style) {
    return (x, y) -> cells.strip(x, y + 9, text, style);
  }

  private void referrer(int x, int y) {
    svg.bar(x, y + 11, SvgGeometry.CELL, SvgGeometry.BAR, Svg.Ink.of(0));
    svg.text(x + SvgGeometry.CELL / 2, y + 24, "small", "middle", "a[0..2]");
  }

  private void space(int x, int y) {
    for (int i = 0; i < 4; i++) {
      svg.rect(x + i * 16, y + 12, 13, 14, i < 3 ? "used" : "free");
    }
  }

  private void changed(int x, int y) {
    cells.slot(x, y, new CacheView.Cell("F1.0"), "ref");
    cells.changedSlot(x, y);
  }
}
