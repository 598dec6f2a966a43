/**
 * What a cache has in memory beyond the state that the specification sees: the graph of its
 * objects, walked by reflection.
 */
@NullMarked
package org.fragcache.conformance.hidden;

import org.jspecify.annotations.NullMarked;
