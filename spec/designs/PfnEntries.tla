----------------------------- MODULE PfnEntries ------------------------------
(***************************************************************************)
(* Models     : the thread's fragment design with "DAX entries", which     *)
(*              "are effectively PFN entries", in the files' slots: the    *)
(*              fragments, counts and referrers of FragmentCache, and in   *)
(*              each slot the page frame of the folio instead of its place *)
(*              in the fragment.  So every step that frees or moves a      *)
(*              folio must find every slot that has it.                    *)
(* Refines    : FragmentCache, and through it FileView, if it does.        *)
(* Gives up   : what D2 buys: a step that misses a slot breaks             *)
(*              NoUseAfterFreeInv (_Without, one for each of reclaim,      *)
(*              migration, poison), and each visit costs.                  *)
(* Kernel     : fs/dax.c dax_insert_entry(), dax_to_folio();               *)
(*              mm/vmscan.c __remove_mapping(), mm/migrate.c               *)
(*              folio_migrate_mapping(), mm/memory-failure.c.              *)
(* Atomicity  : a call is a step here, so that each visit of all slots is  *)
(*              one too.  PfnSteps has them one by one, and the races.     *)
(* Not here   : what FragmentCache leaves out.                             *)
(* Checked    : MCPfnEntries_* in models.json.                             *)
(***************************************************************************)
EXTENDS FragmentDesign

\* The steps that visit every slot of a folio; all, if the design is right.
CONSTANT Visiting   \* SUBSET {"reclaim", "migrate", "poison"}
ASSUME VisitingAssumption == Visiting \subseteq {"reclaim", "migrate", "poison"}

VARIABLE entry      \* [File -> [Block -> Folio or NoFolio]]  the page frame in
                    \*   a slot that refers to a fragment

pvars == <<vars, entry>>

PfnInit == Init /\ entry = [f \in File |-> [b \in Block |-> NoFolio]]

\* What the fragment has at the place that block b of f refers to, after a step.
InFragment(f, b) ==
  LET s == slot'[f][b]
  IN IF s.kind = "ref" THEN fragment'[s.fragment].folios[s.offset] ELSE NoFolio

\* After a step of FragmentCache that moves no folio: a slot that is new has
\* the page frame of what is cached; others keep theirs, but those of S, pairs
\* of file and block, which looked the folio up, or were set anew.
Keep(S) ==
  entry' = [f \in File |-> [b \in Block |->
    IF slot'[f][b].kind # "ref" THEN NoFolio
    ELSE IF slot'[f][b] # slot[f][b] \/ <<f, b>> \in S THEN InFragment(f, b)
    ELSE entry[f][b]]]

\* After one that frees or moves the folio at offset o of fragment e.
Visit(step, e, o) ==
  entry' = [f \in File |-> [b \in Block |->
    IF slot'[f][b].kind # "ref" THEN NoFolio
    ELSE IF slot[f][b] = Ref(e, o) /\ step \in Visiting /\ entry[f][b] # NoFolio
    THEN InFragment(f, b)
    ELSE entry[f][b]]]

PfnRead(f, u) ==
  Read(f, u) /\ Keep(IF u < size[f] THEN {<<f, BlockOf(u)>>} ELSE {})
PfnWrite(f, u, d)       == Write(f, u, d) /\ Keep({})
PfnTruncate(f, n)       == Truncate(f, n) /\ Keep({})
PfnClone(f, u, n, g, v) ==
  /\ Clone(f, u, n, g, v)
  /\ Keep({g} \X {b \in Block : BlockOf(v) <= b
                              /\ b < BlockOf(v) + CloneCount(f, u, n)})
PfnFsync(f)             == Fsync(f) /\ Keep({})
PfnCreate(f)            == Create(f) /\ Keep({})
PfnUnlink(f)            == Unlink(f) /\ Keep({})
PfnMap(p, f)            == Map(p, f, "shared") /\ Keep({})
PfnLoad(p, u)           == Load(p, u) /\ Keep({<<view[p].file, BlockOf(u)>>})
PfnStore(p, u, d)       == Store(p, u, d) /\ Keep({})
PfnWriteback(f, b)      == Writeback(f, b) /\ Keep({})
PfnReclaimOwn(f, b)     == ReclaimOwn(f, b) /\ Keep({})
PfnEvict(f)             == Evict(f) /\ Keep({})
PfnReclaim(e, o)        == ReclaimFragment(e, o) /\ Visit("reclaim", e, o)
PfnMigrate(e, o)        == MigrateFragment(e, o) /\ Visit("migrate", e, o)
PfnPoison(e, o)         == PoisonFragment(e, o) /\ Visit("poison", e, o)

PfnNext ==
  \/ \E f \in On("Read", File), u \in Offset : PfnRead(f, u)
  \/ \E f \in On("Write", Writable), u \in Offset :
       \E d \in DataAt(u) : PfnWrite(f, u, d)
  \/ \E f \in On("Truncate", File), n \in Size : PfnTruncate(f, n)
  \/ \E f \in On("Clone", Source), u \in Offset, n \in Length,
        g \in On("Clone", Destination), v \in Offset : PfnClone(f, u, n, g, v)
  \/ \E f \in On("Fsync", File) : PfnFsync(f)
  \/ \E f \in On("Create", File) : PfnCreate(f)
  \/ \E f \in On("Unlink", File) : PfnUnlink(f)
  \/ \E p \in On("Map", Process), f \in Mappable : PfnMap(p, f)
  \/ \E p \in On("Load", Process), u \in Unit : PfnLoad(p, u)
  \/ \E p \in On("Store", Process), u \in Unit :
       \E d \in DataAt(u) : PfnStore(p, u, d)
  \/ \E f \in On("Writeback", File), b \in Block : PfnWriteback(f, b)
  \/ \E f \in On("ReclaimOwn", File), b \in Block : PfnReclaimOwn(f, b)
  \/ \E f \in On("Evict", File) : PfnEvict(f)
  \/ \E e \in On("ReclaimFragment", Extent), o \in Block : PfnReclaim(e, o)
  \/ \E e \in On("MigrateFragment", Extent), o \in Block : PfnMigrate(e, o)
  \/ \E e \in On("PoisonFragment", Extent), o \in Block : PfnPoison(e, o)

PfnSpec == PfnInit /\ [][PfnNext]_pvars

------------------------------------------------------------------------------

\* A page frame in a slot is that of a folio in use: else a read of one file
\* shows memory that has become another's.
NoUseAfterFreeInv ==
  /\ FoliosInUseInv
  /\ \A f \in File : \A b \in Block :
       entry[f][b] # NoFolio => folio[entry[f][b]] # FreeFolio

\* It is that of the fragment's folio: a lookup through the page frame finds
\* what one through (fragment, offset) would.  So PfnEntries refines FragmentCache
\* by leaving entry out.
LookupInv ==
  \A f \in File : \A b \in Block :
    entry[f][b] # NoFolio =>
      /\ slot[f][b].kind = "ref"
      /\ entry[f][b] = FolioAt(Cache, f, b)

\* The fragment's referrers and its mapping are where a folio's slots and page
\* tables are found.
SlotsFoundInv ==
  \A f \in File : \A b \in Block : entry[f][b] # NoFolio =>
    LET p == entry[f][b]
    IN /\ folio[p].mapping[1] = "fragment"
       /\ \E r \in fragment[folio[p].mapping[2]].referrers :
            /\ r.file = f /\ r.at <= b /\ b < r.at + r.len
            /\ folio[p].index = r.offset + (b - r.at)

------------------------------------------------------------------------------
(* Cost of a step, counted over the transition.                            *)

PfnsChanged ==
  SlotsChanged \cup {x \in File \X Block : entry'[x[1]][x[2]] # entry[x[1]][x[2]]}

==============================================================================
