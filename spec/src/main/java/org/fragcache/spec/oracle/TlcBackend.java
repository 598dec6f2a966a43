package org.fragcache.spec.oracle;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The seam between the class loaders: implemented beside TLC, called from outside. Not for use by
 * others than {@link Oracle}; public because the implementation lives in another class loader.
 */
public interface TlcBackend {
  /** Loads the module; called once, before anything else. */
  void load(List<Path> libraries, String module, String config, String configShown, Use use);

  /** See {@link Oracle#alphabet()}. */
  List<Call> alphabet();

  /** See {@link Oracle#variables()}. */
  List<String> variables();

  /** See {@link Oracle#constants()}. */
  List<String> constants();

  /** See {@link Oracle#modelValues()}. */
  Set<String> modelValues();

  /** See {@link Oracle#invariants()}. */
  List<String> invariants();

  /** Whether the configuration has SYMMETRY or VIEW. */
  boolean identifiesStates();

  /** See {@link Oracle#initialStates()}. */
  List<OracleState> initialStates();

  /** See {@link Oracle#successors(OracleState, int)}. */
  List<OracleState> successors(OracleState state, int call);

  /** See {@link Oracle#expand(OracleState)}. */
  Expansion expand(OracleState state);

  /** See {@link Oracle#parse(byte[])}. */
  OracleState parse(byte[] encoding);

  /** See {@link Oracle#eval(String, OracleState, List)}. */
  String eval(String operator, OracleState state, List<String> args);

  /** See {@link Oracle#coveragePoints()}. */
  List<CoveragePoint> coveragePoints();

  /** See {@link Oracle#cover(OracleState, int)}. */
  void cover(OracleState state, int call);

  /** See {@link Oracle#cover(OracleState, String, List)}. */
  void cover(OracleState state, String operator, List<String> args);

  /** See {@link Oracle#covered()}. */
  BitSet covered();

  /** See {@link Oracle#mutants}. */
  TlcMutants mutants(Set<String> modules);

  /** See {@link Oracle#violated(OracleState)}. */
  Optional<String> violated(OracleState state);

  /** See {@link Oracle#explain(OracleState, Call)}; {@code after} null: not enabled. */
  Optional<Explanation> explain(OracleState state, int call, @Nullable OracleState after);
}
