/**
 * What {@link org.fragcache.FragmentCache} is measured against; nothing depends on it. Caches of
 * files that share blocks, with the calls and the bytes of {@link org.fragcache.FileCache}, each a
 * design of {@code spec/designs} and replayed on its edges through {@link
 * org.fragcache.baseline.DesignView}:
 *
 * <ul>
 *   <li>{@code NoSharing} models XFS and btrfs as they are: extents with reference counts are
 *       shared, folios are not.
 *   <li>{@code PerPageCount} models the opening idea of the thread: a folio is in the mappings of
 *       several files, with a count of its own, and copied when it is written to.
 *   <li>{@code MappingRedirect} models its end, on tmpfs: a clone of a file has its mapping, until
 *       one of them is written to.
 * </ul>
 *
 * <p>The first two differ in one method, {@code shareFolios}, the third is without a store. In all
 * a mapping is a radix tree of 64 entries a node, with tags for what is dirty; block maps and the
 * reference counts of store blocks go by runs; folios are reclaimed by a clock. A read that hits
 * takes no lock and no reference and allocates nothing. One lock a file orders all else, with short
 * ones for the pool and the store.
 *
 * <p>Left out, each to the baselines' advantage: views, pins, poison, dedupe, capacity; commits, so
 * nothing survives the process; the zeroing and writing back of an EOF block that growth or a crash
 * would show, for without views nothing past EOF is ever written. And the reverse mapping that a
 * kernel would need for a folio in several files: here a slot names a folio with its generation, so
 * that reclaim frees a shared one without finding its slots, and a clone has no chain to extend.
 */
@NullMarked
package org.fragcache.baseline;

import org.jspecify.annotations.NullMarked;
