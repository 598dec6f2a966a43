/**
 * Operation files of fsx (xfstests, {@code ltp/fsx.c}, {@code --record-ops}), and how a subject
 * replays one. What an operation is in calls is said here; what a call does, by the specification.
 */
@NullMarked
package org.fragcache.conformance.fsx;

import org.jspecify.annotations.NullMarked;
