package org.fragcache.conformance.show;

import java.util.List;

/**
 * A scenario as ASCII text, for a terminal or a mail: 80 columns for files of up to four blocks. A
 * star marks what a step changed.
 */
public final class TextPicture {
  private static final int WIDTH = TextRows.WIDTH;

  private final TextRows rows;
  private final Model model;

  private TextPicture(TextRows rows, Model model) {
    this.rows = rows;
    this.model = model;
  }

  /** The picture of all frames, of which there is one at least; lines end with a line feed. */
  public static String render(Scenario scenario, List<Frame> frames) {
    StringBuilder out = new StringBuilder();
    Frame first = frames.get(0);
    int blocks = CacheReader.read(first.state().values()).blocks();
    TextPicture picture = new TextPicture(new TextRows(blocks, out), first.model());
    Wrap.lines(scenario.title(), WIDTH).forEach(picture.rows::line);
    picture.rows.line("=".repeat(Math.min(WIDTH, scenario.title().length())));
    picture.rows.line("");
    TextLegend.lines(frames).forEach(picture.rows::line);
    for (Frame frame : frames) {
      picture.frame(frame, frames.size());
    }
    return out.toString();
  }

  private void frame(Frame frame, int steps) {
    String head = "-- " + frame.step() + "/" + steps + "  " + frame.headline() + " ";
    rows.line("");
    rows.line(head + "-".repeat(Math.max(2, WIDTH - head.length())));
    Wrap.lines(frame.caption(), WIDTH - 3).forEach(text -> rows.line("   " + text));
    rows.line("");
    if (!frame.still()) {
      state(frame);
    }
    for (String change : Changes.of(frame)) {
      List<String> lines = Wrap.lines(change, WIDTH - 5);
      for (int i = 0; i < lines.size(); i++) {
        rows.line((i == 0 ? "   " : "     ") + lines.get(i));
      }
    }
  }

  private void state(Frame frame) {
    CacheView before = CacheReader.read(frame.before().values());
    CacheView after = CacheReader.read(frame.state().values());
    rows.columns(after.blocks());
    for (int i = 0; i < after.files.size(); i++) {
      file(before.files.get(i), after.files.get(i));
    }
    for (int i : after.viewers(before)) {
      view(before.views.get(i), after.views.get(i));
    }
    for (String handle : after.handles(before)) {
      pin(handle, before, after);
    }
    for (long key : after.keys(before)) {
      rows.line("");
      group(key, before, after);
    }
    if (model.crashing()) {
      rows.line("");
      rows.line(" durable");
      for (int i = 0; i < after.durable.size(); i++) {
        durable(before.durable.get(i), after.durable.get(i));
      }
    }
    if (model.limited()) {
      rows.line("");
      String mark = frame.before().used() == frame.state().used() ? "" : "*";
      rows.line(
          " space  " + frame.state().used() + " of " + model.capacity() + " blocks in use" + mark);
    }
    rows.line("");
  }

  private void file(CacheView.FileRow before, CacheView.FileRow after) {
    String status = TextRows.mark(after.status(), before.status());
    if (after.absent()) {
      rows.line(" " + after.name() + "  " + status);
      return;
    }
    String size = TextRows.mark(String.valueOf(after.size()), String.valueOf(before.size()));
    rows.line(" " + after.name() + "  size " + size + ", " + status);
    if (model.units() > 1) {
      rows.eof(after.size(), model.units(), after.slots().size());
    }
    rows.cells("slots", after.cells(), before.cells());
    if (model.disk()) {
      rows.texts("map", after.map(), before.map());
    }
  }

  private void view(CacheView.View was, CacheView.View is) {
    if (is.file() == null) {
      rows.line(" " + is.process() + "  unmapped*");
    } else {
      String label = is.process() + " " + TextRows.mark(is.text(), was.text());
      rows.texts(label, is.texts(), was.texts());
    }
  }

  private void pin(String handle, CacheView before, CacheView after) {
    CacheView.Pin was = before.pins.get(handle);
    CacheView.Pin is = after.pins.get(handle);
    String old = was == null ? "none" : was.text();
    String now = is == null ? "none" : is.text();
    rows.line("   pin " + handle + "  " + TextRows.mark(now, old));
    if (is != null && is.detached()) {
      String text = is.detachedText();
      rows.line("          " + TextRows.mark(text, was == null ? "" : was.detachedText()));
    }
  }

  private void group(long key, CacheView before, CacheView after) {
    fragment(before.fragment(key), after.fragment(key));
    if (!model.disk()) {
      return;
    }
    CacheView.Extent was = before.extent(key);
    CacheView.Extent is = after.extent(key);
    if (is.none()) {
      rows.line("   store E" + key + "  " + (was.none() ? "free" : "freed*"));
    } else {
      rows.texts("store E" + key, is.blocks(), was.blocks());
    }
  }

  private void fragment(CacheView.Fragment was, CacheView.Fragment is) {
    String name = " F" + is.id() + "  ";
    if (is.none()) {
      rows.line(name + (was.none() ? "not in memory" : "freed*"));
      return;
    }
    rows.line(
        name + "count " + TextRows.mark(String.valueOf(is.count()), String.valueOf(was.count())));
    rows.cells("folios", is.cells(), was.cells());
    for (CacheView.Referrer r : is.referrers()) {
      rows.bar(r.text() + (was.referrers().contains(r) ? "" : "*"), r.offset(), r.len());
    }
  }

  private void durable(CacheView.Durable was, CacheView.Durable is) {
    String label = is.name() + " " + TextRows.mark(is.status(), was.status());
    if (is.exists()) {
      rows.texts(label, is.blocks(), was.blocks());
    } else {
      rows.line("   " + label);
    }
  }
}
