-------------------------- MODULE MCPfnEntriesCosts --------------------------
(***************************************************************************)
(* Models     : the script of DesignScript on PfnEntries.                  *)
(* Checked    : MCPfnEntries_Costs in models.json.                         *)
(***************************************************************************)
EXTENDS PfnEntries, DesignScript

At(call) == slot[call[2]][call[3]]

Take(call) ==
  LET f == call[2]
  IN CASE call[1] = "Create"   -> PfnCreate(f)
       [] call[1] = "Read"     -> PfnRead(f, call[3])
       [] call[1] = "Write"    -> PfnWrite(f, call[3], 1)
       [] call[1] = "Fsync"    -> PfnFsync(f)
       [] call[1] = "Clone"    -> PfnClone(f, 0, 0, call[3], 0)
       [] call[1] = "Truncate" -> PfnTruncate(f, 0)
       [] call[1] = "Evict"    -> PfnEvict(f)
       [] call[1] = "Unlink"   -> PfnUnlink(f)
       [] call[1] = "Reclaim"  -> PfnReclaim(At(call).fragment, At(call).offset)
       [] call[1] = "Migrate"  -> PfnMigrate(At(call).fragment, At(call).offset)

CostSpec ==
  /\ PfnInit /\ ScriptInit
  /\ [][/\ at <= Len(Script)
        /\ Take(Script[at].call)
        /\ Counted(Cardinality(FoliosTouched),
                   Cardinality(PfnsChanged) + Cardinality(FragmentEntriesChanged),
                   Cardinality(MappingsOf(PfnsChanged)), FoliosCached,
                   TRUE)]_<<pvars, at, cost>>

==============================================================================
