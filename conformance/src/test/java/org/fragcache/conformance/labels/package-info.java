/** Tests of logs of labels. */
@NullMarked
package org.fragcache.conformance.labels;

import org.jspecify.annotations.NullMarked;
