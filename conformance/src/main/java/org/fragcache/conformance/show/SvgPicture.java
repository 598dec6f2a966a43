package org.fragcache.conformance.show;

import java.util.List;

/**
 * A scenario as one self-contained SVG file: a legend, then one panel for each step. Files on the
 * left, fragments on the right, a line for each referrer between them. Everything that colour says,
 * text or line style says too.
 */
public final class SvgPicture {
  private static final int MARGIN = 20;
  private static final int GAP = 18;

  private SvgPicture() {}

  /**
   * The picture of all frames, of which there is one at least, as well-formed XML, lines ending
   * with a line feed.
   */
  public static String render(Scenario scenario, List<Frame> frames) {
    int blocks = CacheReader.read(frames.get(0).state().values()).blocks();
    SvgGeometry geometry = new SvgGeometry(blocks);
    int width = geometry.width() + 2 * MARGIN;
    Svg body = new Svg();
    int y = MARGIN + 22;
    List<String> title = Wrap.lines(scenario.title(), (width - 2 * MARGIN) / 12);
    for (String text : title) {
      body.text(MARGIN, y, "title", "start", text);
      y += 28;
    }
    y = new SvgLegend(body, geometry, frames).draw(MARGIN, y - 6) + GAP;
    for (Frame frame : frames) {
      y = new SvgPanel(body, geometry, frame, frames.size()).draw(MARGIN, y) + GAP;
    }
    int height = y - GAP + MARGIN;
    return Svg.document(width, height, scenario.title(), body);
  }
}
