/** Tests of what designs cost in Java. */
@NullMarked
package org.fragcache.conformance.designs;

import org.jspecify.annotations.NullMarked;
