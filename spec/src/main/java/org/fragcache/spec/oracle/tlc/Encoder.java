package org.fragcache.spec.oracle.tlc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.tlc.Domains.Domain;
import org.jspecify.annotations.Nullable;
import tlc2.value.IValue;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.FcnLambdaValue;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.IntervalValue;
import tlc2.value.impl.LazyValue;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;
import tlc2.value.impl.ValueVec;

/**
 * Writes values as canonical text. Runs for each variable that a step changes, so it writes bytes
 * straight into one buffer, remembers how the domains that it met last are written, and sorts only
 * what is not in order yet. Not safe for several threads.
 */
final class Encoder {
  private static final byte[] TRUE = ascii("TRUE");
  private static final byte[] FALSE = ascii("FALSE");
  private static final byte[] OPEN = ascii("(");
  private static final byte[] AT_AT = ascii("@@");
  private static final byte[] MAPS = ascii(":>");

  private final Domains domains = new Domains();
  private byte[] buffer = new byte[512];
  private int length;

  /** The canonical text of {@code value}. */
  static byte[] encode(IValue value) {
    Encoder e = new Encoder();
    e.put((Value) value);
    return e.take();
  }

  /** The canonical text of {@code value}, as a string. */
  static String text(IValue value) {
    return new String(encode(value), StandardCharsets.US_ASCII);
  }

  /** The canonical text of one value; {@code before} itself if that is the same. */
  byte[] one(Value value, byte @Nullable [] before) {
    length = 0;
    put(value);
    if (before != null && Arrays.equals(before, 0, before.length, buffer, 0, length)) {
      return before;
    }
    return take();
  }

  private byte[] take() {
    return Arrays.copyOf(buffer, length);
  }

  private void put(Value v) {
    if (v instanceof IntValue i) {
      putInt(i.val);
    } else if (v instanceof ModelValue m) {
      putBytes(domains.name(m));
    } else if (v instanceof FcnRcdValue f) {
      putFunction(f);
    } else if (v instanceof RecordValue r) {
      putRecord(r);
    } else if (v instanceof TupleValue t) {
      putTuple(t.elems);
    } else if (v instanceof SetEnumValue s) {
      s.normalize();
      putSet(s.elems);
    } else if (v instanceof BoolValue b) {
      putBytes(b.val ? TRUE : FALSE);
    } else if (v instanceof StringValue s) {
      putString(s.val.toString());
    } else {
      putConverted(v);
    }
  }

  private void putConverted(Value v) {
    if (v instanceof IntervalValue i) {
      putInterval(i);
      return;
    }
    Value w = null;
    if (v instanceof FcnLambdaValue f) {
      w = f.toFcnRcd();
    } else if (v instanceof LazyValue l) {
      w = l.getValue();
    } else {
      w = v.toSetEnum();
      if (w == null) {
        w = v.toFcnRcd();
      }
      if (w == null) {
        w = v.toTuple();
      }
    }
    if (w == null || w == v) {
      throw new UsageException("no canonical text for a value of kind " + v.getKindString());
    }
    put(w);
  }

  private void putTuple(Value[] elems) {
    put('<', '<');
    for (int i = 0; i < elems.length; i++) {
      if (i > 0) {
        put(',');
      }
      put(elems[i]);
    }
    put('>', '>');
  }

  private void putInterval(IntervalValue v) {
    put('{');
    for (int i = v.low; i <= v.high; i++) {
      if (i > v.low) {
        put(',');
      }
      putInt(i);
    }
    put('}');
  }

  private void putSet(ValueVec elems) {
    int n = elems.size();
    Parts parts = new Parts(n);
    put('{');
    for (int i = 0; i < n; i++) {
      if (i > 0) {
        put(',');
      }
      Value v = elems.elementAt(i);
      parts.begin[i] = length;
      put(v);
      parts.end[i] = length;
      parts.key[i] = v;
    }
    sort(parts);
    put('}');
  }

  private void putRecord(RecordValue r) {
    if (r.names.length == 0) {
      put('<', '<');
      put('>', '>');
    } else {
      r.normalize();
      putKeyed(domains.of(r), r.values);
    }
  }

  private void putFunction(FcnRcdValue f) {
    int n = f.values.length;
    if (n == 0 || (f.intv != null && f.intv.low == 1)) {
      putTuple(f.values);
    } else if (f.intv != null) {
      for (int i = 0; i < n; i++) {
        putBytes(i == 0 ? OPEN : AT_AT);
        putInt(f.intv.low + i);
        putBytes(MAPS);
        put(f.values[i]);
      }
      put(')');
    } else {
      f.normalize();
      putKeyed(domains.of(f), f.values);
    }
  }

  private void putKeyed(Domain domain, Value[] values) {
    for (int i = 0; i < values.length; i++) {
      putBytes(domain.before[i]);
      put(values[domain.order[i]]);
    }
    putBytes(domain.close);
  }

  /** Where the elements of a set lie in the buffer, and the values they are sorted by. */
  private static final class Parts {
    final Value[] key;
    final int[] begin;
    final int[] end;

    Parts(int n) {
      key = new Value[n];
      begin = new int[n];
      end = new int[n];
    }
  }

  /** Puts the parts, which reach to the end of the buffer, into canonical order. */
  private void sort(Parts p) {
    int n = p.key.length;
    boolean sorted = true;
    for (int i = 1; i < n && sorted; i++) {
      sorted = compare(p, i - 1, i) < 0;
    }
    if (sorted) {
      return;
    }
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> compare(p, a, b));
    byte[] copy = Arrays.copyOfRange(buffer, p.begin[0], length);
    int base = p.begin[0];
    length = base;
    for (int i = 0; i < n; i++) {
      if (i > 0) {
        put(',');
      }
      int from = p.begin[order[i]] - base;
      int size = p.end[order[i]] - base - from;
      ensure(size);
      System.arraycopy(copy, from, buffer, length, size);
      length += size;
    }
  }

  private int compare(Parts p, int a, int b) {
    boolean intA = p.key[a] instanceof IntValue;
    boolean intB = p.key[b] instanceof IntValue;
    if (intA && intB) {
      return Integer.compare(((IntValue) p.key[a]).val, ((IntValue) p.key[b]).val);
    }
    if (intA != intB) {
      return intA ? -1 : 1;
    }
    return Arrays.compareUnsigned(buffer, p.begin[a], p.end[a], buffer, p.begin[b], p.end[b]);
  }

  static boolean isIdentifier(String s) {
    boolean letter = false;
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      letter |= isLetter;
      if (!isLetter && !(c >= '0' && c <= '9')) {
        return false;
      }
    }
    return letter;
  }

  private void putString(String s) {
    put('"');
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c < ' ' || c > '~') {
        throw new UsageException("no canonical text for a string with character " + (int) c);
      }
      if (c == '"' || c == '\\') {
        put('\\');
      }
      put(c);
    }
    put('"');
  }

  private void putName(String s) {
    int n = s.length();
    ensure(n);
    for (int i = 0; i < n; i++) {
      buffer[length++] = (byte) s.charAt(i);
    }
  }

  private void putInt(int i) {
    if (i >= 0 && i < 10) {
      put((char) ('0' + i));
    } else {
      putName(Integer.toString(i));
    }
  }

  private void putBytes(byte[] b) {
    ensure(b.length);
    System.arraycopy(b, 0, buffer, length, b.length);
    length += b.length;
  }

  private void put(char c) {
    ensure(1);
    buffer[length++] = (byte) c;
  }

  private void put(char c, char d) {
    put(c);
    put(d);
  }

  private void ensure(int more) {
    if (length + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }

  static byte[] ascii(String s) {
    return s.getBytes(StandardCharsets.US_ASCII);
  }
}
