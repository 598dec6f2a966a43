/**
 * A subject that is a child process and speaks JSON lines; conformance/examples/README.md has the
 * protocol.
 */
@NullMarked
package org.fragcache.conformance.exec;

import org.jspecify.annotations.NullMarked;
