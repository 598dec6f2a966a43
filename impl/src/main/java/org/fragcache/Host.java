package org.fragcache;

/** Whose cache a mapping is: address_space's host, a file or a fragment. */
sealed interface Host permits Inode, Fragment {}
