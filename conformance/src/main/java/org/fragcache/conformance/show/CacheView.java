package org.fragcache.conformance.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.value.TlaState;
import org.fragcache.spec.value.TlaValue;
import org.jspecify.annotations.Nullable;

/**
 * A state of FragmentCache in the terms of the pictures. Only reads values; whether they fit
 * together is for the specification's invariants to say.
 */
final class CacheView {
  /** The variables that are drawn. */
  static final Set<String> DRAWN =
      Set.of("inode", "size", "bmap", "extent", "slot", "fragment", "folio");

  private static final long NO_FOLIO = 0;

  /** A folio; {@code home} is where it is mapped ({@code a[1]}, {@code F1.0}), null if nowhere. */
  record Folio(long id, @Nullable String home, String data, boolean dirty, long refs) {
    /** {@code p4=77}, and its references if they are more than its mapping's one. */
    String text() {
      return name() + "=" + data + (refs == 1 ? "" : " refs " + refs);
    }

    String name() {
      return "p" + id;
    }
  }

  enum Kind {
    EMPTY,
    OWN,
    REFERENCE
  }

  /** A slot of a mapping; {@code folio} unless it is empty or a reference. */
  record Slot(Kind kind, String reference, @Nullable Folio folio) {
    String text() {
      return folio == null ? reference : folio.text() + (folio.dirty() ? " dirty" : "");
    }
  }

  /** A file; {@code map} is the text of each entry of its block map. */
  record FileRow(String name, String inode, String size, List<Slot> slots, List<String> map) {
    boolean absent() {
      return inode.equals("absent");
    }

    String status() {
      return inode.equals("incore") ? "in core" : inode;
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

    /** For each offset the text of its folio. */
    List<String> folioTexts() {
      List<String> texts = new ArrayList<>();
      for (Folio folio : folios) {
        texts.add(folio == null ? "no folio" : folio.text() + (folio.dirty() ? " dirty" : ""));
      }
      return texts;
    }
  }

  /** An extent of the store: for each offset its data and the block maps that refer to it. */
  record Extent(long id, List<String> blocks) {
    boolean none() {
      return blocks.isEmpty();
    }
  }

  final List<FileRow> files = new ArrayList<>();
  final Map<Long, Fragment> fragments = new TreeMap<>();
  final Map<Long, Extent> extents = new TreeMap<>();
  final Map<Long, Folio> folios = new TreeMap<>();

  private CacheView() {}

  /**
   * The view of a state.
   *
   * @throws UsageException if it is no state of FragmentCache
   */
  static CacheView of(TlaState state) {
    CacheView view = new CacheView();
    try {
      state.get("folio").entries().forEach((id, v) -> view.folios.put(id.asInt(), folio(id, v)));
      state.get("extent").entries().forEach((id, v) -> view.extents.put(id.asInt(), extent(id, v)));
      state
          .get("fragment")
          .entries()
          .forEach((id, v) -> view.fragments.put(id.asInt(), view.fragment(id, v)));
      for (TlaValue file : state.get("slot").entries().keySet()) {
        view.files.add(
            new FileRow(
                file.asString(),
                state.get("inode").at(file).asString(),
                state.get("size").at(file).canonical(),
                values(state.get("slot").at(file)).stream().map(view::slot).toList(),
                values(state.get("bmap").at(file)).stream().map(CacheView::mapped).toList()));
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "state cannot be drawn: " + e.getMessage() + "; expected a state of FragmentCache", e);
    }
    return view;
  }

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

  Fragment fragment(long key) {
    Fragment found = fragments.get(key);
    return found == null ? new Fragment(key, 0, List.of(), List.of()) : found;
  }

  Extent extent(long key) {
    Extent found = extents.get(key);
    return found == null ? new Extent(key, List.of()) : found;
  }

  private static Folio folio(TlaValue id, TlaValue v) {
    List<TlaValue> mapping = v.field("mapping").elements();
    String kind = mapping.get(0).asString();
    String home =
        switch (kind) {
          case "none" -> null;
          case "file" -> mapping.get(1).asString() + "[" + v.field("index") + "]";
          case "fragment" -> "F" + mapping.get(1) + "." + v.field("index");
          default -> throw unknown("mapping of folio " + id, kind, "none, file, fragment");
        };
    return new Folio(
        id.asInt(),
        home,
        v.field("data").canonical(),
        v.field("dirty").asBool(),
        v.field("refs").asInt());
  }

  private static Extent extent(TlaValue id, TlaValue v) {
    return new Extent(
        id.asInt(),
        values(v).stream().map(x -> x.field("data") + " refs " + x.field("refs")).toList());
  }

  private Fragment fragment(TlaValue id, TlaValue v) {
    List<@Nullable Folio> cached = new ArrayList<>();
    for (TlaValue p : values(v.field("folios"))) {
      cached.add(p.asInt() == NO_FOLIO ? null : known(p));
    }
    List<Referrer> referrers =
        v.field("referrers").elements().stream()
            .map(
                r ->
                    new Referrer(
                        r.field("file").asString(),
                        number(r, "at"),
                        number(r, "offset"),
                        number(r, "len")))
            .sorted()
            .toList();
    return new Fragment(id.asInt(), v.field("count").asInt(), referrers, cached);
  }

  private Slot slot(TlaValue v) {
    String kind = v.field("kind").asString();
    return switch (kind) {
      case "empty" -> new Slot(Kind.EMPTY, "-", null);
      case "own" -> new Slot(Kind.OWN, "", known(v.field("folio")));
      case "ref" ->
          new Slot(Kind.REFERENCE, "F" + v.field("fragment") + "." + v.field("offset"), null);
      default -> throw unknown("slot", kind, "empty, own, ref");
    };
  }

  private static String mapped(TlaValue v) {
    String kind = v.field("kind").asString();
    return switch (kind) {
      case "hole" -> "hole";
      case "own" -> "own=" + v.field("data");
      case "shared" -> "E" + v.field("extent") + "." + v.field("offset");
      default -> throw unknown("entry of a block map", kind, "hole, own, shared");
    };
  }

  private Folio known(TlaValue id) {
    Folio found = folios.get(id.asInt());
    if (found == null) {
      throw new IllegalArgumentException("folio " + id + " is not among " + folios.keySet());
    }
    return found;
  }

  private static List<TlaValue> values(TlaValue function) {
    return List.copyOf(function.entries().values());
  }

  private static int number(TlaValue record, String field) {
    return Math.toIntExact(record.field(field).asInt());
  }

  private static IllegalArgumentException unknown(String what, String kind, String expected) {
    return new IllegalArgumentException(what + " is '" + kind + "', not one of " + expected);
  }
}
