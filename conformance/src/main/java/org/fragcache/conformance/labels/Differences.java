package org.fragcache.conformance.labels;

import java.util.HashMap;
import java.util.Map;
import org.fragcache.conformance.schedule.PassedOver;

/**
 * Where the cache tells labels otherwise than FragmentSteps has them, and may; each with the
 * reason. Anywhere else a label more, or less, or in another order is a difference.
 */
final class Differences {
  private static final String SAME_SIZE = "a truncate to the size that the file has does nothing";

  /**
   * Steps that the cache need not tell, where they change nothing that others see: those of
   * schedules, and some that programs of schedules do not have.
   */
  static final Map<String, String> UNTOLD = untold();

  /**
   * Steps that may be taken as soon as the one before them has been, though the thread tells them
   * only when they are over.
   */
  static final Map<String, String> EARLY =
      Map.of("WriteSize", "the cache changes the size with the bytes, so that readers see both");

  /** By label, the step of MCFragmentStepsLog that a thread may take there untold. */
  static final Map<String, String> INSTEAD_UNTOLD = Map.of("LoadAccess", "LoadAgain");

  /** By label, the step of MCFragmentStepsLog that a thread may take there under that label. */
  static final Map<String, String> INSTEAD =
      Map.of(
          "LookupRecheck", "RecheckAnother",
          "ReadCopy", "ReadAnother",
          "LoadMap", "LoadAnother",
          "DropCount", "CountDead");

  /** Labels of MCFragmentStepsLog alone, and what the cache tells there. */
  static final Map<String, String> TOLD_AS = Map.of("DropDead", "DropFolios");

  private Differences() {}

  private static Map<String, String> untold() {
    Map<String, String> untold = new HashMap<>(PassedOver.LABELS);
    untold.put("TruncateSize", SAME_SIZE);
    untold.put("RemoveZap", SAME_SIZE);
    untold.put("TruncateMap", SAME_SIZE);
    return Map.copyOf(untold);
  }
}
