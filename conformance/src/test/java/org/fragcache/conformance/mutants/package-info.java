/** Tests of faults in the cache, and of what looks for them. */
@NullMarked
package org.fragcache.conformance.mutants;

import org.jspecify.annotations.NullMarked;
