/** The command line: one class a subcommand. Nothing here knows what a call does. */
@NullMarked
package org.fragcache.conformance.cli;

import org.jspecify.annotations.NullMarked;
