@NullMarked
package org.fragcache.spec.model;

import org.jspecify.annotations.NullMarked;
