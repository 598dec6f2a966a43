----------------------- MODULE FragmentCacheProperties -----------------------
(***************************************************************************)
(* Models     : nothing more: the properties of FragmentCache, with the    *)
(*              bug that each excludes, and its refinement of FileView.    *)
(* Refines    : FileView, under the mapping of Seen below.                 *)
(* Kernel     : see FragmentCache.                                         *)
(* Not here   : NoUseAfterFreeInv and EveryCallReturnsProp: a call is one  *)
(*              step here, so it cannot outlive what it uses, nor wait.    *)
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
    Places(p) = IF folio[p].mapping = <<"none">> THEN {}
                ELSE {<<folio[p].mapping, folio[p].index>>}

\* A folio's references are its mapping's one, its page tables' and its pins',
\* however many files share it (D3): else clone walks folios, and reclaim
\* cannot tell who holds one.  One without references is free.
FolioRefsInv ==
  \A p \in Folio :
    /\ folio[p].refs = (IF folio[p].mapping = <<"none">> THEN 0 ELSE 1)
                        + Cardinality(PtesOf(Cache, p))
                        + Cardinality(Pins(Cache, p))
    /\ folio[p].refs = 0 => folio[p] = FreeFolio
    /\ folio[p].mapping = <<"none">> =>       \* of a removed one only bytes stay
         folio[p] = [FreeFolio EXCEPT !.data = folio[p].data, !.refs = folio[p].refs]

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
         /\ ~folio[p].dirty /\ ~WritePinned(Cache, p)
         /\ Disk => /\ o \in DOMAIN extent[e]
                    /\ folio[p].data = extent[e][o].data

\* A file's clean folio equals its own block: else reclaim loses bytes.
OwnCleanInv ==
  \A x \in Slots("own") :
    LET p == SlotAt(x).folio
    IN Disk /\ ~folio[p].dirty /\ ~folio[p].poisoned =>
         MapAt(x) = Own(folio[p].data)

\* What a device may write to is dirty, and the file's own: else its bytes are
\* lost, or show in another file.
PinnedDirtyInv ==
  \A h \in Handle :
    pin[h].kind = "write" =>
      LET p == pin[h].folio
      IN folio[p].mapping[1] \in {"none", "file"}
         /\ (Disk /\ folio[p].mapping[1] = "file" => folio[p].dirty)

\* Past EOF, the EOF block is zero on the store and in every folio but a dirty
\* one of the file's own, which a store to a view may have reached (D11): else
\* a file that grows, or a sharer, shows what was cut off.
TailZeroInv ==
  \A f \in File : \A b \in TailBlock(Cache, f, size[f]) :
    LET s == slot[f][b]
        m == bmap[f][b]
        Zeroed(d) == d = ZeroFrom(d, b, size[f])
    IN /\ m.kind = "own" => Zeroed(m.data)
       /\ m.kind = "shared" => Zeroed(extent[m.extent][m.offset].data)
       /\ s.kind = "own" /\ Disk => folio[s.folio].dirty \/ Zeroed(folio[s.folio].data)
       /\ s.kind = "ref" => Zeroed(FragmentBytes(Cache, s.fragment, s.offset))

\* A reference agrees with the block map: else a read gives another
\* file's bytes after the inode comes back from the store.
SlotMapInv ==
  /\ Disk => \A x \in Slots("ref") :
       MapAt(x) = Shared(SlotAt(x).fragment, SlotAt(x).offset)
  /\ \A f \in File :
       /\ inode[f] \notin {"incore", "orphan"} =>
            \A b \in Block : slot[f][b] = Empty
       /\ inode[f] = "absent" =>
            size[f] = 0 /\ \A b \in Block : bmap[f][b] = Hole
       /\ \A b \in Block :
            b >= BlocksFor(size[f]) => slot[f][b] = Empty /\ bmap[f][b] = Hole

\* In memory there is nothing but folios, and each that is referred to is there
\* (D5): else bytes are lost.
MemoryBackedInv ==
  ~Disk =>
    /\ \A x \in File \X Block : MapAt(x) = Hole
    /\ \A e \in Extent : extent[e] = FreeExtent
    /\ \A x \in Slots("ref") :
         fragment[SlotAt(x).fragment].folios[SlotAt(x).offset] # NoFolio
    /\ \A p \in Folio : ~folio[p].dirty
    /\ durable = EmptyImage

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
                      /\ folio[SlotAt(x).folio].dirty
                         \/ folio[SlotAt(x).folio].poisoned \/ ~Disk}
      shared == IF Disk
                THEN UNION {{<<e, o>> : o \in {i \in DOMAIN extent[e] :
                                                extent[e][i].refs > 0}} :
                              e \in Extent}
                ELSE {SlotAt(x) : x \in Slots("ref")}
  IN Cardinality(cached) <= Cardinality(alone) + Cardinality(shared)

\* What is stored and what has been promised a block fits the store (D17): else
\* writeback finds no room for bytes whose write was told OK.
\* Counted here by what is stored, not by Used, which decides what is let in,
\* and must be the same: else a store that has room is full.
CapacityInv ==
  Limited =>
    LET maps  == {MapAt(x) : x \in {y \in File \X Block : MapAt(y).kind = "shared"}}
        own   == {x \in File \X Block : MapAt(x).kind = "own"}
        dirty == {x \in Slots("own") : folio[SlotAt(x).folio].dirty} \ own
        only  == {SlotAt(x) : x \in Slots("own") \cup Slots("ref")}
        n     == IF Disk
                 THEN Cardinality(maps) + Cardinality(own) + Cardinality(dirty)
                 ELSE Cardinality(only)
    IN n <= Capacity /\ n = Used(Cache)

\* What lasts can be read back: its counts are those of its block maps.
DurableInv ==
  \A e \in Extent : \A o \in DOMAIN durable.extent[e] :
    durable.extent[e][o].refs =
      Cardinality({x \in File \X Block :
                     durable.bmap[x[1]][x[2]] = Shared(e, o)})

------------------------------------------------------------------------------
(* Views                                                                   *)

\* A page table that can be stored to maps a dirty folio of the file's own
\* (D5): else a store shows in another file, or is lost.
NoWritableSharedPteInv ==
  \A x \in Ptes(Cache) :
    LET t == pte[x[1]][x[2]]
    IN t.writable =>
         /\ view[x[1]].kind = "shared"
         /\ slot[view[x[1]].file][x[2]] = OwnFolio(t.folio)
         /\ Disk => folio[t.folio].dirty

\* A page table maps what a lookup finds, and nothing past EOF: else a process
\* sees bytes that are another file's, or old.
NoStalePteInv ==
  \A x \in Ptes(Cache) :
    LET f == view[x[1]].file
        t == pte[x[1]][x[2]]
    IN /\ view[x[1]] # NoView
       /\ x[2] < BlocksFor(size[f])
       /\ t.folio = FolioAt(Cache, f, x[2])
       /\ t.folio = ZeroPage => IsHole(Cache, f, x[2])
       /\ t.folio # ZeroPage => ~folio[t.folio].poisoned

\* A private copy is of a private view, and not past EOF.
PrivateCopyInv ==
  \A p \in Process : \A b \in Block :
    pte[p][b].kind = "copy" =>
      view[p].kind = "private" /\ b < BlocksFor(size[view[p].file])

\* A file without a name is kept by a view, and by nothing else.
OrphanInv ==
  \A f \in File :
    /\ inode[f] = "orphan" => Viewers(Cache, f) # {}
    /\ Viewers(Cache, f) # {} => inode[f] \in {"incore", "orphan"}

------------------------------------------------------------------------------
(* Steps                                                                   *)

\* While a folio is in a fragment its bytes do not change (D5), unless they are
\* lost: else one file's write shows in another.
SharedImmutableProp ==
  [][\A p \in Folio :
       /\ folio[p].mapping[1] = "fragment"
       /\ ~folio'[p].poisoned
       /\ folio'[p].mapping = folio[p].mapping
       /\ folio'[p].index = folio[p].index
       => folio'[p].data = folio[p].data]_vars

AlreadyShared(f, b, n) ==
  \A i \in b .. b + n - 1 :
    /\ bmap[f][i].kind # "own"
    /\ slot[f][i].kind # "own"

\* In blocks: where a clone of u..u+n-1 starts, and how much it takes.
CloneCount(f, u, n) == BlockOf(BlockLength(f, u, RemapLength(f, u, n)))

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
\* destination gives up, page tables aside: else cloning a clone costs what it
\* holds.
CloneTouchesNoFolioProp ==
  [][\A f \in File, u \in Offset, n \in Length, g \in File, v \in Offset :
       Clone(f, u, n, g, v) =>
         (/\ AlreadyShared(f, BlockOf(u), CloneCount(f, u, n))
          /\ size[g] % UnitsPerBlock = 0          \* no tail to zero
          => \A p \in Folio :
               folio'[p] # [folio[p] EXCEPT
                              !.refs = @ - Cardinality(PtesOf(Cache, p))
                                         + Cardinality(PtesOf(Cache, p)')] =>
                 p \in GivenUp(g, BlockOf(v), CloneCount(f, u, n)))]_vars

\* A clone shares: destination and source have the same blocks of the same
\* extents, and the destination refers to their fragments: else a clone that
\* copies would pass for one.
CloneSharesProp ==
  [][\A f \in File, u \in Offset, n \in Length, g \in File, v \in Offset :
       Clone(f, u, n, g, v) =>
         \A i \in 0 .. CloneCount(f, u, n) - 1 :
            LET b == BlockOf(u) + i
                d == BlockOf(v) + i
                m == bmap'[g][d]
            IN IF b \in WritePinnedBlocks(f, 0, MaxSize)
               THEN slot'[g][d] # slot'[f][b] \/ slot'[f][b] = Empty
               ELSE IF Disk
               THEN /\ bmap'[f][b] = m
                    /\ m.kind # "own"
                    /\ m.kind = "shared" =>
                         slot'[g][d] = Ref(m.extent, m.offset)
               ELSE slot'[f][b] = slot'[g][d] /\ slot'[g][d].kind # "own"]_vars

\* What the kernel does by itself leaves a pinned folio in its mapping, so that
\* a device and the file do not part, and what it reads stays shared (D9): only
\* a call takes it away, or a crash.  A last put may leave it in none.
PinnedStaysProp ==
  [][Environment /\ ~Crash =>
       \A h \in Handle :
         LET p == pin[h].folio
         IN pin[h].kind # "none" /\ p # ZeroPage =>
              \/ folio'[p].mapping = folio[p].mapping
              \/ /\ folio[p].mapping[1] = "fragment"
                 /\ folio'[p].mapping = <<"none">>
                 /\ \A x \in File \X Block :
                      slot'[x[1]][x[2]] # Ref(folio[p].mapping[2], folio[p].index)]_vars

\* What the store has too is not lost to a memory error.
PoisonLosesProp ==
  [][\A p \in Folio :
       folio'[p].poisoned /\ ~folio[p].poisoned => folio[p].dirty \/ ~Disk]_vars

\* A fragment that no slot refers to does not stay (D8).
UnreferencedIsFreedProp ==
  \A e \in Extent :
    (\A x \in File \X Block : SlotAt(x) \notin {Ref(e, o) : o \in Block})
      ~> (fragment[e] = NoFragment \/ fragment[e].count > 0)

------------------------------------------------------------------------------
(* Refinement: what an application sees of this cache.  Each block is what *)
(* a read would find, past EOF nothing.                                    *)

Seen == [f \in File |-> [u \in Unit |->
           IF BlockOf(u) < BlocksFor(size[f])
           THEN Lookup(Cache, f, BlockOf(u))[UnitOf(u)] ELSE Zero]]

SeenView(p) ==
  IF view[p] = NoView THEN NoView
  ELSE [kind |-> view[p].kind, file |-> view[p].file,
        copy |-> [b \in Block |-> IF pte[p][b].kind = "copy"
                                  THEN pte[p][b].data ELSE <<>>]]

\* A pin for writing is attached while the file has its folio, one for reading
\* while anyone has: FileView lets that one keep what it had.
SeenPin(h) ==
  IF pin[h] = NoPin THEN NoPin
  ELSE LET p == pin[h].folio
       IN [kind |-> pin[h].kind, file |-> pin[h].file, at |-> pin[h].at,
           data |-> PinUnit(h),
           attached |-> p # ZeroPage /\ folio[p].mapping # <<"none">>]

\* A crash leaves what lasts; what is in the log, and on the store, or in the
\* cache, may come to last, unless the file has no name.
StoreUnitAt(m, x, u) ==
  CASE m.kind = "hole"   -> Zero
    [] m.kind = "own"    -> m.data[UnitOf(u)]
    [] m.kind = "shared" -> x[m.extent][m.offset].data[UnitOf(u)]
NothingLeft ==
  [exists |-> {FALSE}, size |-> {0}, content |-> [u \in Unit |-> {Zero}]]
Left(f) ==
  [exists  |-> {durable.exists[f], Exists(f)},
   size    |-> {durable.size[f], IF Exists(f) THEN size[f] ELSE 0},
   content |-> [u \in Unit |->
     {StoreUnitAt(durable.bmap[f][BlockOf(u)], durable.extent, u),
      IF Exists(f) THEN StoreUnitAt(bmap[f][BlockOf(u)], extent, u) ELSE Zero,
      IF Exists(f) /\ u < size[f] THEN Seen[f][u] ELSE Zero}]]

StorageKind(f, b) ==
  IF IsHole(Cache, f, b) THEN "hole"
  ELSE IF Needs(Cache, f, b) THEN "shared" ELSE "own"

FV == INSTANCE FileView WITH
        exists   <- [f \in File |-> Exists(f)],  \* a name, in memory or not
        size     <- size,                        \* i_size
        content  <- Seen,                        \* through slots, then maps
        view     <- [p \in Process |-> SeenView(p)],
        pin      <- [h \in Handle |-> SeenPin(h)],
        poisoned <- {x \in File \X Block : Poisoned(x[1], x[2])},
        left     <- [f \in File |-> IF Crashing THEN Left(f) ELSE NothingLeft],
        storage  <- [f \in File |-> [b \in Block |->
                       IF Limited THEN StorageKind(f, b) ELSE "hole"]],
        room     <- IF Limited THEN Capacity - Used(Cache) ELSE 0

\* Every step is a step of FileView, or changes nothing that it sees.
RefinesProp == FV!Spec

\* Every call returns the same in both layers (D13): else a caller could
\* tell that fragments exist.  It compares statuses; what a read returns is
\* what Seen says by definition, and SameEffectProp keeps Seen right.
SameOutcomeInv == \A call \in Calls : Outcome(call) = FV!Outcome(call)

\* A call has a step exactly where its outcome is one that takes effect (D13):
\* else a caller is told OK, and nothing is done, or of a failure, and
\* something is.  Dear to TLC as it stands, for ENABLED evaluates a step anew for
\* each variable; explorations for mutants ask it call by call.
OutcomeIsStepInv ==
  \A call \in Calls : Outcome(call).status \in Completed <=> ENABLED Do(call)

\* Each call does what the same call does in FileView, not merely something
\* that some call may do; each other step shows nothing but what FileView
\* lets happen without a call.  Stronger than
\* RefinesProp, and dearer.
SameEffectProp ==
  [][/\ \A call \in Calls : Do(call) => FV!Do(call)
     /\ Environment => FV!Environment]_vars

\* A call that fails changes nothing that an application sees.  True of
\* Reject as it is written; says what a Reject that does more must keep to.
RejectedChangesNothingProp ==
  [][\A call \in Calls : Reject(call) => UNCHANGED FV!vars]_vars

==============================================================================
