----------------------------- MODULE MCNoSharing -----------------------------
(***************************************************************************)
(* Models     : bounds for NoSharing.                               *)
(* Checked    : MCNoSharing_*.cfg; models.json says what each shows. *)
(***************************************************************************)
EXTENDS NoSharing

AllOps == {"Create", "Read", "Write", "Truncate", "Clone", "Fsync", "Unlink",
           "Writeback", "Reclaim"}
ViewOps == {"Create", "Write", "Truncate", "Clone", "Map", "Load", "Store",
            "Writeback", "Reclaim"}
RunOps  == {"Create", "Read", "Write", "Clone", "Writeback"}

\* For files of two blocks: one is written to and cloned from, the other cloned
\* to.
OneFile    == {CHOOSE f \in File : TRUE}
OtherFiles == File \ OneFile

==============================================================================
