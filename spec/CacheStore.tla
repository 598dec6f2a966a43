------------------------------ MODULE CacheStore ------------------------------
(***************************************************************************)
(* Models     : the store below the cache: block maps, shared extents,     *)
(*              space; what brings bytes into the cache (fill), changes    *)
(*              them there (store) and takes them to the store (clean);    *)
(*              what of it lasts.                                          *)
(* Refines    : nothing by itself; parts of FragmentCache.                 *)
(* Kernel     : mm/filemap.c, fs/iomap/buffered-io.c, fs/xfs/xfs_reflink.c *)
(*              xfs_reflink_end_cow(), mm/shmem.c.                         *)
(* Not here   : where on the store a block lies.  Writeback never writes a *)
(*              block in place, so the durable image never shows half of   *)
(*              one; the room that both images need is not counted.        *)
(* Checked    : MCFragmentCache_* in models.json.                          *)
(***************************************************************************)
EXTENDS CacheFolios

\* How a block of f is held, and where if shared: the block map says on disk,
\* the slot in memory, where the folio is all there is (D5).
Kind(c, f, b) ==
  IF Disk THEN c.bmap[f][b].kind
  ELSE LET s == c.slot[f][b].kind
       IN CASE s = "own"   -> "own"
            [] s = "ref"   -> "shared"
            [] s = "empty" -> "hole"
SharedAt(c, f, b) ==
  IF Disk THEN <<c.bmap[f][b].extent, c.bmap[f][b].offset>>
  ELSE <<c.slot[f][b].fragment, c.slot[f][b].offset>>

\* Nothing on the store, and nothing in the cache.
IsHole(c, f, b) == c.bmap[f][b] = Hole /\ c.slot[f][b] = Empty

NewExtent(c) ==
  IF Disk THEN Lowest({e \in Extent : c.extent[e] = FreeExtent})
  ELSE Lowest({e \in Extent : c.fragment[e].count = 0})

------------------------------------------------------------------------------
(* Bytes.                                                                  *)

FragmentBytes(c, e, o) ==
  LET folios == c.fragment[e].folios
  IN IF o \in DOMAIN folios /\ folios[o] # NoFolio
     THEN c.folio[folios[o]].data ELSE c.extent[e][o].data

\* What block b of f holds: the slot first, on a miss the block map (D2).
Lookup(c, f, b) ==
  LET s == c.slot[f][b]
      m == c.bmap[f][b]
  IN CASE s.kind = "own"    -> c.folio[s.folio].data
       [] s.kind = "ref"    -> FragmentBytes(c, s.fragment, s.offset)
       [] m.kind = "own"    -> m.data
       [] m.kind = "shared" -> FragmentBytes(c, m.extent, m.offset)
       [] m.kind = "hole"   -> ZeroBytes

\* Bytes d of block b with zeros from unit n of the file on.
ZeroFrom(d, b, n) ==
  [i \in 1 .. UnitsPerBlock |->
     IF b * UnitsPerBlock + i - 1 < n THEN d[i] ELSE Zero]

\* Bytes d of block b with zeros in units u..u+n-1 of the file.
ZeroRange(d, b, u, n) ==
  [i \in 1 .. UnitsPerBlock |->
     LET x == b * UnitsPerBlock + i - 1
     IN IF u <= x /\ x < u + n THEN Zero ELSE d[i]]

------------------------------------------------------------------------------
(* Block maps and shared extents.  An extent's counts are those of block   *)
(* maps, and outlive inodes in memory.                                     *)

\* Extent x, of offsets 0..len-1, when the counts of some blocks drop.  A
\* block without a reference is free, an extent without one too.
Release(x, drop) ==
  LET refs(o) == x[o].refs - drop[o]
  IN IF \A o \in DOMAIN x : refs(o) = 0 THEN FreeExtent
     ELSE [o \in DOMAIN x |->
             [data |-> IF refs(o) = 0 THEN ZeroBytes ELSE x[o].data,
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

\* The range loses its slots and blocks.
DropRange(c, f, b, n) ==
  UnmapBlocks(EmptySlots(c, f, b, n), f, b .. b + n - 1)

------------------------------------------------------------------------------
(* Fill: what a read or a fault leaves in the cache.                       *)

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
(* Store: bytes change in a folio of the file's own, never elsewhere.      *)

\* Block b of f becomes d.  A write to a reference (D7): a new folio first,
\* then the slot replaced and this file's page tables zapped, then the count
\* dropped; the old folio and other files are left alone.  The block map does
\* not change until writeback.  In memory no folio is dirty: there is nowhere
\* to write it.
StoreBlock(c, f, b, d) ==
  LET s == c.slot[f][b]
      p == NewFolio(c)
  IN IF s.kind = "own"
     THEN SetFolio(c, s.folio,
                   [c.folio[s.folio] EXCEPT !.data = d, !.dirty = Disk])
     ELSE [EmptySlots(AddFolio(c, p, FileMapping(f), b, d, Disk), f, b, 1)
             EXCEPT !.slot[f][b] = OwnFolio(p)]

\* The whole old block is copied, with unit u changed.
StoreUnit(c, f, u, d) ==
  StoreBlock(c, f, BlockOf(u), [Lookup(c, f, BlockOf(u)) EXCEPT ![UnitOf(u)] = d])

\* The block in which n units end, if it has a tail to zero.
TailBlock(c, f, n) ==
  {b \in {BlockOf(n)} : ~Aligned(n) /\ ~IsHole(c, f, b)}

\* iomap_truncate_page(): the tail after n units is zeroed.  A write like any
\* other, so a shared EOF block is copied (D11).
ZeroTail(c, f, n) ==
  IF TailBlock(c, f, n) = {} THEN c
  ELSE LET b == BlockOf(n)
       IN StoreBlock(c, f, b, ZeroFrom(Lookup(c, f, b), b, n))

------------------------------------------------------------------------------
(* Clean: writeback of the dirty folios at blocks B of f, tails zeroed as  *)
(* by iomap_writeback_handle_eof(), page tables write-protected.  A dirty  *)
(* folio over a shared block is a CoW that ends here: the map changes when *)
(* the bytes are on the store.  What is pinned for writing stays dirty:    *)
(* its holder may store at any time, without a fault.                      *)

CleanBlocks(c, f, B) ==
  LET s  == c.slot[f]
      D  == {i \in B : /\ s[i].kind = "own"
                       /\ c.folio[s[i].folio].dirty \/ ~Disk}
      P  == {s[i].folio : i \in D}
      d  == [i \in D |-> ZeroFrom(c.folio[s[i].folio].data, i, c.size[f])]
      c1 == IF Disk THEN UnmapBlocks(c, f, D) ELSE c
  IN IF D = {} THEN c
     ELSE WriteProtect(
            [c1 EXCEPT
              !.bmap[f] = IF ~Disk THEN @ ELSE
                [i \in Block |-> IF i \in D THEN Own(d[i]) ELSE @[i]],
              !.folio = [p \in Folio |->
                IF p \in P
                THEN [@[p] EXCEPT !.data = d[c.folio[p].index],
                                  !.dirty = Disk /\ WritePinned(c, p)]
                ELSE @[p]]],
            P)

------------------------------------------------------------------------------
(* Space (D17).  A dirty folio over a hole or a shared block has reserved  *)
(* the block that it will need.                                            *)

SlotDirty(c, f, b) ==
  c.slot[f][b].kind = "own" /\ c.folio[c.slot[f][b].folio].dirty

Used(c) ==
  IF Disk
  THEN Cardinality({x \in File \X Block :
                      \/ c.bmap[x[1]][x[2]].kind = "own"
                      \/ SlotDirty(c, x[1], x[2])})
       + Cardinality(UNION {{<<e, o>> : o \in {i \in DOMAIN c.extent[e] :
                                                 c.extent[e][i].refs > 0}} :
                              e \in Extent})
  ELSE Cardinality({p \in Folio : c.folio[p].mapping # <<"none">>})

\* Whether a store to block b of f needs a block more.
Needs(c, f, b) ==
  IF Disk THEN c.bmap[f][b].kind # "own" /\ ~SlotDirty(c, f, b)
  ELSE c.slot[f][b].kind # "own"

\* Whether blocks B of f can be stored to, and n new ones had besides.
HasRoom(c, f, B, n) ==
  \/ ~Limited
  \/ LET k == Cardinality({b \in B : Needs(c, f, b)}) + n
     IN k = 0 \/ Used(c) + k <= Capacity

------------------------------------------------------------------------------
(* What lasts: the metadata as of the last commit of the log, in order, as *)
(* XFS and btrfs commit theirs; with it the blocks that it names.          *)

\* The files F without their blocks.
RECURSIVE WithoutBlocks(_, _)
WithoutBlocks(c, F) ==
  IF F = {} THEN c
  ELSE LET f == CHOOSE f \in F : TRUE
       IN WithoutBlocks([UnmapBlocks(c, f, Block) EXCEPT !.size[f] = 0],
                        F \ {f})

\* An orphan is not part of it: recovery removes what has no name, as by
\* xlog_recover_process_iunlinks().
Image(c) ==
  LET c1 == WithoutBlocks(c, {f \in File : c.inode[f] = "orphan"})
  IN [exists |-> [f \in File |-> c.inode[f] \in {"evicted", "incore"}],
      size |-> c1.size, bmap |-> c1.bmap, extent |-> c1.extent]

\* xfs_log_force(), btrfs_commit_transaction().
CommitLog(c) == IF Crashing /\ Disk THEN [c EXCEPT !.durable = Image(c)] ELSE c

==============================================================================
