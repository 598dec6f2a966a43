/** The designs of {@code spec/designs} in Java: what they cost. */
@NullMarked
package org.fragcache.conformance.designs;

import org.jspecify.annotations.NullMarked;
