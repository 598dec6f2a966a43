package org.fragcache;

/**
 * What the cache holds and has done, at one moment.
 *
 * @param cachedFolios folios in use, each one block of memory
 * @param dirtyFolios of these, those not yet on the store
 * @param fragments fragments in memory
 * @param usedBlocks what of the capacity is used or reserved
 * @param storeReads blocks read from the store since the cache was built
 * @param storeWrites blocks written to the store since the cache was built
 * @param reclaimedFolios folios given up by reclaim, automatic or asked for
 */
public record CacheStats(
    int cachedFolios,
    int dirtyFolios,
    int fragments,
    long usedBlocks,
    long storeReads,
    long storeWrites,
    long reclaimedFolios) {}
