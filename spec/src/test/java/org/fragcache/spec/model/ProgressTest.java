package org.fragcache.spec.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ProgressTest {

  private static Progress progress(boolean terminal) {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return new Progress(nowhere, true, terminal, 80, 5);
  }

  @Test
  void line_oneRunning_showsItsFigures() {
    try (Progress progress = progress(true)) {
      progress.started("A");
      progress.update("A", 12_345, 678, 9);

      assertThat(progress.line())
          .startsWith("0 of 5 done | A: 12k states, 678 distinct, ")
          .endsWith("/s, queue 9");
    }
  }

  @Test
  void line_tooManyForTheTerminal_showsSums() {
    try (Progress progress = progress(true)) {
      progress.started("MCFragmentCache_OneOfThem");
      progress.started("MCFragmentCache_Another");
      progress.update("MCFragmentCache_OneOfThem", 12_345_678, 1000, 3);
      progress.update("MCFragmentCache_Another", 1000, 500, 4);

      assertThat(progress.line())
          .hasSizeLessThan(80)
          .contains("12.3M states, 1500 distinct, ")
          .endsWith("queue 7");
      progress.finished("MCFragmentCache_Another");
      assertThat(progress.line()).startsWith("1 of 5 done");
    }
  }
}
