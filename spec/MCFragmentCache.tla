--------------------------- MODULE MCFragmentCache ---------------------------
(***************************************************************************)
(* Models     : bounds and witnesses for FragmentCache.                    *)
(* Checked    : MCFragmentCache_*.cfg; models.json says what each shows.   *)
(***************************************************************************)
EXTENDS FragmentCacheProperties

\* Sizes.  What a bound hides is said in README.md.
AppOps == {"Read", "Write", "Truncate", "Punch", "Clone", "Fsync", "Create",
           "Unlink"}
EnvironmentOps == {"Writeback", "ReclaimOwn", "ReclaimFragment", "Evict"}
AllOps == AppOps \cup EnvironmentOps

\* For models of runs: one file is written to and cloned from, the others are
\* cloned to.  Hides what only a destination that was written to shows.
OneFile    == {CHOOSE f \in File : TRUE}
OtherFiles == File \ OneFile

\* Each block has data of its own, so that blocks of a run are told apart.
BlockNumber(b) == {b + 1} \cap Data

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

==============================================================================
