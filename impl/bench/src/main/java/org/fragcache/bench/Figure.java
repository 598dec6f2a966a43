package org.fragcache.bench;

/**
 * A figure without a bound, told beside the requirements.
 *
 * @param name benchmark, slash, what of it
 * @param what it is
 * @param unit of the value
 * @param value the figure
 */
record Figure(String name, String what, String unit, double value) {}
