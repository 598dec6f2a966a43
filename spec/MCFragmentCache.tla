--------------------------- MODULE MCFragmentCache ---------------------------
(***************************************************************************)
(* Models     : bounds and witnesses for FragmentCache.                    *)
(* Checked    : MCFragmentCache_*.cfg; models.json says what each shows.   *)
(***************************************************************************)
EXTENDS FragmentCachePurposes

\* A model has the core and one or two of the features, see README.md.
CoreCalls == {"Read", "Write", "Truncate", "Punch", "Clone", "Dedupe", "Fsync",
              "Create", "Unlink"}
CoreSteps == {"Writeback", "ReclaimOwn", "ReclaimFragment", "Evict"}
CoreOps    == CoreCalls \cup CoreSteps
CoreAndViewOps  == CoreOps \cup {"Map", "Unmap", "Load", "Store"}
CoreAndCrashOps == CoreOps \cup {"Commit", "Crash"}
CoreAndMoveOps  == CoreOps \cup {"MigrateOwn", "MigrateFragment", "PoisonOwn",
                                 "PoisonFragment"}
CoreAndTakeBackOps == CoreOps \cup {"TakeBack"}

\* For models of runs: one file is written to and cloned from, the others are
\* cloned to.  Hides what only a destination that was written to shows.
OneFile    == {CHOOSE f \in File : TRUE}
OtherFiles == File \ OneFile

\* Each block has data of its own, so that blocks of a run are told apart.
BlockNumber(b) == {b + 1} \cap Data

\* Of calls with a length: only of whole files.
WholeFile == {MaxSize}

\* For pairs of features that would have too many states otherwise.
SharedViews == {"shared"}
WritePins   == {"write"}
LastUnit(u) == IF UnitOf(u) = UnitsPerBlock THEN Data ELSE {}

InLastBlock(u) == IF BlockOf(u) = Blocks - 1 THEN Data ELSE {}

\* Calls that fail are steps too; they change nothing.
NextTotal == Next \/ \E call \in Calls : Reject(call)
SpecTotal == Init /\ [][NextTotal]_vars

------------------------------------------------------------------------------
(* Witnesses: expected to be violated.  Each shows that the model reaches  *)
(* a state that the properties are about.                                  *)

SharedBy(e, o) == {x \in Slots("ref") : SlotAt(x) = Ref(e, o)}

\* Two files hold one block of a fragment at different offsets.
ReachSharedAtDifferentOffsets ==
  ~\E e \in Extent : \E o \in Block : \E x, y \in SharedBy(e, o) :
      x[1] # y[1] /\ x[2] # y[2]

\* One file holds the same block twice.
ReachSharedWithinFile ==
  ~\E e \in Extent : \E o \in Block : \E x, y \in SharedBy(e, o) :
      x[1] = y[1] /\ x[2] # y[2]

\* A clone of a clone outlives the first file: what two files share, a
\* third brought.
ReachCloneOfClone ==
  ~\E e \in Extent : \E o \in Block :
      Cardinality({x[1] : x \in SharedBy(e, o)}) = 3

\* The middle of a run was written to: its referrer is now two, with a
\* dirty folio of the file's own between them.
ReachReferrerSplitInThree ==
  ~\E e \in Extent : \E r, q \in fragment[e].referrers :
      /\ r.file = q.file
      /\ q.at - r.at = q.offset - r.offset
      /\ r.at + r.len + 1 = q.at
      /\ IsOwn(r.file, r.at + r.len)

\* An evicted inode came back: one slot found the fragment by its key, its
\* neighbour of the same extent is still empty.
ReachReattach ==
  ~\E f \in File : \E x, y \in Block :
      /\ slot[f][x].kind = "ref" /\ slot[f][y].kind = "empty"
      /\ bmap[f][y].kind = "shared"
      /\ bmap[f][y].extent = slot[f][x].fragment

\* The last put came before the last block map: the fragment is gone, its
\* extent is still shared.
ReachLastPut ==
  ~\E e \in Extent :
      /\ fragment[e] = NoFragment
      /\ \E o \in DOMAIN extent[e] : extent[e][o].refs > 1

\* A CoW whose writeback is still to come: the map says shared, the slot
\* holds a dirty folio.
ReachPendingCow ==
  ~\E f \in File : \E i \in Block :
      bmap[f][i].kind = "shared" /\ slot[f][i].kind = "own"

\* A folio was reclaimed under two references that stay.
ReachReclaimedUnderReferences ==
  ~\E e \in Extent : \E o \in DOMAIN fragment[e].folios :
      fragment[e].folios[o] = NoFolio /\ Cardinality(SharedBy(e, o)) > 1

\* A store to a view broke sharing: the process has its own folio, writable,
\* another process still maps the shared one through its own file.
ReachCowWhileMapped ==
  ~\E p, q \in Process : \E b \in Block :
      /\ pte[p][b].kind = "folio" /\ pte[p][b].writable
      /\ bmap[view[p].file][b].kind = "shared"
      /\ pte[q][b].kind = "folio" /\ pte[q][b].folio # ZeroPage
      /\ folio[pte[q][b].folio].mapping[1] = "fragment"

\* The fragment is gone, its extent is shared still, and a pin holds on to the
\* folio, which is in no mapping.
ReachLastPutWithPin ==
  ~\E h \in Handle : \E e \in Extent :
      /\ pin[h].kind = "read" /\ pin[h].folio # ZeroPage
      /\ folio[pin[h].folio].mapping = <<"none">>
      /\ bmap[pin[h].file][BlockOf(pin[h].at)] = Shared(e, 0)
      /\ fragment[e] = NoFragment

\* Two files of unequal sizes end in the same shared block.
ReachSharedEofBlock ==
  ~\E f, g \in File :
      /\ size[f] < size[g]
      /\ ~Aligned(size[f]) /\ ~Aligned(size[g])
      /\ slot[f][BlockOf(size[f])].kind = "ref"
      /\ slot[f][BlockOf(size[f])] = slot[g][BlockOf(size[g])]

\* A CoW finds no space.
ReachEnospcInCow ==
  ~\E f \in File : \E u \in Unit :
      WriteStatus(f, u) = "ENOSPC" /\ slot[f][BlockOf(u)].kind = "ref"

\* A dedupe takes the destination from one fragment to another.
ReachDedupeJoinsFragments ==
  [][~\E f, g \in File : \E b, d \in Block :
        /\ slot[f][b].kind = "ref" /\ slot[g][d].kind = "ref"
        /\ slot[f][b] # slot[g][d]
        /\ Dedupe(f, b * UnitsPerBlock, UnitsPerBlock, g, d * UnitsPerBlock)
        /\ slot'[g][d] = slot[f][b]]_vars

\* A crash comes when a file is on the store and its clone is not.
ReachCrashBeforeFsync ==
  [][~\E f, g \in File : \E b \in Block :
        /\ durable.exists[f] /\ ~durable.exists[g]
        /\ slot[f][b].kind = "ref" /\ slot[f][b] = slot[g][b]
        /\ Crash]_vars

\* A folio that two files share, and a process maps, moves.
ReachMigratedShared ==
  [][~\E e \in Extent : \E o \in Block :
        /\ Cardinality(SharedBy(e, o)) > 1
        /\ HasFolio(e, o) /\ PtesOf(Cache, FolioOf(e, o)) # {}
        /\ MigrateFragment(e, o)]_vars

==============================================================================
