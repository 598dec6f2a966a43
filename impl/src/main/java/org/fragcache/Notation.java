package org.fragcache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** Pieces of the canonical encoding. */
final class Notation {
  static final byte[] KIND_NONE = ascii("[kind|->\"none\"]");
  static final byte[] HOLE = ascii("[kind|->\"hole\"]");
  static final byte[] EMPTY = ascii("[kind|->\"empty\"]");
  static final byte[] DATA = ascii("[data|->");
  static final byte[] KIND_OWN = ascii(",kind|->\"own\"]");
  static final byte[] REFS = ascii(",refs|->");
  static final byte[] TRUE = ascii("TRUE");
  static final byte[] FALSE = ascii("FALSE");
  static final byte[] NONE = ascii("<<>>");
  static final byte[] OPEN = ascii("<<");
  static final byte[] CLOSE = ascii(">>");
  private static final byte[] ARROW = ascii(":>");
  private static final byte[] AND = ascii("@@");

  private Notation() {}

  static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  static byte[] bool(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** The key of the i-th pair in a function on names. */
  static void key(byte[] name, int i, StateBuffer out) {
    if (i == 0) {
      out.put('(');
    } else {
      out.put(AND);
    }
    out.put(name).put(ARROW);
  }

  /** The key of a pair in a function on 0..n-1. */
  static void index(int i, StateBuffer out) {
    if (i == 0) {
      out.put('(');
    } else {
      out.put(AND);
    }
    out.put(i).put(ARROW);
  }

  /** The tuple of the units of a block. */
  static void units(Scope scope, ByteBuffer data, String what, long id, StateBuffer out) {
    int n = scope.unitsPerBlock();
    int unit = data.limit() / n;
    for (int i = 0; i < n; i++) {
      if (i == 0) {
        out.put(OPEN);
      } else {
        out.put(',');
      }
      try {
        out.put(scope.data().decode(data, i * unit, (i + 1) * unit));
      } catch (IllegalStateException e) {
        throw new IllegalStateException(what + " " + id + ": " + e.getMessage(), e);
      }
    }
    out.put(CLOSE);
  }

  static IllegalStateException outOfScope(String what, String expected) {
    return new IllegalStateException("state out of scope: " + what + ", expected " + expected);
  }
}
