------------------------- MODULE MCFragmentCacheBugs -------------------------
(***************************************************************************)
(* Models     : FragmentCache with one operator replaced by a wrong one,   *)
(*              each a mistake that an implementation could make.          *)
(* Checked    : MCFragmentCache_Bug*.cfg: each must be refuted by the      *)
(*              property that its first line names, else that property     *)
(*              guards nothing.                                            *)
(***************************************************************************)
EXTENDS MCFragmentCache

\* For StoreBlock: a write to a reference changes the fragment's folio.
BugWriteInPlace(c, f, b, d) ==
  LET s == c.slot[f][b]
      p == IF s.kind = "own" THEN s.folio
           ELSE IF s.kind = "ref" THEN c.fragment[s.fragment].folios[s.offset]
           ELSE NoFolio
      new == NewFolio(c)
  IN IF p # NoFolio
     THEN [c EXCEPT !.folio[p].data = d, !.folio[p].dirty = Disk]
     ELSE [EmptySlots(AddFolio(c, new, FileMapping(f), b, d, TRUE), f, b, 1)
             EXCEPT !.slot[f][b] = OwnFolio(new)]

\* For StoreBlock: the slot is replaced, the count is not dropped.
BugPutForgotten(c, f, b, d) ==
  LET s == c.slot[f][b]
      p == NewFolio(c)
  IN IF s.kind = "own"
     THEN [c EXCEPT !.folio[s.folio].data = d, !.folio[s.folio].dirty = TRUE]
     ELSE [AddFolio(c, p, FileMapping(f), b, d, TRUE)
             EXCEPT !.slot[f][b] = OwnFolio(p)]

\* For Get: one more user, whatever the number of slots.
BugCountPerRun(c, f, b, n, e, o) ==
  LET fr == FindFragment(c, e)
  IN [c EXCEPT
       !.fragment[e] = [fr EXCEPT !.count = @ + 1,
                                  !.referrers = Join(@, f, b, o, n)],
       !.slot[f] = [i \in Block |-> IF b <= i /\ i < b + n
                                    THEN Ref(e, o + (i - b)) ELSE @[i]]]

\* For Get: a reference on every folio, the design that the thread rejects.
BugFolioRefPerSharer(c, f, b, n, e, o) ==
  LET fr == FindFragment(c, e)
  IN [c EXCEPT
       !.fragment[e] = [fr EXCEPT !.count = @ + n,
                                  !.referrers = Join(@, f, b, o, n)],
       !.folio = [p \in Folio |-> IF p \in FoliosOf(fr)
                                  THEN [@[p] EXCEPT !.refs = @ + 1] ELSE @[p]],
       !.slot[f] = [i \in Block |-> IF b <= i /\ i < b + n
                                    THEN Ref(e, o + (i - b)) ELSE @[i]]]

\* For Put: a folio that no referrer covers stays until count zero.
BugDeadOffsetKept(fr, f, b, n, k) ==
  IF fr.count = k THEN NoFragment
  ELSE [fr EXCEPT !.count = @ - k,
                  !.referrers = UNION {Cut(r, f, b, n) : r \in @}]

\* For Put: the count drops, the referrer stays.
BugReferrerLeft(fr, f, b, n, k) ==
  IF fr.count = k THEN NoFragment ELSE [fr EXCEPT !.count = @ - k]

\* For Put: at count zero the fragment stays in memory, without folios.
BugLastPutKept(fr, f, b, n, k) ==
  LET left == UNION {Cut(r, f, b, n) : r \in fr.referrers}
  IN [count     |-> fr.count - k,
      referrers |-> left,
      folios    |-> [o \in DOMAIN fr.folios |->
                       IF \E r \in left : Covers(r, o)
                       THEN fr.folios[o] ELSE NoFolio]]

\* For FoliosOf: the last put forgets the fragment's folios.
BugLastPutLeaksFolios(fr) == {}

\* For Fill: a miss on a shared block fills a folio of the file's own.
BugFillOwn(c, f, b) ==
  LET s == c.slot[f][b]
      m == c.bmap[f][b]
      p == NewFolio(c)
      data == IF m.kind = "own" THEN m.data ELSE c.extent[m.extent][m.offset].data
  IN CASE s.kind = "own" -> c
       [] s.kind = "ref" -> FillFragment(c, s.fragment, s.offset)
       [] m.kind = "hole" -> c
       [] OTHER -> [AddFolio(c, p, FileMapping(f), b, data, FALSE)
                      EXCEPT !.slot[f][b] = OwnFolio(p)]

\* For CloneBlocks: dirty folios of the source are shared as they are.
BugCloneDirty(c, f, b, n, g, d, end) ==
  [RemapBlocks(c, f, b, n, g, d) EXCEPT !.size[g] = Max(@, end)]

\* For ShareRun: the fragment takes the folios, the file keeps them.
BugTwoOwners(c, f, b, n) ==
  LET e == NewExtent(c)
      s == c.slot[f]
  IN [c EXCEPT
       !.extent[e] = [o \in 0 .. n - 1 |->
                        [data |-> c.bmap[f][b + o].data, refs |-> 1]],
       !.bmap[f] = [i \in Block |-> IF b <= i /\ i < b + n
                                    THEN Shared(e, i - b) ELSE @[i]],
       !.fragment[e] = [count |-> n,
                        referrers |-> {[file |-> f, at |-> b, offset |-> 0,
                                        len |-> n]},
                        folios |-> [o \in 0 .. n - 1 |->
                          IF s[b + o].kind = "own" THEN s[b + o].folio
                          ELSE NoFolio]]]

\* For RemapRun: the clone reads what it shares.
BugCloneFills(c, f, b, g, d, n) ==
  LET e == c.bmap[f][b].extent
      o == c.bmap[f][b].offset
      c1 == [c EXCEPT
              !.extent[e] = [x \in DOMAIN @ |->
                 IF o <= x /\ x < o + n
                 THEN [@[x] EXCEPT !.refs = @ + 1] ELSE @[x]],
              !.bmap[g] = [i \in Block |-> IF d <= i /\ i < d + n
                 THEN Shared(e, o + (i - d)) ELSE @[i]]]
  IN FillFragment(Get(c1, g, d, n, e, o), e, o)

\* For RemapRun: the clone is a copy.
BugCloneCopies(c, f, b, g, d, n) ==
  LET e == c.bmap[f][b].extent
      o == c.bmap[f][b].offset
  IN [c EXCEPT !.bmap[g] = [i \in Block |->
        IF d <= i /\ i < d + n THEN Own(c.extent[e][o + (i - d)].data) ELSE @[i]]]

\* For RemapRun: the clone throws away what the fragment has cached.
BugCloneDropsFolios(c, f, b, g, d, n) ==
  LET e  == c.bmap[f][b].extent
      o  == c.bmap[f][b].offset
      c1 == [c EXCEPT
              !.extent[e] = [x \in DOMAIN @ |->
                 IF o <= x /\ x < o + n
                 THEN [@[x] EXCEPT !.refs = @ + 1] ELSE @[x]],
              !.bmap[g] = [i \in Block |-> IF d <= i /\ i < d + n
                 THEN Shared(e, o + (i - d)) ELSE @[i]]]
      c2 == Get(c1, g, d, n, e, o)
  IN RemoveFolios(
       [c2 EXCEPT !.fragment[e].folios = [x \in DOMAIN @ |-> NoFolio]],
       FoliosOf(c2.fragment[e]))

\* For RemapRun: the destination has the run's blocks in the wrong order.
BugRemapReversed(c, f, b, g, d, n) ==
  LET e == SharedAt(c, f, b)[1]
      o == SharedAt(c, f, b)[2]
      c1 == [c EXCEPT
              !.extent[e] = [x \in DOMAIN @ |->
                 IF o <= x /\ x < o + n
                 THEN [@[x] EXCEPT !.refs = @ + 1] ELSE @[x]],
              !.bmap[g] = [i \in Block |-> IF d <= i /\ i < d + n
                 THEN Shared(e, o + (n - 1 - (i - d))) ELSE @[i]]]
  IN Get(c1, g, d, n, e, o)

\* For ShareRun: the extent has the blocks in the wrong order.
BugShareReversed(c, f, b, n) ==
  LET e == NewExtent(c)
      s == c.slot[f]
      P == [o \in 0 .. n - 1 |->
              IF s[b + o].kind = "own" THEN s[b + o].folio ELSE NoFolio]
      In(i) == b <= i /\ i < b + n
  IN [c EXCEPT
       !.extent[e] = [o \in 0 .. n - 1 |->
          [data |-> c.bmap[f][b + n - 1 - o].data, refs |-> 1]],
       !.bmap[f] = [i \in Block |-> IF In(i) THEN Shared(e, i - b) ELSE @[i]],
       !.folio = [p \in Folio |->
                    IF \E o \in 0 .. n - 1 : P[o] = p
                    THEN [@[p] EXCEPT !.mapping = FragmentMapping(e),
                                      !.index = @ - b]
                    ELSE @[p]],
       !.fragment[e] = [count |-> n,
                        referrers |-> {[file |-> f, at |-> b, offset |-> 0,
                                        len |-> n]},
                        folios |-> P],
       !.slot[f] = [i \in Block |-> IF In(i) THEN Ref(e, i - b) ELSE @[i]]]

\* For ReclaimOwn: dirty or not.
BugReclaimDirty(f, b) == IsOwn(f, b) /\ Become(EmptySlots(Cache, f, b, 1))

\* For Evict: dirty folios go with the inode.
BugEvictDirty(f) ==
  /\ inode[f] = "incore"
  /\ Become([EmptySlots(Cache, f, 0, Blocks) EXCEPT !.inode[f] = "evicted"])

\* For Evict: the slots outlive the inode.
BugEvictKeepsSlots(f) ==
  /\ inode[f] = "incore"
  /\ Become([Cache EXCEPT !.inode[f] = "evicted"])

\* For CleanBlocks: the folio is clean before its bytes are on the store.
BugCleanUnwritten(c, f, B) ==
  LET s == c.slot[f]
      P == {s[i].folio : i \in {j \in B : s[j].kind = "own"}}
  IN [c EXCEPT !.folio = [p \in Folio |->
        IF p \in P THEN [@[p] EXCEPT !.dirty = FALSE] ELSE @[p]]]

\* For Release: one block map's last reference frees the whole extent.
BugExtentFreedEarly(x, drop) == FreeExtent

\* For Release: the block is given away when the first of its users goes.
BugBlockFreedUnderSharer(x, drop) ==
  IF \A o \in DOMAIN x : x[o].refs = drop[o] THEN FreeExtent
  ELSE [o \in DOMAIN x |->
          [data |-> IF drop[o] > 0 THEN ZeroBytes ELSE x[o].data,
           refs |-> x[o].refs - drop[o]]]

\* For RemapChecks: the limit of the destination is looked at first.
BugLimitFirst(f, u, n, g, v) ==
  LET cut == CutLength(f, u, n, v)
      all == BlockLength(f, u, cut)
  IN IF v >= MaxSize THEN "EFBIG"
     ELSE IF ~Aligned(u) \/ ~Aligned(v) \/ u >= size[f] THEN "EINVAL"
     ELSE IF f = g /\ v + all > u /\ v < u + all THEN "EINVAL"
     ELSE IF (IF ToEof(f, u, cut) THEN cut ELSE all) # n THEN "EINVAL"
     ELSE "OK"

\* For Reject: the destination is emptied before the source is looked at.
BugRejectAfterDrop(call) ==
  /\ Outcome(call).status # "OK"
  /\ IF call[1] = "Clone" /\ Outcome(call).status = "EINVAL"
     THEN Become(DropRange(Cache, call[5], 0, Blocks))
     ELSE UNCHANGED vars

------------------------------------------------------------------------------
(* Views.                                                                  *)

\* For WriteProtect: a page table stays writable when its folio is shared.
BugPteLeftWritable(c, P) == c

\* For PtesAt: page tables keep what truncate and punch take away.
BugNoZap(c, f, B) == {}

\* For StoreBlock: the other processes of the file keep the shared folio.
BugCowKeepsPtes(c, f, b, d) ==
  LET s == c.slot[f][b]
      p == NewFolio(c)
      X == Ptes(c)
      c1 == [AddFolio(c, p, FileMapping(f), b, d, Disk) EXCEPT !.view =
               [q \in Process |-> NoView]]      \* EmptySlots finds no page table
      c2 == EmptySlots(c1, f, b, 1)
  IN IF s.kind = "own"
     THEN [c EXCEPT !.folio[s.folio].data = d, !.folio[s.folio].dirty = Disk]
     ELSE [c2 EXCEPT !.slot[f][b] = OwnFolio(p), !.view = c.view]

\* For StorePrivate: the store is to the folio that is mapped.
BugPrivateSeen(c, p, u, d) ==
  LET b  == BlockOf(u)
      c1 == FaultRead(c, p, b)
      x  == c1.pte[p][b]
  IN IF x.kind = "copy" \/ x.folio = ZeroPage
     THEN [Zap(c1, Ptes(c1) \cap {<<p, b>>}) EXCEPT
             !.pte[p][b] = CopyPte([ZeroBytes EXCEPT ![UnitOf(u)] = d])]
     ELSE [c1 EXCEPT !.folio[x.folio].data[UnitOf(u)] = d]

\* For Unlink: the inode goes, mapped or not.
BugUnlinkMapped(f) == UnlinkStatus(f) = "OK" /\ Become(Forget(Cache, f))

\* For Unlink: of a file whose inode is not in memory it does not happen.
BugUnlinkInCore(f) ==
  UnlinkStatus(f) = "OK" /\ inode[f] = "incore" /\ Become(Forget(Cache, f))

\* For DropFragmentFolio: the bytes go to another folio, and stay.
BugReclaimKeeps(c, e, o) ==
  [Moved(c, c.fragment[e].folios[o], NewFolio(c))
     EXCEPT !.fragment[e].folios[o] = NewFolio(c)]

\* For DropCopies: truncate leaves private copies past EOF.
BugCopyPastEof(c, f, B) == c

------------------------------------------------------------------------------
(* Pins.                                                                   *)

\* For Sharable: what a device may write to is shared.
BugPinnedShared(c, f, b) == Kind(c, f, b) = "own"

\* For WritePinned: pins are not known apart from other references.
BugPinsUnknown(c, p) == FALSE

\* For Removed: a folio that leaves its mapping is free, pinned or not.
BugPinnedFolioFreed(x) == FreeFolio

\* For CanReclaim: a pin is no reason to keep a folio.
BugReclaimPinned(f, b) ==
  Disk /\ IsOwn(f, b) /\ ~folio[OwnOf(f, b)].dirty /\ ~folio[OwnOf(f, b)].poisoned

------------------------------------------------------------------------------
(* Units.                                                                  *)

\* For ZeroTail: what is cut off within a block stays there.
BugTailKept(c, f, n) == c

\* For GrowTo: bytes that a view stored past EOF are part of the file.
BugGrowKeepsTail(c, f, n) == [c EXCEPT !.size[f] = n]

\* For IntoTheMiddle: a partial EOF block goes where the file does not end.
BugEofIntoTheMiddle(n, g, v) == FALSE

\* For Lookup in a store to a shared block: the rest of the block is zeros.
BugCowForgetsRest(c, f, u, d) ==
  StoreBlock(c, f, BlockOf(u), [ZeroBytes EXCEPT ![UnitOf(u)] = d])

------------------------------------------------------------------------------
(* Dedupe.                                                                 *)

\* For DedupeBlocks: compare first, write-protect later.  A store through a
\* page table of the source comes between (here in one step), and the
\* destination gets bytes that nobody stored there.
BugProtectAfterCompare(c, f, b, n, g, d, same) ==
  LET W == {x \in Ptes(c) : /\ c.pte[x[1]][x[2]].writable
                            /\ c.view[x[1]].file = f
                            /\ x[2] \in b .. b + n - 1}
      x == CHOOSE y \in W : TRUE
      p == c.pte[x[1]][x[2]].folio
      other == CHOOSE v \in AnyData : v # c.folio[p].data[1]
      c1 == IF W = {} \/ ~same THEN c ELSE [c EXCEPT !.folio[p].data[1] = other]
      clean == CleanBlocks(CleanBlocks(c1, f, b .. b + n - 1), g, d .. d + n - 1)
  IN IF same THEN RemapBlocks(clean, f, b, n, g, d) ELSE clean

\* For SameUnits: what differs is shared all the same.
BugDedupeDiffering(f, u, n, g, v) == TRUE

------------------------------------------------------------------------------
(* Memory-backed files, space, migration, poison, TakeBack.                *)

\* For ReclaimFragment: memory-backed or not.
BugReclaimMemory(e, o) ==
  /\ HasFolio(e, o) /\ Movable(Cache, FolioOf(e, o))
  /\ Become(DropFragmentFolio(Cache, e, o))

\* For Writeback: a slot that refers to a fragment is written back as the
\* file's own.
BugWritebackFragment(f, b) ==
  /\ slot[f][b].kind = "ref" /\ FolioAt(Cache, f, b) # NoFolio
  /\ Become([UnmapBlocks(Cache, f, {b}) EXCEPT
               !.bmap[f][b] = Own(Lookup(Cache, f, b))])

\* For Needs: a CoW takes no space until it is written back.
BugCowUnreserved(c, f, b) == c.bmap[f][b].kind = "hole" /\ ~SlotDirty(c, f, b)

\* For Moved: page tables keep the old folio.
BugMoveKeepsPtes(c, p, q) ==
  [c EXCEPT !.folio[q] = c.folio[p], !.folio[p] = FreeFolio]

\* For Poison: the lost folio is dropped, and the block is as it was before.
BugPoisonDropsDirty(c, p) == EmptySlots(c, c.folio[p].mapping[2], c.folio[p].index, 1)

\* For PoisonOwn: a clean folio is lost like a dirty one.
BugPoisonClean(f, b) ==
  /\ IsOwn(f, b) /\ Movable(Cache, OwnOf(f, b))
  /\ Become(Poison(Cache, OwnOf(f, b)))

\* For Needs: a block of the file's own needs space again.
BugOwnNeedsSpace(c, f, b) == TRUE

\* For Used: what is shared costs nothing.
BugSharedIsFree(c) ==
  Cardinality({x \in File \X Block :
     c.bmap[x[1]][x[2]].kind = "own" \/ SlotDirty(c, x[1], x[2])})

\* For OnlyReferrer: a count of one file is taken for being alone.
BugTakeBackPinned(c, f, e) ==
  LET fr == c.fragment[e]
      x  == c.extent[e]
  IN /\ c.inode[f] = "incore" /\ fr.count > 0
     /\ \A r \in fr.referrers : r.file = f
     /\ \A o \in DOMAIN x :
          x[o].refs <= 1 /\ (x[o].refs = 1 =>
                               \E i \in Block : c.bmap[f][i] = Shared(e, o))

\* For OnlyReferrer: an evicted sharer is not in memory, so it is forgotten.
BugTakeBackEvicted(c, f, e) ==
  /\ c.inode[f] = "incore" /\ c.fragment[e].count > 0
  /\ \A r \in c.fragment[e].referrers : r.file = f

------------------------------------------------------------------------------
(* Crash.                                                                  *)

\* For Fsync: a dirty folio over a shared block is not written back.
BugFsyncMissesCow(f) ==
  /\ FsyncStatus(f) = "OK"
  /\ Become(CommitLog(CleanBlocks(Iget(Cache, f), f,
                        {b \in Block : bmap[f][b].kind # "shared"})))

\* For Fsync: the log is forced before the data are on the store.
BugCommitFirst(f) ==
  /\ FsyncStatus(f) = "OK"
  /\ Become(CleanBlocks(CommitLog(Iget(Cache, f)), f, Block))

\* For WithoutBlocks: the log forgets an orphan's block map, and not what the
\* map counted.
BugOrphanCounted(c, F) ==
  [c EXCEPT !.bmap = [f \in File |-> IF f \in F
                                     THEN [b \in Block |-> Hole] ELSE @[f]]]

\* For ShrinkTo: the zeroed tail stays in the cache when the size is logged.
BugTailZeroedLater(c, f, n) ==
  LET first   == BlocksFor(n)
      dropped == DropCopies(DropRange(c, f, first, Blocks - first),
                            f, first .. Blocks - 1)
  IN [ZeroTail(dropped, f, n) EXCEPT !.size[f] = n]

==============================================================================
