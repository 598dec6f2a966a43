/**
 * A subject that is a mounted directory: the calls of the specification as system calls of Linux,
 * made by JNA. It asks no oracle; what a call should do is the specification's business.
 */
@NullMarked
package org.fragcache.conformance.dir;

import org.jspecify.annotations.NullMarked;
