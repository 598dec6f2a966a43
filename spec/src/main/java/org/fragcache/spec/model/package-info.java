/**
 * Model checks the specification with TLC and compares what it reports with {@code models.json}.
 *
 * <p>{@link ModelRunner} is the way in. Each model runs in a forked JVM, because TLC keeps its
 * state in static fields, and in a temporary directory of its own, because TLC extracts its
 * standard modules under fixed names.
 */
@NullMarked
package org.fragcache.spec.model;

import org.jspecify.annotations.NullMarked;
