package org.fragcache.spec.oracle.tlc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.fragcache.spec.UsageException;
import org.jspecify.annotations.Nullable;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/**
 * How the domains of functions and records are written, for the last few of them. TLC copies the
 * values of a function when it changes one, but shares the domain, so that most lookups hit. A
 * domain is known by its array, which does not change any more once the value is normalized.
 */
final class Domains {
  private static final int KEPT = 32;

  private final @Nullable Object[][] arrays = new Object[KEPT][];
  private final @Nullable Domain[] kept = new Domain[KEPT];
  private int next;
  private byte[] @Nullable [] names = new byte[64][];

  /** What to write before each value, in canonical order, and after the last. */
  static final class Domain {
    final int[] order;
    final byte[][] before;
    final byte[] close;

    Domain(int[] order, byte[][] before, String close) {
      this.order = order;
      this.before = before;
      this.close = Encoder.ascii(close);
    }
  }

  /** The name of a model value. */
  byte[] name(ModelValue m) {
    if (m.index >= names.length) {
      names = Arrays.copyOf(names, m.index * 2);
    }
    byte[] name = names[m.index];
    if (name == null) {
      name = Encoder.ascii(m.val.toString());
      names[m.index] = name;
    }
    return name;
  }

  /** Domain of a normalized record with at least one field. */
  Domain of(RecordValue r) {
    Domain d = find(r.names);
    return d != null
        ? d
        : keep(r.names, record(Arrays.stream(r.names).map(UniqueString::toString).toList()));
  }

  /** Domain of a normalized function that has no interval and is not empty. */
  Domain of(FcnRcdValue f) {
    Domain d = find(f.domain);
    return d != null ? d : keep(f.domain, make(f.domain));
  }

  /** The very array, or one of the same values: model values and small integers are unique. */
  private @Nullable Domain find(Object[] array) {
    for (int i = 0; i < KEPT; i++) {
      if (same(arrays[i], array)) {
        return kept[i];
      }
    }
    for (int i = 0; i < KEPT; i++) {
      Object[] other = arrays[i];
      if (other != null && other.length == array.length) {
        int n = 0;
        while (n < array.length && same(other[n], array[n])) {
          n++;
        }
        if (n == array.length) {
          return kept[i];
        }
      }
    }
    return null;
  }

  @SuppressWarnings("ReferenceEquality")
  private static boolean same(@Nullable Object a, Object b) {
    return a == b;
  }

  private Domain keep(Object[] array, Domain d) {
    arrays[next] = array;
    kept[next] = d;
    next = (next + 1) % KEPT;
    return d;
  }

  private static Domain make(Value[] domain) {
    List<Value> keys = Arrays.asList(domain);
    if (keys.stream().allMatch(v -> v instanceof StringValue)) {
      return record(keys.stream().map(v -> ((StringValue) v).val.toString()).toList());
    }
    if (keys.stream()
        .allMatch(v -> v instanceof IntValue i && i.val >= 1 && i.val <= domain.length)) {
      int[] order = new int[domain.length];
      for (int i = 0; i < order.length; i++) {
        order[((IntValue) domain[i]).val - 1] = i;
      }
      byte[][] before = new byte[order.length][];
      Arrays.setAll(before, i -> Encoder.ascii(i == 0 ? "<<" : ","));
      return new Domain(order, before, ">>");
    }
    return general(domain);
  }

  private static Domain record(List<String> fields) {
    for (String name : fields) {
      if (!Encoder.isIdentifier(name)) {
        throw new UsageException(
            "no canonical text for a record with a field \"" + name + "\", expected an identifier");
      }
    }
    int[] order = sort(fields.size(), Comparator.comparing(fields::get));
    byte[][] before = new byte[order.length][];
    Arrays.setAll(before, i -> Encoder.ascii((i == 0 ? "[" : ",") + fields.get(order[i]) + "|->"));
    return new Domain(order, before, "]");
  }

  private static Domain general(Value[] keys) {
    byte[][] texts = new byte[keys.length][];
    Arrays.setAll(texts, i -> Encoder.encode(keys[i]));
    int[] order = sort(keys.length, (a, b) -> compare(keys[a], texts[a], keys[b], texts[b]));
    byte[][] before = new byte[order.length][];
    Arrays.setAll(
        before,
        i ->
            Encoder.ascii(
                (i == 0 ? "(" : "@@")
                    + new String(texts[order[i]], StandardCharsets.US_ASCII)
                    + ":>"));
    return new Domain(order, before, ")");
  }

  private static int[] sort(int n, Comparator<Integer> by) {
    return IntStream.range(0, n).boxed().sorted(by).mapToInt(i -> i).toArray();
  }

  /** Canonical order: integers first, by number; all else by text. */
  static int compare(Value a, byte[] textA, Value b, byte[] textB) {
    boolean intA = a instanceof IntValue;
    boolean intB = b instanceof IntValue;
    if (intA && intB) {
      return Integer.compare(((IntValue) a).val, ((IntValue) b).val);
    }
    if (intA != intB) {
      return intA ? -1 : 1;
    }
    return Arrays.compareUnsigned(textA, textB);
  }
}
