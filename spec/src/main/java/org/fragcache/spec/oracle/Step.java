package org.fragcache.spec.oracle;

/**
 * A step out of a state that is known from the context.
 *
 * @param call index of the call in {@link Oracle#alphabet()}
 * @param target the state after it
 */
public record Step(int call, OracleState target) {}
