---------------------------- MODULE CacheOutcomes ----------------------------
(***************************************************************************)
(* Models     : how each call ends in each state (D13), the checks in the  *)
(*              kernel's order, line by line.                              *)
(* Refines    : FileView's Outcome, see SameOutcomeInv.                    *)
(* Kernel     : fs/remap_range.c generic_remap_checks(),                   *)
(*              generic_remap_check_len(); fs/open.c vfs_fallocate();      *)
(*              mm/filemap.c filemap_fault(); mm/shmem.c for poison.       *)
(* Not here   : permissions, immutable files, swap files, other file       *)
(*              systems: they are refused before the cache is asked.       *)
(* Checked    : MCFragmentCache_* in models.json.                          *)
(***************************************************************************)
EXTENDS CacheRemap

\* A name, in memory or not.  An orphan has none.
Exists(f) == inode[f] \in {"evicted", "incore"}

\* The block's only copy is lost: reads and stores fail until it is dropped.
Poisoned(f, b) ==
  LET p == FolioAt(Cache, f, b) IN p # NoFolio /\ folio[p].poisoned

\* xfs_buffered_write_iomap_begin(): storing to blocks B of f fails for want of
\* the old bytes, or of space.
StoreStatus(f, B, n) ==
  IF \E b \in B : Poisoned(f, b) THEN "EIO"
  ELSE IF ~HasRoom(Cache, f, B, n) THEN "ENOSPC" ELSE "OK"

ReadStatus(f, u) ==                       \* filemap_read()
  IF ~Exists(f) THEN "ENOENT"
  ELSE IF u < size[f] /\ Poisoned(f, BlockOf(u)) THEN "EIO" ELSE "OK"

\* Blocks that a write to unit u stores to: its own, and the old EOF block.
WriteBlocks(f, u) ==
  {BlockOf(u)} \cup (IF u < size[f] THEN {} ELSE TailBlock(Cache, f, size[f]))

WriteStatus(f, u) ==                      \* generic_write_check_limits()
  IF ~Exists(f) THEN "ENOENT" ELSE IF u >= MaxSize THEN "EFBIG"
  ELSE StoreStatus(f, WriteBlocks(f, u), 0)

TruncateStatus(f, n) ==                   \* inode_newsize_ok()
  IF ~Exists(f) THEN "ENOENT" ELSE IF n > MaxSize THEN "EFBIG"
  ELSE IF n = size[f] THEN "OK"
  ELSE StoreStatus(f, TailBlock(Cache, f, Min(n, size[f])), 0)

\* Blocks that lie wholly in u..u+n-1, and those that do in part.
WholeBlocks(u, n) ==
  {b \in Block : u <= b * UnitsPerBlock /\ (b + 1) * UnitsPerBlock <= u + n}
PartBlocks(f, u, n) ==
  {b \in Block : /\ b * UnitsPerBlock < u + n /\ u < (b + 1) * UnitsPerBlock
                 /\ b \notin WholeBlocks(u, n)
                 /\ ~IsHole(Cache, f, b)}

PunchStatus(f, u, n) ==                   \* vfs_fallocate()
  IF ~Exists(f) THEN "ENOENT"
  ELSE IF n = 0 THEN "EINVAL"
  ELSE IF u + n > MaxSize THEN "EFBIG"
  ELSE StoreStatus(f, PartBlocks(f, u, n), 0)

PoisonedIn(f, u, n) ==
  n > 0 /\ \E b \in BlockOf(u) .. BlockOf(u + n - 1) : Poisoned(f, b)
WritePinnedBlocks(f, u, n) ==
  IF n = 0 THEN {}
  ELSE {b \in BlockOf(u) .. BlockOf(u + n - 1) :
          slot[f][b].kind = "own" /\ WritePinned(Cache, slot[f][b].folio)}

\* __generic_remap_file_range_prep(): length 0 means to EOF.
RemapLength(f, u, n) == IF n = 0 THEN size[f] - u ELSE n

\* generic_remap_checks(): the units that are left when the request is cut to
\* the source's end and s_maxbytes, then to whole blocks.  A request for the
\* source's EOF block takes all of that block.
CutLength(f, u, n, v) == Min(Min(n, size[f] - u), MaxSize - v)
ToEof(f, u, n)        == u + n = size[f]
BlockLength(f, u, n)  ==                  \* bcount
  IF ToEof(f, u, n) THEN RoundUp(size[f]) - u ELSE RoundDown(n)

RemapChecks(f, u, n, g, v) ==
  LET cut == CutLength(f, u, n, v)
      all == BlockLength(f, u, cut)
  IN IF ~Aligned(u) \/ ~Aligned(v) THEN "EINVAL"
     ELSE IF u >= size[f] THEN "EINVAL"
     ELSE IF v >= MaxSize THEN "EFBIG"
     ELSE IF f = g /\ v + all > u /\ v < u + all THEN "EINVAL"
     ELSE IF (IF ToEof(f, u, cut) THEN cut ELSE all) # n THEN "EINVAL"
     ELSE "OK"

\* generic_remap_check_len(): a partial EOF block would put its zeros over
\* bytes of a destination that goes on.
IntoTheMiddle(n, g, v) == ~Aligned(n) /\ v + n < size[g]

\* xfs_reflink_zero_posteof(): the destination's EOF block, if the clone grows
\* the file past it.
GrownTail(g, v, n) ==
  IF size[g] < v + n /\ BlockOf(size[g]) < BlockOf(v)
  THEN TailBlock(Cache, g, size[g]) ELSE {}

CloneStatus(f, u, n, g, v) ==             \* vfs_clone_file_range()
  LET len == RemapLength(f, u, n)
      all == BlockLength(f, u, len)
  IN IF ~Exists(f) \/ ~Exists(g) THEN "ENOENT"
     ELSE IF n = 0 /\ u = size[f] THEN "OK"
     ELSE IF RemapChecks(f, u, len, g, v) # "OK" THEN RemapChecks(f, u, len, g, v)
     ELSE IF PoisonedIn(f, u, all) THEN "EIO"
     ELSE IF IntoTheMiddle(len, g, v) THEN "EINVAL"
     ELSE StoreStatus(g, GrownTail(g, v, len),
                      Cardinality(WritePinnedBlocks(f, u, all)))

\* generic_remap_checks(): the units that dedupe compares and shares.  A partial
\* EOF block only if it is the EOF block of both, else whole blocks, silently.
DedupeCount(f, u, n, g, v) ==
  IF u + n = size[f] /\ v + n = size[g] THEN n ELSE RoundDown(n)

\* dedupe: vfs_dedupe_file_range_compare().
SameUnits(f, u, n, g, v) ==
  \A i \in 0 .. n - 1 :
    Lookup(Cache, f, BlockOf(u + i))[UnitOf(u + i)]
      = Lookup(Cache, g, BlockOf(v + i))[UnitOf(v + i)]

DedupeStatus(f, u, n, g, v) ==            \* vfs_dedupe_file_range_one()
  LET cnt == DedupeCount(f, u, n, g, v)
      bcount == RoundUp(cnt)
  IN IF ~Exists(f) \/ ~Exists(g) THEN "ENOENT"
     ELSE IF n = 0 THEN IF u > size[f] THEN "EINVAL" ELSE "SAME"
     ELSE IF ~Aligned(u) \/ ~Aligned(v) THEN "EINVAL"
     ELSE IF \/ u >= size[f] \/ u + n > size[f]
             \/ v >= size[g] \/ v + n > size[g] THEN "EINVAL"
     ELSE IF f = g /\ v + bcount > u /\ v < u + bcount THEN "EINVAL"
     ELSE IF PoisonedIn(f, u, bcount) \/ PoisonedIn(g, v, bcount) THEN "EIO"
     ELSE IF WritePinnedBlocks(f, u, bcount) # {}
             \/ WritePinnedBlocks(g, v, bcount) # {} THEN "EBUSY"
     ELSE IF SameUnits(f, u, cnt, g, v) THEN "SAME" ELSE "DIFFERS"

FsyncStatus(f) ==                         \* file_check_and_advance_wb_err()
  IF ~Exists(f) THEN "ENOENT"
  ELSE IF \E b \in Block : Poisoned(f, b) THEN "EIO" ELSE "OK"

\* In this model a name is its inode: it cannot be made anew while a view keeps
\* the unlinked one.
CreateStatus(f) ==                        \* lookup_open()
  IF Exists(f) THEN "EEXIST" ELSE IF inode[f] = "orphan" THEN "EBUSY" ELSE "OK"
UnlinkStatus(f) == IF Exists(f) THEN "OK" ELSE "ENOENT"

MapStatus(p, f) ==                        \* do_mmap(): MAP_FIXED_NOREPLACE
  IF ~Exists(f) THEN "ENOENT" ELSE IF view[p] # NoView THEN "EEXIST" ELSE "OK"

LoadStatus(p, u) ==                       \* filemap_fault()
  IF view[p] = NoView THEN "SIGSEGV"
  ELSE IF pte[p][BlockOf(u)].kind = "copy" THEN "OK"
  ELSE LET f == view[p].file
       IN IF BlockOf(u) >= BlocksFor(size[f]) \/ Poisoned(f, BlockOf(u))
          THEN "SIGBUS" ELSE "OK"

StoreViewStatus(p, u) ==                  \* do_shared_fault(), do_cow_fault()
  IF LoadStatus(p, u) # "OK" THEN LoadStatus(p, u)
  ELSE IF view[p].kind = "private" THEN "OK"
  ELSE IF HasRoom(Cache, view[p].file, {BlockOf(u)}, 0) THEN "OK" ELSE "SIGBUS"

\* What a load finds: the page table first, on a fault the cache.
LoadUnit(p, u) ==
  LET x == pte[p][BlockOf(u)]
      d == CASE x.kind = "copy"  -> x.data
             [] x.kind = "folio" -> IF x.folio = ZeroPage THEN ZeroBytes
                                    ELSE folio[x.folio].data
             [] x.kind = "none"  -> Lookup(Cache, view[p].file, BlockOf(u))
  IN d[UnitOf(u)]

PinStatus(h, f, u, k) ==                  \* pin_user_pages(): faultin_page()
  IF ~Exists(f) THEN "ENOENT"
  ELSE IF pin[h] # NoPin THEN "EBUSY"
  ELSE IF BlockOf(u) >= BlocksFor(size[f]) \/ Poisoned(f, BlockOf(u))
       THEN "EFAULT"
  ELSE IF k = "write" /\ ~HasRoom(Cache, f, {BlockOf(u)}, 0)
       THEN "EFAULT" ELSE "OK"
UnpinStatus(h)   == IF pin[h] = NoPin THEN "EINVAL" ELSE "OK"
PinStoreStatus(h) ==
  IF pin[h] = NoPin THEN "EINVAL"
  ELSE IF pin[h].kind = "read" THEN "EPERM" ELSE "OK"

PinUnit(h) ==
  IF pin[h].folio = ZeroPage THEN Zero
  ELSE folio[pin[h].folio].data[UnitOf(pin[h].at)]

Outcome(call) ==
  LET op == call[1]
      x  == call[2]
  IN CASE op = "Read" ->
            LET status == ReadStatus(x, call[3])
            IN IF status = "OK" /\ call[3] < size[x]
               THEN ReturnsUnit("OK", Lookup(Cache, x, BlockOf(call[3]))
                                        [UnitOf(call[3])])
               ELSE Returns(status)
       [] op = "Write"    -> Returns(WriteStatus(x, call[3]))
       [] op = "Truncate" -> Returns(TruncateStatus(x, call[3]))
       [] op = "Punch"    -> Returns(PunchStatus(x, call[3], call[4]))
       [] op = "Clone"    ->
            Returns(CloneStatus(x, call[3], call[4], call[5], call[6]))
       [] op = "Dedupe"   ->
            Returns(DedupeStatus(x, call[3], call[4], call[5], call[6]))
       [] op = "Fsync"    -> Returns(FsyncStatus(x))
       [] op = "Create"   -> Returns(CreateStatus(x))
       [] op = "Unlink"   -> Returns(UnlinkStatus(x))
       [] op = "Map"      -> Returns(MapStatus(x, call[3]))
       [] op = "Unmap"    -> Returns("OK")
       [] op = "Load"     ->
            IF LoadStatus(x, call[3]) = "OK"
            THEN ReturnsUnit("OK", LoadUnit(x, call[3]))
            ELSE Returns(LoadStatus(x, call[3]))
       [] op = "Store"    -> Returns(StoreViewStatus(x, call[3]))
       [] op = "Pin"      -> Returns(PinStatus(x, call[3], call[4], call[5]))
       [] op = "Unpin"    -> Returns(UnpinStatus(x))
       [] op = "PinLoad"  ->
            IF pin[x] = NoPin THEN Returns("EINVAL")
            ELSE ReturnsUnit("OK", PinUnit(x))
       [] op = "PinStore" -> Returns(PinStoreStatus(x))

==============================================================================
