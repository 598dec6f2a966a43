/**
 * A page cache in which reflinked files share the folios of the blocks that they share on the
 * store.
 *
 * <p>Start at {@link org.fragcache.FragmentCache}. The names of methods here are those of the
 * operators of {@code spec/FragmentCache.tla}, which is the authority on what they do; D-numbers in
 * comments are those of the decisions that the specification cites.
 *
 * <p>Parameters and results are never null.
 */
@NullMarked
package org.fragcache;

import org.jspecify.annotations.NullMarked;
