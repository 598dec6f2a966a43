/**
 * The labelled state graph of a model, and walks that cover its edges.
 *
 * <p>{@link org.fragcache.spec.graph.StateGraph} holds every reachable state and every step with
 * its call; {@link org.fragcache.spec.graph.EdgeCover} orders the state-changing steps into few
 * walks.
 */
@NullMarked
package org.fragcache.spec.graph;

import org.jspecify.annotations.NullMarked;
