package org.fragcache;

import static org.fragcache.Notation.ascii;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is cached: {@code folio}, {@code fragment}, {@code slot}. */
final class FolioEncoder {
  private static final byte[] END_FREE_FOLIO =
      ascii(",dirty|->FALSE,index|->0,mapping|-><<\"none\">>,poisoned|->FALSE,refs|->0]");
  private static final byte[] NO_FRAGMENT = ascii("[count|->0,folios|-><<>>,referrers|->{}]");
  private static final byte[] DIRTY = ascii(",dirty|->TRUE,index|->");
  private static final byte[] CLEAN = ascii(",dirty|->FALSE,index|->");
  private static final byte[] MAPPING_FILE = ascii(",mapping|-><<\"file\",");
  private static final byte[] MAPPING_FRAGMENT = ascii(",mapping|-><<\"fragment\",");
  private static final byte[] MAPPING_NONE = ascii(",mapping|-><<\"none\"");
  private static final byte[] POISONED_REFS = ascii(">>,poisoned|->TRUE,refs|->");
  private static final byte[] SOUND_REFS = ascii(">>,poisoned|->FALSE,refs|->");
  private static final byte[] FOLIO = ascii("[folio|->");
  private static final byte[] FRAGMENT = ascii("[fragment|->");
  private static final byte[] KIND_REF_OFFSET = ascii(",kind|->\"ref\",offset|->");
  private static final byte[] COUNT = ascii("[count|->");
  private static final byte[] FOLIOS = ascii(",folios|->");
  private static final byte[] REFERRERS = ascii(",referrers|->{");
  private static final byte[] AT = ascii("[at|->");
  private static final byte[] FILE = ascii(",file|->");
  private static final byte[] LEN = ascii(",len|->");
  private static final byte[] OFFSET = ascii(",offset|->");
  private static final byte[] END_SET_RECORD = ascii("}]");
  private static final byte[] COMMA = ascii(",");

  private final PageCache cache;
  private final StateBuffer item = new StateBuffer(); // scratch

  FolioEncoder(PageCache cache) {
    this.cache = cache;
  }

  void folio(Scope scope, StateBuffer out) {
    for (int p = 1; p <= scope.maxFolio(); p++) {
      out.put(p == 1 ? Notation.OPEN : COMMA);
      folio(scope, p, out);
    }
    out.put(Notation.CLOSE);
  }

  private void folio(Scope scope, int id, StateBuffer out) {
    out.put(Notation.DATA);
    if (!cache.folios.isUsed(id)) {
      out.put(scope.zeros()).put(END_FREE_FOLIO);
      return;
    }
    Folio p = cache.folios.get(id);
    Notation.units(scope, p.data(), "folio", id, out);
    out.put(p.isDirty() ? DIRTY : CLEAN).put(p.index);
    Mapping m = p.mapping;
    Host host = m == null ? null : m.host();
    if (host instanceof Inode f) {
      out.put(MAPPING_FILE).put(scope.files().text(f.name));
    } else if (host instanceof Fragment fr) {
      out.put(MAPPING_FRAGMENT).put(fr.key);
    } else {
      out.put(MAPPING_NONE);
    }
    out.put(p.is(Folio.POISONED) ? POISONED_REFS : SOUND_REFS).put(p.refs()).put(']');
  }

  void fragment(Scope scope, StateBuffer out) {
    for (int e = 1; e <= scope.maxExtent(); e++) {
      out.put(e == 1 ? Notation.OPEN : COMMA);
      fragment(scope, cache.fragments.find(e), out);
    }
    out.put(Notation.CLOSE);
  }

  private void fragment(Scope scope, @Nullable Fragment fr, StateBuffer out) {
    if (fr == null) {
      out.put(NO_FRAGMENT);
      return;
    }
    out.put(COUNT).put(fr.count()).put(FOLIOS);
    for (int o = 0; o < fr.length; o++) {
      Folio p = fr.folio(o);
      Notation.index(o, out);
      out.put(p == null ? 0 : p.id);
    }
    out.put(')').put(REFERRERS);
    referrers(scope, fr.referrers(), out);
    out.put(END_SET_RECORD);
  }

  private void referrers(Scope scope, List<Referrer> runs, StateBuffer out) {
    if (runs.size() == 1) {
      referrer(scope, runs.get(0), out);
      return;
    }
    byte[][] texts = new byte[runs.size()][];
    for (int i = 0; i < texts.length; i++) {
      item.clear();
      referrer(scope, runs.get(i), item);
      texts[i] = item.toByteArray();
    }
    Arrays.sort(texts, Arrays::compareUnsigned);
    for (int i = 0; i < texts.length; i++) {
      if (i > 0) {
        out.put(',');
      }
      out.put(texts[i]);
    }
  }

  private static void referrer(Scope scope, Referrer r, StateBuffer out) {
    out.put(AT).put(r.at).put(FILE).put(scope.files().text(r.file.name));
    out.put(LEN).put(r.len()).put(OFFSET).put(r.offset()).put(']');
  }

  void slot(Scope scope, @Nullable Inode[] files, StateBuffer out) {
    for (int i = 0; i < files.length; i++) {
      Notation.key(scope.files().text(i), i, out);
      slots(scope, files[i], out);
    }
    out.put(')');
  }

  private static void slots(Scope scope, @Nullable Inode f, StateBuffer out) {
    for (int b = 0; b < scope.blocks(); b++) {
      Notation.index(b, out);
      long s = f == null ? Slot.EMPTY : f.slotEntry(b);
      if (Slot.isOwn(s)) {
        out.put(FOLIO).put(Slot.folio(s)).put(Notation.KIND_OWN);
      } else if (Slot.isRef(s)) {
        out.put(FRAGMENT).put(Slot.fragment(s));
        out.put(KIND_REF_OFFSET).put(Slot.offset(s)).put(']');
      } else {
        out.put(Notation.EMPTY);
      }
    }
    out.put(')');
  }

  void requireScope(Scope scope) {
    int folios = cache.folios.end() - 1;
    if (folios > scope.maxFolio()) {
      throw Notation.outOfScope("folio " + folios, "at most " + scope.maxFolio());
    }
    int fragments = cache.fragments.lastKey();
    if (fragments > scope.maxExtent()) {
      throw Notation.outOfScope("fragment " + fragments, "at most " + scope.maxExtent());
    }
  }
}
