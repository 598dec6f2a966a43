package org.fragcache.spec.oracle.tlc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fragcache.spec.UsageException;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.OpDeclNode;
import tlc2.tool.TLCState;
import tlc2.value.impl.FcnLambdaValue;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/** The variables, in ASCII order, and how a state is made of their values and back. */
final class Variables {
  final List<String> names;
  private final UniqueString[] keys;
  private final byte[][] prefixes;

  Variables(OpDeclNode[] declarations) {
    names = Arrays.stream(declarations).map(d -> d.getName().toString()).sorted().toList();
    keys = names.stream().map(UniqueString::uniqueStringOf).toArray(UniqueString[]::new);
    prefixes = names.stream().map(n -> bytes(n + "=")).toArray(byte[][]::new);
  }

  private static byte[] bytes(String s) {
    return s.getBytes(StandardCharsets.US_ASCII);
  }

  /** Completes a state that TLC computed; {@code before} is the state it was computed from. */
  TlcOracleState wrap(TLCState state, @Nullable TlcOracleState before, Encoder encoder) {
    byte[][] parts = new byte[keys.length][];
    for (int i = 0; i < keys.length; i++) {
      Value v = (Value) state.lookup(keys[i]);
      if (v == null) {
        throw new UsageException("variable " + names.get(i) + " is not assigned");
      }
      if (before != null && before.state.lookup(keys[i]) == v) {
        parts[i] = before.parts[i];
        continue;
      }
      if (v instanceof FcnLambdaValue f) {
        // Keeps the context, and with it the state before, alive.
        v = f.toFcnRcd();
        state.bind(keys[i], v);
      }
      parts[i] = encoder.one(v, before == null ? null : before.parts[i]);
      v.deepNormalize();
    }
    return new TlcOracleState(this, state, parts);
  }

  byte[] join(byte[][] parts) {
    int size = 0;
    for (int i = 0; i < parts.length; i++) {
      size += prefixes[i].length + parts[i].length + 1;
    }
    byte[] out = new byte[size];
    int at = 0;
    for (int i = 0; i < parts.length; i++) {
      System.arraycopy(prefixes[i], 0, out, at, prefixes[i].length);
      at += prefixes[i].length;
      System.arraycopy(parts[i], 0, out, at, parts[i].length);
      at += parts[i].length;
      out[at++] = '\n';
    }
    return out;
  }

  /** The state with this encoding. */
  TlcOracleState parse(byte[] encoding, Map<String, ModelValue> models) {
    for (byte b : encoding) {
      if (b != '\n' && (b < ' ' || b > '~')) {
        throw new UsageException("state: byte " + b + ", expected ASCII text");
      }
    }
    String text = new String(encoding, StandardCharsets.US_ASCII);
    String[] lines = text.split("\n", -1);
    if (!lines[lines.length - 1].isEmpty()) {
      throw new UsageException(
          "state: no newline at the end of " + Parser.brief(lines[lines.length - 1]));
    }
    if (lines.length - 1 != names.size()) {
      throw new UsageException(
          "state: " + (lines.length - 1) + " lines, expected one for each of " + names);
    }
    TLCState state = TLCState.Empty.createEmpty();
    for (int i = 0; i < keys.length; i++) {
      String line = lines[i];
      int eq = line.indexOf('=');
      if (eq < 0 || !line.substring(0, eq).equals(names.get(i))) {
        throw new UsageException(
            "state: line "
                + (i + 1)
                + ": found "
                + Parser.brief(line)
                + ", expected "
                + names.get(i)
                + "=...");
      }
      state.bind(keys[i], Parser.parse(models, "state: " + names.get(i), line.substring(eq + 1)));
    }
    return wrap(state, null, new Encoder());
  }
}
