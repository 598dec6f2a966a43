/** Tests of operation files of fsx. */
@NullMarked
package org.fragcache.conformance.fsx;

import org.jspecify.annotations.NullMarked;
