package org.fragcache.conformance.show;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The right of a panel: fragments with folios and referrers, and the store's extents. */
final class SvgFragments {
  private final Svg svg;
  private final SvgCells cells;
  private final SvgGeometry geometry;
  private final Model model;
  private final CacheView before;
  private final CacheView after;
  private final SvgPorts ports;

  SvgFragments(
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
    return after.keys(before).stream().mapToInt(this::height).sum();
  }

  private int height(long key) {
    CacheView.Fragment fragment = after.fragment(key);
    int rows = fragment.referrers().size();
    int cached = fragment.none() ? 0 : 18 + SvgGeometry.SLOT + 8 + rows * (SvgGeometry.BAR + 6);
    return 26 + cached + (model.disk() ? SvgGeometry.STRIP : 0) + 26;
  }

  /** Draws all, each to where the lines of its referrers lead. */
  void draw(int x, int top) {
    int y = top;
    for (long key : after.keys(before)) {
      int store = fragment(x, y, key);
      if (model.disk()) {
        extent(x, store, key);
      }
      y += height(key);
    }
  }

  /** Draws a fragment; returns where the store's row begins. */
  private int fragment(int x, int y, long key) {
    CacheView.Fragment is = after.fragment(key);
    CacheView.Fragment was = before.fragment(key);
    int left = x + geometry.groupX();
    svg.text(left, y + 16, "name", "start", "F" + key);
    if (is.none()) {
      String text = was.none() ? "not in memory" : "freed *";
      svg.text(left + 36, y + 16, "label", "start", text);
      return y + 26;
    }
    count(left + 36, y, is.count(), was.count());
    int folios = y + 44;
    svg.text(left, folios + 25, "label", "start", "folios");
    List<CacheView.Cell> now = is.cells();
    List<CacheView.Cell> old = was.cells();
    for (int o = 0; o < now.size(); o++) {
      int at = x + geometry.offsetX(o);
      svg.text(at + SvgGeometry.CELL / 2, y + 38, "label", "middle", "offset " + o);
      folio(at, folios, is.folios().get(o));
      if (o >= old.size() || !now.get(o).equals(old.get(o))) {
        cells.changedSlot(at, folios);
      }
    }
    int row = folios + SvgGeometry.SLOT + 8;
    for (CacheView.Referrer r : rows(is)) {
      referrer(x, row, new SvgPorts.Line(key, r), was.referrers().contains(r));
      row += SvgGeometry.BAR + 6;
    }
    return row;
  }

  private void folio(int x, int y, CacheView.@Nullable Folio folio) {
    if (folio == null) {
      cells.slot(x, y, new CacheView.Cell("no folio"), "empty");
    } else {
      cells.folio(x, y, folio, "folio");
    }
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

  private void referrer(int x, int y, SvgPorts.Line line, boolean old) {
    CacheView.Referrer r = line.referrer();
    SvgPorts.Port port = ports.get(line);
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
      cells.strip(at, y, is.blocks().get(o), "map");
      if (o >= was.blocks().size() || !is.blocks().get(o).equals(was.blocks().get(o))) {
        cells.changedStrip(at, y);
      }
    }
  }
}
