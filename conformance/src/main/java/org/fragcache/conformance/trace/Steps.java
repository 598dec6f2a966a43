package org.fragcache.conformance.trace;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.OracleState;

/** Which call leads from one state to another. */
final class Steps {
  private final Oracle oracle;

  Steps(Oracle oracle) {
    this.oracle = oracle;
  }

  /**
   * The first call of the alphabet that leads from {@code before} to {@code after}, of those with
   * this text or name if there are any; empty if none does.
   */
  Optional<Call> between(OracleState before, OracleState after, String preferred) {
    List<Call> alphabet = oracle.alphabet();
    return IntStream.concat(
            IntStream.range(0, alphabet.size()).filter(c -> is(alphabet.get(c), preferred)),
            IntStream.range(0, alphabet.size()).filter(c -> !is(alphabet.get(c), preferred)))
        .filter(c -> oracle.isStep(before, c, after))
        .mapToObj(alphabet::get)
        .findFirst();
  }

  private static boolean is(Call call, String text) {
    return call.name().equals(text) || call.toString().equals(text);
  }
}
