package org.fragcache;

/** Whom a cached folio belongs to (D1), as an {@code address_space}: a file, or a fragment. */
sealed interface Mapping permits Inode, Fragment {}
