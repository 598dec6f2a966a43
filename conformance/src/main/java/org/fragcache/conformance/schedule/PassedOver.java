package org.fragcache.conformance.schedule;

import java.util.Map;

/**
 * The labels at which a subject need not stop where they change nothing that threads share, each
 * with the reason. At any other label it must.
 */
public final class PassedOver {
  private static final String LOOP = "the end of a loop over what is there";
  private static final String EMPTY =
      "an empty slot has nothing to remove; the cache goes by what is there";
  private static final String NO_FOLIO =
      "the lookup has missed, and there is no folio to do it with";
  private static final String NOT_OWN =
      "a copy is made: there is no folio of the file's own to lock";
  private static final String AGAIN = "the slot has changed: the cache looks it up again at once";

  /** By label. */
  public static final Map<String, String> LABELS =
      Map.ofEntries(
          Map.entry("CleanFind", "nothing is dirty: the mapping counts what is"),
          Map.entry("RemapCleaned", "a step of the program counter alone"),
          Map.entry("TruncateBlocks", LOOP),
          Map.entry("DropFolios", LOOP),
          Map.entry("RemoveFind", EMPTY),
          Map.entry("RemoveSlot", EMPTY),
          Map.entry("RemoveDrop", EMPTY),
          Map.entry("ReadHit", NO_FOLIO),
          Map.entry("LoadHit", NO_FOLIO),
          Map.entry(
              "LoadAccess", "after a fault that mapped nothing there is nothing to load from"),
          Map.entry("WriteFolio", NOT_OWN),
          Map.entry("FaultLock", NOT_OWN),
          Map.entry("WriteCopy", AGAIN),
          Map.entry("WriteLookup", AGAIN),
          Map.entry("FaultMap", AGAIN),
          Map.entry("FaultSize", AGAIN),
          Map.entry("DropReferrer", "a fill that came second has registered none"));

  private PassedOver() {}
}
