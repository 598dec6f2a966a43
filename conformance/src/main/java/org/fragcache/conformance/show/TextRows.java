package org.fragcache.conformance.show;

import java.util.ArrayList;
import java.util.List;

/** Lines of a text picture: a label, then a cell for each block. A star marks what changed. */
final class TextRows {
  static final int WIDTH = 80;
  private static final int LABEL = 15;
  private static final int WIDEST = 18;

  private final int cell;
  private final StringBuilder out;

  /** Rows of {@code blocks} cells, appended to {@code out}; 80 columns for up to four blocks. */
  TextRows(int blocks, StringBuilder out) {
    this.cell = Math.max(15, Math.min(WIDEST, (WIDTH - LABEL - 1) / Math.max(blocks, 1) - 1));
    this.out = out;
  }

  void line(String text) {
    out.append(text.stripTrailing()).append('\n');
  }

  void columns(int blocks) {
    StringBuilder text = new StringBuilder(" ".repeat(LABEL));
    for (int i = 0; i < blocks; i++) {
      text.append(pad("  block " + i, cell + 1));
    }
    line(text.toString());
  }

  /** A row of texts, and what they were before; what was not there before has changed. */
  void texts(String label, List<String> now, List<String> old) {
    List<String> marked = new ArrayList<>();
    for (int i = 0; i < now.size(); i++) {
      marked.add(mark(now.get(i), i < old.size() ? old.get(i) : ""));
    }
    row(label, marked);
  }

  /** A row of cells: one line if all fit, else a second for what they say more. */
  void cells(String label, List<CacheView.Cell> now, List<CacheView.Cell> old) {
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    List<String> joined = new ArrayList<>();
    for (int i = 0; i < now.size(); i++) {
      CacheView.Cell is = now.get(i);
      CacheView.Cell was = i < old.size() ? old.get(i) : new CacheView.Cell("");
      first.add(mark(is.text(), was.text()));
      second.add(is.more().equals(was.more()) ? is.more() : (is.more() + "*"));
      joined.add(mark(join(is), join(was)));
    }
    if (joined.stream().allMatch(text -> text.length() < cell)) {
      row(label, joined);
    } else {
      row(label, first);
      row("", second);
    }
  }

  private static String join(CacheView.Cell cell) {
    return cell.more().isEmpty() ? cell.text() : cell.text() + " " + cell.more();
  }

  /** A bar over {@code size} units that says where the file ends within a block. */
  void eof(long size, int units, int blocks) {
    List<String> cells = new ArrayList<>();
    for (int b = 0; b < blocks; b++) {
      long left = size - (long) b * units;
      String bar = "=".repeat((int) (cell * Math.max(0, Math.min(units, left)) / units));
      if ((left > 0 && left <= units) || (left == 0 && b == 0)) {
        int room = left == units ? bar.length() - 4 : Math.max(0, bar.length() - 1);
        bar = "=".repeat(room) + ">EOF";
      }
      cells.add(bar);
    }
    StringBuilder row = new StringBuilder(" ".repeat(LABEL)).append('|');
    cells.forEach(text -> row.append(pad(text, cell)).append('|'));
    line(row.toString());
  }

  /** A bar under the cells {@code from..from+len-1}. */
  void bar(String label, int from, int len) {
    int span = len * (cell + 1) - 3;
    line(
        pad("   " + label, LABEL)
            + " ".repeat(1 + from * (cell + 1))
            + "<"
            + "-".repeat(span)
            + ">");
  }

  private void row(String label, List<String> cells) {
    StringBuilder row = new StringBuilder(pad("   " + label, LABEL)).append('|');
    cells.forEach(text -> row.append(pad(" " + text, cell)).append('|'));
    line(row.toString());
  }

  static String mark(String now, String old) {
    return now.equals(old) ? now : now + "*";
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
