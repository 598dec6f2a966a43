/** Tests of conformance, and of the checks themselves: each must be able to fail. */
@NullMarked
package org.fragcache.conformance;

import org.jspecify.annotations.NullMarked;
