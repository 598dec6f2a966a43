package org.fragcache;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tells what threads share while every one of them is stopped between two steps: a line for each
 * file, each of its blocks, and each extent, fragment and folio that these lead to, which are named
 * X, E and P with their numbers. Takes no lock but monitors, which nobody has then.
 */
final class SharedStateEncoder {
  private final PageCache cache;
  private final BlockData data;
  private final int blocks;
  private final int unit;
  private final List<String> lines = new ArrayList<>();
  private final SortedMap<String, String> objects = new TreeMap<>();

  SharedStateEncoder(PageCache cache, Scope scope) {
    this.cache = cache;
    this.data = scope.data();
    this.blocks = scope.blocks();
    this.unit = cache.geometry.blockSize() / scope.unitsPerBlock();
  }

  List<String> encode(List<String> names) {
    for (String name : names) {
      Inode f = cache.inodes.get(name);
      if (f != null) {
        file(f);
      }
    }
    lines.addAll(objects.values());
    return lines;
  }

  private void file(Inode f) {
    int holders = f.invalidate.holders();
    lines.add(
        "file "
            + f.name
            + " size "
            + f.size / unit
            + " irwsem "
            + (f.rwsem.isOwned() ? "held" : "free")
            + " invalidate "
            + (holders < 0 ? "held" : holders == 0 ? "free" : "shared-" + holders));
    for (int b = 0; b < blocks; b++) {
      String map = map(f, b);
      String slot = slot(f, b);
      lines.add(f.name + " " + b + " map " + map + " slot " + slot + " pte " + pte(f, b));
    }
  }

  private String map(Inode f, int b) {
    Blocks to = f.blocks(b);
    if (to instanceof Blocks.Own own) {
      return "own stored " + stored(own.block(b));
    } else if (to instanceof Blocks.Shared shared) {
      int o = shared.offset(b);
      return name(shared.extent()) + " " + o + " stored " + stored(shared.extent().block(o));
    }
    return "hole";
  }

  private String slot(Inode f, int b) {
    Object entry = f.slot(b);
    if (entry instanceof Folio p) {
      return name(p);
    }
    return entry instanceof Ref ref ? name(ref.fragment()) + " " + ref.offset(b) : "empty";
  }

  private String pte(Inode f, int b) {
    long pte = f.views.length == 0 ? Pte.NONE : f.views[0].pte.get(b);
    if (pte == Pte.NONE) {
      return "none";
    }
    Folio p = cache.ptes.folio(pte);
    return (Pte.isMigrating(pte) ? "migrating " : "")
        + (Pte.isWritable(pte) ? "rw " : "ro ")
        + (p == null ? "zero" : name(p));
  }

  private int stored(long block) {
    ByteBuffer bytes = ByteBuffer.allocate(cache.geometry.blockSize());
    cache.store.load(block, bytes.order(ByteOrder.LITTLE_ENDIAN));
    return data.decode(bytes, 0, unit);
  }

  private String name(Extent x) {
    String name = "X" + x.id;
    if (!objects.containsKey(name)) {
      objects.put(name, "");
      Fragment fr = x.fragment();
      objects.put(name, name + " " + (fr == null ? "-" : name(fr)));
    }
    return name;
  }

  private String name(Fragment fr) {
    String name = "E" + fr.key;
    if (!objects.containsKey(name)) {
      objects.put(name, "");
      StringBuilder line = new StringBuilder(name + " count " + fr.count() + " folios");
      for (int o = 0; o < blocks; o++) {
        Folio p = o < fr.length ? fr.folio(o) : null;
        line.append(' ').append(p == null ? "-" : name(p));
      }
      objects.put(name, line.append(" referrers").append(referrers(fr)).toString());
    }
    return name;
  }

  private static String referrers(Fragment fr) {
    List<String> all = new ArrayList<>();
    fr.referrers()
        .forEach(
            r -> {
              for (int i = 0; i < r.len(); i++) {
                all.add(" " + r.file.name + "," + (r.at + i) + "," + (r.offset() + i));
              }
            });
    Collections.sort(all);
    return String.join("", all);
  }

  private String name(Folio p) {
    String name = "P" + p.id;
    if (!objects.containsKey(name)) {
      objects.put(
          name,
          name
              + " data "
              + (p.is(Folio.UPTODATE) ? data.decode(p.data(), 0, unit) : "-")
              + " refs "
              + p.refs()
              + " pins "
              + p.pins()
              + flag(p, Folio.UPTODATE, " uptodate")
              + (p.mapping == null ? "" : flag(p, Folio.DIRTY, " dirty"))
              + flag(p, Folio.WRITEBACK, " writeback")
              + flag(p, Folio.LOCKED, " locked"));
    }
    return name;
  }

  private static String flag(Folio p, int flag, String text) {
    return p.is(flag) ? text : "";
  }
}
