/** Traces of states, as files: ITF (JSON, as Apalache and Quint have it) and NDJSON. */
@NullMarked
package org.fragcache.conformance.trace;

import org.jspecify.annotations.NullMarked;
