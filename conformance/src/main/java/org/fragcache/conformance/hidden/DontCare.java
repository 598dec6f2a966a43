package org.fragcache.conformance.hidden;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A field that need not be the same when the same state of the specification is reached again.
 *
 * @param field the class, without the package, and the field
 * @param reason why it may hang on how the state was reached
 */
public record DontCare(String field, String reason) {
  private static final String NUMBER =
      "a number that grows: it says only that something came later";
  private static final String SCRATCH = "scratch: nobody reads what was left in it";
  private static final String CAME =
      "in the order in which they came; who refers, the model's state says";
  private static final String STORE =
      "which block is free depends on what was freed before; what blocks in use hold is compared";
  private static final String RUNS =
      "how runs are cut hangs on which store blocks touch; compared index by index";
  private static final String CUT =
      "how runs of references are cut hangs on the calls that made them, for no slot gets one back;"
          + " slots are compared index by index, and who refers is in the model's state";
  private static final String DEVICE =
      "numbers, tags and places of commits; what can be recovered is compared by crashes";
  private static final String PENDING =
      "what the next commit has to write; a change that was undone is written too";
  private static final String COUNTS = "statistics";
  private static final String ASKED =
      "what an observer was told last of a store with nothing on it: hangs on when it asked";

  private static final List<DontCare> ALL =
      List.of(
          new DontCare("Inode.id", NUMBER),
          new DontCare("PageCache.inodeIds", NUMBER),
          new DontCare("Inode.drops", NUMBER),
          new DontCare("Ref.made", NUMBER),
          new DontCare("SlotTree.root", CUT),
          new DontCare("Inode.refs", CUT),
          new DontCare("ReferrerTree.root", CUT),
          new DontCare("Slab.sequences", NUMBER),
          new DontCare("Slab.bytes", "bytes of free folios; those in use are compared"),
          new DontCare("FolioPool.folios", "free folios; those in use are met elsewhere"),
          new DontCare("FolioPool.slabs", "slabs are made when needed, and kept"),
          new DontCare("FolioPool.size", "slabs are made when needed, and kept"),
          new DontCare("FolioPool.slabFolios", "slabs are made when needed, and kept"),
          new DontCare(
              "FragmentTable.fragments", "as long as it ever was; see the fragments' users"),
          new DontCare("ExtentTable.extents", "as long as it ever was; see the extents' users"),
          new DontCare("Blocks$Own.delta", STORE),
          new DontCare("RunMap.only", RUNS),
          new DontCare("RunMap.runs", RUNS),
          new DontCare("DeviceBlockStore.device", DEVICE),
          new DontCare("DeviceBlockStore.last", DEVICE),
          new DontCare("DeviceBlockStore.log", DEVICE),
          new DontCare("DeviceBlockStore.space", STORE),
          new DontCare("DeviceBlockStore$Rules.space", STORE),
          new DontCare("StoreAccess.durable", STORE),
          new DontCare("StoreAccess.deferred", STORE),
          new DontCare("StoreAccess.waiting", STORE),
          new DontCare("Inode.changed", PENDING),
          new DontCare("Inode.changedRanges", PENDING),
          new DontCare("Inode.recorded", PENDING),
          new DontCare("Changed.files", PENDING),
          new DontCare("Changed.removed", PENDING),
          new DontCare("ExtentTable.made", PENDING),
          new DontCare("MemoryBlockStore.ids", STORE),
          new DontCare("MemoryBlockStore.blocks", STORE),
          new DontCare("Ids.lowestFree", "a bound below; it is raised when a number is asked for"),
          new DontCare("FolioSteps.reclaimed", COUNTS),
          new DontCare("StoreAccess.reads", COUNTS),
          new DontCare("StoreAccess.writes", COUNTS),
          new DontCare("Interval.unmapped", CAME),
          new DontCare("Interval.mapped", CAME),
          new DontCare("Referrer.prev", CAME),
          new DontCare("Referrer.next", CAME),
          new DontCare("Clean.bounce", SCRATCH),
          new DontCare("FolioEncoder.item", SCRATCH),
          new DontCare("StoreEncoder.block", SCRATCH),
          new DontCare("StoreEncoder.nothing", ASKED),
          new DontCare("StoreEncoder.nothingScope", ASKED));

  /** Places in {@link #ALL}. */
  private static final Map<String, Integer> BY_FIELD =
      IntStream.range(0, ALL.size())
          .boxed()
          .collect(Collectors.toUnmodifiableMap(i -> ALL.get(i).field, i -> i));

  /** All that are declared. */
  public static List<DontCare> all() {
    return ALL;
  }

  /** Which of {@link #all} a field is, -1 if none. */
  static int index(String field) {
    return BY_FIELD.getOrDefault(field, -1);
  }
}
