/**
 * Programs of threads that race, each after a test of xfstests: what each thread calls is fixed,
 * who meets whom is not. What they did is a log, which FileView judges.
 */
@NullMarked
package org.fragcache.conformance.race;

import org.jspecify.annotations.NullMarked;
