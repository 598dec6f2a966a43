package org.fragcache.conformance.show;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.value.TlaState;
import org.fragcache.spec.value.TlaValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a state of FragmentCache. Only reads values; whether they fit together is for the
 * specification's invariants to say.
 */
final class CacheReader {
  /** The variables that are drawn. */
  static final Set<String> DRAWN =
      Set.of(
          "inode",
          "size",
          "bmap",
          "extent",
          "slot",
          "fragment",
          "folio",
          "view",
          "pte",
          "pin",
          "durable");

  private static final long NO_FOLIO = 0;

  private final TlaState state;
  private final CacheView view = new CacheView();

  private CacheReader(TlaState state) {
    this.state = state;
  }

  /**
   * The view of a state.
   *
   * @throws UsageException if it is no state of FragmentCache
   */
  static CacheView read(TlaState state) {
    try {
      return new CacheReader(state).read();
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "state cannot be drawn: " + e.getMessage() + "; expected a state of FragmentCache", e);
    }
  }

  private CacheView read() {
    state.get("folio").entries().forEach((id, v) -> view.folios.put(id.asInt(), folio(id, v)));
    state.get("extent").entries().forEach((id, v) -> view.extents.put(id.asInt(), extent(id, v)));
    state
        .get("fragment")
        .entries()
        .forEach((id, v) -> view.fragments.put(id.asInt(), fragment(id, v)));
    for (TlaValue file : state.get("slot").entries().keySet()) {
      view.files.add(
          new CacheView.FileRow(
              file.asString(),
              state.get("inode").at(file).asString(),
              state.get("size").at(file).asInt(),
              values(state.get("slot").at(file)).stream().map(this::slot).toList(),
              values(state.get("bmap").at(file)).stream().map(CacheReader::mapped).toList()));
      view.durable.add(durable(state.get("durable"), file));
    }
    state.get("view").entries().forEach((process, v) -> view.views.add(view(process, v)));
    state.get("pin").entries().forEach(this::pin);
    return view;
  }

  private static CacheView.Folio folio(TlaValue id, TlaValue v) {
    List<TlaValue> mapping = v.field("mapping").elements();
    String kind = mapping.get(0).asString();
    String home =
        switch (kind) {
          case "none" -> null;
          case "file" -> mapping.get(1).asString() + "[" + v.field("index") + "]";
          case "fragment" -> "F" + mapping.get(1) + "." + v.field("index");
          default -> throw unknown("mapping of folio " + id, kind, "none, file, fragment");
        };
    return new CacheView.Folio(
        id.asInt(),
        home,
        bytes(v.field("data")),
        v.field("dirty").asBool(),
        v.field("poisoned").asBool(),
        v.field("refs").asInt());
  }

  private static CacheView.Extent extent(TlaValue id, TlaValue v) {
    return new CacheView.Extent(
        id.asInt(),
        values(v).stream().map(x -> bytes(x.field("data")) + " refs " + x.field("refs")).toList());
  }

  private CacheView.Fragment fragment(TlaValue id, TlaValue v) {
    List<CacheView.@Nullable Folio> cached = new ArrayList<>();
    for (TlaValue p : values(v.field("folios"))) {
      cached.add(p.asInt() == NO_FOLIO ? null : known(p));
    }
    List<CacheView.Referrer> referrers =
        v.field("referrers").elements().stream()
            .map(
                r ->
                    new CacheView.Referrer(
                        r.field("file").asString(),
                        number(r, "at"),
                        number(r, "offset"),
                        number(r, "len")))
            .sorted()
            .toList();
    return new CacheView.Fragment(id.asInt(), v.field("count").asInt(), referrers, cached);
  }

  private CacheView.Slot slot(TlaValue v) {
    String kind = v.field("kind").asString();
    return switch (kind) {
      case "empty" -> new CacheView.Slot(CacheView.Kind.EMPTY, "-", null);
      case "own" -> new CacheView.Slot(CacheView.Kind.OWN, "", known(v.field("folio")));
      case "ref" ->
          new CacheView.Slot(
              CacheView.Kind.REFERENCE, "F" + v.field("fragment") + "." + v.field("offset"), null);
      default -> throw unknown("slot", kind, "empty, own, ref");
    };
  }

  private static String mapped(TlaValue v) {
    String kind = v.field("kind").asString();
    return switch (kind) {
      case "hole" -> "hole";
      case "own" -> "own=" + bytes(v.field("data"));
      case "shared" -> "E" + v.field("extent") + "." + v.field("offset");
      default -> throw unknown("entry of a block map", kind, "hole, own, shared");
    };
  }

  private CacheView.View view(TlaValue process, TlaValue v) {
    String kind = v.field("kind").asString();
    String file =
        switch (kind) {
          case "none" -> null;
          case "shared", "private" -> v.field("file").asString();
          default -> throw unknown("view of " + process, kind, "none, shared, private");
        };
    return new CacheView.View(
        process.asString(),
        file,
        kind,
        values(state.get("pte").at(process)).stream().map(this::pte).toList());
  }

  private CacheView.Pte pte(TlaValue v) {
    String kind = v.field("kind").asString();
    return switch (kind) {
      case "none" -> new CacheView.Pte(CacheView.Access.NONE, "-");
      case "copy" -> new CacheView.Pte(CacheView.Access.COPY, "copy " + bytes(v.field("data")));
      case "folio" -> {
        boolean writable = v.field("writable").asBool();
        boolean zero = v.field("folio").asInt() == NO_FOLIO;
        yield new CacheView.Pte(
            writable ? CacheView.Access.WRITE : CacheView.Access.READ,
            (zero ? "zero page" : known(v.field("folio")).name()) + (writable ? " rw" : " r"));
      }
      default -> throw unknown("entry of a page table", kind, "none, folio, copy");
    };
  }

  private void pin(TlaValue handle, TlaValue v) {
    String kind = v.field("kind").asString();
    switch (kind) {
      case "none" -> {}
      case "read", "write" -> {
        TlaValue folio = v.field("folio");
        view.pins.put(
            handle.asString(),
            new CacheView.Pin(
                handle.asString(),
                kind,
                v.field("file").asString(),
                v.field("at").asInt(),
                folio.asInt() == NO_FOLIO ? null : known(folio)));
      }
      default -> throw unknown("pin of " + handle, kind, "none, read, write");
    }
  }

  private static CacheView.Durable durable(TlaValue image, TlaValue file) {
    List<String> blocks = new ArrayList<>();
    for (TlaValue v : values(image.field("bmap").at(file))) {
      String text = mapped(v);
      if (v.field("kind").asString().equals("shared")) {
        TlaValue block = image.field("extent").at(v.field("extent")).at(v.field("offset"));
        text += "=" + bytes(block.field("data"));
      }
      blocks.add(text);
    }
    return new CacheView.Durable(
        file.asString(),
        image.field("exists").at(file).asBool(),
        image.field("size").at(file).canonical(),
        blocks);
  }

  /** The units of a block: {@code 10|0}. */
  private static String bytes(TlaValue units) {
    return units.elements().stream().map(TlaValue::canonical).collect(joining("|"));
  }

  private CacheView.Folio known(TlaValue id) {
    CacheView.Folio found = view.folios.get(id.asInt());
    if (found == null) {
      throw new IllegalArgumentException("folio " + id + " is not among " + view.folios.keySet());
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
