/** Tests of the logs of threads. */
@NullMarked
package org.fragcache.conformance.log;

import org.jspecify.annotations.NullMarked;
