---------------------------- MODULE FragmentCache ----------------------------
(***************************************************************************)
(* Models     : the page cache of files that share fragments, one atomic   *)
(*              step per call: block maps, slots, fragments with counts    *)
(*              and referrers, folios, store extents; mapped views and     *)
(*              pins; read fill, writeback, reclaim, inode eviction and    *)
(*              re-attach, migration, poison, crash.                       *)
(* Refines    : FileView; the mapping is in FragmentCacheProperties.       *)
(* Kernel     : mm/filemap.c, mm/truncate.c, mm/vmscan.c                   *)
(*              __remove_mapping(), fs/remap_range.c                       *)
(*              generic_remap_checks(), fs/inode.c evict(); each action    *)
(*              names its function.                                        *)
(* Not here   : interleavings: one call is one step here; races belong to  *)
(*              FragmentSteps.  The order within a call is written down    *)
(*              all the same, for it decides which ids are free.           *)
(*              Zero folios for holes: a hole is read without a folio, and *)
(*              mapped to the zero page, as on DAX; safe because a hole    *)
(*              has no block to share.                                     *)
(* Checked    : MCFragmentCache_* in models.json.                          *)
(*                                                                         *)
(* The state is in CacheState, how calls end in CacheOutcomes, the parts   *)
(* of their steps in CacheFolios, CacheStore and CacheRemap.               *)
(***************************************************************************)
EXTENDS CacheOutcomes

(* Calls.  A call that succeeds brings its inodes into memory.             *)

Read(f, u) ==                             \* filemap_read()
  /\ ReadStatus(f, u) = "OK"
  /\ Become(IF u < size[f] THEN Fill(Iget(Cache, f), f, BlockOf(u))
            ELSE Iget(Cache, f))

\* A write past EOF zeroes the tail of the old EOF block first.
WriteUnit(c, f, u, d) ==
  LET c1 == IF u >= c.size[f] THEN ZeroTail(c, f, c.size[f]) ELSE c
  IN [StoreUnit(c1, f, u, d) EXCEPT !.size[f] = Max(@, u + 1)]

Write(f, u, d) ==                         \* generic_perform_write()
  /\ WriteStatus(f, u) = "OK"
  /\ Become(WriteUnit(Iget(Cache, f), f, u, d))

\* A shrinking file loses blocks, and private copies of them.  The zeroed tail
\* is on the store before the size is, as in xfs_setattr_size(): else a crash
\* shows what was cut off.
ShrinkTo(c, f, n) ==
  LET first   == BlocksFor(n)
      dropped == DropCopies(DropRange(c, f, first, Blocks - first),
                            f, first .. Blocks - 1)
  IN CleanBlocks([ZeroTail(dropped, f, n) EXCEPT !.size[f] = n],
                 f, TailBlock(c, f, n))

GrowTo(c, f, n) == [ZeroTail(c, f, c.size[f]) EXCEPT !.size[f] = n]

Truncate(f, n) ==                         \* truncate_setsize()
  /\ TruncateStatus(f, n) = "OK"
  /\ LET c == Iget(Cache, f)
     IN Become(IF n < size[f] THEN ShrinkTo(c, f, n)
               ELSE IF n > size[f] THEN GrowTo(c, f, n) ELSE c)

\* Whole blocks go; blocks covered in part are written to.
PunchUnits(c, f, u, n) ==
  LET first == BlockOf(RoundUp(u))
      whole == DropRange(c, f, first, Max(0, BlockOf(u + n) - first))
      part  == PartBlocks(f, u, n)
      Edge(x, b) == StoreBlock(x, f, b, ZeroRange(Lookup(x, f, b), b, u, n))
      lo == Lowest(part)
      hi == CHOOSE b \in part : \A x \in part : x <= b
  IN IF part = {} THEN whole
     ELSE IF lo = hi THEN Edge(whole, lo) ELSE Edge(Edge(whole, lo), hi)

Punch(f, u, n) ==                         \* truncate_pagecache_range()
  /\ PunchStatus(f, u, n) = "OK"
  /\ Become(PunchUnits(Iget(Cache, f), f, u, n))

Clone(f, u, n, g, v) ==                   \* vfs_clone_file_range()
  /\ CloneStatus(f, u, n, g, v) = "OK"
  /\ LET both == Iget(Iget(Cache, f), g)
         len  == RemapLength(f, u, n)
     IN Become(IF len = 0 THEN both
               ELSE CloneBlocks(both, f, BlockOf(u),
                                BlockOf(BlockLength(f, u, len)),
                                g, BlockOf(v), v + len))

Dedupe(f, u, n, g, v) ==                  \* vfs_dedupe_file_range_one()
  LET status == DedupeStatus(f, u, n, g, v)
      both   == Iget(Iget(Cache, f), g)
      len    == IF n = 0 THEN 0 ELSE DedupeCount(f, u, n, g, v)
  IN /\ status \in Completed
     /\ Become(IF len = 0 THEN both
               ELSE DedupeBlocks(both, f, BlockOf(u), BlocksFor(len),
                                 g, BlockOf(v), status = "SAME"))

Fsync(f) ==                               \* file_write_and_wait_range()
  /\ FsyncStatus(f) = "OK"
  /\ Become(CommitLog(CleanBlocks(Iget(Cache, f), f, Block)))

Create(f) ==                              \* lookup_open()
  /\ CreateStatus(f) = "OK"
  /\ Become(Iget(Cache, f))

\* evict() of an inode without name.
Forget(c, f) ==
  [DropRange(c, f, 0, Blocks) EXCEPT !.size[f] = 0, !.inode[f] = "absent"]

\* The inode stays while a view maps it.
Unlink(f) ==                              \* vfs_unlink(), iput()
  /\ UnlinkStatus(f) = "OK"
  /\ Become(IF Viewers(Cache, f) = {} THEN Forget(Cache, f)
            ELSE [Cache EXCEPT !.inode[f] = "orphan"])

------------------------------------------------------------------------------
(* Mapped views.                                                           *)

Map(p, f, k) ==                           \* mmap_region()
  /\ MapStatus(p, f) = "OK"
  /\ Become([Iget(Cache, f) EXCEPT !.view[p] = View(k, f)])

\* A process's page table and private copies go, and with the last view of a
\* file without a name the file.
Unmapped(c, p) ==
  LET f  == c.view[p].file
      c1 == Zap(c, {x \in Ptes(c) : x[1] = p})
      c2 == [c1 EXCEPT !.view[p] = NoView,
                       !.pte[p] = [b \in Block |-> NoPte]]
  IN IF c.view[p] = NoView THEN c
     ELSE IF c.inode[f] = "orphan" /\ Viewers(c2, f) = {}
          THEN Forget(c2, f) ELSE c2

Unmap(p) ==                               \* unmap_region()
  /\ Become(Unmapped(Cache, p))

\* A read fault maps what a read finds, read-only.
FaultRead(c, p, b) ==
  LET f  == c.view[p].file
      c1 == Fill(c, f, b)
  IN IF c.pte[p][b] # NoPte THEN c
     ELSE MapFolio(c1, p, b, FolioAt(c1, f, b), FALSE)

Load(p, u) ==                             \* do_read_fault()
  /\ LoadStatus(p, u) = "OK"
  /\ Become(FaultRead(Cache, p, BlockOf(u)))

\* A store to a shared view is a write to the file's own folio, which only then
\* may be mapped writable (D7).
StoreShared(c, p, u, d) ==
  LET f  == c.view[p].file
      b  == BlockOf(u)
      c1 == StoreUnit(c, f, u, d)
  IN MapFolio(c1, p, b, c1.slot[f][b].folio, TRUE)

\* A store to a private view is to a copy, whatever the file does later.
StorePrivate(c, p, u, d) ==
  LET b  == BlockOf(u)
      c1 == FaultRead(c, p, b)
      x  == c1.pte[p][b]
      old == IF x.kind = "copy" THEN x.data
             ELSE IF x.folio = ZeroPage THEN ZeroBytes
             ELSE c1.folio[x.folio].data
  IN [Zap(c1, Ptes(c1) \cap {<<p, b>>})
        EXCEPT !.pte[p][b] = CopyPte([old EXCEPT ![UnitOf(u)] = d])]

Store(p, u, d) ==                         \* do_shared_fault(), do_cow_fault()
  /\ StoreViewStatus(p, u) = "OK"
  /\ Become(IF view[p].kind = "shared" THEN StoreShared(Cache, p, u, d)
            ELSE StorePrivate(Cache, p, u, d))

------------------------------------------------------------------------------
(* Pins.                                                                   *)

\* A pin for writing breaks sharing as a store does, and its folio is dirty
\* from then on (FOLL_WRITE).
TakePin(c, h, f, u, k) ==
  LET b  == BlockOf(u)
      c1 == IF k = "read" THEN Fill(c, f, b)
            ELSE StoreBlock(c, f, b, Lookup(c, f, b))
      q  == FolioAt(c1, f, b)
      c2 == [c1 EXCEPT !.pin[h] = [kind |-> k, file |-> f, at |-> u,
                                   folio |-> q]]
  IN IF q = ZeroPage THEN c2 ELSE [c2 EXCEPT !.folio[q].refs = @ + 1]

Pin(h, f, u, k) ==                        \* pin_user_pages()
  /\ PinStatus(h, f, u, k) = "OK"
  /\ Become(TakePin(Iget(Cache, f), h, f, u, k))

\* What is in no mapping goes with its last pin.
DropPin(c, h) ==
  LET q == c.pin[h].folio
  IN [c EXCEPT
       !.pin[h] = NoPin,
       !.folio = [p \in Folio |->
         IF p # q THEN @[p]
         ELSE IF @[p].mapping = <<"none">> /\ @[p].refs = 1 THEN FreeFolio
         ELSE [@[p] EXCEPT !.refs = @ - 1]]]

Unpin(h) ==                               \* unpin_user_pages()
  /\ UnpinStatus(h) = "OK"
  /\ Become(DropPin(Cache, h))

PinLoad(h) ==                             \* a device, see dma_map_sgtable()
  pin[h] # NoPin /\ UNCHANGED vars

\* A device stores without a fault: to the file's block, if it is that still.
PinStore(h, d) ==                         \* a device, see dma_map_sgtable()
  /\ PinStoreStatus(h) = "OK"
  /\ Become([Cache EXCEPT !.folio[pin[h].folio].data[UnitOf(pin[h].at)] = d])

\* A call that fails leaves everything as it was, the cache too.
Reject(call) ==                           \* generic_remap_checks()
  /\ Outcome(call).status \notin Completed
  /\ UNCHANGED vars

------------------------------------------------------------------------------
(* Steps of the environment: the kernel's own choices are arguments (D16). *)

IsOwn(f, b)   == slot[f][b].kind = "own"
OwnOf(f, b)   == slot[f][b].folio
HasFolio(e, o) ==
  o \in DOMAIN fragment[e].folios /\ fragment[e].folios[o] # NoFolio
FolioOf(e, o) == fragment[e].folios[o]

Writeback(f, b) ==                        \* writeback_iter()
  /\ IsOwn(f, b) /\ folio[OwnOf(f, b)].dirty
  /\ Become(CleanBlocks(Cache, f, {b}))

\* A clean folio can be had again from the store: me_pagecache_clean().
CanReclaim(f, b) ==
  /\ Disk /\ IsOwn(f, b)
  /\ ~folio[OwnOf(f, b)].dirty /\ Movable(Cache, OwnOf(f, b))

ReclaimOwn(f, b) ==                       \* __remove_mapping()
  /\ CanReclaim(f, b)
  /\ Become(EmptySlots(Cache, f, b, 1))

\* A folio of a fragment is always clean (D5).  References stay as they are:
\* they name an offset, not a folio (D2).  Page tables are found through the
\* referrers, in every file (D4).
DropFragmentFolio(c, e, o) ==
  LET p == c.fragment[e].folios[o]
  IN RemoveFolios([Zap(c, PtesOf(c, p))
                     EXCEPT !.fragment[e].folios[o] = NoFolio], {p})

ReclaimFragment(e, o) ==                  \* __remove_mapping()
  /\ Disk /\ HasFolio(e, o) /\ Movable(Cache, FolioOf(e, o))
  /\ Become(DropFragmentFolio(Cache, e, o))

\* Only an inode that nobody maps, and without dirty or pinned folios, leaves
\* memory.  Its block map stays.
Evict(f) ==                               \* evict()
  /\ Disk /\ inode[f] = "incore" /\ Viewers(Cache, f) = {}
  /\ \A b \in Block : IsOwn(f, b) => CanReclaim(f, b)
  /\ Become([EmptySlots(Cache, f, 0, Blocks) EXCEPT !.inode[f] = "evicted"])

\* The bytes move to another folio, page tables follow; the old one is free.
Moved(c, p, q) ==
  [c EXCEPT !.folio[q] = c.folio[p], !.folio[p] = FreeFolio,
            !.pte = [x \in Process |-> [b \in Block |->
              IF <<x, b>> \in PtesOf(c, p)
              THEN [@[x][b] EXCEPT !.folio = q] ELSE @[x][b]]]]

MigrateOwn(f, b) ==                       \* migrate_folio_move()
  /\ IsOwn(f, b) /\ Movable(Cache, OwnOf(f, b))
  /\ LET q == NewFolio(Cache)
     IN Become([Moved(Cache, OwnOf(f, b), q) EXCEPT !.slot[f][b] = OwnFolio(q)])

\* No slot changes, in whatever file: the fragment is the folio's mapping (D2).
MigrateFragment(e, o) ==                  \* migrate_folio_move()
  /\ HasFolio(e, o) /\ Movable(Cache, FolioOf(e, o))
  /\ LET q == NewFolio(Cache)
     IN Become([Moved(Cache, FolioOf(e, o), q)
                  EXCEPT !.fragment[e].folios[o] = q])

\* The only copy of a block is lost.  The folio stays, so that accesses fail
\* rather than show older bytes, as by shmem_error_remove_folio().
Poison(c, p) ==
  [Zap(c, PtesOf(c, p)) EXCEPT !.folio[p].poisoned = TRUE,
                               !.folio[p].dirty = FALSE,
                               !.folio[p].data = ZeroBytes]

PoisonOwn(f, b) ==                        \* memory_failure()
  /\ IsOwn(f, b) /\ Movable(Cache, OwnOf(f, b))
  /\ Become(IF CanReclaim(f, b) THEN EmptySlots(Cache, f, b, 1)
            ELSE Poison(Cache, OwnOf(f, b)))

PoisonFragment(e, o) ==                   \* memory_failure()
  /\ HasFolio(e, o) /\ Movable(Cache, FolioOf(e, o))
  /\ Become(IF Disk THEN DropFragmentFolio(Cache, e, o)
            ELSE Poison(Cache, FolioOf(e, o)))

TakeBack(f, e) ==                         \* D9; as wp_can_reuse_anon_folio()
  /\ OnlyReferrer(Cache, f, e)
  /\ Become(TakeBackFragment(Cache, f, e))

Commit ==                                 \* xfs_log_force()
  /\ "Commit" \in Ops /\ Disk
  /\ Become(CommitLog(Cache))

\* What is in memory is lost, and views and pins with their processes.
Crash ==                                  \* power is lost; xlog_recover()
  /\ "Crash" \in Ops
  /\ Become(Restart(durable))

------------------------------------------------------------------------------

Call ==
  \/ \E f \in On("Read", File), u \in Offset : Read(f, u)
  \/ \E f \in On("Write", Writable), u \in Offset :
       \E d \in DataAt(u) : Write(f, u, d)
  \/ \E f \in On("Truncate", File), n \in Size : Truncate(f, n)
  \/ \E f \in On("Punch", File), u \in Offset, n \in Length : Punch(f, u, n)
  \/ \E f \in On("Clone", Source), u \in Offset, n \in Length,
        g \in On("Clone", Destination), v \in Offset : Clone(f, u, n, g, v)
  \/ \E f \in On("Dedupe", Source), u \in Offset, n \in Length,
        g \in On("Dedupe", Destination), v \in Offset : Dedupe(f, u, n, g, v)
  \/ \E f \in On("Fsync", File) : Fsync(f)
  \/ \E f \in On("Create", File) : Create(f)
  \/ \E f \in On("Unlink", File) : Unlink(f)
  \/ \E p \in On("Map", Process), f \in Mappable, k \in ViewKind : Map(p, f, k)
  \/ \E p \in On("Unmap", Process) : Unmap(p)
  \/ \E p \in On("Load", Process), u \in Unit : Load(p, u)
  \/ \E p \in On("Store", Process), u \in Unit :
       \E d \in DataAt(u) : Store(p, u, d)
  \/ \E h \in On("Pin", Handle), f \in Mappable, u \in Unit, k \in PinKind :
       Pin(h, f, u, k)
  \/ \E h \in On("Unpin", Handle) : Unpin(h)
  \/ \E h \in On("PinLoad", Handle) : PinLoad(h)
  \/ \E h \in On("PinStore", Handle), d \in Data : PinStore(h, d)

Environment ==
  \/ \E f \in On("Writeback", File), b \in Block : Writeback(f, b)
  \/ \E f \in On("ReclaimOwn", File), b \in Block : ReclaimOwn(f, b)
  \/ \E e \in On("ReclaimFragment", Extent), o \in Block :
       ReclaimFragment(e, o)
  \/ \E f \in On("Evict", File) : Evict(f)
  \/ \E f \in On("MigrateOwn", File), b \in Block : MigrateOwn(f, b)
  \/ \E e \in On("MigrateFragment", Extent), o \in Block :
       MigrateFragment(e, o)
  \/ \E f \in On("PoisonOwn", File), b \in Block : PoisonOwn(f, b)
  \/ \E e \in On("PoisonFragment", Extent), o \in Block : PoisonFragment(e, o)
  \/ \E f \in On("TakeBack", File), e \in Extent : TakeBack(f, e)
  \/ Commit
  \/ Crash

Next == Call \/ Environment

Spec == Init /\ [][Next]_vars

------------------------------------------------------------------------------

\* The step of a call given as a tuple; used to compare layers call by call.
Do(call) ==
  LET op == call[1]
      x  == call[2]
  IN CASE op = "Read"     -> Read(x, call[3])
       [] op = "Write"    -> Write(x, call[3], call[4])
       [] op = "Truncate" -> Truncate(x, call[3])
       [] op = "Punch"    -> Punch(x, call[3], call[4])
       [] op = "Clone"    -> Clone(x, call[3], call[4], call[5], call[6])
       [] op = "Dedupe"   -> Dedupe(x, call[3], call[4], call[5], call[6])
       [] op = "Fsync"    -> Fsync(x)
       [] op = "Create"   -> Create(x)
       [] op = "Unlink"   -> Unlink(x)
       [] op = "Map"      -> Map(x, call[3], call[4])
       [] op = "Unmap"    -> Unmap(x)
       [] op = "Load"     -> Load(x, call[3])
       [] op = "Store"    -> Store(x, call[3], call[4])
       [] op = "Pin"      -> Pin(x, call[3], call[4], call[5])
       [] op = "Unpin"    -> Unpin(x)
       [] op = "PinLoad"  -> PinLoad(x)
       [] op = "PinStore" -> PinStore(x, call[3])

==============================================================================
