/** Tests of the state graph and the edge cover. */
@NullMarked
package org.fragcache.spec.graph;

import org.jspecify.annotations.NullMarked;
