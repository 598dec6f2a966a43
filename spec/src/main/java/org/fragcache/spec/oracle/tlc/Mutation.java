package org.fragcache.spec.oracle.tlc;

import java.util.Set;
import org.fragcache.spec.oracle.SpecMutant;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.SemanticNode;

/**
 * A mutant, and how TLC's tree is changed for it and back.
 *
 * @param mutant what it is
 * @param apply changes the tree
 * @param undo changes it back
 * @param watched the node without whose evaluation the change cannot be told; null if that is not
 *     known, and every unit may be another
 * @param becomes what the watched node becomes, if it is that which is replaced: where its value is
 *     the same, the change cannot be told; null if any evaluation tells it
 * @param actions names of the actions that may be others wherever they are evaluated, for TLC takes
 *     their formulas apart without evaluating this part as a whole
 * @param removed name of an action that is no step any more, or null
 */
record Mutation(
    SpecMutant mutant,
    Runnable apply,
    Runnable undo,
    @Nullable SemanticNode watched,
    @Nullable SemanticNode becomes,
    Set<String> actions,
    @Nullable String removed) {}
