package org.fragcache.conformance.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.fragcache.spec.value.TlaState;
import org.fragcache.spec.value.TlaValue;

/**
 * A state of FragmentSteps, as a subject shows it: what threads share, as lines for {@link
 * SharedText}. What a subject cannot show, or has differently, is left out here and nowhere else:
 *
 * <ul>
 *   <li>fragments that are found neither by slot nor by key, and folios that only a thread has: the
 *       memory of both is the garbage collector's business, or the pool's;
 *   <li>whether a folio in no mapping is dirty;
 *   <li>bytes of a folio that is not up to date, and those on the store of a block whose writeback
 *       has written them but not mapped them: the cache never writes in place;
 *   <li>the reference that a clone has on a folio while its fragment is made: a mapping that is
 *       given away whole needs none.
 * </ul>
 */
final class StepsState {
  private final TlaState state;
  private final List<String> threads;
  private final List<String> lines = new ArrayList<>();
  private final SortedMap<String, String> objects = new TreeMap<>();

  StepsState(TlaState state, List<String> threads) {
    this.state = state;
    this.threads = threads;
  }

  /** The canonical lines of what threads share. */
  List<String> shared() {
    for (TlaValue f : state.get("size").entries().keySet()) {
      file(f);
    }
    lines.addAll(objects.values());
    return SharedText.canonical(lines);
  }

  private TlaValue of(String variable, TlaValue key) {
    return state.get(variable).at(key);
  }

  private void file(TlaValue f) {
    TlaValue lock = of("invalidate", f);
    int readers = lock.field("readers").elements().size();
    boolean owned = isThread(lock.field("owner"));
    lines.add(
        "file %s size %d irwsem %s invalidate %s"
            .formatted(
                f.asString(),
                of("size", f).asInt(),
                isThread(of("irwsem", f)) ? "held" : "free",
                owned ? "held" : readers == 0 ? "free" : "shared-" + readers));
    for (Map.Entry<TlaValue, TlaValue> block : of("bmap", f).entries().entrySet()) {
      TlaValue b = block.getKey();
      String map = map(f, b, block.getValue());
      String slot = slot(of("slot", f).at(b));
      lines.add(
          "%s %d map %s slot %s pte %s"
              .formatted(f.asString(), b.asInt(), map, slot, pte(of("pte", f).at(b))));
    }
  }

  private boolean isThread(TlaValue owner) {
    return threads.contains(owner.asString());
  }

  private String map(TlaValue f, TlaValue b, TlaValue map) {
    return switch (map.field("kind").asString()) {
      case "own" -> "own stored " + stored(f, b, map.field("place"));
      case "shared" -> {
        TlaValue offset = map.field("offset");
        TlaValue place = of("extent", map.field("extent")).at(offset);
        yield extent(map.field("extent")) + " " + offset + " stored " + stored(f, b, place);
      }
      default -> "hole";
    };
  }

  private String stored(TlaValue f, TlaValue b, TlaValue place) {
    TlaValue block = TlaValue.sequence(List.of(f, b));
    for (String t : threads) {
      TlaValue thread = TlaValue.string(t);
      if (of("pc", thread).asString().equals("CleanEnd") && of("at", thread).equals(block)) {
        return SharedText.ANY;
      }
    }
    return of("disk", place).canonical();
  }

  private String slot(TlaValue slot) {
    return switch (slot.field("kind").asString()) {
      case "own" -> folio(slot.field("folio"));
      case "ref" -> fragment(slot.field("fragment")) + " " + slot.field("offset");
      default -> "empty";
    };
  }

  private String pte(TlaValue pte) {
    String kind = pte.field("kind").asString();
    if (kind.equals("none")) {
      return "none";
    }
    TlaValue p = pte.field("folio");
    return (kind.equals("migrating") ? "migrating " : "")
        + (pte.field("writable").asBool() ? "rw " : "ro ")
        + (p.asInt() == 0 ? "zero" : folio(p));
  }

  private String extent(TlaValue k) {
    String name = "X" + k;
    if (objects.putIfAbsent(name, "") == null) {
      String found = "-";
      for (Map.Entry<TlaValue, TlaValue> e : state.get("fragment").entries().entrySet()) {
        TlaValue fragment = e.getValue();
        if (fragment.field("hashed").asBool() && fragment.field("key").equals(k)) {
          found = fragment(e.getKey());
        }
      }
      objects.put(name, name + " " + found);
    }
    return name;
  }

  private String fragment(TlaValue e) {
    String name = "E" + e;
    if (objects.putIfAbsent(name, "") == null) {
      TlaValue fragment = of("fragment", e);
      StringBuilder line =
          new StringBuilder(name + " count " + fragment.field("count") + " folios");
      for (TlaValue p : fragment.field("folios").entries().values()) {
        line.append(' ').append(p.asInt() == 0 ? "-" : folio(p));
      }
      List<String> referrers = new ArrayList<>();
      for (TlaValue r : fragment.field("referrers").elements()) {
        referrers.add(" " + r.at(1).asString() + "," + r.at(2) + "," + r.at(3));
      }
      referrers.sort(null);
      objects.put(name, line.append(" referrers").append(String.join("", referrers)).toString());
    }
    return name;
  }

  private String folio(TlaValue p) {
    String name = "P" + p;
    if (objects.putIfAbsent(name, "") == null) {
      TlaValue folio = of("folio", p);
      boolean uptodate = folio.field("uptodate").asBool();
      objects.put(
          name,
          "%s data %s refs %d pins %s%s%s%s%s"
              .formatted(
                  name,
                  uptodate ? folio.field("data") : "-",
                  folio.field("refs").asInt() - shareHolds(p),
                  folio.field("pins"),
                  uptodate ? " uptodate" : "",
                  folio.field("dirty").asBool() && isMapped(folio) ? " dirty" : "",
                  folio.field("writeback").asBool() ? " writeback" : "",
                  isThread(folio.field("lock")) ? " locked" : ""));
    }
    return name;
  }

  private static boolean isMapped(TlaValue folio) {
    return !folio.field("mapping").at(1).asString().equals("none");
  }

  private long shareHolds(TlaValue p) {
    return threads.stream()
        .map(TlaValue::string)
        .filter(t -> of("pc", t).asString().startsWith("Share") && of("page", t).equals(p))
        .count();
  }
}
