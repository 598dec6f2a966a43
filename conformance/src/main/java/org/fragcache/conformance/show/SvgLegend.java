package org.fragcache.conformance.show;

/** What the boxes of a picture mean, once, above its panels. */
final class SvgLegend {
  private static final int ROW = SvgGeometry.SLOT + 10;

  private final Svg svg;
  private final SvgGeometry geometry;

  SvgLegend(Svg svg, SvgGeometry geometry) {
    this.svg = svg;
    this.geometry = geometry;
  }

  /** Draws the legend at x, y; returns where it ends. */
  int draw(int x, int y) {
    int height = 4 * ROW + 2 * SvgGeometry.PAD - 10;
    svg.open("legend");
    svg.rect(x, y, geometry.width(), height, "panel");
    int left = x + SvgGeometry.PAD;
    int top = y + SvgGeometry.PAD;
    SvgCells cells = new SvgCells(svg);
    cells.slot(left, top, new String[] {"F1.0"}, "ref");
    explain(left, top, "slot: a reference to fragment 1,", "offset 0; it names no folio");
    cells.slot(left, top + ROW, new String[] {"p4=77"}, "own");
    explain(left, top + ROW, "slot: own folio number 4, data 77,", "clean");
    cells.slot(left, top + 2 * ROW, new String[] {"p4=77", "dirty"}, "dirty");
    explain(left, top + 2 * ROW, "slot: own folio, dirty: its data are", "not on the store yet");
    cells.slot(left, top + 3 * ROW, new String[] {"empty"}, "empty");
    explain(left, top + 3 * ROW, "slot: nothing cached; a read looks", "at the block map");
    int right = x + geometry.width() / 2;
    cells.slot(right, top, new String[] {"p1=10"}, "folio");
    explain(
        right, top, "folio of a fragment, one for all", "sharers; count: slots that refer to it");
    cells.strip(right, top + ROW + 9, "E1.0");
    explain(
        right,
        top + ROW,
        "block map of a file (hole, own=77,",
        "extent 1 offset 0); under F1 the store");
    Svg.Ink ink = Svg.Ink.of(0);
    svg.bar(right, top + 2 * ROW + 11, SvgGeometry.CELL, SvgGeometry.BAR, ink);
    svg.text(right + SvgGeometry.CELL / 2, top + 2 * ROW + 24, "small", "middle", "a[0..2]");
    explain(
        right,
        top + 2 * ROW,
        "referrer: blocks 0 to 2 of file a refer",
        "to the offsets under the bar");
    cells.slot(right, top + 3 * ROW, new String[] {"F1.0"}, "ref");
    svg.changed(right, top + 3 * ROW, SvgGeometry.CELL, SvgGeometry.SLOT);
    explain(right, top + 3 * ROW, "changed by this step", "");
    svg.close();
    return y + height;
  }

  private void explain(int x, int y, String first, String second) {
    int left = x + SvgGeometry.CELL + 14;
    svg.text(left, y + (second.isEmpty() ? 25 : 17), "caption", "start", first);
    svg.text(left, y + 35, "caption", "start", second);
  }
}
