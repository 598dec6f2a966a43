package org.fragcache.conformance.labels;

import org.fragcache.spec.oracle.Call;

/**
 * What a thread can be asked to do.
 *
 * @param text the operation of FragmentSteps, canonical
 * @param call the call of the cache that it is
 */
public record Operation(String text, Call call) {}
