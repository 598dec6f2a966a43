package org.fragcache.conformance.show;

import java.util.ArrayList;
import java.util.List;

/** One step: its call and caption, the files, the fragments, what joins them, what changed. */
final class SvgPanel {
  private static final int HEAD = 36;
  private static final int PIXELS_OF_CHARACTER = 8;

  private final Svg svg;
  private final SvgGeometry geometry;
  private final Frame frame;
  private final int steps;

  SvgPanel(Svg svg, SvgGeometry geometry, Frame frame, int steps) {
    this.svg = svg;
    this.geometry = geometry;
    this.frame = frame;
    this.steps = steps;
  }

  /** Draws the panel at x, y; returns where it ends. */
  int draw(int x, int y) {
    int chars = (geometry.width() - 2 * SvgGeometry.PAD) / PIXELS_OF_CHARACTER;
    List<String> caption = Wrap.lines(frame.caption(), chars);
    List<String> notes = new ArrayList<>();
    Changes.of(frame).forEach(change -> notes.addAll(Wrap.lines(change, chars)));
    int body = y + HEAD + 20 + caption.size() * 19;

    CacheView before = CacheReader.read(frame.before().values());
    CacheView after = CacheReader.read(frame.state().values());
    SvgPorts ports = new SvgPorts();
    SvgFiles files = new SvgFiles(svg, geometry, frame.model(), before, after, ports);
    SvgUsers users = new SvgUsers(svg, geometry, frame, before, after);
    SvgFragments fragments = new SvgFragments(svg, geometry, frame.model(), before, after, ports);
    SvgDurable durable = new SvgDurable(svg, geometry, before, after);
    // Measured before it is drawn, so that the panel lies under its contents.
    int left = files.height() + users.height();
    int right = fragments.height() + (frame.model().crashing() ? durable.height() : 0);
    int end = frame.still() ? body : body + Math.max(left, right);
    int height = end + 12 + notes.size() * 18 + 6 - y;

    svg.open("step-" + frame.step());
    svg.rect(x, y, geometry.width(), height, "panel");
    svg.rect(x, y, geometry.width(), HEAD, "head");
    head(x, y);
    for (int i = 0; i < caption.size(); i++) {
      svg.text(x + SvgGeometry.PAD, y + HEAD + 22 + i * 19, "caption", "start", caption.get(i));
    }
    if (!frame.still()) {
      files.draw(x, body);
      users.draw(x, body + files.height());
      fragments.draw(x, body);
      if (frame.model().crashing()) {
        durable.draw(x, body + fragments.height());
      }
    }
    for (int i = 0; i < notes.size(); i++) {
      svg.text(x + SvgGeometry.PAD, end + 20 + i * 18, "note", "start", notes.get(i));
    }
    svg.close();
    return y + height;
  }

  private void head(int x, int y) {
    boolean fails = frame.outcome().filter(text -> text.matches("(E|SIG)[A-Z]+")).isPresent();
    svg.text(x + SvgGeometry.PAD, y + 24, fails ? "fail" : "call", "start", frame.headline());
    svg.text(
        x + geometry.width() - SvgGeometry.PAD,
        y + 23,
        "step",
        "end",
        "step " + frame.step() + " of " + steps);
  }
}
