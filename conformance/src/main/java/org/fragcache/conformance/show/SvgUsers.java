package org.fragcache.conformance.show;

/** Below the files of a panel: who maps and who pins their folios, and the space they take. */
final class SvgUsers {
  private static final int ROW = SvgGeometry.STRIP + 6;
  private static final int UNIT = 16;

  private final Svg svg;
  private final SvgCells cells;
  private final SvgGeometry geometry;
  private final Frame frame;
  private final CacheView before;
  private final CacheView after;

  SvgUsers(Svg svg, SvgGeometry geometry, Frame frame, CacheView before, CacheView after) {
    this.svg = svg;
    this.cells = new SvgCells(svg);
    this.geometry = geometry;
    this.frame = frame;
    this.before = before;
    this.after = after;
  }

  int height() {
    int detached = (int) after.pins.values().stream().filter(CacheView.Pin::detached).count();
    int rows = after.viewers(before).size() + after.handles(before).size() + detached;
    return (rows + (frame.model().limited() ? 1 : 0)) * ROW;
  }

  void draw(int x, int top) {
    int y = top;
    for (int i : after.viewers(before)) {
      view(x, y, after.views.get(i), before.views.get(i));
      y += ROW;
    }
    for (String handle : after.handles(before)) {
      y = pin(x, y, handle);
    }
    if (frame.model().limited()) {
      space(x, y);
    }
  }

  private void view(int x, int y, CacheView.View is, CacheView.View was) {
    int left = x + SvgGeometry.PAD;
    if (is.file() == null) {
      svg.text(left, y + 15, "label", "start", is.process());
      svg.text(x + geometry.slotX(0), y + 15, "label", "start", "unmapped *");
      return;
    }
    String label = is.process() + " " + Svg.mark(is.text(), was.text());
    svg.text(left, y + 15, "label", "start", label);
    for (int b = 0; b < is.ptes().size(); b++) {
      int at = x + geometry.slotX(b);
      cells.pte(at, y, is.ptes().get(b));
      if (!is.ptes().get(b).equals(was.ptes().get(b))) {
        cells.changedStrip(at, y);
      }
    }
  }

  /** Draws a pin at the block of its unit; returns where it ends. */
  private int pin(int x, int y, String handle) {
    CacheView.Pin was = before.pins.get(handle);
    CacheView.Pin is = after.pins.get(handle);
    int left = x + SvgGeometry.PAD;
    if (is == null) {
      svg.text(left, y + 15, "label", "start", "pin " + handle);
      svg.text(x + geometry.slotX(0), y + 15, "label", "start", "unpinned *");
      return y + ROW;
    }
    svg.text(left, y + 15, "label", "start", "pin " + handle + " in " + is.file());
    int at = x + geometry.slotX((int) (is.at() / frame.model().units()));
    cells.strip(at, y, is.kind() + " " + is.folioName(), "pin");
    if (was == null || !was.text().equals(is.text())) {
      cells.changedStrip(at, y);
    }
    if (!is.detached()) {
      return y + ROW;
    }
    String text = Svg.mark(is.detachedText(), was == null ? "" : was.detachedText());
    svg.text(x + geometry.slotX(0), y + ROW + 13, "small", "start", text);
    return y + 2 * ROW;
  }

  private void space(int x, int y) {
    long used = frame.state().used();
    long capacity = frame.model().capacity();
    svg.text(x + SvgGeometry.PAD, y + 15, "label", "start", "space");
    int at = x + geometry.slotX(0);
    for (int i = 0; i < capacity; i++) {
      svg.rect(at + i * UNIT, y + 3, UNIT - 3, UNIT - 2, i < used ? "used" : "free");
    }
    String text = used + " of " + capacity + " in use";
    String mark = Svg.mark(text, frame.before().used() + " of " + capacity + " in use");
    svg.text(at + (int) capacity * UNIT + 8, y + 15, "label", "start", mark);
  }
}
