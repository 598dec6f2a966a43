/** Tests of the cache; those of conformance to the specification are in the module conformance. */
@NullMarked
package org.fragcache;

import org.jspecify.annotations.NullMarked;
