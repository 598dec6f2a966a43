package org.fragcache.spec.oracle.tlc;

import java.util.Arrays;
import org.fragcache.spec.oracle.OracleState;
import tlc2.tool.TLCState;

/**
 * A TLC state with its encoding. The encoding is made when the state is, which also forces every
 * lazy value, so that the state can be read by several threads; a variable that a step left alone
 * (the very same value object) shares its text with the state before.
 */
final class TlcOracleState implements OracleState {
  final TLCState state;

  /** Canonical text of each variable, by {@link Variables#names}. */
  final byte[][] parts;

  private final Variables variables;

  TlcOracleState(Variables variables, TLCState state, byte[][] parts) {
    this.variables = variables;
    this.state = state;
    this.parts = parts;
  }

  @Override
  public long fingerprint() {
    return state.fingerPrint();
  }

  @Override
  public byte[] encoding() {
    return variables.join(parts);
  }

  @Override
  public boolean equals(Object o) {
    if (o == this) {
      return true;
    }
    if (o instanceof TlcOracleState t && t.variables == variables) {
      for (int i = 0; i < parts.length; i++) {
        if (parts[i] != t.parts[i] && !Arrays.equals(parts[i], t.parts[i])) {
          return false;
        }
      }
      return true;
    }
    return o instanceof OracleState other && Arrays.equals(encoding(), other.encoding());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoding());
  }

  @Override
  public String toString() {
    return new String(encoding(), java.nio.charset.StandardCharsets.US_ASCII);
  }
}
