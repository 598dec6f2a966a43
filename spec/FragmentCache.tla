---------------------------- MODULE FragmentCache ----------------------------
(***************************************************************************)
(* Models     : the page cache of files that share fragments, one atomic   *)
(*              step per call: block maps, slots, fragments with counts    *)
(*              and referrers, folios, store extents; read fill,           *)
(*              writeback, reclaim, inode eviction and re-attach.          *)
(* Refines    : FileView; the mapping is in FragmentCacheProperties.       *)
(* Kernel     : mm/filemap.c, mm/truncate.c, mm/vmscan.c                   *)
(*              __remove_mapping(), fs/remap_range.c                       *)
(*              generic_remap_checks(), fs/inode.c evict(); each action    *)
(*              names its function.                                        *)
(* Not here   : interleavings: one call is one step here; races belong to  *)
(*              FragmentSteps.  The order within a call is written down    *)
(*              all the same, for it decides which ids are free.           *)
(*              Mapped views, pins, units below a block, dedupe, crash,    *)
(*              memory-backed fragments, migration, a full store: later    *)
(*              additions to this module.  Zero folios for holes: a hole   *)
(*              is read without a folio, as on DAX; safe because a hole    *)
(*              has no block to share.                                     *)
(* Checked    : MCFragmentCache_* in models.json.                          *)
(*                                                                         *)
(* D-numbers are those of the list in README.md.                           *)
(***************************************************************************)
EXTENDS Calls

VARIABLES
  inode,     \* [File -> {"absent", "evicted", "incore"}]
  size,      \* [File -> 0..Blocks]  i_size, in blocks
  bmap,      \* [File -> [Block -> Mapped]]  the block map, which lasts (D2)
  extent,    \* [Extent -> [0..len-1 -> [data, refs]]]  the store's shared
             \*   extents: bytes, and block maps that refer to each block
  slot,      \* [File -> [Block -> Slot]]  the mapping's entries: cache (D2)
  fragment,  \* [Extent -> [count, referrers, folios]]  by key (D2, D3, D4)
  folio      \* [Folio -> [mapping, index, data, dirty, refs]]  (D1)

vars == <<inode, size, bmap, extent, slot, fragment, folio>>

(***************************************************************************)
(* Ids.  Each mapped block needs one extent and one folio at most, and a   *)
(* write to a shared block holds its new folio before it drops the old:    *)
(* so these bounds never bind.  New ids are the lowest free (D16).         *)
(***************************************************************************)
Extent == 1 .. Cardinality(File) * Blocks
Folio  == 1 .. Cardinality(File) * Blocks + 1
Lowest(S) == CHOOSE x \in S : \A y \in S : x <= y

\* Entries of a block map.  data is what the store holds.
Hole             == [kind |-> "hole"]
Own(d)           == [kind |-> "own", data |-> d]
Shared(e, o)     == [kind |-> "shared", extent |-> e, offset |-> o]
Mapped ==
  {Hole} \cup {Own(d) : d \in AnyData}
  \cup {Shared(e, o) : e \in Extent, o \in Block}

\* Entries of a mapping.
Empty            == [kind |-> "empty"]
OwnFolio(p)      == [kind |-> "own", folio |-> p]
Ref(e, o)        == [kind |-> "ref", fragment |-> e, offset |-> o]
Slot ==
  {Empty} \cup {OwnFolio(p) : p \in Folio}
  \cup {Ref(e, o) : e \in Extent, o \in Block}

FreeExtent       == <<>>    \* no block
NoFolio          == 0
NoFragment       == [count |-> 0, referrers |-> {}, folios |-> <<>>]
FreeFolio        == [mapping |-> <<"none">>, index |-> 0, data |-> Zero,
                     dirty |-> FALSE, refs |-> 0]
FileMapping(f)     == <<"file", f>>
FragmentMapping(e) == <<"fragment", e>>
Referrers ==
  [file : File, at : Block, offset : Block, len : 1 .. Blocks]

\* Functions on 0..n-1, for n up to Blocks; n = 0 gives <<>>.
Rows(S) == UNION {[0 .. n - 1 -> S] : n \in 0 .. Blocks}

TypeOK ==
  /\ inode \in [File -> {"absent", "evicted", "incore"}]
  /\ size \in [File -> 0 .. Blocks]
  /\ \A f \in File : DOMAIN bmap[f] = Block /\ DOMAIN slot[f] = Block
  /\ \A f \in File : \A b \in Block : bmap[f][b] \in Mapped
  /\ \A f \in File : \A b \in Block : slot[f][b] \in Slot
  /\ DOMAIN extent = Extent /\ DOMAIN fragment = Extent
  /\ \A e \in Extent :
       /\ extent[e] \in Rows([data : AnyData, refs : 0 .. Cardinality(Folio)])
       /\ fragment[e].count \in Nat
       /\ fragment[e].referrers \subseteq Referrers
       /\ fragment[e].folios \in Rows(Folio \cup {NoFolio})
  /\ DOMAIN folio = Folio
  /\ \A p \in Folio :
       /\ folio[p].mapping \in {<<"none">>} \cup {FileMapping(f) : f \in File}
                               \cup {FragmentMapping(e) : e \in Extent}
       /\ folio[p].index \in Block
       /\ folio[p].data \in AnyData
       /\ folio[p].dirty \in BOOLEAN
       /\ folio[p].refs \in Nat

Init ==
  /\ inode = [f \in File |-> "absent"]
  /\ size = [f \in File |-> 0]
  /\ bmap = [f \in File |-> [b \in Block |-> Hole]]
  /\ extent = [e \in Extent |-> FreeExtent]
  /\ slot = [f \in File |-> [b \in Block |-> Empty]]
  /\ fragment = [e \in Extent |-> NoFragment]
  /\ folio = [p \in Folio |-> FreeFolio]

------------------------------------------------------------------------------
(* Outcomes.  The checks stand in the kernel's order.                      *)

Exists(f) == inode[f] # "absent"

FragmentData(e, o) ==
  LET folios == fragment[e].folios
  IN IF o \in DOMAIN folios /\ folios[o] # NoFolio
     THEN folio[folios[o]].data ELSE extent[e][o].data

\* What a read finds: the slot first, on a miss the block map (D2).
Lookup(f, b) ==
  LET s == slot[f][b]
      m == bmap[f][b]
  IN CASE s.kind = "own"    -> folio[s.folio].data
       [] s.kind = "ref"    -> FragmentData(s.fragment, s.offset)
       [] m.kind = "own"    -> m.data
       [] m.kind = "shared" -> FragmentData(m.extent, m.offset)
       [] m.kind = "hole"   -> Zero

ReadStatus(f, b) == IF Exists(f) THEN "OK" ELSE "ENOENT"

WriteStatus(f, b) ==                      \* generic_write_check_limits()
  IF ~Exists(f) THEN "ENOENT" ELSE IF b >= Blocks THEN "EFBIG" ELSE "OK"

TruncateStatus(f, n) ==                   \* inode_newsize_ok()
  IF ~Exists(f) THEN "ENOENT" ELSE IF n > Blocks THEN "EFBIG" ELSE "OK"

PunchStatus(f, b, n) ==                   \* vfs_fallocate()
  IF ~Exists(f) THEN "ENOENT"
  ELSE IF n = 0 THEN "EINVAL"
  ELSE IF b + n > Blocks THEN "EFBIG" ELSE "OK"

\* generic_remap_file_range_prep(): length 0 means to EOF.
RemapLength(f, b, n) == IF n = 0 THEN size[f] - b ELSE n

\* generic_remap_checks(), line by line: the length that passes each check
\* is carried to the next, and a request that had to be shortened fails.
RemapStatus(f, b, n, g, c) ==
  LET insize == Min(n, size[f] - b)               \* within the source
      inmax  == Min(insize, Blocks - c)           \* within s_maxbytes
  IN IF b >= size[f] THEN "EINVAL"
     ELSE IF c >= Blocks THEN "EFBIG"
     ELSE IF f = g /\ c + inmax > b /\ c < b + inmax THEN "EINVAL"
     ELSE IF inmax # n THEN "EINVAL" ELSE "OK"

CloneStatus(f, b, n, g, c) ==             \* vfs_clone_file_range()
  IF ~Exists(f) \/ ~Exists(g) THEN "ENOENT"
  ELSE IF n = 0 /\ b = size[f] THEN "OK"
  ELSE RemapStatus(f, b, RemapLength(f, b, n), g, c)

FsyncStatus(f)  == IF Exists(f) THEN "OK" ELSE "ENOENT"
CreateStatus(f) == IF Exists(f) THEN "EEXIST" ELSE "OK"
UnlinkStatus(f) == IF Exists(f) THEN "OK" ELSE "ENOENT"

Outcome(call) ==
  LET op == call[1]
      f  == call[2]
  IN CASE op = "Read" ->
            [status |-> ReadStatus(f, call[3]),
             data |-> IF Exists(f) /\ call[3] < size[f]
                      THEN <<Lookup(f, call[3])>> ELSE <<>>]
       [] op = "Write"    -> Returns(WriteStatus(f, call[3]))
       [] op = "Truncate" -> Returns(TruncateStatus(f, call[3]))
       [] op = "Punch"    -> Returns(PunchStatus(f, call[3], call[4]))
       [] op = "Clone"    ->
            Returns(CloneStatus(f, call[3], call[4], call[5], call[6]))
       [] op = "Fsync"    -> Returns(FsyncStatus(f))
       [] op = "Create"   -> Returns(CreateStatus(f))
       [] op = "Unlink"   -> Returns(UnlinkStatus(f))

------------------------------------------------------------------------------
(* Parts of a step.  Each takes the cache c, a record of the variables, to *)
(* the cache after it; an action chains them in the order of the call.     *)

Cache == [inode |-> inode, size |-> size, bmap |-> bmap, extent |-> extent,
          slot |-> slot, fragment |-> fragment, folio |-> folio]

Become(c) ==
  /\ inode' = c.inode
  /\ size' = c.size
  /\ bmap' = c.bmap
  /\ extent' = c.extent
  /\ slot' = c.slot
  /\ fragment' = c.fragment
  /\ folio' = c.folio

\* iget_locked(): the inode is in memory.  Its slots start out empty.
Iget(c, f) == [c EXCEPT !.inode[f] = "incore"]

NewFolio(c)  == Lowest({p \in Folio : c.folio[p] = FreeFolio})
NewExtent(c) == Lowest({e \in Extent : c.extent[e] = FreeExtent})

\* filemap_add_folio(): the mapping's reference is the only one.
AddFolio(c, p, mapping, index, data, dirty) ==
  [c EXCEPT !.folio[p] = [mapping |-> mapping, index |-> index,
                          data |-> data, dirty |-> dirty, refs |-> 1]]

\* filemap_remove_folio() and the drop of the mapping's reference.
RemoveFolios(c, P) ==
  IF P = {} THEN c
  ELSE [c EXCEPT !.folio =
         [p \in Folio |-> IF p \in P THEN FreeFolio ELSE @[p]]]

(***************************************************************************)
(* Referrers (D4): a fragment knows which files refer to it, where.        *)
(***************************************************************************)
Covers(r, o) == r.offset <= o /\ o < r.offset + r.len

\* What is left of referrer r without blocks b..b+n-1 of file f.
Cut(r, f, b, n) ==
  IF r.file # f \/ b + n <= r.at \/ r.at + r.len <= b THEN {r}
  ELSE LET right == Max(0, (b + n) - r.at)
       IN {x \in {[r EXCEPT !.len = b - r.at],
                  [r EXCEPT !.at = @ + right, !.offset = @ + right,
                            !.len = @ - right]} : x.len > 0}

\* Adds blocks b..b+n-1 of f at offset o; joins with what it continues.
Join(R, f, b, o, n) ==
  LET prev == {r \in R : /\ r.file = f
                         /\ r.at + r.len = b
                         /\ r.offset + r.len = o}
      next == {r \in R : r.file = f /\ r.at = b + n /\ r.offset = o + n}
      Width(S) == IF S = {} THEN 0 ELSE (CHOOSE r \in S : TRUE).len
  IN (R \ (prev \cup next))
     \cup {[file |-> f, at |-> b - Width(prev), offset |-> o - Width(prev),
            len |-> Width(prev) + n + Width(next)]}

(***************************************************************************)
(* Get and put (D3).  The count is the number of slots that refer.         *)
(***************************************************************************)

\* The fragment of extent e, found by its key or made anew (D2).
FindFragment(c, e) ==
  IF c.fragment[e].count > 0 THEN c.fragment[e]
  ELSE [NoFragment EXCEPT !.folios = [o \in DOMAIN c.extent[e] |-> NoFolio]]

\* Slots b..b+n-1 of f come to refer to e from offset o: count, referrer,
\* slots, in that order.  A run of n slots adds n; no folio is touched.
Get(c, f, b, n, e, o) ==
  LET fr == FindFragment(c, e)
  IN [c EXCEPT
       !.fragment[e] = [fr EXCEPT !.count = @ + n,
                                  !.referrers = Join(@, f, b, o, n)],
       !.slot[f] = [i \in Block |-> IF b <= i /\ i < b + n
                                    THEN Ref(e, o + (i - b)) ELSE @[i]]]

\* Fragment fr without slots b..b+n-1 of f, of which k referred to it.
\* Count zero is final: the fragment is gone with all its folios (D8).
\* Else a folio that no referrer covers any longer is dead and goes (D3).
Put(fr, f, b, n, k) ==
  IF fr.count = k THEN NoFragment
  ELSE LET left == UNION {Cut(r, f, b, n) : r \in fr.referrers}
       IN [count     |-> fr.count - k,
           referrers |-> left,
           folios    |-> [o \in DOMAIN fr.folios |->
                            IF \E r \in left : Covers(r, o)
                            THEN fr.folios[o] ELSE NoFolio]]

FoliosOf(fr) == {fr.folios[o] : o \in DOMAIN fr.folios} \ {NoFolio}

\* Slots b..b+n-1 of f become empty: own folios go, references are put.
\* Never touches a folio that another file can still reach (D3, D8).
EmptySlots(c, f, b, n) ==
  LET s    == c.slot[f]
      R    == b .. b + n - 1
      own  == {i \in R : s[i].kind = "own"}
      ref  == {i \in R : s[i].kind = "ref"}
      E    == {s[i].fragment : i \in ref}
      put  == [e \in E |-> Put(c.fragment[e], f, b, n,
                 Cardinality({i \in ref : s[i].fragment = e}))]
      dead == UNION {FoliosOf(c.fragment[e]) \ FoliosOf(put[e]) : e \in E}
  IN IF own = {} /\ ref = {} THEN c
     ELSE RemoveFolios(
            [c EXCEPT
              !.slot[f] = [i \in Block |-> IF i \in R THEN Empty ELSE @[i]],
              !.fragment = IF E = {} THEN @ ELSE
                [e \in Extent |-> IF e \in E THEN put[e] ELSE @[e]]],
            {s[i].folio : i \in own} \cup dead)

(***************************************************************************)
(* The store: block maps and shared extents.  An extent's counts are those *)
(* of block maps, and outlive inodes in memory.                            *)
(***************************************************************************)

\* Extent x, of offsets 0..len-1, when the counts of some blocks drop.  A
\* block without a reference is free, an extent without one too.
Release(x, drop) ==
  LET refs(o) == x[o].refs - drop[o]
  IN IF \A o \in DOMAIN x : refs(o) = 0 THEN FreeExtent
     ELSE [o \in DOMAIN x |->
             [data |-> IF refs(o) = 0 THEN Zero ELSE x[o].data,
              refs |-> refs(o)]]

\* Blocks B of f become holes.
UnmapBlocks(c, f, B) ==
  LET m  == c.bmap[f]
      sh == {i \in B : m[i].kind = "shared"}
      E  == {m[i].extent : i \in sh}
      drop(e) == [o \in DOMAIN c.extent[e] |->
                    Cardinality({i \in sh : m[i] = Shared(e, o)})]
  IN IF \A i \in B : m[i] = Hole THEN c
     ELSE [c EXCEPT
            !.bmap[f] = [i \in Block |-> IF i \in B THEN Hole ELSE @[i]],
            !.extent = IF E = {} THEN @ ELSE
              [e \in Extent |-> IF e \in E THEN Release(@[e], drop(e))
                                ELSE @[e]]]

\* Writeback of the dirty folios at blocks B of f: to the file's own blocks.
\* A dirty folio over a shared block is a CoW that ends here, as by
\* xfs_reflink_end_cow(): the map changes when the bytes are on the store.
CleanBlocks(c, f, B) ==
  LET s  == c.slot[f]
      D  == {i \in B : s[i].kind = "own" /\ c.folio[s[i].folio].dirty}
      P  == {s[i].folio : i \in D}
      c1 == UnmapBlocks(c, f, D)
  IN IF D = {} THEN c
     ELSE [c1 EXCEPT
            !.bmap[f] = [i \in Block |->
              IF i \in D THEN Own(c.folio[s[i].folio].data) ELSE @[i]],
            !.folio = [p \in Folio |->
              IF p \in P THEN [@[p] EXCEPT !.dirty = FALSE] ELSE @[p]]]

------------------------------------------------------------------------------
(* Fill: what a read leaves in the cache.                                  *)

\* The fragment's folio at offset o is cached: one for all sharers.
FillFragment(c, e, o) ==
  IF c.fragment[e].folios[o] # NoFolio THEN c
  ELSE LET p == NewFolio(c)
       IN [AddFolio(c, p, FragmentMapping(e), o, c.extent[e][o].data, FALSE)
             EXCEPT !.fragment[e].folios[o] = p]

\* A miss on a shared block re-attaches the slot to the fragment of the
\* extent (D2), so that two sharers never fill two folios for one block.
Fill(c, f, b) ==
  LET s == c.slot[f][b]
      m == c.bmap[f][b]
  IN CASE s.kind = "own" -> c
       [] s.kind = "ref" -> FillFragment(c, s.fragment, s.offset)
       [] m.kind = "hole" -> c
       [] m.kind = "own" ->
            LET p == NewFolio(c)
            IN [AddFolio(c, p, FileMapping(f), b, m.data, FALSE)
                  EXCEPT !.slot[f][b] = OwnFolio(p)]
       [] m.kind = "shared" ->
            FillFragment(Get(c, f, b, 1, m.extent, m.offset),
                         m.extent, m.offset)

------------------------------------------------------------------------------
(* Clone (D6).                                                             *)

\* Length of the run of f's own blocks that starts at b and ends by end.
OwnRun(c, f, b, end) ==
  Lowest({i \in b + 1 .. end : i = end \/ c.bmap[f][i].kind # "own"}) - b

\* Length of the run of shared blocks, one extent, ascending offsets.
SharedRun(c, f, b, end) ==
  LET m == c.bmap[f][b]
  IN Lowest({i \in b + 1 .. end :
               IF i = end THEN TRUE
               ELSE c.bmap[f][i] # Shared(m.extent, m.offset + (i - b))}) - b

\* A run of own blocks becomes an extent, and its slots, cached or not,
\* references to the extent's fragment, once.  Folios change owner.
ShareRun(c, f, b, n) ==
  LET e == NewExtent(c)
      s == c.slot[f]
      P == [o \in 0 .. n - 1 |->
              IF s[b + o].kind = "own" THEN s[b + o].folio ELSE NoFolio]
      In(i) == b <= i /\ i < b + n
  IN [c EXCEPT
       !.extent[e] = [o \in 0 .. n - 1 |->
                        [data |-> c.bmap[f][b + o].data, refs |-> 1]],
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

\* Every run of own blocks of f within b..end-1, in order.
RECURSIVE ShareRuns(_, _, _, _)
ShareRuns(c, f, b, end) ==
  IF b = end THEN c
  ELSE IF c.bmap[f][b].kind # "own" THEN ShareRuns(c, f, b + 1, end)
  ELSE LET n == OwnRun(c, f, b, end)
       IN ShareRuns(ShareRun(c, f, b, n), f, b + n, end)

\* Blocks d..d+n-1 of g, which are holes, come to share those of f at b.
RemapRun(c, f, b, g, d, n) ==
  LET e == c.bmap[f][b].extent
      o == c.bmap[f][b].offset
      c1 == [c EXCEPT
              !.extent[e] = [x \in DOMAIN @ |->
                 IF o <= x /\ x < o + n
                 THEN [@[x] EXCEPT !.refs = @ + 1] ELSE @[x]],
              !.bmap[g] = [i \in Block |-> IF d <= i /\ i < d + n
                 THEN Shared(e, o + (i - d)) ELSE @[i]]]
  IN Get(c1, g, d, n, e, o)

\* Every run of shared blocks of f within b..end-1, to g at d.
RECURSIVE RemapRuns(_, _, _, _, _, _)
RemapRuns(c, f, b, end, g, d) ==
  IF b = end THEN c
  ELSE IF c.bmap[f][b].kind = "hole"
       THEN RemapRuns(c, f, b + 1, end, g, d + 1)
  ELSE LET n == SharedRun(c, f, b, end)
       IN RemapRuns(RemapRun(c, f, b, g, d, n), f, b + n, end, g, d + n)

\* The destination's range loses its slots and blocks.
DropRange(c, g, d, n) ==
  UnmapBlocks(EmptySlots(c, g, d, n), g, d .. d + n - 1)

\* Source written back; destination emptied whole before its first new slot;
\* private runs become fragments; destination refers to them.
CloneRange(c, f, b, n, g, d) ==
  LET clean   == CleanBlocks(c, f, b .. b + n - 1)
      dropped == DropRange(clean, g, d, n)
      shared  == ShareRuns(dropped, f, b, b + n)
  IN [RemapRuns(shared, f, b, b + n, g, d) EXCEPT !.size[g] = Max(@, d + n)]

------------------------------------------------------------------------------
(* Calls.  A call that succeeds brings its inodes into memory.             *)

Read(f, b) ==                             \* filemap_read()
  /\ ReadStatus(f, b) = "OK"
  /\ Become(IF b < size[f] THEN Fill(Iget(Cache, f), f, b)
            ELSE Iget(Cache, f))

\* A write to a reference (D7): a new folio first, then the slot replaced,
\* then the count dropped; the old folio and other files are left alone.
\* The block map does not change until writeback.
StoreBlock(c, f, b, d) ==
  LET s == c.slot[f][b]
      p == NewFolio(c)
  IN IF s.kind = "own"
     THEN [c EXCEPT !.folio[s.folio].data = d, !.folio[s.folio].dirty = TRUE]
     ELSE [EmptySlots(AddFolio(c, p, FileMapping(f), b, d, TRUE), f, b, 1)
             EXCEPT !.slot[f][b] = OwnFolio(p)]

Write(f, b, d) ==                         \* generic_perform_write()
  /\ WriteStatus(f, b) = "OK"
  /\ Become([StoreBlock(Iget(Cache, f), f, b, d)
               EXCEPT !.size[f] = Max(@, b + 1)])

Truncate(f, n) ==                         \* truncate_setsize()
  /\ TruncateStatus(f, n) = "OK"
  /\ LET c == Iget(Cache, f)
     IN Become([IF n < size[f] THEN DropRange(c, f, n, size[f] - n) ELSE c
                  EXCEPT !.size[f] = n])

Punch(f, b, n) ==                         \* truncate_pagecache_range()
  /\ PunchStatus(f, b, n) = "OK"
  /\ Become(DropRange(Iget(Cache, f), f, b, n))

Clone(f, b, n, g, c) ==                   \* vfs_clone_file_range()
  /\ CloneStatus(f, b, n, g, c) = "OK"
  /\ LET both == Iget(Iget(Cache, f), g)
         len  == RemapLength(f, b, n)
     IN Become(IF len = 0 THEN both ELSE CloneRange(both, f, b, len, g, c))

Fsync(f) ==                               \* file_write_and_wait_range()
  /\ FsyncStatus(f) = "OK"
  /\ Become(CleanBlocks(Iget(Cache, f), f, Block))

Create(f) ==                              \* open(O_CREAT | O_EXCL)
  /\ CreateStatus(f) = "OK"
  /\ Become(Iget(Cache, f))

Unlink(f) ==                              \* evict() of an inode without name
  /\ UnlinkStatus(f) = "OK"
  /\ Become([DropRange(Cache, f, 0, Blocks)
               EXCEPT !.size[f] = 0, !.inode[f] = "absent"])

\* A call that fails leaves everything as it was, the cache too.
Reject(call) ==
  /\ Outcome(call).status # "OK"
  /\ UNCHANGED vars

------------------------------------------------------------------------------
(* Steps of the environment: the kernel's own choices are arguments (D16). *)

IsOwn(f, b) == slot[f][b].kind = "own"

Writeback(f, b) ==                        \* writeback_iter()
  /\ IsOwn(f, b) /\ folio[slot[f][b].folio].dirty
  /\ Become(CleanBlocks(Cache, f, {b}))

\* A clean folio can be had again from the store.
ReclaimOwn(f, b) ==                       \* __remove_mapping()
  /\ IsOwn(f, b) /\ ~folio[slot[f][b].folio].dirty
  /\ Become(EmptySlots(Cache, f, b, 1))

\* A folio of a fragment is always clean (D5).  References stay as they are:
\* they name an offset, not a folio (D2).
ReclaimFragment(e, o) ==                  \* __remove_mapping()
  /\ o \in DOMAIN fragment[e].folios /\ fragment[e].folios[o] # NoFolio
  /\ Become(RemoveFolios([Cache EXCEPT !.fragment[e].folios[o] = NoFolio],
                         {fragment[e].folios[o]}))

\* Only an inode without dirty folios leaves memory.  Its block map stays.
Evict(f) ==                               \* evict()
  /\ inode[f] = "incore"
  /\ \A b \in Block : IsOwn(f, b) => ~folio[slot[f][b].folio].dirty
  /\ Become([EmptySlots(Cache, f, 0, Blocks) EXCEPT !.inode[f] = "evicted"])

------------------------------------------------------------------------------

Call ==
  \/ \E f \in On("Read", File), b \in Offset : Read(f, b)
  \/ \E f \in On("Write", Writable), b \in Offset :
       \E d \in DataAt(b) : Write(f, b, d)
  \/ \E f \in On("Truncate", File), n \in Size : Truncate(f, n)
  \/ \E f \in On("Punch", File), b \in Offset, n \in Length : Punch(f, b, n)
  \/ \E f \in On("Clone", Source), b \in Offset, n \in Length,
        g \in On("Clone", Destination), c \in Offset : Clone(f, b, n, g, c)
  \/ \E f \in On("Fsync", File) : Fsync(f)
  \/ \E f \in On("Create", File) : Create(f)
  \/ \E f \in On("Unlink", File) : Unlink(f)

Environment ==
  \/ \E f \in On("Writeback", File), b \in Block : Writeback(f, b)
  \/ \E f \in On("ReclaimOwn", File), b \in Block : ReclaimOwn(f, b)
  \/ \E e \in On("ReclaimFragment", Extent), o \in Block :
       ReclaimFragment(e, o)
  \/ \E f \in On("Evict", File) : Evict(f)

Next == Call \/ Environment

Spec == Init /\ [][Next]_vars

==============================================================================
