package org.fragcache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.fragcache.Referrers.Referrer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the state in terms of the specification's variables, in the canonical encoding: a line for
 * each variable, by name. Functions on 1..n are tuples, those on 0..n-1 and on files are pairs in
 * order of the key; fields of records are in ASCII order; sets are in order of their text.
 */
final class StateEncoder {
  private static final byte[] HOLE = ascii("[kind|->\"hole\"]");
  private static final byte[] EMPTY = ascii("[kind|->\"empty\"]");
  private static final byte[] FREE_FOLIO =
      ascii("[data|->0,dirty|->FALSE,index|->0,mapping|-><<\"none\">>,refs|->0]");
  private static final byte[] NO_FRAGMENT = ascii("[count|->0,folios|-><<>>,referrers|->{}]");
  private static final byte[] DATA = ascii("[data|->");
  private static final byte[] DIRTY = ascii(",dirty|->TRUE,index|->");
  private static final byte[] CLEAN = ascii(",dirty|->FALSE,index|->");
  private static final byte[] MAPPING_FILE = ascii(",mapping|-><<\"file\",");
  private static final byte[] MAPPING_FRAGMENT = ascii(",mapping|-><<\"fragment\",");
  private static final byte[] END_MAPPING_REFS = ascii(">>,refs|->");
  private static final byte[] REFS = ascii(",refs|->");
  private static final byte[] KIND_OWN = ascii(",kind|->\"own\"]");
  private static final byte[] EXTENT = ascii("[extent|->");
  private static final byte[] KIND_SHARED_OFFSET = ascii(",kind|->\"shared\",offset|->");
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
  private static final byte[] ARROW = ascii(":>");
  private static final byte[] AND = ascii("@@");
  private static final byte[] NONE = ascii("<<>>");
  private static final byte[] COMMA = ascii(",");
  private static final byte[] OPEN = ascii("<<");
  private static final byte[] CLOSE = ascii(">>\n");
  private static final byte[] END = ascii(")\n");
  private static final byte[] ABSENT = ascii("\"absent\"");
  private static final byte[] EVICTED = ascii("\"evicted\"");
  private static final byte[] INCORE = ascii("\"incore\"");
  private static final byte[] BMAP_LINE = ascii("bmap=(");
  private static final byte[] EXTENT_LINE = ascii("extent=");
  private static final byte[] FOLIO_LINE = ascii("folio=");
  private static final byte[] FRAGMENT_LINE = ascii("fragment=");
  private static final byte[] INODE_LINE = ascii("inode=(");
  private static final byte[] SIZE_LINE = ascii("size=(");
  private static final byte[] SLOT_LINE = ascii("slot=(");

  private final PageCache cache;
  private final ByteBuffer block; // scratch
  private final StateBuffer item = new StateBuffer(); // scratch

  StateEncoder(PageCache cache, int blockSize) {
    this.cache = cache;
    this.block = ByteBuffer.allocate(blockSize).order(ByteOrder.LITTLE_ENDIAN);
  }

  void encode(Scope scope, StateBuffer out) {
    requireScope(scope);
    int n = scope.fileCount();
    @Nullable Inode[] files = new Inode[n];
    for (int i = 0; i < n; i++) {
      files[i] = cache.inodes.get(scope.file(i));
    }
    out.put(BMAP_LINE);
    for (int i = 0; i < n; i++) {
      file(scope, i, out);
      bmap(scope, files[i], out);
    }
    out.put(END).put(EXTENT_LINE);
    for (int e = 1; e <= scope.maxExtent(); e++) {
      out.put(e == 1 ? OPEN : COMMA);
      extent(scope, e, out);
    }
    out.put(CLOSE).put(FOLIO_LINE);
    for (int p = 1; p <= scope.maxFolio(); p++) {
      out.put(p == 1 ? OPEN : COMMA);
      folio(scope, p, out);
    }
    out.put(CLOSE).put(FRAGMENT_LINE);
    for (int e = 1; e <= scope.maxExtent(); e++) {
      out.put(e == 1 ? OPEN : COMMA);
      fragment(scope, cache.fragments.get(e), out);
    }
    out.put(CLOSE).put(INODE_LINE);
    for (int i = 0; i < n; i++) {
      Inode f = files[i];
      file(scope, i, out);
      out.put(f == null ? ABSENT : f.incore ? INCORE : EVICTED);
    }
    out.put(END).put(SIZE_LINE);
    for (int i = 0; i < n; i++) {
      Inode f = files[i];
      file(scope, i, out);
      out.put(f == null ? 0 : f.size);
    }
    out.put(END).put(SLOT_LINE);
    for (int i = 0; i < n; i++) {
      file(scope, i, out);
      slots(scope, files[i], out);
    }
    out.put(END);
  }

  private static void file(Scope scope, int i, StateBuffer out) {
    if (i > 0) {
      out.put(AND);
    }
    out.put(scope.fileName(i)).put(ARROW);
  }

  /** The key of a pair in a function on 0..n-1. */
  private static void index(int i, StateBuffer out) {
    if (i == 0) {
      out.put('(');
    } else {
      out.put(AND);
    }
    out.put(i).put(ARROW);
  }

  private void bmap(Scope scope, @Nullable Inode f, StateBuffer out) {
    for (int b = 0; b < scope.blocks(); b++) {
      index(b, out);
      long m = f == null ? Mapped.HOLE : f.bmap.get(b);
      if (Mapped.isOwn(m)) {
        out.put(DATA).put(stored(scope, Mapped.block(m))).put(KIND_OWN);
      } else if (Mapped.isShared(m)) {
        out.put(EXTENT).put(Mapped.extent(m));
        out.put(KIND_SHARED_OFFSET).put(Mapped.offset(m)).put(']');
      } else {
        out.put(HOLE);
      }
    }
    out.put(')');
  }

  private void slots(Scope scope, @Nullable Inode f, StateBuffer out) {
    for (int b = 0; b < scope.blocks(); b++) {
      index(b, out);
      long s = f == null ? Slot.EMPTY : f.slot.get(b);
      if (Slot.isOwn(s)) {
        out.put(FOLIO).put(Slot.folio(s)).put(KIND_OWN);
      } else if (Slot.isRef(s)) {
        out.put(FRAGMENT).put(Slot.fragment(s));
        out.put(KIND_REF_OFFSET).put(Slot.offset(s)).put(']');
      } else {
        out.put(EMPTY);
      }
    }
    out.put(')');
  }

  private void extent(Scope scope, int e, StateBuffer out) {
    ExtentTable.Extent x = cache.extents.find(e);
    if (x == null) {
      out.put(NONE);
      return;
    }
    for (int o = 0; o < x.length(); o++) {
      index(o, out);
      int data = x.refs(o) == 0 ? 0 : stored(scope, x.block(o));
      out.put(DATA).put(data).put(REFS).put(x.refs(o)).put(']');
    }
    out.put(')');
  }

  private void folio(Scope scope, int id, StateBuffer out) {
    if (!cache.folios.isUsed(id)) {
      out.put(FREE_FOLIO);
      return;
    }
    Folio p = cache.folios.get(id);
    out.put(DATA).put(decoded(scope, p.data, p, id)).put(p.dirty ? DIRTY : CLEAN).put(p.index);
    if (p.mapping instanceof Inode f) {
      out.put(MAPPING_FILE).put(name(scope, f));
    } else if (p.mapping instanceof Fragment fr) {
      out.put(MAPPING_FRAGMENT).put(fr.key);
    } else {
      throw new IllegalStateException(p + ": in use without a mapping, expected one");
    }
    out.put(END_MAPPING_REFS).put(p.refs()).put(']');
  }

  private void fragment(Scope scope, @Nullable Fragment fr, StateBuffer out) {
    if (fr == null) {
      out.put(NO_FRAGMENT);
      return;
    }
    out.put(COUNT).put(fr.count()).put(FOLIOS);
    for (int o = 0; o < fr.length(); o++) {
      index(o, out);
      Folio p = fr.folio(o);
      out.put(p == null ? 0 : p.id);
    }
    out.put(')').put(REFERRERS);
    referrers(scope, fr.referrers.runs(), out);
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
    out.put(AT).put(r.at()).put(FILE).put(name(scope, r.file()));
    out.put(LEN).put(r.len()).put(OFFSET).put(r.offset()).put(']');
  }

  private static byte[] name(Scope scope, Inode f) {
    byte[] name = scope.fileName(f.name);
    if (name == null) {
      throw outOfScope(f.toString(), "a file of the scope");
    }
    return name;
  }

  /** What a store block holds. */
  private int stored(Scope scope, long number) {
    block.clear();
    cache.store.load(number, block);
    return decoded(scope, block, "store block", number);
  }

  private static int decoded(Scope scope, ByteBuffer data, Object what, long id) {
    try {
      return scope.data().decode(data);
    } catch (IllegalStateException e) {
      String whose = what instanceof Folio ? what.toString() : what + " " + id;
      throw new IllegalStateException(whose + ": " + e.getMessage(), e);
    }
  }

  /** A state that does not fit is an error, never cut short. */
  private void requireScope(Scope scope) {
    int folios = cache.folios.end() - 1;
    if (folios > scope.maxFolio()) {
      throw outOfScope("folio " + folios, "at most " + scope.maxFolio());
    }
    int extents = cache.extents.end() - 1;
    if (extents > scope.maxExtent()) {
      throw outOfScope("extent " + extents, "at most " + scope.maxExtent());
    }
    for (Inode f : cache.inodes.values()) {
      name(scope, f);
      int end = Math.max(f.size, Math.max(f.bmap.end(), f.slot.end()));
      if (end > scope.blocks()) {
        throw outOfScope(f + " with " + end + " blocks", "at most " + scope.blocks());
      }
    }
  }

  private static IllegalStateException outOfScope(String what, String expected) {
    return new IllegalStateException("state out of scope: " + what + ", expected " + expected);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
