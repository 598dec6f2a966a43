package org.fragcache.conformance.show;

/**
 * Sizes, in pixels, of a picture of files of {@code blocks} blocks. Columns from left to right:
 * names of files, their slots, room for lines, names of a fragment's rows, its offsets.
 */
record SvgGeometry(int blocks) {
  static final int PAD = 16;
  static final int CELL = 96;
  static final int PITCH = 100;
  static final int SLOT = 40;
  static final int STRIP = 22;
  static final int LANE = 8;
  static final int BAR = 18;
  private static final int FILE_LABEL = 92;

  /** Columns that have room whatever the model, so that captions and legend have. */
  private static final int FEWEST = 3;

  private static final int GUTTER = 86;
  private static final int GROUP_LABEL = 84;

  /** Left edge of slot {@code b}, from the panel's. */
  int slotX(int b) {
    return PAD + FILE_LABEL + b * PITCH;
  }

  /** Where the lines of files end and the gutter begins. */
  int filesRight() {
    return slotX(blocks);
  }

  /** Where the fragments begin. */
  int groupX() {
    return Math.max(filesRight(), slotX(FEWEST)) + GUTTER;
  }

  /** Left edge of a fragment's offset {@code o}. */
  int offsetX(int o) {
    return groupX() + GROUP_LABEL + o * PITCH;
  }

  /** Width of a panel. */
  int width() {
    return offsetX(Math.max(blocks, FEWEST)) - (PITCH - CELL) + PAD;
  }
}
