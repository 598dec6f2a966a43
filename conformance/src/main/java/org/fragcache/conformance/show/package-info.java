/**
 * Pictures of the cache, step by step: slots, block maps, fragments with counts and referrers,
 * folios, store extents; page tables, pins, space and what a crash leaves, where the model has
 * them.
 *
 * <p>A {@link org.fragcache.conformance.show.Scenario} is a file of calls; {@link
 * org.fragcache.conformance.show.Show} has the specification play it; {@link
 * org.fragcache.conformance.show.TextPicture} and {@link org.fragcache.conformance.show.SvgPicture}
 * draw the specification's states. What a call does is in the specification only: nothing here
 * knows it, pictures show what differs between two states.
 */
@NullMarked
package org.fragcache.conformance.show;

import org.jspecify.annotations.NullMarked;
