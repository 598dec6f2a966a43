package org.fragcache.conformance.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A state of FragmentCache in the terms of the pictures; {@link CacheReader} reads one. */
final class CacheView {
  /** A folio; {@code home} is where it is mapped ({@code a[1]}, {@code F1.0}), null if nowhere. */
  record Folio(
      long id, @Nullable String home, String data, boolean dirty, boolean poisoned, long refs) {
    String name() {
      return "p" + id;
    }

    /** What it is and holds: {@code p4=77}. */
    Cell cell() {
      String second = dirty ? "dirty" : "";
      if (refs != 1) {
        second += (dirty ? " " : "") + "refs " + refs;
      }
      return new Cell(poisoned ? name() + " poisoned" : name() + "=" + data, second);
    }
  }

  /** The text of a box, and a second line that may be empty. */
  record Cell(String text, String more) {
    Cell(String text) {
      this(text, "");
    }
  }

  enum Kind {
    EMPTY,
    OWN,
    REFERENCE
  }

  /** A slot of a mapping; {@code folio} unless it is empty or a reference. */
  record Slot(Kind kind, String reference, @Nullable Folio folio) {
    Cell cell() {
      return folio == null ? new Cell(reference) : folio.cell();
    }
  }

  /** A file, its size in units; {@code map} is the text of each entry of its block map. */
  record FileRow(String name, String inode, long size, List<Slot> slots, List<String> map) {
    boolean absent() {
      return inode.equals("absent");
    }

    String status() {
      return switch (inode) {
        case "incore" -> "in core";
        case "orphan" -> "orphan (no name)";
        default -> inode;
      };
    }

    List<Cell> cells() {
      return slots.stream().map(Slot::cell).toList();
    }
  }

  /** Blocks {@code at..at+len-1} of a file refer to a fragment from {@code offset}. */
  record Referrer(String file, int at, int offset, int len) implements Comparable<Referrer> {
    String text() {
      return file + range();
    }

    String range() {
      return len == 1 ? "[" + at + "]" : "[" + at + ".." + (at + len - 1) + "]";
    }

    @Override
    public int compareTo(Referrer other) {
      int byFile = file.compareTo(other.file);
      return byFile != 0 ? byFile : Integer.compare(at, other.at);
    }
  }

  /** A fragment; {@code folios} has null where none is cached. */
  record Fragment(long id, long count, List<Referrer> referrers, List<@Nullable Folio> folios) {
    boolean none() {
      return count == 0 && referrers.isEmpty() && folios.isEmpty();
    }

    List<Cell> cells() {
      List<Cell> cells = new ArrayList<>();
      for (Folio folio : folios) {
        cells.add(folio == null ? new Cell("no folio") : folio.cell());
      }
      return cells;
    }
  }

  /** An extent of the store: for each offset its data and the block maps that refer to it. */
  record Extent(long id, List<String> blocks) {
    boolean none() {
      return blocks.isEmpty();
    }
  }

  enum Access {
    NONE,
    READ,
    WRITE,
    COPY
  }

  /** An entry of a page table. */
  record Pte(Access access, String text) {}

  /** A process's view; {@code file} is null if it has none. */
  record View(String process, @Nullable String file, String kind, List<Pte> ptes) {
    String text() {
      return file == null ? "none" : file + " " + kind;
    }

    List<String> texts() {
      return ptes.stream().map(Pte::text).toList();
    }
  }

  /** A handle's pin on the folio of unit {@code at}, which is null if that is the zero page. */
  record Pin(String handle, String kind, String file, long at, @Nullable Folio folio) {
    String folioName() {
      return folio == null ? "zero page" : folio.name();
    }

    boolean detached() {
      return folio != null && folio.home() == null;
    }

    String text() {
      return kind + ", unit " + at + " of " + file + ": " + folioName();
    }

    /** What the picture says of a folio that only pins still hold; empty of others. */
    String detachedText() {
      return folio == null || !detached() ? "" : folio.cell().text() + ", in no mapping";
    }
  }

  /** What a crash leaves of a file; {@code blocks} are what the store then holds. */
  record Durable(String name, boolean exists, String size, List<String> blocks) {
    String status() {
      return exists ? "size " + size : "absent";
    }
  }

  final List<FileRow> files = new ArrayList<>();
  final Map<Long, Fragment> fragments = new TreeMap<>();
  final Map<Long, Extent> extents = new TreeMap<>();
  final Map<Long, Folio> folios = new TreeMap<>();
  final List<View> views = new ArrayList<>();

  /** By handle; a handle without a pin has none. */
  final Map<String, Pin> pins = new TreeMap<>();

  final List<Durable> durable = new ArrayList<>();

  /** Number of blocks of a file. */
  int blocks() {
    return files.stream().mapToInt(file -> file.slots().size()).max().orElse(0);
  }

  /** Keys of the fragments and extents that are in use here or were in {@code before}. */
  List<Long> keys(CacheView before) {
    Set<Long> keys = new TreeSet<>();
    for (CacheView view : List.of(this, before)) {
      view.fragments.values().stream().filter(f -> !f.none()).forEach(f -> keys.add(f.id()));
      view.extents.values().stream().filter(e -> !e.none()).forEach(e -> keys.add(e.id()));
    }
    return List.copyOf(keys);
  }

  /** Numbers of the processes that have a view here or had one in {@code before}. */
  List<Integer> viewers(CacheView before) {
    List<Integer> shown = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      if (views.get(i).file() != null || before.views.get(i).file() != null) {
        shown.add(i);
      }
    }
    return shown;
  }

  /** Handles that have a pin here or had one in {@code before}. */
  Set<String> handles(CacheView before) {
    Set<String> shown = new TreeSet<>(pins.keySet());
    shown.addAll(before.pins.keySet());
    return shown;
  }

  Fragment fragment(long key) {
    Fragment found = fragments.get(key);
    return found == null ? new Fragment(key, 0, List.of(), List.of()) : found;
  }

  Extent extent(long key) {
    Extent found = extents.get(key);
    return found == null ? new Extent(key, List.of()) : found;
  }
}
