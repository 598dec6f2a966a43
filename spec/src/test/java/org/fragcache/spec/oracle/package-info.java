/** Tests of the oracle: above all the traps of TLC that give a wrong answer without a word. */
@NullMarked
package org.fragcache.spec.oracle;

import org.jspecify.annotations.NullMarked;
