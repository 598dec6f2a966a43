/**
 * Faults planted in the Java cache, and whether each check sees them: an edit of the cache's source
 * text, compiled again and loaded beside the right one, so that the product has no switches.
 */
@NullMarked
package org.fragcache.conformance.mutants;

import org.jspecify.annotations.NullMarked;
