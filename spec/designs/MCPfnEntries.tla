---------------------------- MODULE MCPfnEntries -----------------------------
(***************************************************************************)
(* Models     : bounds for PfnEntries.                                     *)
(* Checked    : MCPfnEntries_*.cfg; models.json says what each shows.      *)
(***************************************************************************)
EXTENDS PfnEntries

AllOps == {"Create", "Read", "Write", "Truncate", "Clone", "Fsync", "Unlink",
           "Writeback", "ReclaimOwn", "ReclaimFragment"}
ViewOps == {"Create", "Write", "Truncate", "Clone", "Map", "Load", "Store",
            "Writeback", "ReclaimFragment", "MigrateFragment"}
MoveOps == {"Create", "Read", "Write", "Clone", "Writeback", "ReclaimFragment",
            "MigrateFragment", "PoisonFragment"}
RunOps  == {"Create", "Write", "Clone", "Writeback"}
StoreOps == {"Create", "Read", "Write", "Clone", "ReclaimFragment", "Evict"}

EverySlot == {"reclaim", "migrate", "poison"}
SharedViews == {"shared"}

==============================================================================
