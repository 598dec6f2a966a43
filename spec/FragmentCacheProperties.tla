----------------------- MODULE FragmentCacheProperties -----------------------
(***************************************************************************)
(* Models     : nothing more: the properties of FragmentCache, with the    *)
(*              bug that each excludes, and its refinement of FileView.    *)
(* Refines    : FileView, under the mapping of View below.                 *)
(* Kernel     : see FragmentCache.                                         *)
(* Not here   : NoWritableSharedPteInv, NoStalePteInv (no mapped views     *)
(*              yet), TailZeroInv (a block is one unit), NoUseAfterFreeInv *)
(*              and EveryCallReturnsProp (a call is one step here, so it   *)
(*              cannot outlive what it uses, nor wait).                    *)
(* Checked    : MCFragmentCache_* in models.json.                          *)
(***************************************************************************)
EXTENDS FragmentCache

Slots(kind) == {x \in File \X Block : slot[x[1]][x[2]].kind = kind}
SlotAt(x)   == slot[x[1]][x[2]]
MapAt(x)    == bmap[x[1]][x[2]]

------------------------------------------------------------------------------
(* Ownership                                                               *)

\* Where folio p can be found.
Places(p) ==
  {<<FileMapping(x[1]), x[2]>> :
     x \in {y \in Slots("own") : SlotAt(y).folio = p}}
  \cup UNION {{<<FragmentMapping(e), o>> :
                 o \in {i \in DOMAIN fragment[e].folios :
                          fragment[e].folios[i] = p}} : e \in Extent}

\* A cached folio is in one mapping at one index, the one it names (D1):
\* else rmap, truncate and writeback look for it in the wrong place.
OneOwnerInv ==
  \A p \in Folio :
    Places(p) = IF folio[p] = FreeFolio THEN {}
                ELSE {<<folio[p].mapping, folio[p].index>>}

\* A folio's references are its mapping's one, however many files share it
\* (D3): else clone walks folios, and reclaim cannot tell who holds one.
FolioRefsInv ==
  \A p \in Folio :
    folio[p].refs = IF folio[p].mapping = <<"none">> THEN 0 ELSE 1

\* A fragment's count is the number of slots that refer to it (D3): lower
\* frees what a file still reads, higher leaks it.
RefsExactInv ==
  \A e \in Extent :
    fragment[e].count =
      Cardinality({x \in Slots("ref") : SlotAt(x).fragment = e})

\* Referrers describe the slots exactly, once each, in whole runs (D4): else
\* reclaim misses a page table, or truncate zaps another file's.
RmapCompleteInv ==
  \A e \in Extent :
    LET R == fragment[e].referrers
        Pairs(r) == {<<r.file, r.at + i, r.offset + i>> : i \in 0 .. r.len - 1}
    IN /\ UNION {Pairs(r) : r \in R} =
            {<<x[1], x[2], SlotAt(x).offset>> :
               x \in {y \in Slots("ref") : SlotAt(y).fragment = e}}
       /\ \A r, q \in R : r # q =>
            /\ Pairs(r) \cap Pairs(q) = {}
            /\ ~(/\ r.file = q.file
                 /\ r.at + r.len = q.at
                 /\ r.offset + r.len = q.offset)

\* A fragment that nothing refers to is gone with its folios, and a folio
\* that no referrer covers is gone (D3, D8): else memory leaks.
FreedFragmentInv ==
  \A e \in Extent :
    /\ fragment[e].count = 0 => fragment[e] = NoFragment
    /\ \A o \in DOMAIN fragment[e].folios :
         fragment[e].folios[o] # NoFolio =>
           \E r \in fragment[e].referrers : Covers(r, o)

\* A fragment not in memory has no folio: else a lookup by key finds dead
\* ones.
FragmentFoliosInv ==
  \A p \in Folio : \A e \in Extent :
    folio[p].mapping = FragmentMapping(e) => fragment[e].count > 0

------------------------------------------------------------------------------
(* Contents                                                                *)

\* In a fragment a folio is clean and equals the store (D5): else reclaim
\* loses bytes, or one file's write shows in another.
FragmentCleanInv ==
  \A e \in Extent : \A o \in DOMAIN fragment[e].folios :
    LET p == fragment[e].folios[o]
    IN p # NoFolio =>
         /\ ~folio[p].dirty
         /\ o \in DOMAIN extent[e]
         /\ folio[p].data = extent[e][o].data

\* A file's clean folio equals its own block: else reclaim loses bytes.
OwnCleanInv ==
  \A x \in Slots("own") :
    LET p == SlotAt(x).folio
    IN ~folio[p].dirty => MapAt(x) = Own(folio[p].data)

\* A reference agrees with the block map: else a read gives another
\* file's bytes after the inode comes back from the store.
SlotMapInv ==
  /\ \A x \in Slots("ref") :
       MapAt(x) = Shared(SlotAt(x).fragment, SlotAt(x).offset)
  /\ \A f \in File :
       /\ inode[f] # "incore" => \A b \in Block : slot[f][b] = Empty
       /\ inode[f] = "absent" =>
            size[f] = 0 /\ \A b \in Block : bmap[f][b] = Hole
       /\ \A b \in Block :
            b >= size[f] => slot[f][b] = Empty /\ bmap[f][b] = Hole

\* The store's counts are those of the block maps: else a block is reused
\* while a file still has it.
ExtentRefsInv ==
  \A e \in Extent :
    /\ \A o \in DOMAIN extent[e] :
         extent[e][o].refs =
           Cardinality({x \in File \X Block : MapAt(x) = Shared(e, o)})
    /\ \A x \in File \X Block :
         MapAt(x).kind = "shared" /\ MapAt(x).extent = e =>
           MapAt(x).offset \in DOMAIN extent[e]
    /\ extent[e] # FreeExtent => \E o \in DOMAIN extent[e] :
                                   extent[e][o].refs > 0

\* Never more folios than distinct blocks in use: the aim of it all, one
\* folio for one block, whoever reads it.
MemoryBoundInv ==
  LET cached == {p \in Folio : folio[p].mapping # <<"none">>}
      alone  == {x \in File \X Block :
                   \/ MapAt(x).kind = "own"
                   \/ /\ SlotAt(x).kind = "own"
                      /\ folio[SlotAt(x).folio].dirty}
      shared == UNION {{<<e, o>> : o \in {i \in DOMAIN extent[e] :
                                            extent[e][i].refs > 0}} :
                         e \in Extent}
  IN Cardinality(cached) <= Cardinality(alone) + Cardinality(shared)

------------------------------------------------------------------------------
(* Steps                                                                   *)

\* While a folio is in a fragment its bytes do not change (D5): else one
\* file's write shows in another.
SharedImmutableProp ==
  [][\A p \in Folio :
       /\ folio[p].mapping[1] = "fragment"
       /\ folio'[p].mapping = folio[p].mapping
       /\ folio'[p].index = folio[p].index
       => folio'[p].data = folio[p].data]_vars

AlreadyShared(f, b, n) ==
  \A i \in b .. b + n - 1 :
    /\ bmap[f][i].kind # "own"
    /\ slot[f][i].kind # "own"

\* What blocks c..c+n-1 of g give up when they are emptied: own folios, and
\* folios of fragments that nothing else refers to.
GivenUp(g, c, n) ==
  LET R == {i \in Block : c <= i /\ i < c + n}
  IN {p \in Folio :
        \/ \E i \in R : slot[g][i] = OwnFolio(p)
        \/ \E i \in R :
             /\ slot[g][i].kind = "ref"
             /\ fragment[slot[g][i].fragment].folios[slot[g][i].offset] = p
             /\ \A x \in Slots("ref") :
                  SlotAt(x) = slot[g][i] => x[1] = g /\ x[2] \in R}

\* A clone of what is already shared touches no folio but those that the
\* destination gives up: else cloning a clone costs what it holds.
CloneTouchesNoFolioProp ==
  [][\A f, g \in File : \A b, c \in Offset : \A n \in Length :
       /\ CloneStatus(f, b, n, g, c) = "OK"
       /\ AlreadyShared(f, b, RemapLength(f, b, n))
       /\ Clone(f, b, n, g, c)
       => \A p \in Folio :
            folio'[p] # folio[p] =>
              /\ folio'[p] = FreeFolio
              /\ p \in GivenUp(g, c, RemapLength(f, b, n))]_vars

\* A clone shares: destination and source have the same blocks of the same
\* extents, and the destination refers to their fragments: else a clone that
\* copies would pass for one.
CloneSharesProp ==
  [][\A f, g \in File : \A b, c \in Offset : \A n \in Length :
       /\ CloneStatus(f, b, n, g, c) = "OK"
       /\ Clone(f, b, n, g, c)
       => \A i \in 0 .. RemapLength(f, b, n) - 1 :
            LET m == bmap'[g][c + i]
            IN /\ bmap'[f][b + i] = m
               /\ m.kind # "own"
               /\ m.kind = "shared" =>
                    slot'[g][c + i] = Ref(m.extent, m.offset)]_vars

\* A fragment that no slot refers to does not stay (D8).
UnreferencedIsFreedProp ==
  \A e \in Extent :
    (\A x \in File \X Block : SlotAt(x) \notin {Ref(e, o) : o \in Block})
      ~> (fragment[e] = NoFragment \/ fragment[e].count > 0)

------------------------------------------------------------------------------
(* Refinement: what an application sees of this cache.  Each block is what *)
(* a read would find, past EOF nothing.                                    *)

View == [f \in File |-> [b \in Block |->
           IF b < size[f] THEN Lookup(f, b) ELSE Zero]]

FV == INSTANCE FileView WITH
        exists  <- [f \in File |-> Exists(f)],   \* a name, in memory or not
        size    <- size,                         \* i_size
        content <- View                          \* through slots, then maps

\* Every step is a step of FileView, or changes nothing that it sees.
RefinesProp == FV!Spec

\* Every call returns the same in both layers (D13): else a caller could
\* tell that fragments exist.  It compares statuses; what a read returns is
\* what View says by definition, and SameEffectProp keeps View right.
SameOutcomeInv == \A call \in Calls : Outcome(call) = FV!Outcome(call)

Do(call) ==
  LET op == call[1]
      f  == call[2]
  IN CASE op = "Read"     -> Read(f, call[3])
       [] op = "Write"    -> Write(f, call[3], call[4])
       [] op = "Truncate" -> Truncate(f, call[3])
       [] op = "Punch"    -> Punch(f, call[3], call[4])
       [] op = "Clone"    -> Clone(f, call[3], call[4], call[5], call[6])
       [] op = "Fsync"    -> Fsync(f)
       [] op = "Create"   -> Create(f)
       [] op = "Unlink"   -> Unlink(f)

\* Each call does what the same call does in FileView, not merely something
\* that some call may do; each other step shows nothing.  Stronger than
\* RefinesProp, and dearer.
SameEffectProp ==
  [][/\ \A call \in Calls : Do(call) => FV!Do(call)
     /\ Environment => UNCHANGED FV!vars]_vars

\* A call that fails changes nothing that an application sees.  True of
\* Reject as it is written; says what a Reject that does more must keep to.
RejectedChangesNothingProp ==
  [][\A call \in Calls : Reject(call) => UNCHANGED FV!vars]_vars

==============================================================================
