package org.fragcache.conformance.show;

import java.util.List;
import java.util.function.IntFunction;

/**
 * A scenario as ASCII text, for a terminal or a mail: 80 columns for files of up to four blocks. A
 * star marks what a step changed.
 */
public final class TextPicture {
  private static final int WIDTH = 80;
  private static final int LABEL = 14;
  private static final int CELL = 14;

  private static final String LEGEND =
      """
      slots    what the page cache of a file holds for each of its blocks:
                 p4=77   own folio number 4, data 77; "dirty": not on the store yet
                 F1.0    a reference: fragment 1, offset 0; no folio is named
                 -       empty: a read looks at the block map
      map      where the block is on the store: hole, own=77, E1.0: extent 1, offset 0
      F1       the fragment of extent E1; count: the slots that refer to it; the
               bars under its folios: each referrer, over the offsets it refers to
      store    the blocks of the extent; refs: the block maps that refer to each
      folio    has one reference, that of its mapping, unless "refs" says otherwise
      *        changed by this step
      """;

  private final StringBuilder out = new StringBuilder();

  private TextPicture() {}

  /** The picture of all frames, a legend first; lines end with a line feed. */
  public static String render(Scenario scenario, List<Frame> frames) {
    TextPicture picture = new TextPicture();
    Wrap.lines(scenario.title(), WIDTH).forEach(picture::line);
    picture.line("=".repeat(Math.min(WIDTH, scenario.title().length())));
    picture.line("");
    LEGEND.lines().forEach(picture::line);
    for (Frame frame : frames) {
      picture.frame(frame, frames.size());
    }
    return picture.out.toString();
  }

  private void frame(Frame frame, int steps) {
    CacheView before = CacheView.of(frame.before());
    CacheView after = CacheView.of(frame.state());
    String reads = frame.result().map(data -> " reads " + data).orElse("");
    String head = "-- " + frame.step() + "/" + steps + "  " + frame.call() + reads + " ";
    line("");
    line(head + "-".repeat(Math.max(2, WIDTH - head.length())));
    Wrap.lines(frame.caption(), WIDTH - 3).forEach(text -> line("   " + text));
    line("");
    if (frame.state().equals(frame.before())) {
      line("   nothing changed");
    } else {
      state(before, after);
    }
    for (String change : Changes.of(frame)) {
      List<String> lines = Wrap.lines(change, WIDTH - 5);
      for (int i = 0; i < lines.size(); i++) {
        line((i == 0 ? "   " : "     ") + lines.get(i));
      }
    }
  }

  private void state(CacheView before, CacheView after) {
    line(columns(after.blocks()));
    for (int i = 0; i < after.files.size(); i++) {
      file(before.files.get(i), after.files.get(i));
    }
    for (long key : after.keys(before)) {
      line("");
      group(key, before, after);
    }
    line("");
  }

  private void file(CacheView.FileRow before, CacheView.FileRow after) {
    String status = mark(after.status(), before.status());
    if (after.absent()) {
      line(" " + after.name() + "  " + status);
      return;
    }
    line(" " + after.name() + "  size " + mark(after.size(), before.size()) + ", " + status);
    line(
        row(
            "slots",
            after.slots().size(),
            i -> mark(after.slots().get(i).text(), before.slots().get(i).text())));
    line(row("map", after.map().size(), i -> mark(after.map().get(i), before.map().get(i))));
  }

  private void group(long key, CacheView before, CacheView after) {
    fragment(before.fragment(key), after.fragment(key));
    CacheView.Extent was = before.extent(key);
    CacheView.Extent is = after.extent(key);
    if (is.none()) {
      line("   store E" + key + "  " + (was.none() ? "free" : "freed*"));
    } else {
      line(row("store E" + key, is.blocks().size(), i -> mark(is.blocks(), was.blocks(), i)));
    }
  }

  private void fragment(CacheView.Fragment was, CacheView.Fragment is) {
    String name = " F" + is.id() + "  ";
    if (is.none()) {
      line(name + (was.none() ? "not in memory" : "freed*"));
      return;
    }
    line(name + "count " + mark(String.valueOf(is.count()), String.valueOf(was.count())));
    List<String> old = was.folioTexts();
    List<String> now = is.folioTexts();
    line(row("folios", now.size(), i -> mark(now, old, i)));
    for (CacheView.Referrer r : is.referrers()) {
      String label = "   " + r.text() + (was.referrers().contains(r) ? "" : "*");
      int span = r.len() * (CELL + 1) - 3;
      line(
          pad(label, LABEL)
              + " ".repeat(1 + r.offset() * (CELL + 1))
              + "<"
              + "-".repeat(span)
              + ">");
    }
  }

  private static String columns(int blocks) {
    StringBuilder text = new StringBuilder(" ".repeat(LABEL));
    for (int i = 0; i < blocks; i++) {
      text.append(pad("  block " + i, CELL + 1));
    }
    return text.toString();
  }

  private static String row(String label, int cells, IntFunction<String> text) {
    StringBuilder row = new StringBuilder(pad("   " + label, LABEL)).append('|');
    for (int i = 0; i < cells; i++) {
      row.append(pad(" " + text.apply(i), CELL)).append('|');
    }
    return row.toString();
  }

  private static String mark(List<String> now, List<String> old, int i) {
    return i < old.size() ? mark(now.get(i), old.get(i)) : now.get(i) + "*";
  }

  private static String mark(String now, String old) {
    return now.equals(old) ? now : now + "*";
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private void line(String text) {
    out.append(text.stripTrailing()).append('\n');
  }
}
