package org.fragcache.conformance.show;

/** Boxes with one or two lines of text in them. */
final class SvgCells {
  private final Svg svg;

  SvgCells(Svg svg) {
    this.svg = svg;
  }

  /** A box of a slot or a folio. */
  void slot(int x, int y, CacheView.Cell cell, String style) {
    svg.rect(x, y, SvgGeometry.CELL, SvgGeometry.SLOT, style);
    int middle = x + SvgGeometry.CELL / 2;
    if (cell.more().isEmpty()) {
      String text = style.equals("empty") || cell.text().length() > 10 ? "small" : "cell";
      svg.text(middle, y + 25, text, "middle", cell.text());
    } else {
      svg.text(middle, y + 17, cell.text().length() > 10 ? "small" : "cell", "middle", cell.text());
      svg.text(middle, y + 33, "small", "middle", cell.more());
    }
  }

  /** A low box: an entry of a block map or a page table, or a block of the store. */
  void strip(int x, int y, String text, String style) {
    svg.rect(x, y, SvgGeometry.CELL, SvgGeometry.STRIP, style);
    svg.text(x + SvgGeometry.CELL / 2, y + 15, "small", "middle", text);
  }

  /** The box of a folio, in {@code clean} unless it is dirty or poisoned. */
  void folio(int x, int y, CacheView.Folio folio, String clean) {
    slot(x, y, folio.cell(), folio.poisoned() ? "poison" : folio.dirty() ? "dirty" : clean);
  }

  /** The strip of an entry of a page table. */
  void pte(int x, int y, CacheView.Pte pte) {
    String style =
        switch (pte.access()) {
          case NONE -> "empty";
          case READ -> "pte";
          case WRITE -> "ptew";
          case COPY -> "copy";
        };
    strip(x, y, pte.text(), style);
  }

  void changedSlot(int x, int y) {
    svg.changed(x, y, SvgGeometry.CELL, SvgGeometry.SLOT);
  }

  void changedStrip(int x, int y) {
    svg.changed(x, y, SvgGeometry.CELL, SvgGeometry.STRIP);
  }
}
