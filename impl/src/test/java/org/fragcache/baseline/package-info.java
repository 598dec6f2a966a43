/** Tests of the baselines. */
@NullMarked
package org.fragcache.baseline;

import org.jspecify.annotations.NullMarked;
