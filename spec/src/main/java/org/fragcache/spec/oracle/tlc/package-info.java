/**
 * What lives beside TLC, in the class loader of one oracle. No class outside may name a type of
 * this package; {@link org.fragcache.spec.oracle.Oracle} is the way in.
 */
@NullMarked
package org.fragcache.spec.oracle.tlc;

import org.jspecify.annotations.NullMarked;
