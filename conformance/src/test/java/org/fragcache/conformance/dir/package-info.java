/** Tests of the subject that is a directory. */
@NullMarked
package org.fragcache.conformance.dir;

import org.jspecify.annotations.NullMarked;
