/** JSON that is read for what it must be: every complaint names file, line, column and path. */
@NullMarked
package org.fragcache.conformance.json;

import org.jspecify.annotations.NullMarked;
