package org.fragcache.conformance.show;

import java.util.Optional;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.value.TlaState;

/**
 * One step of a scenario, as the specification played it.
 *
 * @param step number of the step, from 1
 * @param call the call
 * @param caption what the scenario says about it
 * @param result what the call read, as canonical text; empty unless it read something
 * @param before the state it was made in
 * @param state the state after it
 */
public record Frame(
    int step,
    Call call,
    String caption,
    Optional<String> result,
    TlaState before,
    TlaState state) {}
