/**
 * The specification, evaluated in process by TLC, behind an interface that mentions only JDK types.
 *
 * <p>{@link org.fragcache.spec.oracle.Oracle} is the way in. TLC keeps its state in static fields
 * (variables, model values, symmetry, the fingerprint polynomial), so that a second specification
 * in one class loader fails, or silently changes the first. Each oracle therefore has its own class
 * loader, which holds TLC and the package {@code org.fragcache.spec.oracle.tlc}; only this package
 * is shared with it. An oracle that is closed and dropped is unloaded.
 */
@NullMarked
package org.fragcache.spec.oracle;

import org.jspecify.annotations.NullMarked;
