/** Tests of the bench itself: it measures nothing here. */
@NullMarked
package org.fragcache.bench;

import org.jspecify.annotations.NullMarked;
