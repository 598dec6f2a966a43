-------------------------- MODULE MCMappingRedirect --------------------------
(***************************************************************************)
(* Models     : bounds for MappingRedirect.                                *)
(* Checked    : MCMappingRedirect_*.cfg; models.json says what each shows. *)
(***************************************************************************)
EXTENDS MappingRedirect

AllOps  == {"Create", "Write", "Truncate", "Clone", "Unlink"}
RunOps  == {"Create", "Write", "Truncate", "Clone"}
ViewOps == {"Create", "Write", "Truncate", "Clone", "Map", "Load", "Store"}

\* Which write bytes came by multiplies states, and matters to MemoryBoundInv
\* only.
Untracked(c) == 0

\* For files of two blocks: both are written to, one is cloned from.
OneFile    == {CHOOSE f \in File : TRUE}
OtherFiles == File \ OneFile

==============================================================================
