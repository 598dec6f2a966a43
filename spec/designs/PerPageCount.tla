---------------------------- MODULE PerPageCount -----------------------------
(***************************************************************************)
(* Models     : the thread's opening idea.  A clone enters the source's    *)
(*              pages in the destination's address space too, raises the   *)
(*              count of each, and sets a CoW flag.  page->mapping and     *)
(*              page->index go on naming the first file.                   *)
(* Refines    : FileView, if every test of page->mapping on the way of a   *)
(*              call is taught to look at the slot instead (Taught).       *)
(* Gives up   : OneOwnerInv; RmapCompleteInv and ReclaimableInv, for rmap  *)
(*              has nowhere else to look; CloneTouchesNoFolioProp;         *)
(*              MemoryBoundInv, at unequal offsets and after reclaim       *)
(*              (_Limit).                                                  *)
(* Kernel     : mm/truncate.c truncate_inode_folio(), mm/filemap.c         *)
(*              page_cache_delete(), mm/rmap.c rmap_walk_file(),           *)
(*              mm/vmscan.c __remove_mapping(), mm/page-writeback.c        *)
(*              __folio_mark_dirty(); fs/dax.c has such a count.           *)
(* Atomicity  : a call is a step.  What breaks here breaks one thread.     *)
(* Not here   : how the CoW flag is stored; a page is flagged as long as   *)
(*              its count is more than one.                                *)
(* Checked    : MCPerPageCount_* in models.json.                           *)
(***************************************************************************)
EXTENDS DesignState

\* Paths that look at the slot where the kernel looks at page->mapping.  rmap
\* cannot be among them: a page has nothing else to look at.
CONSTANT Taught   \* SUBSET {"truncate", "dirty", "reclaim"}
ASSUME TaughtAssumption == Taught \subseteq {"truncate", "dirty", "reclaim"}

Count(c, p) == Cardinality({x \in File \X Block : c.slot[x[1]][x[2]] = p})

\* A miss fills a page of the file's own: the store's block says nothing of
\* who else has it cached.
Fill(c, f, b) ==
  IF c.slot[f][b] # NoFolio \/ c.bmap[f][b] = Hole THEN c
  ELSE LET p == NewFolio(c)
       IN [AddFolio(c, p, FileMapping(f), b, c.store[c.bmap[f][b]], FALSE)
             EXCEPT !.slot[f][b] = p]

\* page_cache_delete(): the page is in this address space no more.
Delete(c, f, b) ==
  LET p == c.slot[f][b]
      x == PutFolio([c EXCEPT !.slot[f][b] = NoFolio], p, 1)
  IN IF p = NoFolio THEN c
     ELSE IF x.folio[p].refs > 0 /\ x.folio[p].mapping = FileMapping(f)
     THEN SetFolio(x, p, [x.folio[p] EXCEPT !.mapping = Nowhere, !.index = 0])
     ELSE x

\* Truncate skips a page whose mapping is not the inode's: it was truncated by
\* somebody else, as far as truncate_inode_folio() can tell.
Skipped(c, f, b) ==
  /\ "truncate" \notin Taught
  /\ c.slot[f][b] # NoFolio
  /\ c.folio[c.slot[f][b]].mapping # FileMapping(f)

RECURSIVE EmptySlots(_, _, _, _)
EmptySlots(c, f, b, end) ==
  IF b >= end THEN c
  ELSE LET z == Zap(c, PtesAt(c, f, {b}))
       IN EmptySlots(IF Skipped(c, f, b) THEN z ELSE Delete(z, f, b), f, b + 1, end)

\* The last file that has a page writes to it in place, as do_wp_page() reuses
\* a page; with others it copies.  A file that knows its slot ("dirty") makes
\* the page its own first.
StoreBlock(c, f, b, d) ==
  LET p == c.slot[f][b]
      q == NewFolio(c)
      Dirtied(x) == [x EXCEPT !.data = d, !.dirty = TRUE,
                       !.mapping = IF "dirty" \in Taught THEN FileMapping(f) ELSE @,
                       !.index = IF "dirty" \in Taught THEN b ELSE @]
  IN IF p # NoFolio /\ Count(c, p) = 1
     THEN SetFolio(c, p, Dirtied(c.folio[p]))
     ELSE LET z == Delete(Zap(c, PtesAt(c, f, {b})), f, b)
          IN [AddFolio(z, q, FileMapping(f), b, d, TRUE) EXCEPT !.slot[f][b] = q]

\* The pages that are cached now come to be in both address spaces, each with
\* its count raised, but at the same index only: page->index is one number,
\* and folio_pos() of a page at another would be wrong.
RECURSIVE SharePages(_, _, _, _, _)
SharePages(c, f, b, end, g) ==
  IF b >= end THEN c
  ELSE LET p == c.slot[f][b]
       IN SharePages(IF p = NoFolio THEN c
                     ELSE WriteProtect([c EXCEPT !.slot[g][b] = p,
                                                 !.folio[p].refs = @ + 1], {p}),
                     f, b + 1, end, g)

CloneBlocks(c, f, b, n, g, d) ==
  LET clean == CleanRange(c, f, b, b + n)
      empty == Unmapped(EmptySlots(clean, g, d, d + n), g, d, d + n)
      mapped == MapShared(empty, f, b, n, g, d)
  IN IF b = d /\ f # g THEN SharePages(mapped, f, b, b + n, g) ELSE mapped

\* __remove_mapping() takes the page from the one mapping that it names, and
\* freezes the count that is due to that one: what it does not know of shows
\* as a reference too many.  "reclaim": a slot has its folio's generation too,
\* which changes when the folio is freed, so that no slot has to be found; page
\* tables still have to.
CanReclaim(p) ==
  /\ InUse(p) /\ ~folio[p].dirty
  /\ IF "reclaim" \in Taught THEN RmapWalk(p) = PtesOf(Cache, p)
     ELSE /\ folio[p].mapping # Nowhere
          /\ folio[p].refs - Cardinality(RmapWalk(p)) = 1

ReclaimFolio(c, p) ==
  LET z == Zap(c, RmapWalk(p))
  IN PutFolio([z EXCEPT !.slot = [f \in File |-> [b \in Block |->
                 IF @[f][b] = p THEN NoFolio ELSE @[f][b]]]], p, z.folio[p].refs)

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
