package org.fragcache.conformance.show;

import java.util.ArrayList;
import java.util.List;

/** The left of a panel: files with their slots and block maps, one below the other. */
final class SvgFiles {
  private static final int RULER = 18;

  private final Svg svg;
  private final SvgCells cells;
  private final SvgGeometry geometry;
  private final Model model;
  private final CacheView before;
  private final CacheView after;
  private final SvgPorts ports;

  SvgFiles(
      Svg svg,
      SvgGeometry geometry,
      Model model,
      CacheView before,
      CacheView after,
      SvgPorts ports) {
    this.svg = svg;
    this.cells = new SvgCells(svg);
    this.geometry = geometry;
    this.model = model;
    this.before = before;
    this.after = after;
    this.ports = ports;
  }

  int height() {
    return 22 + after.files.stream().mapToInt(this::height).sum();
  }

  private int height(CacheView.FileRow file) {
    if (file.absent()) {
      return 30;
    }
    int map = model.disk() ? SvgGeometry.STRIP : 0;
    // Without a map the labels at the left are what needs room.
    return ruler() + Math.max(SvgGeometry.SLOT + lanes(file) + map + 20, 70);
  }

  private int ruler() {
    return model.units() > 1 ? RULER : 0;
  }

  private int lanes(CacheView.FileRow file) {
    return 11 + lines(file).size() * SvgGeometry.LANE;
  }

  private List<SvgPorts.Line> lines(CacheView.FileRow file) {
    List<SvgPorts.Line> lines = new ArrayList<>();
    after.fragments.forEach(
        (key, fragment) ->
            fragment.referrers().stream()
                .filter(r -> r.file().equals(file.name()))
                .forEach(r -> lines.add(new SvgPorts.Line(key, r))));
    lines.sort((l, m) -> l.referrer().compareTo(m.referrer()));
    return lines;
  }

  void draw(int x, int top) {
    for (int b = 0; b < after.blocks(); b++) {
      int middle = x + geometry.slotX(b) + SvgGeometry.CELL / 2;
      svg.text(middle, top + 14, "label", "middle", "block " + b);
    }
    int y = top + 22;
    for (int i = 0; i < after.files.size(); i++) {
      file(x, y, i);
      y += height(after.files.get(i));
    }
  }

  private void file(int x, int y, int i) {
    CacheView.FileRow is = after.files.get(i);
    CacheView.FileRow was = before.files.get(i);
    int left = x + SvgGeometry.PAD;
    svg.text(left, y + 14, "name", "start", "file " + is.name());
    if (is.absent()) {
      String status = Svg.mark(is.status(), was.status());
      svg.text(x + geometry.slotX(0), y + 14, "label", "start", status);
      return;
    }
    String size = Svg.mark("size " + is.size(), "size " + was.size());
    svg.text(left, y + 30, "label", "start", size);
    svg.text(left, y + 45, "label", "start", Svg.mark(status(is), status(was)));
    int top = y + ruler();
    if (model.units() > 1) {
      ruler(x, y, is.size());
    }
    slots(x, top, is, was);
    if (model.disk()) {
      map(x, top + SvgGeometry.SLOT + lanes(is), is, was);
    }
    brackets(x, top + SvgGeometry.SLOT, i, lines(is));
  }

  private static String status(CacheView.FileRow file) {
    return file.inode().equals("orphan") ? "orphan" : file.status();
  }

  /** A bar over the units of the file, and a flag where it ends. */
  private void ruler(int x, int y, long size) {
    int from = x + geometry.slotX(0);
    int block = (int) (size / model.units());
    int part = (int) (size % model.units());
    int to =
        part == 0 && block > 0
            ? x + geometry.slotX(block - 1) + SvgGeometry.CELL
            : x + geometry.slotX(block) + SvgGeometry.CELL * part / model.units();
    svg.rect(from, y + 8, Math.max(1, to - from), 3, "eof");
    svg.rect(to - 1, y + 3, 3, RULER - 4, "eof");
    svg.text(to + 5, y + 13, "label", "start", "EOF");
  }

  private void slots(int x, int y, CacheView.FileRow is, CacheView.FileRow was) {
    for (int b = 0; b < is.slots().size(); b++) {
      CacheView.Slot slot = is.slots().get(b);
      int at = x + geometry.slotX(b);
      if (slot.folio() != null) {
        cells.folio(at, y, slot.folio(), "own");
      } else if (slot.kind() == CacheView.Kind.REFERENCE) {
        cells.slot(at, y, new CacheView.Cell(slot.reference()), "ref");
      } else {
        cells.slot(at, y, new CacheView.Cell(model.disk() ? "empty" : "hole"), "empty");
      }
      if (!slot.cell().equals(was.slots().get(b).cell())) {
        cells.changedSlot(at, y);
      }
    }
  }

  private void map(int x, int y, CacheView.FileRow is, CacheView.FileRow was) {
    svg.text(x + SvgGeometry.PAD, y + 15, "label", "start", "block map");
    for (int b = 0; b < is.map().size(); b++) {
      int at = x + geometry.slotX(b);
      cells.strip(at, y, is.map().get(b), "map");
      if (!is.map().get(b).equals(was.map().get(b))) {
        cells.changedStrip(at, y);
      }
    }
  }

  private void brackets(int x, int y, int file, List<SvgPorts.Line> lines) {
    Svg.Ink ink = Svg.Ink.of(file);
    for (int n = 0; n < lines.size(); n++) {
      // The leftmost run takes the lowest lane, so that no line crosses another's bracket.
      int lane = y + 8 + (lines.size() - 1 - n) * SvgGeometry.LANE;
      bracket(x, y + 2, lane, lines.get(n).referrer(), ink);
      ports.put(lines.get(n), new SvgPorts.Port(lane, ink));
    }
  }

  private void bracket(int x, int y, int lane, CacheView.Referrer r, Svg.Ink ink) {
    int from = x + geometry.slotX(r.at()) + 6;
    int to = x + geometry.slotX(r.at() + r.len() - 1) + SvgGeometry.CELL - 6;
    int right = x + geometry.filesRight();
    svg.path("M " + from + " " + y + " V " + lane + " H " + to + " V " + y, ink.solid());
    svg.path("M " + to + " " + lane + " H " + right, ink);
  }
}
