----------------------- MODULE FragmentStepsProperties -----------------------
(***************************************************************************)
(* Models     : what must hold of FragmentSteps in every state, between    *)
(*              states, and in the end.                                    *)
(* Refines    : FileView, and with one thread FragmentCache: RefinesProp   *)
(*              and RefinesCacheProp.                                      *)
(* Kernel     : nothing; each property says what would go wrong.           *)
(* Not here   : properties of a call by itself; FragmentCache has them.    *)
(* Checked    : MCFragmentSteps_* in models.json.                          *)
(*                                                                         *)
(* Counts are equations in every state (D15).  What is on its way is named *)
(* by where a thread is; with no thread on its way these terms are zero.   *)
(***************************************************************************)
EXTENDS FragmentSteps

Slots == File \X Block
Slot(x) == slot[x[1]][x[2]]
PteOf(x) == pte[x[1]][x[2]]

\* Threads that are at one of the labels L.
AtLabel(L) == {t \in Thread : pc[t] \in L}

------------------------------------------------------------------------------
(* References on folios.                                                   *)

\* Where page[t] is no reference: not yet, not any more, or frozen.
NotHeldLabels ==
  {"LookupSlot", "LookupFind", "LookupGet", "LookupWait", "DedupeEnd", "Return",
   "FillFind", "FillInsert", "FillUptodate", "FillUndo", "FillMap", "ReadLock",
   "ReadFilled", "ReadHole", "ReadRelease"}
FrozenLabels ==
  {"ReclaimDelete", "LateTouch", "ReclaimFree", "MigrateReplace",
   "MigrateCopy", "MigrateRestore"}
IsFrozen(p) == \E t \in AtLabel(FrozenLabels) : page[t] = p
Temporary(p) ==
  Cardinality({t \in Thread : page[t] = p /\ pc[t] \notin NotHeldLabels})
  + Cardinality({t \in Thread : other[t] = p /\ pc[t] # "DedupeEnd"})
  + Cardinality({t \in Thread : new[t] = p /\ pc[t] # "Return"})
Pinned(p) == Cardinality({t \in Thread : held[t] # NoPin /\ held[t].folio = p})
             + Cardinality({t \in AtLabel({"PinRecheck"}) : page[t] = p})
MappedBy(p) == {x \in Slots : PteOf(x).kind = "folio" /\ PteOf(x).folio = p}

\* A folio's references are its mapping's one, page tables, and those of threads
\* and pins, however many share it (D3): fewer free memory in use, more leak it.
FolioRefsInv ==
  \A p \in Folio :
    folio[p].refs =
      IF IsFrozen(p) THEN 0 ELSE
        (IF folio[p].mapping = NoMapping THEN 0 ELSE 1)
        + Cardinality(MappedBy(p)) + Temporary(p)
        + Cardinality({t \in Thread : held[t] # NoPin /\ held[t].folio = p})

PinsExactInv == \A p \in Folio : ~IsFrozen(p) => folio[p].pins = Pinned(p)

------------------------------------------------------------------------------
(* Counts of fragments.                                                    *)

\* A count that thread t has taken for a slot to come, or not yet put for one
\* that went.
InFlight(e) ==
  Cardinality(
    {t \in AtLabel({"FillSet", "CloneSet", "ShareSlot", "FillUndo", "DropReferrer",
                    "DropCount"}) : frag[t] = e}
    \cup {t \in AtLabel({"RemoveZap", "RemoveDrop"}) :
            entry[t].kind = "ref" /\ entry[t].fragment = e}
    \cup {t \in AtLabel({"CowCopy", "CowZap", "FaultMap", "FaultUnlock",
                         "WriteCopy", "WriteSize", "WriteUnlock"}) :
            new[t] # NoFolio /\ entry[t].kind = "ref" /\ entry[t].fragment = e})

\* The count is the slots that refer (D3), else memory goes too early, or never.
RefsExactInv ==
  \A e \in Fragment :
    fragment[e].count =
      Cardinality({x \in Slots : Slot(x).kind = "ref" /\ Slot(x).fragment = e})
      + InFlight(e)

\* Every slot that refers is registered (D4), so that each page table is found.
ReferrersInv ==
  \A x \in Slots :
    Slot(x).kind = "ref" =>
      <<x[1], x[2], Slot(x).offset>> \in fragment[Slot(x).fragment].referrers

\* Nothing refers to a fragment whose memory is about to go (D8).
FreedFragmentInv ==
  \A e \in Fragment :
    fragment[e].state # "live" =>
      /\ \A x \in Slots : Slot(x).kind = "ref" => Slot(x).fragment # e
      /\ \A p \in Folio : folio[p].mapping # FragmentMapping(e)

------------------------------------------------------------------------------
(* Folios, mappings, page tables.                                          *)

\* Threads about to zap the page tables of block x: its slot went before (D10).
Zapping(x) == {t \in AtLabel({"RemoveZap", "CowCopy", "CowZap"}) : at[t] = x}

\* A folio is where its mapping says, and nowhere else (D1): else truncate or
\* reclaim of one place leaves it in another.
OneOwnerInv ==
  /\ \A x \in Slots :
       LET p == Slot(x).folio
       IN Slot(x).kind = "own" =>
            \/ (folio[p].mapping = FileMapping(x[1]) /\ folio[p].index = x[2])
            \/ \E t \in AtLabel({"ShareSlot"}) : page[t] = p /\ at[t] = x
            \/ IsFrozen(p)
  /\ \A e \in Fragment : \A o \in Block :
       LET p == fragment[e].folios[o]
       IN fragment[e].state = "live" /\ p # NoFolio =>
            \/ folio[p].mapping = FragmentMapping(e) /\ folio[p].index = o
            \/ IsFrozen(p)
  /\ \A p \in Folio :
       LET m == folio[p].mapping
           i == folio[p].index
       IN \/ m = NoMapping
          \/ m[1] = "file" /\ slot[m[2]][i] = OwnFolio(p)
          \/ m[1] = "fragment" /\ fragment[m[2]].folios[i] = p
          \/ \E t \in AtLabel({"MigrateReplace"}) : new[t] = p

\* In a fragment a folio is clean, not under writeback, in no writable page table,
\* under no pin but one that is about to find its entry changed, and up to date
\* unless its filler has it locked (D5).
FragmentCleanInv ==
  \A p \in Folio :
    folio[p].mapping[1] = "fragment" =>
      /\ ~folio[p].dirty /\ ~folio[p].writeback
      /\ \A t \in Thread : held[t] # NoPin => held[t].folio # p
      /\ folio[p].uptodate \/ folio[p].lock # NoThread

NoWritableSharedPteInv ==
  \A x \in Slots :
    PteOf(x).kind # "none" /\ PteOf(x).folio # ZeroPage /\ PteOf(x).writable =>
      folio[PteOf(x).folio].mapping[1] # "fragment"

\* A folio that can be stored to without a fault is dirty: else a store is lost.
WritableDirtyInv ==
  \A x \in Slots :
    PteOf(x).kind = "folio" /\ PteOf(x).writable /\ PteOf(x).folio # ZeroPage =>
      folio[PteOf(x).folio].dirty \/ folio[PteOf(x).folio].mapping = NoMapping

\* A page table shows what the slot has, or its zap is on its way: else a
\* process sees bytes that the file no longer has.
NoStalePteInv ==
  \A x \in Slots :
    PteOf(x).kind # "none" =>
      LET p == PteOf(x).folio
          s == Slot(x)
      IN \/ Zapping(x) # {}
         \/ (s.kind = "own" /\ s.folio = p)
         \/ (s.kind = "ref" /\ fragment[s.fragment].folios[s.offset] = p)
         \/ (s.kind = "empty" /\ p = ZeroPage /\ bmap[x[1]][x[2]] = Hole)
         \/ \E t \in AtLabel({"MigrateCopy", "MigrateRestore"}) : page[t] = p  \* it waits

\* Every page table that has a folio is found through its mapping (D4): else
\* reclaim, migration and poison leave it behind.
RmapCompleteInv ==
  \A x \in Slots :
    PteOf(x).kind = "folio" /\ PteOf(x).folio # ZeroPage =>
      x \in Rmap(PteOf(x).folio) \/ Zapping(x) # {}

\* Reclaim takes what is clean and not in use, mapped or not.
ReclaimTakesInv ==
  Alone => \A t \in AtLabel({"Return"}) :
    op[t].call = "reclaim" =>
      LET s == SlotAt(t)
      IN CASE s.kind = "own"   -> folio[s.folio].dirty
           [] s.kind = "ref"   -> fragment[s.fragment].folios[s.offset] = NoFolio
           [] s.kind = "empty" -> TRUE

\* Freed memory is poisoned, and stays so: what is read from it, or written to
\* it, is a use after free.
NoUseAfterFreeInv ==
  /\ \A p \in Folio : folio[p].refs = 0 /\ ~IsFrozen(p) => folio[p] = FreeFolio
  /\ \A e \in Fragment :
       fragment[e].state = "free" => fragment[e] = FreeFragment
  /\ \A t \in Thread :
       Poison \notin {page[t], other[t], value[t]} /\ result[t] # Returns(Poison)

------------------------------------------------------------------------------
(* What callers see.                                                       *)

\* A call returns what FileView returns at some moment between its start and
\* its end.
LinearizableInv ==
  \A t \in AtLabel({"Return"}) : result[t] \in aux_allowed[t]

\* A call that says OK changed FileView's state once, another never.
EffectsInv ==
  \A t \in AtLabel({"Return"}) :
    op[t].call # "pinstore" =>
      aux_effects[t] = IF op[t].call \in Updates /\ result[t] = OK THEN 1 ELSE 0

\* What cache and store hold of a block.
Bytes(f, b) ==
  LET s == slot[f][b]
      p == IF s.kind = "own" THEN s.folio
           ELSE IF s.kind = "ref" THEN fragment[s.fragment].folios[s.offset]
           ELSE NoFolio
  IN IF p # NoFolio THEN folio[p].data
     ELSE IF bmap[f][b] = Hole THEN Zero ELSE disk[PlaceOf(bmap[f][b])]

\* In the end files are as FileView has them, in the cache and, where that is
\* clean, on the store; nothing is locked, held or on its way.
QuiescentInv ==
  AllDone =>
    /\ size = aux_size
    /\ \A x \in Slots :
         /\ Bytes(x[1], x[2]) = aux_content[x[1]][x[2]]
         /\ x[2] >= size[x[1]] =>
              Slot(x) = Empty /\ bmap[x[1]][x[2]] = Hole /\ PteOf(x) = NoPte
         /\ Slot(x).kind = "own" /\ ~folio[Slot(x).folio].dirty =>
              bmap[x[1]][x[2]].kind = "own"
              /\ disk[PlaceOf(bmap[x[1]][x[2]])] = folio[Slot(x).folio].data
         /\ Slot(x).kind = "ref" =>
              bmap[x[1]][x[2]] = Shared(fragment[Slot(x).fragment].key, Slot(x).offset)
    /\ \A f \in File : irwsem[f] = NoThread /\ invalidate[f] = Unlocked
    /\ \A p \in Folio : folio[p].lock = NoThread /\ ~folio[p].writeback
    /\ \A e \in Fragment : fragment[e].state = "live" =>
         /\ fragment[e].count > 0
         /\ \A r \in fragment[e].referrers : slot[r[1]][r[2]] = Ref(e, r[3])
    /\ rcu = {}

\* A key finds one fragment: else two sharers fill two folios for one block, or
\* one finds the bytes of another file.
MemoryBoundInv ==
  \A e1, e2 \in Fragment :
    fragment[e1].hashed /\ fragment[e2].hashed /\ fragment[e1].key = fragment[e2].key
      => e1 = e2

\* A clone, and a dedupe of equal blocks, end with both files on one block of the
\* store, or with two holes; only a pin makes them copy, or refuse.
RemapSharesInv ==
  \A t \in AtLabel({"RemapRelease"}) :
    LET m == bmap[op[t].file][op[t].block]
    IN (\E x \in Thread : \E i \in DOMAIN run.program[x] : run.program[x][i].call = "pin")
       \/ (result[t] # <<"EBUSY">>
           /\ (result[t] \in {OK, <<"SAME">>} =>
                 m = bmap[op[t].to][op[t].toBlock] /\ m.kind # "own"))

------------------------------------------------------------------------------
(* Locks: who waits for one holds none that comes after it.  So the graph  *)
(* of who waits for whom has no cycle.                                     *)

HeldLocks(t) ==
  {<<1, FileRank[f]>> : f \in {x \in File : irwsem[x] = t}}
  \cup {<<2, FileRank[f]>> : f \in {x \in File : invalidate[x].owner = t
                                               \/ t \in invalidate[x].readers}}
  \cup {<<3, 0>> : p \in {x \in Folio : folio[x].lock = t}}
NextLocks(t) ==
  LET own(k) == {<<k, FileRank[at[t][1]]>>}
      two(k, f) == {<<k, FileRank[f]>>}
  IN CASE pc[t] \in {"WriteLock", "PunchLock"} -> own(1)
       [] pc[t] = "TruncateLock" -> own(IF TruncateInodeLockFirst THEN 1 ELSE 2)
       [] pc[t] = "TruncateInvalidate" -> own(IF TruncateInodeLockFirst THEN 2 ELSE 1)
       [] pc[t] \in {"FaultInvalidate", "ReadLock", "LoadInvalidate",
                     "PunchInvalidate"} -> own(2)
       [] pc[t] = "RemapLockFirst" ->
            two(1, IF RemapLocksInOrder THEN First(op[t].file, op[t].to)
                   ELSE op[t].file)
       [] pc[t] = "RemapLockSecond" /\ op[t].file # op[t].to ->
            two(1, IF RemapLocksInOrder THEN Second(op[t].file, op[t].to)
                   ELSE op[t].to)
       [] pc[t] = "RemapInvalidateFirst" -> two(2, First(op[t].file, op[t].to))
       [] pc[t] = "RemapInvalidateSecond" /\ op[t].file # op[t].to ->
            two(2, Second(op[t].file, op[t].to))
       [] pc[t] \in {"LookupWait", "DropFolios", "CleanLock", "RemoveLock",
                     "FaultLock"} -> {<<3, 0>>}
       [] pc[t] = "WriteFolio" /\ entry[t].kind = "own" -> {<<3, 0>>}
       [] OTHER -> {}
Before(x, y) == x[1] < y[1] \/ (x[1] = y[1] /\ x[2] < y[2])
LockOrderInv ==
  \A t \in Thread : \A x \in NextLocks(t) : \A y \in HeldLocks(t) : Before(y, x)

------------------------------------------------------------------------------
(* In the end.                                                             *)

\* Every call returns: no retry spins for ever against threads that finish.
EveryCallReturnsProp == \A t \in Thread : <>(pc[t] = "Done")

\* The memory of a fragment that nobody refers to is freed.
UnreferencedIsFreedProp ==
  \A e \in Fragment :
    (fragment[e].state # "free" /\ fragment[e].count = 0)
      ~> (fragment[e].state = "free")

------------------------------------------------------------------------------
(* The layers above.                                                       *)

FV == INSTANCE FileView WITH
        UnitsPerBlock <- 1, Data <- 1 .. 9, Process <- File, Handle <- {},
        Capacity <- 0, Backing <- "disk",
        Ops      <- {"Read", "Write", "Truncate", "Punch", "Clone", "Dedupe",
                     "Load", "Store"},
        exists   <- [f \in File |-> TRUE],
        size     <- aux_size,
        content  <- aux_content,
        view     <- [f \in File |-> [kind |-> "shared", file |-> f,
                                     copy |-> [b \in Block |-> <<>>]]],
        pin      <- <<>>,
        poisoned <- {},
        left     <- [f \in File |-> <<>>],
        storage  <- [f \in File |-> [b \in Block |-> "hole"]],
        room     <- 0

\* The call of FileView that o is, and its outcome as FragmentSteps returns it.
ViewCall(o) ==
  CASE o.call = "read"     -> <<"Read", o.file, o.block>>
    [] o.call = "load"     -> <<"Load", o.file, o.block>>
    [] o.call = "store"    -> <<"Store", o.file, o.block, o.data>>
    [] o.call = "write"    -> <<"Write", o.file, o.block, o.data>>
    [] o.call = "truncate" -> <<"Truncate", o.file, o.data>>
    [] o.call = "punch"    -> <<"Punch", o.file, o.block, 1>>
    [] o.call = "clone"    -> <<"Clone", o.file, o.block, 1, o.to, o.toBlock>>
    [] o.call = "dedupe"   -> <<"Dedupe", o.file, o.block, 1, o.to, o.toBlock>>
ViewResult(r) ==
  IF r.status # "OK" THEN <<r.status>> ELSE IF r.data = <<>> THEN OK
  ELSE Returns(r.data[1])

\* What a call may return now is what FileView says (StepsState's Allowed).
AllowedInv ==
  \A t \in Thread :
    op[t].call \in {"read", "load", "store", "write", "truncate", "punch", "clone",
                   "dedupe"} =>
      LET r == ViewResult(FV!Outcome(ViewCall(op[t])))
      IN (IF op[t].call = "read" /\ r = OK THEN EOF ELSE r)
           \in Allowed(op[t], aux_size, aux_content, aux_cut)

\* The ghosts change as FileView does: each effect is a step of it.
RefinesProp == [][FV!Next]_<<aux_size, aux_content>>

\* Who evicts a file does not map it.
NotMapped == \E t \in Thread : \E i \in DOMAIN run.program[t] :
               run.program[t][i].call = "evict"

FC == INSTANCE FragmentCache WITH
        UnitsPerBlock <- 1, Data <- 1 .. 9, Process <- File, Handle <- {},
        Capacity <- 0, Backing <- "disk",
        Ops      <- {"Read", "Write", "Truncate", "Punch", "Clone", "Dedupe",
                     "Load", "Store", "Writeback", "ReclaimOwn",
                     "ReclaimFragment", "Evict", "MigrateOwn", "MigrateFragment"},
        inode    <- aux_cache.inode,
        size     <- aux_cache.size,
        bmap     <- aux_cache.bmap,
        extent   <- aux_cache.extent,
        slot     <- aux_cache.slot,
        fragment <- aux_cache.fragment,
        folio    <- aux_cache.folio,
        view     <- [f \in File |-> IF NotMapped THEN [kind |-> "none"]
                                    ELSE [kind |-> "shared", file |-> f]],
        pte      <- aux_cache.pte,
        pin      <- <<>>,
        durable  <- <<>>

\* With one thread, from call to call, this is FragmentCache.
RefinesCacheProp == [][FC!Next]_aux_cache

==============================================================================
