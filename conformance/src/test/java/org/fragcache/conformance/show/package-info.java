/** Tests of the pictures. */
@NullMarked
package org.fragcache.conformance.show;

import org.jspecify.annotations.NullMarked;
