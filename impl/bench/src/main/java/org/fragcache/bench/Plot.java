package org.fragcache.bench;

import java.util.List;

/**
 * Growth curves that belong in one picture.
 *
 * @param id its file's name, without ".svg"
 * @param title what is shown
 * @param xLabel of the axis
 * @param yLabel of the axis
 * @param nanoseconds whether y is a time in ns, which the ticks then give in ns, us, ms or s
 * @param series the curves
 */
record Plot(
    String id,
    String title,
    String xLabel,
    String yLabel,
    boolean nanoseconds,
    List<Series> series) {}
