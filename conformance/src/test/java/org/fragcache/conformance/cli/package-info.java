/** Tests of the command line. */
@NullMarked
package org.fragcache.conformance.cli;

import org.jspecify.annotations.NullMarked;
