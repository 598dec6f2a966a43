/** FragmentSteps replayed on real threads, one label at a time. */
@NullMarked
package org.fragcache.conformance.schedule;

import org.jspecify.annotations.NullMarked;
