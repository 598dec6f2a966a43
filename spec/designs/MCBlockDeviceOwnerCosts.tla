----------------------- MODULE MCBlockDeviceOwnerCosts -----------------------
(***************************************************************************)
(* Models     : the script of DesignScript on BlockDeviceOwner.            *)
(* Checked    : MCBlockDeviceOwner_Costs in models.json.                   *)
(***************************************************************************)
EXTENDS BlockDeviceOwner, DesignScript

\* A shared folio is copied to a new one: the device's entry, and each slot that
\* has the page frame.
Migrate(p) ==
  LET q == NewFolio(Cache)
      x == SetFolio(Cache, q, folio[p])
  IN /\ CanReclaim(p)
     /\ Become(PutFolio([x EXCEPT
          !.slot = [f \in File |-> [b \in Block |->
                      IF @[f][b] = p THEN q ELSE @[f][b]]],
          !.device = [k \in Disks |-> [s \in Sector |->
                      IF @[k][s] = p THEN q ELSE @[k][s]]]], p, 1))

Take(call) ==
  LET f == call[2]
  IN CASE call[1] = "Create"   -> Create(f)
       [] call[1] = "Read"     -> Read(f, call[3])
       [] call[1] = "Write"    -> Write(f, call[3], 1)
       [] call[1] = "Fsync"    -> Sync(f)
       [] call[1] = "Clone"    -> Clone(f, 0, 0, call[3], 0)
       [] call[1] = "Truncate" -> Truncate(f, 0)
       [] call[1] = "Evict"    -> Become(EmptySlots(Cache, f, 0, Blocks))
       [] call[1] = "Unlink"   -> Unlink(f)
       [] call[1] = "Reclaim"  -> Reclaim(slot[f][call[3]])
       [] call[1] = "Migrate"  -> Migrate(slot[f][call[3]])

CostSpec ==
  /\ Init /\ ScriptInit
  /\ [][/\ at <= Len(Script)
        /\ Take(Script[at].call)
        /\ Counted(Cardinality(FoliosTouched), Cardinality(EntriesChanged),
                   Cardinality(MappingsLocked), FoliosCached, TRUE)]_<<vars, at, cost>>

==============================================================================
