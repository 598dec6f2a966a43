/**
 * Systematic changes of the specification, each explored by TLC in process, and what came of it:
 * killed by a property, equivalent, or explained.
 */
@NullMarked
package org.fragcache.conformance.specmutants;

import org.jspecify.annotations.NullMarked;
