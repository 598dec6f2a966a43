/** Tests of traces as files. */
@NullMarked
package org.fragcache.conformance.trace;

import org.jspecify.annotations.NullMarked;
