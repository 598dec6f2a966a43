/** Tests of the mutants of the specification. */
@NullMarked
package org.fragcache.conformance.specmutants;

import org.jspecify.annotations.NullMarked;
