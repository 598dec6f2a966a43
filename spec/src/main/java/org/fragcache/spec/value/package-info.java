/** TLA+ values and states as immutable Java objects: reading, one canonical text, differences. */
@NullMarked
package org.fragcache.spec.value;

import org.jspecify.annotations.NullMarked;
