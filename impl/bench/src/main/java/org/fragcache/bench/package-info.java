/**
 * What the cache costs, measured against requirements and against other designs of the same
 * interface.
 */
@NullMarked
package org.fragcache.bench;

import org.jspecify.annotations.NullMarked;
