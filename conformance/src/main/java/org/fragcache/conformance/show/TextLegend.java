package org.fragcache.conformance.show;

import java.util.ArrayList;
import java.util.List;

/** What the rows of a text picture mean; only of what the scenario has. */
final class TextLegend {
  private static final String SLOTS =
      """
      slots    what the page cache of a file holds for each of its blocks:
                 p4=77   own folio number 4, data 77; "dirty": not on the store yet
                 F1.0    a reference: fragment 1, offset 0; no folio is named
                 -       empty: a read looks at the block map
      """;
  private static final String MEMORY =
      """
      slots    what the page cache of a file holds for each of its blocks, which is
               all there is, for there is no store:
                 p4=77   own folio number 4, data 77
                 F1.0    a reference: fragment 1, offset 0; no folio is named
                 -       a hole
      """;
  private static final String POISON =
      """
                 p4 poisoned: the only copy is lost, what reads it fails
      """;
  private static final String UNITS =
      """
                 10|0    the units of a block; sizes and offsets are in units
      ====>EOF where the file ends within a block
      """;
  private static final String STORE =
      """
      map      where the block is on the store: hole, own=77, E1.0: extent 1, offset 0
      F1       the fragment of extent E1; count: the slots that refer to it; the
               bars under its folios: each referrer, over the offsets it refers to
      store    the blocks of the extent; refs: the block maps that refer to each
      """;
  private static final String FRAGMENT =
      """
      F1       a fragment; count: the slots that refer to it; the bars under its
               folios: each referrer, over the offsets it refers to
      """;
  private static final String FOLIO =
      """
      folio    has one reference, that of its mapping, unless "refs" says otherwise
      """;
  private static final String VIEWS =
      """
      P a shared   the view of process P of file a; the entries of its page table:
                 p4 r, p4 rw   maps folio 4 read-only, or writable
                 zero page r   a hole;   copy 77   a private copy;   -   faults
      """;
  private static final String PINS =
      """
      pin D    a device holds the folio of that unit, to read or to write, without
               page tables; "in no mapping": no file can find the folio any more
      """;
  private static final String CRASH =
      """
      durable  what a crash would leave: files, and what their blocks then hold
      """;
  private static final String SPACE =
      """
      space    blocks of the store in use, with those that dirty folios reserve
      """;
  private static final String CHANGED =
      """
      *        changed by this step
      """;

  private TextLegend() {}

  /** The lines of the legend. */
  static List<String> lines(List<Frame> frames) {
    List<CacheView> states =
        frames.stream().map(frame -> CacheReader.read(frame.state().values())).toList();
    Model model = frames.get(0).model();
    List<String> parts = new ArrayList<>();
    parts.add(model.disk() ? SLOTS : MEMORY);
    if (states.stream().flatMap(s -> s.folios.values().stream()).anyMatch(f -> f.poisoned())) {
      parts.add(POISON);
    }
    if (model.units() > 1) {
      parts.add(UNITS);
    }
    parts.add(model.disk() ? STORE : FRAGMENT);
    parts.add(FOLIO);
    if (states.stream().flatMap(s -> s.views.stream()).anyMatch(v -> v.file() != null)) {
      parts.add(VIEWS);
    }
    if (states.stream().anyMatch(s -> !s.pins.isEmpty())) {
      parts.add(PINS);
    }
    if (model.crashing()) {
      parts.add(CRASH);
    }
    if (model.limited()) {
      parts.add(SPACE);
    }
    parts.add(CHANGED);
    return parts.stream().flatMap(String::lines).toList();
  }
}
