/** What the packages that drive TLC share. */
@NullMarked
package org.fragcache.spec;

import org.jspecify.annotations.NullMarked;
