/**
 * The Java cache as a subject. The one place where the specification's side and the cache meet:
 * names and numbers of a call become arguments of a method, and nothing else. Guards and effects
 * are not looked at here.
 */
@NullMarked
package org.fragcache.conformance.impl;

import org.jspecify.annotations.NullMarked;
