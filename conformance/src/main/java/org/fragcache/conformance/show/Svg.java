package org.fragcache.conformance.show;

/** The SVG elements that the pictures are made of. */
final class Svg {
  private static final String STYLE =
      """
      text { font-family: "DejaVu Sans", Verdana, Helvetica, Arial, sans-serif; fill: #111; }
      .title { font-size: 20px; font-weight: bold; }
      .call, .cell, .small, .note, .count {
        font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; }
      .call { font-size: 17px; font-weight: bold; }
      .step { font-size: 13px; fill: #444; }
      .caption { font-size: 14px; }
      .name { font-size: 15px; font-weight: bold; }
      .label { font-size: 12px; fill: #333; }
      .cell { font-size: 14px; font-weight: bold; }
      .small { font-size: 12px; }
      .note { font-size: 12.5px; }
      .count { font-size: 13px; font-weight: bold; fill: #fff; }
      .star { font-size: 16px; font-weight: bold; fill: #b00020;
        stroke: #fff; stroke-width: 3; paint-order: stroke; }
      .panel { fill: #fff; stroke: #888; }
      .head { fill: #eef1f4; stroke: #888; }
      .empty { fill: #fff; stroke: #999; stroke-dasharray: 3 3; }
      .ref { fill: #d6e8f8; stroke: #333; }
      .own { fill: #fdeec0; stroke: #333; }
      .dirty { fill: url(#hatch); stroke: #333; }
      .folio { fill: #a9d0f0; stroke: #333; }
      .poison { fill: #d9d9d9; stroke: #b00020; stroke-dasharray: 6 2; }
      .map { fill: #f1f1f1; stroke: #777; }
      .pte { fill: #eaf6ea; stroke: #2f7d32; }
      .ptew { fill: #bfe3c0; stroke: #1b5e20; stroke-width: 2.5; }
      .copy { fill: #ead9f3; stroke: #6a3d8a; }
      .pin { fill: #ffe0b8; stroke: #8a4b00; }
      .durable { fill: #e3e8ea; stroke: #37474f; }
      .used { fill: #555; stroke: #333; }
      .free { fill: #fff; stroke: #333; }
      .fail { font-size: 17px; font-weight: bold; fill: #b00020;
        font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; }
      .eof { fill: #111; }
      .badge { fill: #333; }
      .changed { fill: none; stroke: #b00020; stroke-width: 2.5; }
      .line { fill: none; stroke-width: 1.8; }
      """;

  private static final String DEFS =
      """
      <defs>
      <pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" \
      patternTransform="rotate(45)"><rect width="8" height="8" fill="#fdeec0"/>\
      <rect width="3" height="8" fill="#f5d684"/></pattern>
      </defs>
      """;

  private final StringBuilder out = new StringBuilder();

  /** A whole file. */
  static String document(int width, int height, String title, Svg body) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + String.format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d"
                + " %d\" role=\"img\">\n",
            width, height, width, height)
        + "<title>"
        + escape(title)
        + "</title>\n<style>\n"
        + STYLE
        + "</style>\n"
        + DEFS
        + String.format("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", width, height)
        + body.out
        + "</svg>\n";
  }

  void rect(int x, int y, int width, int height, String style) {
    out.append(
        String.format(
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"3\" class=\"%s\"/>\n",
            x, y, width, height, style));
  }

  /** As {@link #rect}, in a colour of a file's: border and, lighter, inside. */
  void bar(int x, int y, int width, int height, Ink ink) {
    out.append(
        String.format(
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"3\" fill=\"%s\""
                + " fill-opacity=\"0.13\" stroke=\"%s\" stroke-width=\"1.8\"%s/>\n",
            x, y, width, height, ink.colour(), ink.colour(), ink.dashes()));
  }

  void path(String d, Ink ink) {
    out.append(
        String.format(
            "<path d=\"%s\" class=\"line\" stroke=\"%s\"%s/>\n", d, ink.colour(), ink.dashes()));
  }

  /** An arrow head that points right, its point at x, y. */
  void head(int x, int y, Ink ink) {
    out.append(
        String.format("<path d=\"M %d %d l -9 -4.5 v 9 z\" fill=\"%s\"/>\n", x, y, ink.colour()));
  }

  void text(int x, int y, String style, String anchor, String text) {
    out.append(
        String.format(
            "<text x=\"%d\" y=\"%d\" class=\"%s\" text-anchor=\"%s\">%s</text>\n",
            x, y, style, anchor, escape(text)));
  }

  /** A frame around what has changed, and a star on its corner. */
  void changed(int x, int y, int width, int height) {
    rect(x, y, width, height, "changed");
    text(x + width - 3, y + 9, "star", "middle", "*");
  }

  void open(String id) {
    out.append("<g id=\"").append(escape(id)).append("\">\n");
  }

  void close() {
    out.append("</g>\n");
  }

  /** What is, and a star if it was not so before. */
  static String mark(String is, String was) {
    return is.equals(was) ? is : is + " *";
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** How the lines of one file are drawn: told apart by colour, and by dashes without it. */
  record Ink(String colour, String dashes) {
    private static final String[] COLOURS = {"#0060a8", "#b84a00", "#007a58", "#8c3a70"};
    private static final String[] DASHES = {
      "",
      " stroke-dasharray=\"9 4\"",
      " stroke-dasharray=\"2.5 3\"",
      " stroke-dasharray=\"9 3 2 3\""
    };

    Ink solid() {
      return new Ink(colour, "");
    }

    static Ink of(int file) {
      return new Ink(COLOURS[file % COLOURS.length], DASHES[file % DASHES.length]);
    }
  }
}
