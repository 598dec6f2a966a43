package org.fragcache;

import static org.fragcache.Notation.ascii;

import java.nio.ByteBuffer;
import org.fragcache.Scope.Names;
import org.jspecify.annotations.Nullable;

/** What processes hold: {@code pin}, {@code pte}, {@code view}. */
final class ViewEncoder {
  private static final byte[] AT = ascii("[at|->");
  private static final byte[] COMMA_FILE = ascii(",file|->");
  private static final byte[] COMMA_FOLIO = ascii(",folio|->");
  private static final byte[] KIND_READ = ascii(",kind|->\"read\"]");
  private static final byte[] KIND_WRITE = ascii(",kind|->\"write\"]");
  private static final byte[] FOLIO = ascii("[folio|->");
  private static final byte[] KIND_FOLIO_WRITABLE = ascii(",kind|->\"folio\",writable|->");
  private static final byte[] KIND_COPY = ascii(",kind|->\"copy\"]");
  private static final byte[] FILE = ascii("[file|->");
  private static final byte[] KIND_SHARED = ascii(",kind|->\"shared\"]");
  private static final byte[] KIND_PRIVATE = ascii(",kind|->\"private\"]");

  private final PageCache cache;

  ViewEncoder(PageCache cache) {
    this.cache = cache;
  }

  void pin(Scope scope, StateBuffer out) {
    Names names = scope.handles();
    int unit = cache.geometry.blockSize() / scope.unitsPerBlock();
    for (int i = 0; i < names.count(); i++) {
      Notation.key(names.text(i), i, out);
      Pin pin = cache.pins.get(names.name(i));
      if (pin == null) {
        out.put(Notation.KIND_NONE);
        continue;
      }
      if (pin.pos() % unit != 0) {
        throw Notation.outOfScope(pin.toString(), "one at a multiple of " + unit);
      }
      Folio p = pin.folio();
      out.put(AT).put(pin.pos() / unit).put(COMMA_FILE).put(scope.files().text(pin.file().name));
      out.put(COMMA_FOLIO).put(p == null ? Pte.ZERO_PAGE : p.id);
      out.put(pin.kind() == PinKind.READ ? KIND_READ : KIND_WRITE);
    }
    end(names, out);
  }

  void pte(Scope scope, StateBuffer out) {
    Names names = scope.processes();
    for (int i = 0; i < names.count(); i++) {
      Notation.key(names.text(i), i, out);
      View v = cache.views.get(names.name(i));
      for (int b = 0; b < scope.blocks(); b++) {
        Notation.index(b, out);
        pte(scope, v, b, out);
      }
      out.put(')');
    }
    end(names, out);
  }

  private static void pte(Scope scope, @Nullable View v, int b, StateBuffer out) {
    ByteBuffer copy = v == null ? null : v.copy(b);
    long pte = v == null ? Pte.NONE : v.pte.get(b);
    if (copy != null) {
      out.put(Notation.DATA);
      Notation.units(scope, copy, "private copy of block", b, out);
      out.put(KIND_COPY);
    } else if (pte != Pte.NONE) {
      out.put(FOLIO).put(Pte.folio(pte)).put(KIND_FOLIO_WRITABLE);
      out.put(Notation.bool(Pte.isWritable(pte))).put(']');
    } else {
      out.put(Notation.KIND_NONE);
    }
  }

  void view(Scope scope, StateBuffer out) {
    Names names = scope.processes();
    for (int i = 0; i < names.count(); i++) {
      Notation.key(names.text(i), i, out);
      View v = cache.views.get(names.name(i));
      if (v == null) {
        out.put(Notation.KIND_NONE);
      } else {
        out.put(FILE).put(scope.files().text(v.file.name));
        out.put(v.kind == MapKind.SHARED ? KIND_SHARED : KIND_PRIVATE);
      }
    }
    end(names, out);
  }

  private static void end(Names names, StateBuffer out) {
    if (names.count() == 0) {
      out.put(Notation.NONE);
    } else {
      out.put(')');
    }
  }

  void requireScope(Scope scope) {
    cache.views.forEach(
        (process, v) -> {
          if (!scope.processes().contains(process)) {
            throw Notation.outOfScope(v.toString(), "one of a process of the scope");
          }
          if (v.end() > scope.blocks()) {
            throw Notation.outOfScope(
                v + " with " + v.end() + " blocks", "at most " + scope.blocks());
          }
        });
    cache.pins.forEach(
        (handle, pin) -> {
          if (!scope.handles().contains(handle) || !scope.files().contains(pin.file().name)) {
            throw Notation.outOfScope(
                "pin of file " + pin.file().name + " by " + handle,
                "a handle and a file of the scope");
          }
        });
  }
}
