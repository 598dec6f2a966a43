@NullMarked
package org.fragcache.spec.value;

import org.jspecify.annotations.NullMarked;
