/** How much each gate must have looked at: a gate that quietly does less is as good as none. */
@NullMarked
package org.fragcache.conformance.ledger;

import org.jspecify.annotations.NullMarked;
