------------------------- MODULE MCPerPageCountCosts -------------------------
(***************************************************************************)
(* Models     : the script of DesignScript on PerPageCount.                *)
(* Checked    : MCPerPageCount_Costs in models.json.                       *)
(***************************************************************************)
EXTENDS PerPageCount, DesignScript

\* folio_migrate_mapping() freezes the same count that reclaim does: what cannot
\* be freed cannot be moved.
Possible(call) ==
  call[1] \in {"Reclaim", "Migrate"} => CanReclaim(slot[call[2]][call[3]])

Take(call) ==
  LET f == call[2]
  IN CASE call[1] = "Create"   -> Create(f)
       [] call[1] = "Read"     -> Read(f, call[3])
       [] call[1] = "Write"    -> Write(f, call[3], 1)
       [] call[1] = "Fsync"    -> Fsync(f)
       [] call[1] = "Clone"    -> Clone(f, 0, 0, call[3], 0)
       [] call[1] = "Truncate" -> Truncate(f, 0)
       [] call[1] = "Evict"    -> Become(EmptySlots(Cache, f, 0, Blocks))
       [] call[1] = "Unlink"   -> Unlink(f)
       [] call[1] = "Reclaim"  -> Reclaim(slot[f][call[3]])

CostSpec ==
  /\ Init /\ ScriptInit
  /\ [][/\ at <= Len(Script)
        /\ IF Possible(Script[at].call) THEN Take(Script[at].call)
           ELSE UNCHANGED vars
        /\ Counted(Cardinality(FoliosTouched), Cardinality(EntriesChanged),
                   Cardinality(MappingsLocked), FoliosCached,
                   Possible(Script[at].call))]_<<vars, at, cost>>

==============================================================================
