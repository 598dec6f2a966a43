-------------------------- MODULE MCFragmentsCosts ---------------------------
(***************************************************************************)
(* Models     : the script of DesignScript on FragmentCache.               *)
(* Checked    : MCFragments_Costs in models.json.                          *)
(***************************************************************************)
EXTENDS FragmentDesign, DesignScript

Take(call) ==
  LET f == call[2]
  IN CASE call[1] = "Create"   -> Create(f)
       [] call[1] = "Read"     -> Read(f, call[3])
       [] call[1] = "Write"    -> Write(f, call[3], 1)
       [] call[1] = "Fsync"    -> Fsync(f)
       [] call[1] = "Clone"    -> Clone(f, 0, 0, call[3], 0)
       [] call[1] = "Truncate" -> Truncate(f, 0)
       [] call[1] = "Evict"    -> Evict(f)
       [] call[1] = "Unlink"   -> Unlink(f)
       [] call[1] = "Reclaim"  -> ReclaimFragment(slot[f][call[3]].fragment,
                                                  slot[f][call[3]].offset)
       [] call[1] = "Migrate"  -> MigrateFragment(slot[f][call[3]].fragment,
                                                  slot[f][call[3]].offset)

CostSpec ==
  /\ Init /\ ScriptInit
  /\ [][/\ at <= Len(Script)
        /\ Take(Script[at].call)
        /\ Counted(Cardinality(FoliosTouched),
                   Cardinality(SlotsChanged) + Cardinality(FragmentEntriesChanged),
                   Cardinality(MappingsOf(SlotsChanged)), FoliosCached,
                   TRUE)]_<<vars, at, cost>>

==============================================================================
