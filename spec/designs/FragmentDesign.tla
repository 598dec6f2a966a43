--------------------------- MODULE FragmentDesign ----------------------------
(***************************************************************************)
(* Models     : nothing more: FragmentCache held to the properties of the  *)
(*              other designs, under their names, and its cost counted as  *)
(*              theirs is.                                                 *)
(* Refines    : FileView, as FragmentCache does.                           *)
(* Kernel     : see FragmentCache.                                         *)
(* Checked    : MCFragments_* in models.json.                              *)
(***************************************************************************)
EXTENDS FragmentCacheProperties

Cached(p) == folio[p].mapping # <<"none">>

\* What a slot, a fragment or a page table names is in use.
FoliosInUseInv ==
  /\ \A x \in Slots("own") : Cached(SlotAt(x).folio)
  /\ \A e \in Extent : \A o \in DOMAIN fragment[e].folios :
       fragment[e].folios[o] # NoFolio => Cached(fragment[e].folios[o])
  /\ \A x \in Ptes(Cache) :
       pte[x[1]][x[2]].folio # ZeroPage => folio[pte[x[1]][x[2]].folio].refs > 0

\* A clean folio that no pin has can be freed, and moved.
ReclaimableInv ==
  \A p \in Folio :
    Cached(p) /\ ~folio[p].dirty /\ Pins(Cache, p) = {} => Movable(Cache, p)

\* A dirty folio is in the mapping of the file that was written to.
WritebackFindsInv ==
  \A x \in File \X Block :
    SlotDirty(Cache, x[1], x[2]) =>
      /\ folio[SlotAt(x).folio].mapping = FileMapping(x[1])
      /\ folio[SlotAt(x).folio].index = x[2]

------------------------------------------------------------------------------
(* Witnesses: what a design can do at all.                                 *)

HasCached(x) == FolioAt(Cache, x[1], x[2]) # NoFolio

\* Two files have one folio at unequal offsets.
ReachSharedAtOffsets ==
  ~\E x, y \in Slots("ref") :
      /\ x[1] # y[1] /\ x[2] # y[2] /\ HasCached(x)
      /\ FolioAt(Cache, x[1], x[2]) = FolioAt(Cache, y[1], y[2])

\* One block of a clone was written to, the next is still shared.
ReachRestShared ==
  ~\E f, g \in File : \E b, d \in Block :
      /\ f # g /\ b # d /\ bmap[g][d].kind = "shared" /\ IsOwn(g, d)
      /\ slot[f][b].kind = "ref" /\ slot[f][b] = slot[g][b] /\ HasCached(<<f, b>>)

\* A read by one file finds what another has cached: not only a clone shares,
\* so that sharing outlives reclaim and eviction.
ReachSharedFromStore ==
  [][~\E f, g \in File : \E b \in Block :
        /\ f # g /\ slot[f][b] = Empty /\ slot[g][b].kind = "ref" /\ HasCached(<<g, b>>)
        /\ Read(f, b * UnitsPerBlock)
        /\ slot'[f][b] = slot[g][b]]_vars

\* Two files have one folio, and there is no store.
ReachSharedInMemory ==
  ~\E x, y \in Slots("ref") :
      ~Disk /\ x[1] # y[1] /\ HasCached(x) /\ SlotAt(x) = SlotAt(y)

------------------------------------------------------------------------------
(* Cost of a step, counted over the transition: folios whose state changes *)
(* (count, mapping, bytes); entries of mappings that change; mappings of   *)
(* which any does, which is how often i_pages is locked.                   *)

FoliosTouched == {p \in Folio : folio'[p] # folio[p]}
SlotsChanged  ==
  {x \in File \X Block : slot'[x[1]][x[2]] # slot[x[1]][x[2]]}
FragmentEntriesChanged ==
  {x \in Extent \X Block :
     LET There(g) == IF x[2] \in DOMAIN g[x[1]].folios THEN g[x[1]].folios[x[2]]
                  ELSE NoFolio
     IN There(fragment') # There(fragment)}
MappingsOf(S) ==
  {<<"file", x[1]>> : x \in S} \cup {<<"fragment", x[1]>> : x \in FragmentEntriesChanged}
FoliosCached  == Cardinality({p \in Folio : folio'[p].mapping # <<"none">>})

==============================================================================
