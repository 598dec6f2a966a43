package org.fragcache.conformance.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fragcache.conformance.Project;
import org.fragcache.conformance.Ticker;
import org.junit.jupiter.api.Test;

/** What threads throw in bursts is told. */
final class BurstsTest {
  private static final String LINE = "there = cache.inodes.putIfAbsent(name, f);";

  @Test
  void look_threadsEndWithAnError_isADifference() {
    String becomes = "if (true) throw new StackOverflowError(\"broken\"); " + LINE;
    Edit edit = new Edit("Calls.java", List.of(LINE), List.of(becomes));
    BrokenCache broken = BrokenCache.of(Project.home(), List.of(edit));
    try (Bursts bursts = new Bursts(Project.spec(), "memory", 1)) {
      assertThat(bursts.look(broken, Ticker.NONE).head()).contains("StackOverflowError: broken");
    }
  }
}
