------------------------------- MODULE MCWalks -------------------------------
(***************************************************************************)
(* Models     : what random walks take for the same state, so that a walk  *)
(*              may prefer what was not seen: names, places, ids, numbers  *)
(*              and bytes go, the kinds of things and their bits stay.     *)
(* Checked    : by walks (./fragcache explore); scenarios/walk-*.cfg.      *)
(***************************************************************************)
EXTENDS MCFragmentCache

FewOf(n) == IF n > 2 THEN 3 ELSE n        \* one, two, more

\* A block of a file: what its map says, what is cached of it, who sees it.
FolioShape(p) ==
  [dirty    |-> folio[p].dirty,
   poisoned |-> folio[p].poisoned,
   mapped   |-> \E x \in Process : \E b \in Block :
                  pte[x][b].kind = "folio" /\ pte[x][b].folio = p,
   pinned   |-> \E h \in Handle : pin[h] # NoPin /\ pin[h].folio = p]
BlockShape(f, b) ==
  LET s == slot[f][b]
  IN [map  |-> bmap[f][b].kind,
      slot |-> CASE s.kind = "empty" -> <<"empty">>
                 [] s.kind = "own"   -> <<"own", FolioShape(s.folio)>>
                 [] s.kind = "ref"   ->
                      <<"ref", FewOf(Cardinality(fragment[s.fragment].referrers)),
                        IF fragment[s.fragment].folios[s.offset] = NoFolio
                        THEN <<"none">>
                        ELSE <<"folio", FolioShape(
                               fragment[s.fragment].folios[s.offset])>> >>]

\* A file: which kinds of blocks it has, in whatever order, and how it ends.
FileShape(f) ==
  [inode  |-> inode[f],
   ends   |-> CASE size[f] = 0     -> "empty"
                [] Aligned(size[f]) -> "at a block"
                [] OTHER            -> "within a block",
   blocks |-> {BlockShape(f, b) : b \in Block},
   lasts  |-> durable.exists[f]]

Shape ==
  [files |-> {FileShape(f) : f \in {g \in File : inode[g] # "absent"}},
   full  |-> Capacity # 0 /\ \A f \in File : inode[f] = "absent"
                              \/ WriteStatus(f, 0) = "ENOSPC"]

==============================================================================
