-------------------------- MODULE MCNoSharingCosts ---------------------------
(***************************************************************************)
(* Models     : the script of DesignScript on NoSharing.  There is no      *)
(*              shared folio: to free, or move, the memory of a block that *)
(*              files share means every copy of it.                        *)
(* Checked    : MCNoSharing_Costs in models.json.                          *)
(***************************************************************************)
EXTENDS NoSharing, DesignScript

RECURSIVE EveryCopy(_, _)
EveryCopy(c, P) ==
  IF P = {} THEN c
  ELSE LET p == CHOOSE p \in P : TRUE IN EveryCopy(ReclaimFolio(c, p), P \ {p})

\* Every copy moves: copied to a new folio, which takes its place.
Moved(c, f, b) ==
  LET p == c.slot[f][b]
      q == NewFolio(c)
  IN PutFolio([SetFolio(c, q, c.folio[p]) EXCEPT !.slot[f][b] = q], p, 1)
RECURSIVE EveryMoved(_, _, _)
EveryMoved(c, F, b) ==
  IF F = {} THEN c
  ELSE LET f == CHOOSE f \in F : TRUE IN EveryMoved(Moved(c, f, b), F \ {f}, b)

Copies(b) == {f \in File : slot[f][b] # NoFolio}

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
       [] call[1] = "Reclaim"  ->
            Become(EveryCopy(Cache, {slot[g][call[3]] : g \in Copies(call[3])}))
       [] call[1] = "Migrate"  -> Become(EveryMoved(Cache, Copies(call[3]), call[3]))

CostSpec ==
  /\ Init /\ ScriptInit
  /\ [][/\ at <= Len(Script)
        /\ Take(Script[at].call)
        /\ Counted(Cardinality(FoliosTouched), Cardinality(EntriesChanged),
                   Cardinality(MappingsLocked), FoliosCached, TRUE)]_<<vars, at, cost>>

==============================================================================
