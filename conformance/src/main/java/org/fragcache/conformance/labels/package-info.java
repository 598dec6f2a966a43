/**
 * Logs of the labels that free threads pass in the cache, and whether FragmentSteps with open
 * programs explains one: whether there is an order of the steps, of each thread as it told them and
 * each within its interval of the log, that is a behaviour. The specification, evaluated in
 * process, says what a step changes and where it leads.
 */
@NullMarked
package org.fragcache.conformance.labels;

import org.jspecify.annotations.NullMarked;
