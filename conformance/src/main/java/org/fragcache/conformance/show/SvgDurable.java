package org.fragcache.conformance.show;

/** Below the fragments of a panel: what a crash would leave, if the model has crashes. */
final class SvgDurable {
  private static final int ROW = SvgGeometry.STRIP + 4;

  private final Svg svg;
  private final SvgGeometry geometry;
  private final CacheView before;
  private final CacheView after;

  SvgDurable(Svg svg, SvgGeometry geometry, CacheView before, CacheView after) {
    this.svg = svg;
    this.geometry = geometry;
    this.before = before;
    this.after = after;
  }

  int height() {
    return 28 + after.durable.size() * ROW;
  }

  void draw(int x, int top) {
    SvgCells cells = new SvgCells(svg);
    int left = x + geometry.groupX();
    svg.text(left, top + 18, "name", "start", "what a crash would leave");
    int y = top + 28;
    for (int i = 0; i < after.durable.size(); i++) {
      CacheView.Durable is = after.durable.get(i);
      CacheView.Durable was = before.durable.get(i);
      String label = is.name() + " " + Svg.mark(is.status(), was.status());
      svg.text(left, y + 15, "label", "start", label);
      for (int b = 0; is.exists() && b < is.blocks().size(); b++) {
        int at = x + geometry.offsetX(b);
        cells.strip(at, y, is.blocks().get(b), "durable");
        if (!is.blocks().get(b).equals(was.blocks().get(b))) {
          cells.changedStrip(at, y);
        }
      }
      y += ROW;
    }
  }
}
