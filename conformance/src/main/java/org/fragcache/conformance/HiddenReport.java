package org.fragcache.conformance;

import java.util.List;
import java.util.Optional;
import org.fragcache.conformance.hidden.DontCare;

/**
 * What came of comparing what a subject has in memory.
 *
 * @param compared how often a state of the specification was reached again
 * @param objects the most objects that a subject had at a time
 * @param differed what is declared not to matter, and did differ
 * @param difference of what does matter, the first that was met
 */
public record HiddenReport(
    long compared, int objects, List<DontCare> differed, Optional<HiddenDifference> difference) {

  /** Nothing differed, of something. */
  public boolean conforms() {
    return compared > 0 && difference.isEmpty();
  }

  /**
   * What is declared not to matter, and differed in none of these: it hides something, or is no
   * more.
   */
  public static List<DontCare> stale(List<HiddenReport> all) {
    return DontCare.all().stream()
        .filter(d -> all.stream().noneMatch(r -> r.differed.contains(d)))
        .toList();
  }
}
