------------------------------ MODULE CacheRemap ------------------------------
(***************************************************************************)
(* Models     : clone (D6), dedupe (D12) and TakeBack (D9): how private    *)
(*              runs become fragments, how a destination comes to refer to *)
(*              them, and how the last referrer takes its folios back.     *)
(* Refines    : nothing by itself; parts of FragmentCache.                 *)
(* Kernel     : fs/remap_range.c __generic_remap_file_range_prep(),        *)
(*              fs/xfs/xfs_reflink.c xfs_reflink_remap_extent().           *)
(* Not here   : the transaction for each extent: a clone is one step, also *)
(*              in a crash.  Linux promises each extent, not the call.     *)
(* Checked    : MCFragmentCache_* in models.json.                          *)
(***************************************************************************)
EXTENDS CacheStore

\* A block of f's own that no device may write to any more.  What is pinned
\* for writing is copied, not shared: its holder cannot be stopped (D6).
Sharable(c, f, b) ==
  /\ Kind(c, f, b) = "own"
  /\ c.slot[f][b].kind = "own" => ~WritePinned(c, c.slot[f][b].folio)

\* Length of the run of f's sharable blocks that starts at b and ends by end.
OwnRun(c, f, b, end) ==
  Lowest({i \in b + 1 .. end : i = end \/ ~Sharable(c, f, i)}) - b

\* Length of the run of shared blocks, one extent, ascending offsets.
SharedRun(c, f, b, end) ==
  LET m == SharedAt(c, f, b)
  IN Lowest({i \in b + 1 .. end :
               IF i = end \/ Kind(c, f, i) # "shared" THEN TRUE
               ELSE SharedAt(c, f, i) # <<m[1], m[2] + (i - b)>>}) - b

\* A run of own blocks becomes an extent, and its slots, cached or not,
\* references to the extent's fragment, once.  Folios change owner.
ShareRun(c, f, b, n) ==
  LET e == NewExtent(c)
      s == c.slot[f]
      P == [o \in 0 .. n - 1 |->
              IF s[b + o].kind = "own" THEN s[b + o].folio ELSE NoFolio]
      In(i) == b <= i /\ i < b + n
  IN [c EXCEPT
       !.extent[e] = IF ~Disk THEN @ ELSE
         [o \in 0 .. n - 1 |-> [data |-> c.bmap[f][b + o].data, refs |-> 1]],
       !.bmap[f] = IF ~Disk THEN @ ELSE
         [i \in Block |-> IF In(i) THEN Shared(e, i - b) ELSE @[i]],
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

\* Every run of sharable blocks of f within b..end-1, in order.
RECURSIVE ShareRuns(_, _, _, _)
ShareRuns(c, f, b, end) ==
  IF b = end THEN c
  ELSE IF ~Sharable(c, f, b) THEN ShareRuns(c, f, b + 1, end)
  ELSE LET n == OwnRun(c, f, b, end)
       IN ShareRuns(ShareRun(c, f, b, n), f, b + n, end)

\* Blocks d..d+n-1 of g, which are holes, come to share those of f at b.
RemapRun(c, f, b, g, d, n) ==
  LET e == SharedAt(c, f, b)[1]
      o == SharedAt(c, f, b)[2]
      c1 == IF ~Disk THEN c ELSE
            [c EXCEPT
              !.extent[e] = [x \in DOMAIN @ |->
                 IF o <= x /\ x < o + n
                 THEN [@[x] EXCEPT !.refs = @ + 1] ELSE @[x]],
              !.bmap[g] = [i \in Block |-> IF d <= i /\ i < d + n
                 THEN Shared(e, o + (i - d)) ELSE @[i]]]
  IN Get(c1, g, d, n, e, o)

\* Block d of g, a hole, becomes a copy of block b of f, which stays private.
CopyBlock(c, f, b, g, d) ==
  LET p == NewFolio(c)
  IN IF Disk THEN [c EXCEPT !.bmap[g][d] = Own(c.bmap[f][b].data)]
     ELSE [AddFolio(c, p, FileMapping(g), d, Lookup(c, f, b), FALSE)
             EXCEPT !.slot[g][d] = OwnFolio(p)]

\* Every block of f within b..end-1, to g at d.
RECURSIVE RemapRuns(_, _, _, _, _, _)
RemapRuns(c, f, b, end, g, d) ==
  IF b = end THEN c
  ELSE CASE Kind(c, f, b) = "hole" ->
              RemapRuns(c, f, b + 1, end, g, d + 1)
         [] Kind(c, f, b) = "own" ->
              RemapRuns(CopyBlock(c, f, b, g, d), f, b + 1, end, g, d + 1)
         [] Kind(c, f, b) = "shared" ->
              LET n == SharedRun(c, f, b, end)
              IN RemapRuns(RemapRun(c, f, b, g, d, n), f, b + n, end, g, d + n)

\* Destination emptied whole before its first new slot; private runs become
\* fragments; destination refers to them.
RemapBlocks(c, f, b, n, g, d) ==
  LET dropped == DropRange(c, g, d, n)
      shared  == ShareRuns(dropped, f, b, b + n)
  IN RemapRuns(shared, f, b, b + n, g, d)

\* xfs_reflink_zero_posteof(): a destination that grows past its EOF block has
\* the tail of it zeroed.
GrowTail(c, g, d, end) ==
  IF c.size[g] < end /\ BlockOf(c.size[g]) < d
  THEN ZeroTail(c, g, c.size[g]) ELSE c

\* Blocks b..b+n-1 of f to g at d, which then has at least end units.  The
\* tail comes first: in a clone within a file it may be part of the source.
CloneBlocks(c, f, b, n, g, d, end) ==
  LET grown == GrowTail(c, g, d, end)
      clean == CleanBlocks(grown, f, b .. b + n - 1)
  IN [RemapBlocks(clean, f, b, n, g, d) EXCEPT !.size[g] = Max(@, end)]

\* Both ranges written back and write-protected, then compared, then shared:
\* in any other order a store through a page table comes between (D12).
DedupeBlocks(c, f, b, n, g, d, same) ==
  LET clean == CleanBlocks(CleanBlocks(c, f, b .. b + n - 1),
                           g, d .. d + n - 1)
  IN IF same THEN RemapBlocks(clean, f, b, n, g, d) ELSE clean

------------------------------------------------------------------------------

\* Whether f alone has fragment e, no one else its extent, and every folio has
\* exactly the references that its mapping and f's page tables explain: what a
\* departed sharer's reader still holds is not f's to write to (D9).
OnlyReferrer(c, f, e) ==
  LET fr == c.fragment[e]
      x  == c.extent[e]
  IN /\ c.inode[f] = "incore"
     /\ fr.count > 0
     /\ \A r \in fr.referrers : r.file = f
     /\ Disk => \A o \in DOMAIN x :
          /\ x[o].refs <= 1
          /\ x[o].refs = 1 => \E i \in Block : c.bmap[f][i] = Shared(e, o)
     /\ \A o \in DOMAIN fr.folios :      \* memory: no folio at two blocks
          Cardinality({i \in Block : c.slot[f][i] = Ref(e, o)}) <= 1
     /\ \A p \in FoliosOf(fr) : Movable(c, p)

\* The blocks of extent e become f's own again, without a copy.
TakeBackFragment(c, f, e) ==
  LET s == c.slot[f]
      m == c.bmap[f]
      Is(i) == s[i].kind = "ref" /\ s[i].fragment = e
      At(o) == CHOOSE i \in Block : s[i] = Ref(e, o)
      P == FoliosOf(c.fragment[e])
  IN [c EXCEPT
       !.slot[f] = [i \in Block |->
         IF ~Is(i) THEN @[i]
         ELSE LET p == c.fragment[e].folios[s[i].offset]
              IN IF p = NoFolio THEN Empty ELSE OwnFolio(p)],
       !.folio = [p \in Folio |->
         IF p \in P THEN [@[p] EXCEPT !.mapping = FileMapping(f),
                                      !.index = At(@)]
         ELSE @[p]],
       !.bmap[f] = [i \in Block |->
         IF m[i].kind = "shared" /\ m[i].extent = e
         THEN Own(c.extent[e][m[i].offset].data) ELSE @[i]],
       !.extent[e] = FreeExtent,
       !.fragment[e] = NoFragment]

==============================================================================
