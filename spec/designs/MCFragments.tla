----------------------------- MODULE MCFragments -----------------------------
(***************************************************************************)
(* Models     : bounds for FragmentCache among the designs.                *)
(* Checked    : MCFragments_*.cfg; models.json says what each shows.       *)
(***************************************************************************)
EXTENDS FragmentDesign

AllOps == {"Create", "Read", "Write", "Truncate", "Clone", "Fsync", "Unlink",
           "Writeback", "ReclaimOwn", "ReclaimFragment"}
ViewOps == {"Create", "Write", "Truncate", "Clone", "Map", "Load", "Store",
            "Writeback", "ReclaimFragment", "MigrateFragment"}
RunOps  == {"Create", "Write", "Clone", "Writeback"}
StoreOps == {"Create", "Read", "Write", "Clone", "ReclaimFragment", "Evict"}

SharedViews == {"shared"}

NoUseAfterFreeInv == FoliosInUseInv

==============================================================================
