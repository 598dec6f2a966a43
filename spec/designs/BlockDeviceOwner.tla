-------------------------- MODULE BlockDeviceOwner ---------------------------
(***************************************************************************)
(* Models     : "a third address space which might be the block device's". *)
(*              What was read from a block is cached in the device's       *)
(*              mapping, indexed by the block's number; a file's slot has  *)
(*              the page frame of it, and no reference.  What is written   *)
(*              to is in the file's own mapping until a clone moves it.    *)
(*              There is no fragment, so nothing says which slots have a   *)
(*              folio, but the file system's reverse map.                  *)
(* Refines    : FileView, if reclaim and rmap ask the reverse map and a    *)
(*              freed block takes its folio along (ReverseMap, Aliases).   *)
(* Gives up   : as it stands RmapCompleteInv and NoUseAfterFreeInv; always *)
(*              MemoryBoundInv on several devices, and where blocks are    *)
(*              smaller than pages; sharing on tmpfs (_Limit).             *)
(* Kernel     : block/bdev.c, fs/buffer.c clean_bdev_aliases(); the RFC    *)
(*              for btrfs of October 2021 and its review; XFS's rmapbt.    *)
(* Atomicity  : a call is a step.  PfnSteps has the races of slots that    *)
(*              hold a page frame; they are the same here.                 *)
(* Not here   : the metadata that the same mapping caches.                 *)
(* Checked    : MCBlockDeviceOwner_* in models.json.                       *)
(***************************************************************************)
EXTENDS DesignState

CONSTANTS
  ReverseMap,    \* whether eviction finds a block's slots and page tables
                 \*   through the file system's reverse map
  Aliases,       \* whether the folio of a block that is freed is dropped
  Mirrors,       \* SUBSET Disks: the devices that have each block
  BlocksPerPage  \* 1, or 2: a page holds two blocks, next to each other

ASSUME MirrorsAssumption == Mirrors \subseteq Disks /\ Mirrors # {}

DeviceMapping(k) == <<"device", k>>

\* A page of the file must be a page of the device: the same blocks in the
\* same places.  Else a file's view would map its neighbours' blocks too.
Fits(c, f, b) == c.bmap[f][b] % BlocksPerPage = (b + 1) % BlocksPerPage

\* A read that misses: the device's folio, found or read, which the slot has
\* from then on.  Mirror k is read.
FillFrom(c, f, b, k) ==
  LET s == c.bmap[f][b]
      p == NewFolio(c)
      q == c.device[k][s]
  IN IF c.slot[f][b] # NoFolio \/ s = Hole THEN c
     ELSE IF ~Fits(c, f, b)
     THEN [AddFolio(c, p, FileMapping(f), b, c.store[s], FALSE)
             EXCEPT !.slot[f][b] = p]
     ELSE IF q # NoFolio THEN [c EXCEPT !.slot[f][b] = q]
     ELSE [AddFolio(c, p, DeviceMapping(k), s, c.store[s], FALSE)
             EXCEPT !.device[k][s] = p, !.slot[f][b] = p]
Fill(c, f, b) == FillFrom(c, f, b, Lowest(Mirrors))

Owned(c, f, b) ==
  c.slot[f][b] # NoFolio /\ c.folio[c.slot[f][b]].mapping = FileMapping(f)

\* clean_bdev_aliases(): what no file has any more, or each that does has its
\* own folio of, is not cached in the device's mapping.
Stale(c) ==
  {x \in Disks \X Sector :
     /\ c.device[x[1]][x[2]] # NoFolio
     /\ \A y \in Users(c, x[2]) : Owned(c, y[1], y[2])}
Cleaned(c) ==
  IF ~Aliases \/ Stale(c) = {} THEN c
  ELSE LET S == Stale(c)
       IN PutFolios([c EXCEPT !.device = [k \in Disks |-> [s \in Sector |->
                       IF <<k, s>> \in S THEN NoFolio ELSE @[k][s]]]],
                    {c.device[x[1]][x[2]] : x \in S})

\* The entries of a file go; only its own folios go with them.
EmptySlots(c, f, b, end) ==
  LET R == {i \in Block : b <= i /\ i < end}
      z == Zap(c, PtesAt(c, f, R))
  IN PutFolios([z EXCEPT !.slot[f] = [i \in Block |->
                  IF i \in R THEN NoFolio ELSE @[i]]],
               {c.slot[f][i] : i \in {j \in R : Owned(c, f, j)}})

\* A write: to the file's own folio, which on the first one takes the place of
\* the device's.
StoreBlock(c, f, b, d) ==
  LET p == NewFolio(c)
      z == EmptySlots(c, f, b, b + 1)
  IN IF Owned(c, f, b)
     THEN SetFolio(c, c.slot[f][b],
                   [c.folio[c.slot[f][b]] EXCEPT !.data = d, !.dirty = TRUE])
     ELSE [AddFolio(z, p, FileMapping(f), b, d, TRUE) EXCEPT !.slot[f][b] = p]

\* Clone: the source's own folios move to the device's mapping, once; the
\* destination's slots stay empty until they are read.
RECURSIVE Moved(_, _, _, _)
Moved(c, f, b, end) ==
  IF b >= end THEN c
  ELSE LET p == c.slot[f][b]
           s == c.bmap[f][b]
           k == Lowest(Mirrors)
       IN Moved(IF ~Owned(c, f, b) \/ ~Fits(c, f, b) \/ c.device[k][s] # NoFolio
                THEN c
                ELSE [WriteProtect(c, {p}) EXCEPT
                        !.folio[p].mapping = DeviceMapping(k),
                        !.folio[p].index = s,
                        !.device[k][s] = p],
                f, b + 1, end)

CloneBlocks(c, f, b, n, g, d) ==
  LET clean == CleanRange(c, f, b, b + n)
      empty == Unmapped(EmptySlots(clean, g, d, d + n), g, d, d + n)
  IN Moved(MapShared(empty, f, b, n, g, d), f, b, b + n)

\* What the kernel finds of a folio by itself: no view of a file is in the
\* device's i_mmap, no slot of a file is in its i_pages.  The reverse map has
\* the files of a block, if the file system has one and keeps it in memory.
SlotsFound(p) ==
  IF folio[p].mapping[1] # "device" THEN OwnEntries(p)
  ELSE IF ReverseMap THEN Users(Cache, folio[p].index) ELSE {}
Found(p) ==
  IF folio[p].mapping[1] # "device" THEN RmapWalk(p)
  ELSE IF ReverseMap
  THEN {x \in PtesOf(Cache, p) :
          <<view[x[1]], x[2]>> \in Users(Cache, folio[p].index)}
  ELSE {}

\* A folio of the device's that a page table has, and nobody can find, shows as
\* a reference too many.
CanReclaim(p) ==
  /\ InUse(p) /\ ~folio[p].dirty
  /\ folio[p].refs = 1 + Cardinality(Found(p))

ReclaimFolio(c, p) ==
  LET S == SlotsFound(p)
      z == Zap(c, Found(p))
  IN PutFolio([z EXCEPT
                 !.slot = [f \in File |-> [b \in Block |->
                   IF @[f][b] = p /\ <<f, b>> \in S THEN NoFolio ELSE @[f][b]]],
                 !.device = [k \in Disks |-> [s \in Sector |->
                   IF @[k][s] = p THEN NoFolio ELSE @[k][s]]]], p, 1)

------------------------------------------------------------------------------
(* Each step ends with what must not be cached any longer gone.            *)

PutBlock(c, f, b, d)            == Cleaned(StoreBlock(c, f, b, d))
Emptied(c, f, b, end)           ==
  Cleaned(Unmapped(EmptySlots(c, f, b, end), f, b, end))
Remapped(c, f, b, n, g, d)      == Cleaned(CloneBlocks(c, f, b, n, g, d))

Read(f, u)           == /\ ReadBy(Fill, f, u)
ReadMirror(f, u, k)  ==
  LET From(c, g, b) == FillFrom(c, g, b, k) IN /\ ReadBy(From, f, u)
Write(f, u, d)       == /\ WriteBy(PutBlock, f, u, d)
Truncate(f, n)       == /\ TruncateBy(Emptied, f, n)
Clone(f, u, n, g, v) == /\ CloneBy(Remapped, f, u, n, g, v)
Unlink(f)            == /\ UnlinkBy(Emptied, f)
Load(p, u)           == /\ LoadBy(Fill, p, u)
Store(p, u, d)       == /\ StoreBy(PutBlock, p, u, d)

Sync(f) ==                                \* Fsync, and no alias stays
  /\ FV!FsyncStatus(f) = "OK"
  /\ Become(Cleaned(CleanRange(Cache, f, 0, Blocks)))

WritebackBlock(f, b) ==                   \* writeback_iter()
  /\ DirtyAt(Cache, f, b)
  /\ Become(Cleaned(CleanBlock(Cache, f, b)))

Reclaim(p) ==                             \* shrink_folio_list()
  /\ CanReclaim(p)
  /\ Become(ReclaimFolio(Cache, p))

Environment ==
  \/ \E f \in On("Writeback", File), b \in Block : WritebackBlock(f, b)
  \/ \E p \in On("Reclaim", Folio) : Reclaim(p)

Next ==
  \/ \E f \in On("Create", File) : Create(f)
  \/ \E f \in On("Read", File), u \in Block, k \in Mirrors : ReadMirror(f, u, k)
  \/ \E f \in On("Write", Writable), u \in Block, d \in Data : Write(f, u, d)
  \/ \E f \in On("Truncate", File), n \in Size : Truncate(f, n)
  \/ \E f \in On("Clone", Source), u \in Block, n \in Length,
        g \in Destination, v \in Block : Clone(f, u, n, g, v)
  \/ \E f \in On("Fsync", File) : Sync(f)
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

RmapCompleteInv ==
  LET All(p) == SlotsFound(p)
      Walk(p) == Found(p)
  IN RmapCompleteBy(All, Walk)

ReclaimableInv == \A p \in Folio : InUse(p) /\ ~folio[p].dirty => CanReclaim(p)

CloneTouchesNoFolioProp == [][CloneTouchesNoFolioBy(Clone)]_vars

ReachSharedFromStore == [][~SharedFromStoreBy(Read)]_vars

==============================================================================
