package org.fragcache.conformance.show;

/** Boxes with one or two lines of text in them. */
final class SvgCells {
  private final Svg svg;

  SvgCells(Svg svg) {
    this.svg = svg;
  }

  /** A box of a slot or a folio. */
  void slot(int x, int y, String[] lines, String style) {
    svg.rect(x, y, SvgGeometry.CELL, SvgGeometry.SLOT, style);
    int middle = x + SvgGeometry.CELL / 2;
    if (lines.length == 1) {
      svg.text(middle, y + 25, style.equals("empty") ? "small" : "cell", "middle", lines[0]);
    } else {
      svg.text(middle, y + 17, "cell", "middle", lines[0]);
      svg.text(middle, y + 33, "small", "middle", lines[1]);
    }
  }

  /** A low box: an entry of a block map, or a block of the store. */
  void strip(int x, int y, String text) {
    svg.rect(x, y, SvgGeometry.CELL, SvgGeometry.STRIP, "map");
    svg.text(x + SvgGeometry.CELL / 2, y + 15, "small", "middle", text);
  }

  /** The box of a folio, or of its absence. */
  void folio(int x, int y, CacheView.Folio folio, String clean) {
    String more = folio.refs() == 1 ? "" : "refs " + folio.refs();
    String second = folio.dirty() ? (more.isEmpty() ? "dirty" : "dirty " + more) : more;
    String first = folio.name() + "=" + folio.data();
    slot(
        x,
        y,
        second.isEmpty() ? new String[] {first} : new String[] {first, second},
        folio.dirty() ? "dirty" : clean);
  }
}
