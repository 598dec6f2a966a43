----------------------------- MODULE DesignState -----------------------------
(***************************************************************************)
(* Models     : what the designs on a store have in common: files with     *)
(*              block maps, folios, the inodes' mappings, page tables of   *)
(*              shared views, writeback; and the view of an application.   *)
(*              A design says what a fill, a copy on write, a clone, a     *)
(*              truncate and reclaim do to the cache.                      *)
(* Refines    : nothing by itself; FV is the mapping to FileView.          *)
(* Kernel     : struct address_space, folio, vm_area_struct; block maps of *)
(*              XFS and btrfs; mm/filemap.c, mm/rmap.c, mm/truncate.c.     *)
(* Not here   : dedupe, punch, crash, pins, private views, ENOSPC, sizes   *)
(*              within a block.  FragmentCache has them all; no design     *)
(*              gets an easier task by their absence than it has.  How     *)
(*              calls end is FileView's: designs do not differ in it.      *)
(* Checked    : with the designs, MC* of this directory in models.json.    *)
(***************************************************************************)
EXTENDS Calls

ASSUME OneUnitAssumption == UnitsPerBlock = 1 /\ Handle = {} /\ Capacity = 0

VARIABLES
  exists,   \* [File -> BOOLEAN]
  size,     \* [File -> 0..Blocks]
  bmap,     \* [File -> [Block -> Sector or Hole]]  the block map
  store,    \* [Sector -> AnyData]
  slot,     \* [File -> [Block -> Folio or NoFolio]]  the inode's i_pages
  device,   \* [Disks -> [Sector -> Folio or NoFolio]]  the block device's
            \*   i_pages; empty but in BlockDeviceOwner
  folio,    \* [Folio -> [mapping, index, data, dirty, refs]]
  view,     \* [Process -> File or NoView]  a MAP_SHARED view
  pte       \* [Process -> [Block -> [folio, writable]]]

vars == <<exists, size, bmap, store, slot, device, folio, view, pte>>

Disks == 1 .. 2
Hole == 0
NoFolio == 0
Sector == 1 .. Cardinality(File) * Blocks + 1
Folio  == 1 .. 2 * Cardinality(File) * Blocks + 1
Lowest(S) == CHOOSE x \in S : \A y \in S : x <= y

NoView  == [kind |-> "none"]
NoPte   == [folio |-> NoFolio, writable |-> FALSE]
Nowhere == <<"none">>
FileMapping(f) == <<"file", f>>
FreeFolio == [mapping |-> Nowhere, index |-> 0, data |-> Zero, dirty |-> FALSE,
              refs |-> 0]

TypeOK ==
  /\ exists \in [File -> BOOLEAN]
  /\ size \in [File -> 0 .. Blocks]
  /\ bmap \in [File -> [Block -> Sector \cup {Hole}]]
  /\ store \in [Sector -> AnyData]
  /\ slot \in [File -> [Block -> Folio \cup {NoFolio}]]
  /\ device \in [Disks -> [Sector -> Folio \cup {NoFolio}]]
  /\ \A p \in Folio : /\ folio[p].data \in AnyData
                      /\ folio[p].dirty \in BOOLEAN
                      /\ folio[p].refs \in Nat
  /\ view \in [Process -> File \cup {NoView}]
  /\ pte \in [Process -> [Block -> [folio : Folio \cup {NoFolio},
                                    writable : BOOLEAN]]]

Init ==
  /\ exists = [f \in File |-> FALSE]
  /\ size = [f \in File |-> 0]
  /\ bmap = [f \in File |-> [b \in Block |-> Hole]]
  /\ store = [s \in Sector |-> Zero]
  /\ slot = [f \in File |-> [b \in Block |-> NoFolio]]
  /\ device = [k \in Disks |-> [s \in Sector |-> NoFolio]]
  /\ folio = [p \in Folio |-> FreeFolio]
  /\ view = [p \in Process |-> NoView]
  /\ pte = [p \in Process |-> [b \in Block |-> NoPte]]

------------------------------------------------------------------------------
(* Parts of a step take the cache c, a record of the variables, to the     *)
(* cache after it.                                                         *)

Cache == [exists |-> exists, size |-> size, bmap |-> bmap, store |-> store,
          slot |-> slot, device |-> device, folio |-> folio, view |-> view,
          pte |-> pte]

Users(c, s) == {x \in File \X Block : c.bmap[x[1]][x[2]] = s}

\* What a sector holds that is no file's is nobody's business.
Become(c) ==
  /\ exists' = c.exists
  /\ size' = c.size
  /\ bmap' = c.bmap
  /\ store' = [s \in Sector |-> IF Users(c, s) = {} THEN Zero ELSE c.store[s]]
  /\ slot' = c.slot
  /\ device' = c.device
  /\ folio' = c.folio
  /\ view' = c.view
  /\ pte' = c.pte

\* What block b of f holds: the slot, on a miss the store.
Lookup(c, f, b) ==
  IF c.slot[f][b] # NoFolio THEN c.folio[c.slot[f][b]].data
  ELSE IF c.bmap[f][b] # Hole THEN c.store[c.bmap[f][b]] ELSE Zero

NewFolio(c) == Lowest({p \in Folio : c.folio[p] = FreeFolio})

\* Folio p becomes x.
SetFolio(c, p, x) ==
  [c EXCEPT !.folio = [q \in Folio |-> IF q = p THEN x ELSE @[q]]]

AddFolio(c, p, mapping, index, data, dirty) ==
  SetFolio(c, p, [mapping |-> mapping, index |-> index, data |-> data,
                  dirty |-> dirty, refs |-> 1])

\* n references of folio p go; without any it is free.
PutFolio(c, p, n) ==
  IF p = NoFolio THEN c
  ELSE SetFolio(c, p, IF c.folio[p].refs <= n THEN FreeFolio
                      ELSE [c.folio[p] EXCEPT !.refs = @ - n])

\* Each folio of the set P loses one reference.
PutFolios(c, P) ==
  [c EXCEPT !.folio = [p \in Folio |->
     IF p \notin P THEN @[p]
     ELSE IF @[p].refs <= 1 THEN FreeFolio ELSE [@[p] EXCEPT !.refs = @ - 1]]]

------------------------------------------------------------------------------
(* Page tables.                                                            *)

Ptes(c)      == {x \in Process \X Block : c.pte[x[1]][x[2]].folio # NoFolio}
PtesOf(c, p) == {x \in Ptes(c) : c.pte[x[1]][x[2]].folio = p}
Viewers(c, f) == {p \in Process : c.view[p] = f}
PtesAt(c, f, B) == {x \in Ptes(c) : x[1] \in Viewers(c, f) /\ x[2] \in B}

\* zap_pte_range(): entries X go, and with them their references.
Zap(c, X) ==
  LET left(p) == Cardinality({x \in X : c.pte[x[1]][x[2]].folio = p})
  IN [c EXCEPT
       !.pte = [p \in Process |-> [b \in Block |->
                  IF <<p, b>> \in X THEN NoPte ELSE @[p][b]]],
       !.folio = [p \in Folio |->
                    IF left(p) = 0 THEN @[p]
                    ELSE IF @[p].refs = left(p) THEN FreeFolio
                    ELSE [@[p] EXCEPT !.refs = @ - left(p)]]]

SetPte(c, p, b, q, w) ==
  LET z == Zap(c, {x \in Ptes(c) : x = <<p, b>>})
  IN [z EXCEPT !.pte[p][b] = [folio |-> q, writable |-> w],
               !.folio = [x \in Folio |->
                 IF x = q THEN [@[x] EXCEPT !.refs = @ + 1] ELSE @[x]]]

WriteProtect(c, P) ==
  [c EXCEPT !.pte = [p \in Process |-> [b \in Block |->
     IF @[p][b].folio \in P THEN [@[p][b] EXCEPT !.writable = FALSE]
     ELSE @[p][b]]]]

------------------------------------------------------------------------------
(* The store.                                                              *)

NewSector(c) == Lowest({s \in Sector : Users(c, s) = {}})
SharedBlock(c, f, b) ==
  c.bmap[f][b] # Hole /\ Users(c, c.bmap[f][b]) # {<<f, b>>}

DirtyAt(c, f, b) == c.slot[f][b] # NoFolio /\ c.folio[c.slot[f][b]].dirty

\* Writeback of block b of f: in place if the block is f's alone, else to a new
\* one, which ends a copy on write; page tables write-protected.
CleanBlock(c, f, b) ==
  LET p == c.slot[f][b]
      s == IF c.bmap[f][b] = Hole \/ SharedBlock(c, f, b)
           THEN NewSector(c) ELSE c.bmap[f][b]
  IN IF ~DirtyAt(c, f, b) THEN c
     ELSE WriteProtect([SetFolio(c, p, [c.folio[p] EXCEPT !.dirty = FALSE])
                          EXCEPT !.bmap[f][b] = s,
                                 !.store[s] = c.folio[p].data], {p})

RECURSIVE CleanRange(_, _, _, _)
CleanRange(c, f, b, end) ==
  IF b >= end THEN c ELSE CleanRange(CleanBlock(c, f, b), f, b + 1, end)

\* Blocks b..end-1 of f become holes.
Unmapped(c, f, b, end) ==
  [c EXCEPT !.bmap[f] = [i \in Block |->
     IF b <= i /\ i < end THEN Hole ELSE @[i]]]

\* Blocks b..b+n-1 of f are those of g from d on, too.
MapShared(c, f, b, n, g, d) ==
  [c EXCEPT !.bmap[g] = [i \in Block |->
     IF d <= i /\ i < d + n THEN c.bmap[f][b + (i - d)] ELSE @[i]]]

------------------------------------------------------------------------------
(* What an application sees.                                               *)

Seen == [f \in File |-> [b \in Block |->
           IF b < size[f] THEN Lookup(Cache, f, b) ELSE Zero]]

FV == INSTANCE FileView WITH
        content  <- Seen,             \* through the slot, then the block map
        view     <- [p \in Process |->
                       IF view[p] = NoView THEN NoView
                       ELSE [kind |-> "shared", file |-> view[p],
                             copy |-> [b \in Block |-> <<>>]]],
        pin      <- [h \in Handle |-> NoView],
        poisoned <- {},
        left     <- [f \in File |-> [exists |-> {FALSE}, size |-> {0},
                                     content |-> [u \in Unit |-> {Zero}]]],
        storage  <- [f \in File |-> [b \in Block |-> "hole"]],
        room     <- 0

\* How a call ends is the same in every design.
Outcome(call) == FV!Outcome(call)

\* Blocks of a clone: length 0 means to EOF.
CloneCount(f, u, n) == IF n = 0 THEN size[f] - u ELSE n

------------------------------------------------------------------------------
(* Calls, in terms of what a design does in them: Fill(c, f, b) caches a   *)
(* block, Put(c, f, b, d) stores to one, Empty(c, f, b, end) takes blocks  *)
(* b..end-1 from the cache, Remap(c, f, b, n, g, d) clones.                *)

Create(f) ==
  /\ FV!CreateStatus(f) = "OK"
  /\ Become([Cache EXCEPT !.exists[f] = TRUE])

ReadBy(Fill(_, _, _), f, u) ==            \* filemap_read()
  /\ FV!ReadStatus(f, u) = "OK"
  /\ Become(IF u < size[f] THEN Fill(Cache, f, u) ELSE Cache)

WriteBy(Put(_, _, _, _), f, u, d) ==      \* iomap_file_buffered_write()
  /\ FV!WriteStatus(f, u) = "OK"
  /\ Become([Put(Cache, f, u, d) EXCEPT !.size[f] = Max(@, u + 1)])

TruncateBy(Empty(_, _, _, _), f, n) ==    \* truncate_setsize()
  /\ FV!TruncateStatus(f, n) = "OK"
  /\ Become([Unmapped(Empty(Cache, f, n, Blocks), f, n, Blocks)
               EXCEPT !.size[f] = n])

CloneBy(Remap(_, _, _, _, _, _), f, u, n, g, v) ==  \* vfs_clone_file_range()
  /\ FV!CloneStatus(f, u, n, g, v) = "OK"
  /\ Become(IF CloneCount(f, u, n) = 0 THEN Cache
            ELSE [Remap(Cache, f, u, CloneCount(f, u, n), g, v)
                    EXCEPT !.size[g] = Max(@, v + CloneCount(f, u, n))])

UnlinkBy(Empty(_, _, _, _), f) ==         \* vfs_unlink(), evict()
  /\ exists[f] /\ Viewers(Cache, f) = {}
  /\ Become([Unmapped(Empty(Cache, f, 0, Blocks), f, 0, Blocks)
               EXCEPT !.size[f] = 0, !.exists[f] = FALSE])

Fsync(f) ==                               \* file_write_and_wait_range()
  /\ FV!FsyncStatus(f) = "OK"
  /\ Become(CleanRange(Cache, f, 0, Blocks))

Mmap(p, f) ==                             \* mmap_region()
  /\ FV!MapStatus(p, f) = "OK"
  /\ Become([Cache EXCEPT !.view[p] = f])

LoadBy(Fill(_, _, _), p, u) ==            \* do_read_fault()
  /\ FV!LoadStatus(p, u) = "OK"
  /\ pte[p][u] = NoPte
  /\ LET c == Fill(Cache, view[p], u)
     IN /\ c.slot[view[p]][u] # NoFolio
        /\ Become(SetPte(c, p, u, c.slot[view[p]][u], FALSE))

StoreBy(Put(_, _, _, _), p, u, d) ==      \* do_shared_fault()
  /\ FV!StoreViewStatus(p, u) = "OK"
  /\ LET c == Put(Cache, view[p], u, d)
     IN Become(SetPte(c, p, u, c.slot[view[p]][u], TRUE))

Writeback(f, b) ==                        \* writeback_iter()
  /\ DirtyAt(Cache, f, b)
  /\ Become(CleanBlock(Cache, f, b))

------------------------------------------------------------------------------
(* Properties that every design is held to.                                *)

SlotsOf(p) == {x \in File \X Block : slot[x[1]][x[2]] = p}
InUse(p)   == folio[p].refs > 0
InDevice(p) == {x \in Disks \X Sector : device[x[1]][x[2]] = p}

\* A clone is a copy, and so on: every step is one of FileView, or shows
\* nothing.
RefinesProp == FV!Spec

\* Each call does what the same call does in FileView, and what the kernel does
\* by itself shows nothing: else bytes that come back would pass for a write.
SameEffectBy(Read(_, _), Write(_, _, _), Truncate(_, _), Clone(_, _, _, _, _),
             Unlink(_), Load(_, _), Store(_, _, _), Environment) ==
  /\ \A f \in On("Read", File), u \in Block : Read(f, u) => FV!Read(f, u)
  /\ \A f \in On("Write", File), u \in Block, d \in Data :
       Write(f, u, d) => FV!Write(f, u, d)
  /\ \A f \in On("Truncate", File), n \in Size :
       Truncate(f, n) => FV!Truncate(f, n)
  /\ \A f, g \in On("Clone", File), u, v \in Block, n \in Length :
       Clone(f, u, n, g, v) => FV!Clone(f, u, n, g, v)
  /\ \A f \in On("Unlink", File) : Unlink(f) => FV!Unlink(f)
  /\ \A p \in On("Load", Process), u \in Block : Load(p, u) => FV!Load(p, u)
  /\ \A p \in On("Store", Process), u \in Block, d \in Data :
       Store(p, u, d) => FV!Store(p, u, d)
  /\ Environment => FV!Hidden

\* A cached folio is in the one mapping, at the one index, that it names: else
\* rmap, truncate and writeback look for it in the wrong place.  An entry that
\* refers to another mapping's folio is no second place; a reference-counted
\* one is.
OneOwnerInv ==
  \A p \in Folio : InUse(p) =>
    LET places == {<<FileMapping(x[1]), x[2]>> : x \in SlotsOf(p)}
                  \cup {<<<<"device", x[1]>>, x[2]>> : x \in InDevice(p)}
    IN IF folio[p].mapping[1] = "device"
       THEN <<folio[p].mapping, folio[p].index>> \in places
       ELSE places = {<<folio[p].mapping, folio[p].index>>}

\* What a slot or page table names is in use: else a read of one file shows
\* memory that has become another's.
NoUseAfterFreeInv ==
  /\ \A f \in File : \A b \in Block : slot[f][b] # NoFolio => InUse(slot[f][b])
  /\ \A x \in Ptes(Cache) : InUse(pte[x[1]][x[2]].folio)

\* A page table maps what a lookup finds: else MAP_SHARED and read(2) differ.
NoStalePteInv ==
  \A x \in Ptes(Cache) :
    /\ x[2] < size[view[x[1]]]
    /\ pte[x[1]][x[2]].folio = slot[view[x[1]]][x[2]]

\* A dirty folio is in the mapping of the file that was written to: else
\* __folio_mark_dirty() tags another inode's i_pages, and fsync finds nothing.
WritebackFindsInv ==
  \A f \in File : \A b \in Block :
    DirtyAt(Cache, f, b) =>
      folio[slot[f][b]].mapping = FileMapping(f) /\ folio[slot[f][b]].index = b

\* A folio that a page table can store to is no other file's.
NoWritableSharedPteInv ==
  \A x \in Ptes(Cache) :
    pte[x[1]][x[2]].writable => SlotsOf(pte[x[1]][x[2]].folio)
                                \subseteq {<<view[x[1]], x[2]>>}

\* Never more blocks cached than there are: one for each block of the store,
\* and one for each that was written to and is not there yet.
MemoryBoundInv ==
  LET cached == {p \in Folio : InUse(p)}
      dirty  == {x \in File \X Block : DirtyAt(Cache, x[1], x[2])}
      stored == {bmap[x[1]][x[2]] : x \in {y \in (File \X Block) \ dirty :
                                             bmap[y[1]][y[2]] # Hole}}
  IN Cardinality(cached) <= Cardinality(dirty) + Cardinality(stored)

\* From a folio, with no file at hand, the kernel finds every entry that has it,
\* Entries(p), and every page table, Walk(p): else it can neither be freed nor
\* moved.
RmapCompleteBy(Entries(_), Walk(_)) ==
  \A p \in Folio : InUse(p) =>
    SlotsOf(p) \subseteq Entries(p) /\ PtesOf(Cache, p) \subseteq Walk(p)

\* folio->mapping's i_pages, at folio->index.
OwnEntries(p) ==
  {<<f, folio[p].index>> : f \in {g \in File : folio[p].mapping = FileMapping(g)}}

\* rmap_walk_file(): the views of the mapping that a folio names, at its index.
RmapWalk(p) ==
  {x \in PtesOf(Cache, p) : /\ FileMapping(view[x[1]]) = folio[p].mapping
                            /\ x[2] = folio[p].index}

\* A clone of what is shared, to an empty range, touches no folio.
CloneTouchesNoFolioBy(Clone(_, _, _, _, _)) ==
  \A f, g \in File : \A u, v \in Block : \A n \in Length :
    /\ Clone(f, u, n, g, v)
    /\ \A i \in u .. u + CloneCount(f, u, n) - 1 :
         SharedBlock(Cache, f, i) /\ ~DirtyAt(Cache, f, i)
    /\ \A i \in Block : slot[g][i] = NoFolio
    => folio' = folio

\* A folio that two files have keeps its bytes.
SharedImmutableProp ==
  [][\A p \in Folio :
       Cardinality(SlotsOf(p)) > 1 /\ folio'[p].refs > 0
       /\ {x \in File \X Block : slot'[x[1]][x[2]] = p} \cap SlotsOf(p) # {}
         => folio'[p].data = folio[p].data]_vars

------------------------------------------------------------------------------
(* Witnesses: what a design can do at all.                                 *)

\* Two files have one folio at unequal offsets.
ReachSharedAtOffsets ==
  ~\E p \in Folio : InUse(p) /\ \E x, y \in SlotsOf(p) :
      x[1] # y[1] /\ x[2] # y[2]

\* One block of a clone was written to, the next is still shared.
ReachRestShared ==
  ~\E f, g \in File : \E b, d \in Block :
      /\ f # g /\ b # d /\ DirtyAt(Cache, g, d) /\ bmap[g][d] # Hole
      /\ slot[f][b] # NoFolio /\ slot[f][b] = slot[g][b]

\* A read by one file finds what another has cached: not only a clone shares,
\* so that sharing outlives reclaim and eviction.
SharedFromStoreBy(Read(_, _)) ==
  \E f, g \in File : \E b \in Block :
    /\ f # g /\ slot[f][b] = NoFolio /\ slot[g][b] # NoFolio
    /\ Read(f, b)
    /\ slot'[f][b] = slot[g][b]

------------------------------------------------------------------------------
(* Cost of a step, counted over the transition: folios whose state changes *)
(* (count, mapping, bytes); entries of mappings that change; mappings of   *)
(* which any does, which is how often i_pages is locked.                   *)

FoliosTouched  == {p \in Folio : folio'[p] # folio[p]}
EntriesChanged ==
  {x \in File \X Block : slot'[x[1]][x[2]] # slot[x[1]][x[2]]}
  \cup {x \in Disks \X Sector : device'[x[1]][x[2]] # device[x[1]][x[2]]}
MappingsLocked ==
  {<<"file", f>> : f \in {x \in File : slot'[x] # slot[x]}}
  \cup {<<"device", k>> : k \in {x \in Disks : device'[x] # device[x]}}
FoliosCached == Cardinality({p \in Folio : folio'[p].refs > 0})

==============================================================================
