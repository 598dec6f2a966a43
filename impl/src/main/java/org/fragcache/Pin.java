package org.fragcache;

import org.jspecify.annotations.Nullable;

/**
 * A pin of one block of memory, whether or not it is still the file's.
 *
 * @param file where it was taken
 * @param pos where in the file it was taken, in bytes
 * @param folio null for the zero page
 */
record Pin(PinKind kind, Inode file, long pos, @Nullable Folio folio) {}
