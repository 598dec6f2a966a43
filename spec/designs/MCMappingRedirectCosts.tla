----------------------- MODULE MCMappingRedirectCosts ------------------------
(***************************************************************************)
(* Models     : the script of DesignScript on MappingRedirect, on tmpfs: a *)
(*              read changes nothing, there is nothing to write back, and  *)
(*              a page is the only copy, so that none can be reclaimed.    *)
(* Checked    : MCMappingRedirect_Costs in models.json.                    *)
(***************************************************************************)
EXTENDS MappingRedirect, DesignScript

\* One mapping has the folio, however many inodes point to it.
Migrate(m, b) ==
  LET p == pages[m][b]
      q == NewFolio(Cache)
  IN Become(PutFolios([SetFolio(Cache, q, folio[p]) EXCEPT !.pages[m][b] = q], {p}))

Possible(call) == call[1] \notin {"Reclaim", "Evict"}

Take(call) ==
  LET f == call[2]
  IN CASE call[1] = "Create"   -> Create(f)
       [] call[1] = "Read"     -> UNCHANGED vars
       [] call[1] = "Write"    -> Write(f, call[3], 1)
       [] call[1] = "Fsync"    -> UNCHANGED vars
       [] call[1] = "Clone"    -> Clone(f, 0, 0, call[3], 0)
       [] call[1] = "Truncate" -> Truncate(f, 0)
       [] call[1] = "Unlink"   -> Unlink(f)
       [] call[1] = "Migrate"  -> Migrate(imapping[f], call[3])

CostSpec ==
  /\ Init /\ ScriptInit
  /\ [][/\ at <= Len(Script)
        /\ IF Possible(Script[at].call) THEN Take(Script[at].call)
           ELSE UNCHANGED vars
        /\ Counted(Cardinality(FoliosTouched), Cardinality(EntriesChanged),
                   Cardinality(MappingsLocked), FoliosCached,
                   Possible(Script[at].call))]_<<vars, at, cost>>

==============================================================================
