/**
 * Conformance of an implementation to the specification: every edge of a model's state graph is
 * taken on a {@linkplain org.fragcache.conformance.Subject subject}, every call is tried in every
 * state, outcome and state are compared after each step.
 *
 * <p>The specification, evaluated by TLC, is the only model: nothing here says what a call does.
 */
@NullMarked
package org.fragcache.conformance;

import org.jspecify.annotations.NullMarked;
