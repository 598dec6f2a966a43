------------------------------ MODULE NoSharing ------------------------------
(***************************************************************************)
(* Models     : XFS and btrfs today: reflinked files share blocks, each    *)
(*              has its own folios of them.  Clone writes the source back  *)
(*              and drops the destination's folios; no folio is shared.    *)
(* Refines    : FileView.                                                  *)
(* Gives up   : MemoryBoundInv: K clones cache K copies (_Limit).          *)
(* Kernel     : fs/remap_range.c __generic_remap_file_range_prep(),        *)
(*              fs/xfs/xfs_reflink.c xfs_reflink_remap_prep(),             *)
(*              fs/btrfs/reflink.c btrfs_clone().                          *)
(* Atomicity  : a call is a step.  No race is the point here: each mapping *)
(*              is its inode's alone, as everywhere in the kernel.         *)
(* Not here   : tmpfs, which has no reflink.                               *)
(* Checked    : MCNoSharing_* in models.json.                              *)
(***************************************************************************)
EXTENDS DesignState

\* A read or fault fills the file's own mapping from the store.
Fill(c, f, b) ==
  IF c.slot[f][b] # NoFolio \/ c.bmap[f][b] = Hole THEN c
  ELSE LET p == NewFolio(c)
       IN [AddFolio(c, p, FileMapping(f), b, c.store[c.bmap[f][b]], FALSE)
             EXCEPT !.slot[f][b] = p]

\* A write is to the file's own folio; on a shared block that is a CoW of the
\* block, which writeback ends, and no folio is copied if it is cached.
StoreBlock(c, f, b, d) ==
  LET p == IF c.slot[f][b] = NoFolio THEN NewFolio(c) ELSE c.slot[f][b]
      x == IF c.slot[f][b] = NoFolio
           THEN [AddFolio(c, p, FileMapping(f), b, d, TRUE)
                   EXCEPT !.slot[f][b] = p]
           ELSE c
  IN SetFolio(x, p, [x.folio[p] EXCEPT !.data = d, !.dirty = TRUE])

\* truncate_inode_pages_range()
EmptySlots(c, f, b, end) ==
  LET R == {i \in Block : b <= i /\ i < end}
      z == Zap(c, PtesAt(c, f, R))
  IN PutFolios([z EXCEPT !.slot[f] = [i \in Block |->
                  IF i \in R THEN NoFolio ELSE @[i]]],
               {c.slot[f][i] : i \in R} \ {NoFolio})

CloneBlocks(c, f, b, n, g, d) ==
  LET clean == CleanRange(c, f, b, b + n)
      empty == Unmapped(EmptySlots(clean, g, d, d + n), g, d, d + n)
  IN MapShared(empty, f, b, n, g, d)

CanReclaim(p) ==                          \* folio_ref_freeze(), then dirty
  /\ InUse(p) /\ ~folio[p].dirty
  /\ folio[p].refs = 1 + Cardinality(PtesOf(Cache, p))

ReclaimFolio(c, p) ==                     \* __remove_mapping()
  LET z == Zap(c, PtesOf(c, p))
  IN PutFolio([z EXCEPT !.slot = [f \in File |-> [b \in Block |->
                 IF @[f][b] = p THEN NoFolio ELSE @[f][b]]]], p, 1)

------------------------------------------------------------------------------

Read(f, u)           == /\ ReadBy(Fill, f, u)
Write(f, u, d)       == /\ WriteBy(StoreBlock, f, u, d)
Truncate(f, n)       == /\ TruncateBy(EmptySlots, f, n)
Clone(f, u, n, g, v) == /\ CloneBy(CloneBlocks, f, u, n, g, v)
Unlink(f)            == /\ UnlinkBy(EmptySlots, f)
Load(p, u)           == /\ LoadBy(Fill, p, u)
Store(p, u, d)       == /\ StoreBy(StoreBlock, p, u, d)

Reclaim(p) ==                             \* shrink_folio_list()
  /\ CanReclaim(p)
  /\ Become(ReclaimFolio(Cache, p))

Environment ==
  \/ \E f \in On("Writeback", File), b \in Block : Writeback(f, b)
  \/ \E p \in On("Reclaim", Folio) : Reclaim(p)

Next ==
  \/ \E f \in On("Create", File) : Create(f)
  \/ \E f \in On("Read", File), u \in Offset : Read(f, u)
  \/ \E f \in On("Write", Writable), u \in Offset, d \in Data : Write(f, u, d)
  \/ \E f \in On("Truncate", File), n \in Size : Truncate(f, n)
  \/ \E f \in On("Clone", Source), u \in Offset, n \in Length,
        g \in Destination, v \in Offset : Clone(f, u, n, g, v)
  \/ \E f \in On("Fsync", File) : Fsync(f)
  \/ \E f \in On("Unlink", File) : Unlink(f)
  \/ \E p \in On("Map", Process), f \in File : Mmap(p, f)
  \/ \E p \in On("Load", Process), u \in Block : Load(p, u)
  \/ \E p \in On("Store", Process), u \in Block, d \in Data : Store(p, u, d)
  \/ Environment

Spec == Init /\ [][Next]_vars

------------------------------------------------------------------------------

SameEffectProp ==
  [][SameEffectBy(Read, Write, Truncate, Clone, Unlink, Load, Store,
                  Environment)]_vars

RmapCompleteInv == RmapCompleteBy(OwnEntries, RmapWalk)

\* A clean folio can be freed.
ReclaimableInv == \A p \in Folio : InUse(p) /\ ~folio[p].dirty => CanReclaim(p)

CloneTouchesNoFolioProp == [][CloneTouchesNoFolioBy(Clone)]_vars

ReachSharedFromStore == [][~SharedFromStoreBy(Read)]_vars

==============================================================================
