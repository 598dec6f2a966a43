package org.fragcache.spec.oracle;

import java.util.List;
import java.util.function.IntConsumer;

/**
 * The mutants of a specification under one configuration; see {@link Oracle#mutants}. Implemented
 * beside TLC. Not thread safe.
 */
public interface TlcMutants {
  /** Of the modules asked for; the same, in the same order, in every load of them. */
  List<SpecMutant> all();

  /**
   * Explores the specification as it is, and remembers which of these mutants each evaluation could
   * tell. Called once, before {@link #run}.
   *
   * @param mutants indices in {@link #all()}
   * @param progress hears the number of states
   * @return what it is: {@code SAME}, or {@code KILLED} if a property does not hold
   */
  MutantRun control(List<Integer> mutants, IntConsumer progress);

  /** Explores a mutant until a property does not hold, against the {@link #control}. */
  MutantRun run(int mutant);

  /**
   * Explores the specification once more, every call and invariant in every state, against the
   * {@link #control}: {@code SAME}, unless a mutant has left something behind.
   */
  MutantRun unchanged();

  /** Explores a mutant without a control: verdicts are {@code KILLED} and {@code SAME} only. */
  MutantRun alone(int mutant);
}
