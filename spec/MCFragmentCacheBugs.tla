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
     THEN [c EXCEPT !.folio[p].data = d, !.folio[p].dirty = (s.kind = "own")]
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

\* For CloneRange: dirty folios of the source are shared as they are.
BugCloneDirty(c, f, b, n, g, d) ==
  LET dropped == DropRange(c, g, d, n)
      shared  == ShareRuns(dropped, f, b, b + n)
  IN [RemapRuns(shared, f, b, b + n, g, d) EXCEPT !.size[g] = Max(@, d + n)]

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
          [data |-> IF drop[o] > 0 THEN Zero ELSE x[o].data,
           refs |-> x[o].refs - drop[o]]]

\* For RemapStatus: the limit of the destination is looked at first.
BugLimitFirst(f, b, n, g, c) ==
  LET insize == Min(n, size[f] - b)
      inmax  == Min(insize, Blocks - c)
  IN IF c >= Blocks THEN "EFBIG"
     ELSE IF b >= size[f] THEN "EINVAL"
     ELSE IF f = g /\ c + inmax > b /\ c < b + inmax THEN "EINVAL"
     ELSE IF inmax # n THEN "EINVAL" ELSE "OK"

\* For Reject: the destination is emptied before the source is looked at.
BugRejectAfterDrop(call) ==
  /\ Outcome(call).status # "OK"
  /\ IF call[1] = "Clone" /\ Outcome(call).status = "EINVAL"
     THEN Become(DropRange(Cache, call[5], 0, Blocks))
     ELSE UNCHANGED vars

==============================================================================
