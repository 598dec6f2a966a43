/**
 * Logs of threads that ran free, and whether FileView explains one: whether there is an order of
 * its calls that keeps what the log has in order, in which each ends as the log says. The
 * specification, evaluated in process, says how a call ends and what it changes.
 */
@NullMarked
package org.fragcache.conformance.log;

import org.jspecify.annotations.NullMarked;
