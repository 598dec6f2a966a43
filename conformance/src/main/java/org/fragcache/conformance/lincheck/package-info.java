/** The cache's calls by several threads, judged by Lincheck and a table that TLC makes. */
@NullMarked
package org.fragcache.conformance.lincheck;

import org.jspecify.annotations.NullMarked;
