---------------------------- MODULE FragmentSteps ----------------------------
(***************************************************************************)
(* Models     : FragmentCache with threads: one label per atomic step,     *)
(*              locks as fine as the kernel's, temporary references, RCU,  *)
(*              page tables; freed memory is poisoned, so that a use after *)
(*              free is a state.                                           *)
(* Refines    : FileView, through ghost variables that change at one step  *)
(*              of each call; with one thread FragmentCache, call by call. *)
(* Kernel     : mm/filemap.c, mm/memory.c, mm/truncate.c, mm/vmscan.c,     *)
(*              mm/migrate.c, mm/gup.c, fs/remap_range.c; KERNEL-MAP.md    *)
(*              has each label.                                            *)
(* Not here   : weak memory and the TLB: every step is seen at once (D14), *)
(*              zap means flushed.  Runs: a call is about one block, and a *)
(*              range is a sequence of them under the same locks; Linux    *)
(*              promises lockless readers no more.  mmap_lock and VMAs:    *)
(*              views stay as they are.  Donation of a whole mapping.      *)
(* Checked    : MCFragmentSteps_* in models.json.                          *)
(*                                                                         *)
(* Lock order: i_rwsem, by file; invalidate_lock, by file; folio lock;     *)
(* then what one step holds: fragment's referrers, page table, i_pages.    *)
(* What a guard is for is said in StepsGuards.  Labels named Late... are   *)
(* reached only if a guard about an order is off.  Below the algorithm is  *)
(* its translation, which is not for reading.                              *)
(***************************************************************************)
EXTENDS StepsSnapshot

(* --algorithm FragmentSteps {
variables
  run \in Runs,
  \* what lasts
  size   = Setup(run.setup).size,
  bmap   = Setup(run.setup).bmap,       \* block maps
  extent = Setup(run.setup).extent,     \* [Extent -> [offset -> Place]]
  disk   = Setup(run.setup).disk,       \* [Place -> bytes]
  \* memory
  inode    = [f \in File |-> "incore"],
  slot     = Setup(run.setup).slot,
  fragment = Setup(run.setup).fragment,
  folio    = Setup(run.setup).folio,
  pte      = Setup(run.setup).pte,      \* [File -> [Block -> Pte]]
  \* locks; threads in a read-side section of RCU, and for each fragment those
  \* whose sections its memory must outlive
  irwsem     = [f \in File |-> NoThread],
  invalidate = [f \in File |-> Unlocked],
  rcu        = {},
  grace      = [e \in Fragment |-> {}],
  \* of each thread: its call, where in a file it is, what it has found
  ip     = [t \in Thread |-> 1],
  op     = [t \in Thread |-> NoOp],
  at     = [t \in Thread |-> <<>>],
  entry  = [t \in Thread |-> Empty],       \* the slot that it saw
  page   = [t \in Thread |-> NoFolio],     \* a folio, with a reference
  other  = [t \in Thread |-> NoFolio],     \* a second one
  new    = [t \in Thread |-> NoFolio],     \* a folio that it has made
  frag   = [t \in Thread |-> NoFragment],
  value  = [t \in Thread |-> NoData],      \* bytes
  map    = [t \in Thread |-> Hole],        \* the entry of the block map that it saw
  io     = [t \in Thread |-> NoPlace],     \* a block of the store
  todo   = [t \in Thread |-> {}],          \* what a loop has still to visit
  held   = [t \in Thread |-> NoPin],       \* what a device may write to
  result = [t \in Thread |-> NoResult],
  \* ghosts: FileView's state; what a call may return; how often it took effect;
  \* FragmentCache's state between calls, if there is one thread
  aux_size    = Setup(run.setup).size,
  aux_content = Setup(run.setup).content,
  aux_cut     = [f \in File |-> [b \in Block |-> NoData]],
  aux_allowed = [t \in Thread |-> {}],
  aux_effects = [t \in Thread |-> 0],
  aux_copied  = [t \in Thread |-> NoData],
  aux_cache   = IF Alone THEN Snapshot ELSE <<>>;

define {
  SlotAt(t) == slot[at[t][1]][at[t][2]]
  MapAt(t)  == bmap[at[t][1]][at[t][2]]
  PteAt(t)  == pte[at[t][1]][at[t][2]]

  NewFolio    == Lowest({p \in Folio : folio[p] = FreeFolio})
  NewFragment == Lowest({e \in Fragment : fragment[e] = FreeFragment})
  Hashed(k)   == {e \in Fragment : fragment[e].hashed /\ fragment[e].key = k}

  \* Blocks of the store in use: mapped, or being written to.
  PlaceOf(m) == CASE m.kind = "own"    -> m.place
                  [] m.kind = "shared" -> extent[m.extent][m.offset]
                  [] m.kind = "hole"   -> NoPlace
  Used == {PlaceOf(bmap[f][b]) : f \in File, b \in Block}
          \cup {io[t] : t \in {x \in Thread : op[x].call \notin {"read", "load"}}}
  NewPlace  == Lowest(Place \ Used)
  \* Not while a dying fragment is still found by the key.
  NewExtent == Lowest({k \in Extent : ~IsShared(bmap, k)
                                       /\ (ShareAvoidsHashed => Hashed(k) = {})})
  \* What the store has for the block of thread t.
  Stored(t) == IF MapAt(t) = Hole THEN Zero ELSE disk[PlaceOf(MapAt(t))]
  OldBytes(t) == IF page[t] # NoFolio THEN folio[page[t]].data ELSE Stored(t)

  \* Whether the folio of t still is where t found it.
  Reloads(t) ==
    IF entry[t].kind = "own" THEN SlotAt(t) = entry[t]
    ELSE fragment[entry[t].fragment].folios[entry[t].offset] = page[t]
  \* Whether it belongs to the mapping in which t found it; stable under its
  \* lock.
  Belongs(t) ==
    /\ folio[page[t]].mapping = IF entry[t].kind = "own" THEN FileMapping(at[t][1])
                                ELSE FragmentMapping(entry[t].fragment)
    /\ folio[page[t]].index = IF entry[t].kind = "own" THEN at[t][2]
                              ELSE entry[t].offset
  \* Page tables that may have folio p, found through its mapping (D4).
  Rmap(p) ==
    LET m == folio[p].mapping
    IN CASE m[1] = "file"     -> {<<m[2], folio[p].index>>}
         [] m[1] = "fragment" -> {<<r[1], r[2]>> : r \in
              {x \in fragment[m[2]].referrers : x[3] = folio[p].index}}
         [] OTHER -> {}
  \* The references that mapping and holder explain: what a freeze expects.
  Frozen(p) == folio[p].refs = 2

  Alone == Cardinality(Thread) = 1
  AllDone == \A t \in Thread : op[t] = NoOp /\ ip[t] > Len(run.program[t])

  \* The state as FragmentCache has it.
  Snapshot ==
    [inode    |-> inode,
     size     |-> size,
     bmap     |-> [f \in File |-> [b \in Block |-> SnapshotMap(bmap[f][b], disk)]],
     extent   |-> [x \in Extent |-> SnapshotExtent(x, bmap, extent, disk)],
     slot     |-> [f \in File |-> [b \in Block |-> SnapshotSlot(slot[f][b], fragment)]],
     fragment |-> [x \in Extent |-> SnapshotFragment(x, fragment, extent)],
     folio    |-> [p \in Folio |-> SnapshotFolio(folio[p], fragment)],
     pte      |-> pte]
}

\* The call takes effect: FileView's state becomes this.  Calls on their way may
\* from now on return what FileView would.
macro Effect(n, c, s) {
  aux_size := n || aux_content := c || aux_cut := s
  || aux_effects[self] := aux_effects[self] + 1
  || aux_allowed := [t \in Thread |->
       IF op[t] = NoOp THEN {}
       ELSE aux_allowed[t] \cup Allowed(op[t], n, c, s)];
}
macro EffectBytes(f, b, x) {
  Effect(aux_size, [aux_content EXCEPT ![f][b] = x], aux_cut)
}
\* A store through a page table or a pin.  Past EOF it goes where a truncate is
\* about to zap.
macro EffectStore(f, b, x) {
  if (aux_size[f] > b) { EffectBytes(f, b, x) }
  else { Effect(aux_size, aux_content, [aux_cut EXCEPT ![f][b] = x]) }
}

\* A block is gone for those who load it too.
macro EffectRemove(f, b) {
  if (op[self].call = "punch") { EffectBytes(f, b, Zero) }
  else if (op[self].call = "truncate") { aux_cut[f][b] := NoData }
}

macro EnterRcu() { if (LookupHoldsRcu) { rcu := rcu \cup {self} } }
macro LeaveRcu() {
  rcu := rcu \ {self};
  grace := [e \in Fragment |-> grace[e] \ {self}];
}
macro LeaveRcuUnlessLoad() {
  if (op[self].call # "load" \/ ~LoadHoldsRcu) { LeaveRcu() }
}
macro LockShared(f, guard) {
  if (guard) {
    await invalidate[f].owner = NoThread;
    invalidate[f].readers := invalidate[f].readers \cup {self}
  }
}
macro UnlockShared(f) { invalidate[f].readers := invalidate[f].readers \ {self} }
macro LockInvalidate(f, guard) {
  if (guard) { await invalidate[f] = Unlocked; invalidate[f].owner := self }
}
macro UnlockInvalidate(f) {
  if (invalidate[f].owner = self) { invalidate[f].owner := NoThread }
}
macro LockInode(f, guard) {
  if (guard) { await irwsem[f] = NoThread; irwsem[f] := self }
}
macro UnlockInode(f) { if (irwsem[f] = self) { irwsem[f] := NoThread } }
macro LockFolio(p, guard) {
  if (guard) { await folio[p].lock = NoThread; folio[p].lock := self }
}
macro Get(p)       { folio[p].refs := folio[p].refs + 1 }
macro Put(p)       { folio[p] := Unref(folio[p]) }
macro UnlockPut(p) { folio[p] := Unref(Released(folio[p], self)) }
\* A page table entry goes, and its reference; by x other folios change too.
macro Zap(f, b, x) {
  folio := UnrefPte(x, pte[f][b]);
  pte[f][b] := NoPte;
}

\* What dedupe compares: folios, or where there are none the store.
macro ComparePages() {
  with (x = IF other[self] = NoFolio THEN value[self] ELSE folio[other[self]].data,
        y = IF page[self] = NoFolio THEN Stored(self) ELSE folio[page[self]].data) {
    result[self] := IF x = y THEN <<"SAME">> ELSE <<"DIFFERS">>;
    value[self] := IF Poison \in {x, y} THEN Poison ELSE NoData
  }
}
macro PutPages() {
  folio := [p \in Folio |->
    Unref2(folio[p], (IF p = page[self] THEN 1 ELSE 0)
                     + (IF p = other[self] THEN 1 ELSE 0))]
}

\* ---------------------------------------------------------------------------
\* Finds the folio of a block: with a reference in page, or none on a miss; the
\* slot in entry.  Takes no lock.  A load stays in the section of RCU until it has
\* checked the slot for the last time: numbers of fragments are used again (D2).

procedure Lookup() {
LookupSlot:                                 \* filemap_get_entry(): xas_load()
  EnterRcu();
  entry[self] := SlotAt(self);
  page[self] := IF SlotAt(self).kind = "own" THEN SlotAt(self).folio ELSE NoFolio;
  if (SlotAt(self).kind = "own") { goto LookupGet }
  else if (SlotAt(self).kind = "empty") { goto LookupMiss };
LookupFind:                                 \* xas_load() in the fragment
  page[self] := fragment[entry[self].fragment].folios[entry[self].offset];
  if (page[self] = NoFolio) { goto LookupMiss };
LookupGet:                                  \* folio_try_get()
  if (folio[page[self]].refs > 0 \/ ~LookupTriesGet) { Get(page[self]) }
  else { goto LookupSlot };
LookupReload:                               \* xas_reload()
  if (LookupReloads /\ ~Reloads(self)) { Put(page[self]); goto LookupSlot };
LookupUptodate:                             \* folio_test_uptodate()
  if (LookupWaitsUptodate /\ ~folio[page[self]].uptodate) {
    Put(page[self]);
    LeaveRcu();
    goto LookupWait
  }
  else if (entry[self].kind = "own" \/ ~LookupRechecksSlot) {
    LeaveRcuUnlessLoad();
    return
  };
LookupRecheck:                              \* (none: new)
  if (SlotAt(self) # entry[self]) { Put(page[self]); goto LookupSlot }
  else {
    LeaveRcuUnlessLoad();
    return
  };
LookupMiss:                                 \* rcu_read_unlock()
  LeaveRcu();
  return;
LookupWait:                                 \* folio_put_wait_locked()
  await folio[page[self]].lock = NoThread;
  goto LookupSlot
}

\* ---------------------------------------------------------------------------
\* Drops the reference to fragment frag[self] that the slot at[self] held.

procedure Drop() {
DropReferrer:                               \* (none: new)
  \* Unless the slot is another filler's, who came first.
  if (SlotAt(self) # entry[self]) {
    fragment[frag[self]].referrers :=
      fragment[frag[self]].referrers \ {<<at[self][1], at[self][2], entry[self].offset>>}
  };
DropCount:                                  \* iput(): atomic_dec_and_test()
  if (DropCounts) {
    fragment[frag[self]].count := fragment[frag[self]].count - 1
  };
  if (fragment[frag[self]].count > 0) { return };
DropUnhash:                                 \* remove_inode_hash()
  fragment[frag[self]].hashed := FALSE;
  todo[self] := {o \in Block : fragment[frag[self]].folios[o] # NoFolio};
DropFolios:                                 \* truncate_inode_pages_final()
  while (todo[self] # {}) {
    with (o = Lowest(todo[self]), p = fragment[frag[self]].folios[Lowest(todo[self])]) {
      await p # NoFolio /\ DropLocksFolios => folio[p].lock = NoThread;
      if (p # NoFolio) {
        folio[p] := Unref([folio[p] EXCEPT !.mapping = NoMapping]);
        fragment[frag[self]].folios[o] := NoFolio
      };
      todo[self] := todo[self] \ {o}
    }
  };
DropFree:                                   \* call_rcu()
  if (FreeWaitsForReaders) {
    fragment[frag[self]].state := "retired";
    grace[frag[self]] := rcu
  }
  else { fragment[frag[self]] := FreeFragment };
  return
}

\* ---------------------------------------------------------------------------
\* Takes a count on the fragment of a shared block, found by its key or made.

procedure Attach() {
AttachFind:                                 \* iget5_locked()
  with (k = map[self].extent) {
    if (Hashed(k) = {}) {
      frag[self] := NewFragment;
      fragment[NewFragment] := [LiveFragment EXCEPT !.key = k, !.count = 1]
    }
    else {
      with (e = Lowest(Hashed(k))) {
        await AttachTriesGet => fragment[e].count > 0;  \* __wait_on_freeing_inode()
        frag[self] := e;
        if (AttachCounts) { fragment[e].count := fragment[e].count + 1 }
      }
    }
  };
  return
}

\* ---------------------------------------------------------------------------
\* Brings a block into the cache, unless it is a hole.  The invalidate_lock of
\* its file is held.  The caller looks it up again.

procedure Fill() {
FillMap:                                    \* iomap_begin()
  entry[self] := SlotAt(self) || map[self] := MapAt(self);
  if (SlotAt(self).kind = "own") { return }
  else if (SlotAt(self).kind = "ref") { goto FillFind }
  else if (MapAt(self).kind = "hole") { value[self] := Zero; return }
  else if (MapAt(self).kind = "shared") {
    call Attach();
    goto FillSet
  }
  else { io[self] := MapAt(self).place };
FillOwn:                                    \* filemap_add_folio()
  if (FillRechecksSlot /\ SlotAt(self) # Empty) { io[self] := NoPlace; return }
  else {
    new[self] := NewFolio;
    folio[NewFolio] := MadeFolio(self, FileMapping(at[self][1]), at[self][2], Zero, ~FillUptodateLast);
    slot[at[self][1]][at[self][2]] := OwnFolio(NewFolio);
    goto FillRead
  };
FillSet:                                    \* (none: new)
  entry[self] := Ref(frag[self], map[self].offset);
  if (SlotAt(self) # Empty \/ (FillRechecksMap /\ MapAt(self) # map[self])) {
    goto FillUndo
  }
  else {
    slot[at[self][1]][at[self][2]] := Ref(frag[self], map[self].offset);
    if (RegisterBeforeSlot) {
      fragment[frag[self]].referrers :=
        fragment[frag[self]].referrers \cup {<<at[self][1], at[self][2], map[self].offset>>};
      goto FillFind
    }
  };
LateRegister:
  fragment[frag[self]].referrers :=
    fragment[frag[self]].referrers \cup {<<at[self][1], at[self][2], entry[self].offset>>};
FillFind:                                   \* xas_load()
  if (SlotAt(self).kind # "ref") { return }
  else {
    if (FillHoldsRcu) { rcu := rcu \cup {self} };
    entry[self] := SlotAt(self);
    frag[self] := SlotAt(self).fragment
  };
FillInsert:                                 \* filemap_add_folio()
  LeaveRcu();
  page[self] := IF fragment[frag[self]].folios[entry[self].offset] = Poison
                THEN Poison ELSE NoFolio;
  if (fragment[frag[self]].folios[entry[self].offset] # NoFolio
      \/ (fragment[frag[self]].count = 0 /\ FillChecksCount)) { return }
  else {
    new[self] := NewFolio;
    folio[NewFolio] :=
      MadeFolio(self, FragmentMapping(frag[self]), entry[self].offset, Zero,
                ~FillUptodateLast);
    fragment[frag[self]].folios[entry[self].offset] := NewFolio;
    io[self] := extent[fragment[frag[self]].key][entry[self].offset]
  };
FillRead:                                   \* submit_bio()
  value[self] := disk[io[self]];
FillUptodate:                               \* folio_end_read()
  folio[new[self]] := Unref([folio[new[self]] EXCEPT
    !.data = value[self], !.uptodate = TRUE, !.lock = NoThread]);
  new[self] := NoFolio || value[self] := NoData || io[self] := NoPlace;
  return;
FillUndo:                                   \* iput()
  call Drop();
  return
}

\* ---------------------------------------------------------------------------
\* Gives the file a folio of its own in place of entry, locked, with the bytes
\* of the old; page is the old one, if cached.  new is none if the slot changed.

procedure Cow() {
CowReplace:                                 \* (none: new), as dax_insert_entry()
  if (~CowCopiesLast /\ value[self] = NoData) {
    value[self] := OldBytes(self);
    goto CowReplace
  }
  else if (CowRechecksSlot /\ SlotAt(self) # entry[self]) {
    if (page[self] # NoFolio) { Put(page[self]) };
    page[self] := NoFolio || new[self] := NoFolio || value[self] := NoData;
    return
  }
  else {
    new[self] := NewFolio;
    folio[NewFolio] := MadeFolio(self, FileMapping(at[self][1]), at[self][2],
                                 IF CowCopiesLast THEN Zero ELSE value[self], FALSE);
    slot[at[self][1]][at[self][2]] := OwnFolio(NewFolio)
  };
CowCopy:                                    \* iomap_write_begin(): srcmap
  if (CowCopiesOld /\ CowCopiesLast) { folio[new[self]].data := OldBytes(self) };
CowZap:                                     \* unmap_mapping_range()
  if (CowZapsPte /\ (ZapBeforeCopy \/ op[self].call # "write")) {
    Zap(at[self][1], at[self][2],
        IF page[self] = NoFolio THEN folio
        ELSE [folio EXCEPT ![page[self]] = Unref(@)])
  }
  else if (page[self] # NoFolio) { Put(page[self]) };
  page[self] := NoFolio || value[self] := NoData;
  return
}

\* ---------------------------------------------------------------------------
\* Writes a dirty folio of the file's own to the store.

procedure Clean() {
CleanFind:                                  \* filemap_get_folios_tag()
  entry[self] := SlotAt(self);
  if (SlotAt(self).kind # "own") { return }
  else if (~folio[SlotAt(self).folio].dirty /\ ~folio[SlotAt(self).folio].writeback) {
    return
  }
  else {
    await folio[SlotAt(self).folio].refs > 0;
    page[self] := SlotAt(self).folio;
    Get(SlotAt(self).folio)
  };
CleanLock:                                  \* folio_lock(), folio_wait_writeback()
  await /\ CleanTakesFolioLock => folio[page[self]].lock = NoThread
        /\ CleanWaitsWriteback => ~folio[page[self]].writeback;
  if ((CleanRechecksMapping /\ ~Belongs(self)) \/ ~folio[page[self]].dirty) {
    Put(page[self]);
    page[self] := NoFolio;
    return
  }
  else { if (CleanTakesFolioLock) { folio[page[self]].lock := self } };
CleanProtect:                               \* folio_mkclean()
  if (CleanWriteProtects
      /\ PteAt(self).kind # "none" /\ PteAt(self).folio = page[self]) {
    pte[at[self][1]][at[self][2]].writable := FALSE
  };
CleanMap:                                   \* iomap_writeback_folio()
  folio[page[self]] := [folio[page[self]] EXCEPT
    !.dirty = @ /\ folio[page[self]].pins > 0, !.writeback = TRUE,
    !.lock = IF @ = self THEN NoThread ELSE @];
  io[self] := IF MapAt(self).kind = "own" THEN MapAt(self).place ELSE NewPlace;
CleanWrite:                                 \* submit_bio()
  disk[io[self]] := folio[page[self]].data;
CleanEnd:                                   \* xfs_reflink_end_cow(), folio_end_writeback()
  bmap[at[self][1]][at[self][2]] := Own(io[self]);
  folio[page[self]] := Unref([folio[page[self]] EXCEPT !.writeback = FALSE]);
  page[self] := NoFolio || io[self] := NoPlace;
  return
}

\* ---------------------------------------------------------------------------
\* Takes a block from the cache of its file: slot, zap, drop (D10).  Both locks
\* of the file are held, or nobody uses it.

procedure Remove() {
RemoveFind:                                 \* find_get_entries()
  entry[self] := SlotAt(self);
  if (SlotAt(self).kind = "own") {
    await folio[SlotAt(self).folio].refs > 0;
    page[self] := SlotAt(self).folio;
    Get(SlotAt(self).folio)
  }
  else { goto RemoveSlot };
RemoveLock:                                 \* folio_lock()
  await RemoveTakesFolioLock => folio[page[self]].lock = NoThread;
  if (~Belongs(self)) {
    Put(page[self]);
    page[self] := NoFolio;
    goto RemoveFind
  }
  else { if (RemoveTakesFolioLock) { folio[page[self]].lock := self } };
RemoveWait:                                 \* folio_wait_writeback()
  await RemoveWaitsWriteback => ~folio[page[self]].writeback;
RemoveSlot:                                 \* filemap_remove_folio()
  if (~ZapAfterSlot /\ entry[self].kind = "ref") {
    Zap(at[self][1], at[self][2], folio);
    goto LateSlot
  }
  else {
    slot[at[self][1]][at[self][2]] := Empty;
    if (page[self] # NoFolio) {
      folio[page[self]] := Unref([folio[page[self]] EXCEPT !.mapping = NoMapping])
    }
    else if (~DropAfterZap /\ entry[self].kind = "ref") {
      frag[self] := entry[self].fragment;
      call Drop();
      goto LateZap
    }
  };
RemoveZap:                                  \* unmap_mapping_range()
  if (RemoveZapsPte) { Zap(at[self][1], at[self][2], folio) };
  EffectRemove(at[self][1], at[self][2]);
  if (page[self] = NoFolio) { goto RemoveDrop };
RemoveUnlock:                               \* folio_unlock(), folio_put()
  UnlockPut(page[self]);
  page[self] := NoFolio;
  return;
LateZap:
  Zap(at[self][1], at[self][2], folio);
  EffectRemove(at[self][1], at[self][2]);
  return;
LateSlot:
  slot[at[self][1]][at[self][2]] := Empty;
  EffectRemove(at[self][1], at[self][2]);
RemoveDrop:                                 \* (none: new)
  if (entry[self].kind = "ref") {
    frag[self] := entry[self].fragment;
    call Drop();
    return
  }
  else { return }
}

\* ---------------------------------------------------------------------------
\* The file's own folio comes to be mapped writable.  result is set if not.

procedure WriteFault() {
FaultInvalidate:                            \* filemap_invalidate_lock_shared()
  LockShared(at[self][1], FaultTakesInvalidate);
FaultSize:                                  \* i_size_read()
  if (size[at[self][1]] <= at[self][2]) {
    result[self] := <<"SIGBUS">>;
    goto FaultRelease
  }
  else { call Lookup() };
FaultLock:                                  \* folio_lock(): page_mkwrite()
  if (entry[self].kind # "own") {
    call Cow();
    goto FaultMap
  }
  else {
    LockFolio(page[self], FaultTakesFolioLock);
    new[self] := page[self] || page[self] := NoFolio
  };
FaultMap:                                   \* folio_mark_dirty(), finish_fault()
  if (new[self] = NoFolio) { goto FaultSize }
  else {
    folio := [UnrefPte(folio, PteAt(self)) EXCEPT
      ![new[self]].refs = @ + 1, ![new[self]].dirty = @ \/ FaultMarksDirty,
      ![new[self]].uptodate = TRUE];
    pte[at[self][1]][at[self][2]] := Pte(new[self], TRUE)
  };
FaultUnlock:                                \* folio_unlock(), folio_put()
  UnlockPut(new[self]);
  new[self] := NoFolio;
  if (entry[self].kind = "ref") {
    frag[self] := entry[self].fragment;
    call Drop()
  };
FaultRelease:                               \* filemap_invalidate_unlock_shared()
  UnlockShared(at[self][1]);
  return
}

\* ---------------------------------------------------------------------------
\* The calls.

fair process (thread \in Thread) {
Begin:
  while (ip[self] <= Len(run.program[self])) {
    with (o = run.program[self][ip[self]]) {
      op[self] := o;
      at[self] := <<o.file, o.block>>;
      aux_allowed[self] := Allowed(o, aux_size, aux_content, aux_cut);
      if (o.call \notin Environment) { inode := [f \in File |->
        IF f \in {o.file, o.to} THEN "incore" ELSE inode[f]] };
      if (o.call = "read") { goto ReadSize }
      else if (o.call \in {"write", "shortwrite"}) { goto WriteLock }
      else if (o.call = "load") { goto LoadAccess }
      else if (o.call = "store") { goto StoreAccess }
      else if (o.call \in {"clone", "dedupe"}) { goto RemapLockFirst }
      else if (o.call = "truncate") { goto TruncateLock }
      else if (o.call = "punch") { goto PunchLock }
      else if (o.call = "pin") { goto PinFault }
      else if (o.call = "pinstore") { goto PinWrite }
      else if (o.call = "unpin") { goto PinPut }
      else if (o.call = "writeback") { goto WritebackBlock }
      else if (o.call = "reclaim") { goto ReclaimFind }
      else if (o.call = "migrate") { goto MigrateFind }
      else { goto EvictFind }
    }
  };
  goto Done;
Return:
  ip[self] := ip[self] + 1;
  op[self] := NoOp || at[self] := <<>> || entry[self] := Empty || page[self] := NoFolio
  || other[self] := NoFolio || new[self] := NoFolio || frag[self] := NoFragment
  || value[self] := NoData || map[self] := Hole || io[self] := NoPlace
  || todo[self] := {}
  || result[self] := NoResult || aux_allowed[self] := {} || aux_effects[self] := 0
  || aux_copied[self] := NoData;
  if (Alone) { aux_cache := Snapshot };
  goto Begin;

\* read(2).
ReadSize:                                   \* filemap_read(): i_size_read()
  if (size[at[self][1]] <= at[self][2]) { result[self] := EOF; goto Return }
  else { call Lookup() };
ReadHit:                                    \* i_size_read(), after the folio
  if (page[self] = NoFolio) { goto ReadLock }
  else if (ReadRechecksSize /\ size[at[self][1]] <= at[self][2]) {
    Put(page[self]);
    result[self] := EOF;
    goto Return
  };
ReadCopy:                                   \* copy_folio_to_iter()
  if (ReadHoldsFolio) { value[self] := folio[page[self]].data } else { Put(page[self]) };
  \* Size and bytes are of one moment only if the folio is the block's still.
  if (ReadRechecksSlot /\ SlotAt(self) # entry[self]) { entry[self] := Empty };
ReadPut:                                    \* folio_put()
  if (ReadHoldsFolio) { Put(page[self]) } else { value[self] := folio[page[self]].data };
  if (entry[self] = Empty) { page[self] := NoFolio; goto ReadSize }
  else { result[self] := Returns(value[self]); goto Return };
ReadLock:                                   \* filemap_create_folio()
  LockShared(at[self][1], ReadTakesInvalidate);
  value[self] := NoData;
  call Fill();
ReadFilled:                                 \* i_size_read(), after the hole
  if (value[self] # Zero) { goto ReadRelease }
  else if (size[at[self][1]] <= at[self][2]) {
    result[self] := EOF;
    goto ReadRelease
  };
ReadHole:                                   \* dax_iomap_iter(): IOMAP_HOLE
  if (~ReadRechecksHole \/ (SlotAt(self) = Empty /\ MapAt(self) = Hole)) {
    result[self] := Returns(Zero)
  };
ReadRelease:                                \* filemap_invalidate_unlock_shared()
  UnlockShared(at[self][1]);
  value[self] := NoData;
  if (result[self] = NoResult) { goto ReadSize } else { goto Return };

\* A load through the page table.
LoadAccess:
  await PteAt(self).kind # "migrating";     \* migration_entry_wait()
  if (PteAt(self).kind = "folio") {
    result[self] := Returns(IF PteAt(self).folio = ZeroPage THEN Zero
                            ELSE folio[PteAt(self).folio].data);
    goto Return
  };
LoadSize:                                   \* filemap_fault(): i_size_read()
  if (size[at[self][1]] <= at[self][2]) {
    result[self] := <<"SIGBUS">>;
    goto Return
  }
  else { call Lookup() };
LoadHit:                                    \* i_size_read(), after the folio
  if (page[self] = NoFolio) { goto LoadInvalidate }
  else if (LoadRechecksSize /\ size[at[self][1]] <= at[self][2]) { goto LoadPut };
LoadMap:                                    \* finish_fault(), under the PTL
  if (PteAt(self) = NoPte /\ (SlotAt(self) = entry[self] \/ ~LoadRechecksSlot)) {
    pte[at[self][1]][at[self][2]] := Pte(page[self], FALSE);
    Get(page[self])
  };
LoadPut:                                    \* rcu_read_unlock(), folio_put()
  LeaveRcu();
  Put(page[self]);
  page[self] := NoFolio;
  goto LoadAccess;
LoadInvalidate:                             \* filemap_invalidate_lock_shared()
  LockShared(at[self][1], LoadTakesInvalidate);
  call Fill();
LoadHole:                                   \* i_size_read(), after the hole
  if (value[self] # Zero
      \/ (LoadRechecksSizeOfHole /\ size[at[self][1]] <= at[self][2])) {
    goto LoadRelease
  };
LoadZero:                                   \* dax_load_hole()
  if (PteAt(self) = NoPte /\ (SlotAt(self) = Empty \/ ~LoadRechecksHole)
      /\ (MapAt(self) = Hole \/ ~LoadRechecksMap)) {
    pte[at[self][1]][at[self][2]] := Pte(ZeroPage, FALSE)
  };
LoadRelease:                                \* filemap_invalidate_unlock_shared()
  value[self] := NoData;
  UnlockShared(at[self][1]);
  goto LoadAccess;

\* A store through the page table.
StoreAccess:
  await PteAt(self).kind # "migrating";
  if (PteAt(self).kind = "folio" /\ PteAt(self).writable) {
    folio[PteAt(self).folio].data := op[self].data;
    EffectStore(at[self][1], at[self][2], op[self].data);
    result[self] := OK;
    goto Return
  }
  else { call WriteFault() };
StoreRetry:
  if (result[self] = NoResult) { goto StoreAccess } else { goto Return };

\* write(2) of a block.  The user copy of a short write faults: no byte changes.
WriteLock:                                  \* inode_lock()
  LockInode(at[self][1], WriteTakesInodeLock);
WriteLookup:                                \* iomap_write_failed(): nothing past EOF
  if (op[self].call = "shortwrite" /\ size[at[self][1]] <= at[self][2]) {
    result[self] := <<"EFAULT">>;
    goto WriteRelease
  }
  else { call Lookup() };
WriteFolio:                                 \* folio_lock(): iomap_get_folio()
  if (entry[self].kind # "own") {
    call Cow();
    goto WriteCopy
  }
  else {
    LockFolio(page[self], WriteTakesFolioLock);
    new[self] := page[self] || page[self] := NoFolio
  };
WriteCopy:                                  \* copy_folio_from_iter_atomic()
  if (new[self] = NoFolio) { goto WriteLookup }
  else if (op[self].call = "shortwrite") {
    folio[new[self]] := [folio[new[self]] EXCEPT !.dirty = TRUE, !.uptodate = TRUE];
    result[self] := <<"EFAULT">>
  }
  else {
    folio[new[self]] := [folio[new[self]] EXCEPT
      !.dirty = TRUE, !.uptodate = TRUE, !.data = op[self].data];
    result[self] := OK;
    if (at[self][2] < size[at[self][1]]) {
      EffectBytes(at[self][1], at[self][2], op[self].data)
    }
  };
WriteSize:                                  \* i_size_write()
  if (op[self].call = "write" /\ size[at[self][1]] <= at[self][2]) {
    size[at[self][1]] := at[self][2] + 1;
    Effect([aux_size EXCEPT ![at[self][1]] = at[self][2] + 1],
           [aux_content EXCEPT ![at[self][1]][at[self][2]] = op[self].data], aux_cut)
  };
  if (~ZapBeforeCopy) { Zap(at[self][1], at[self][2], folio) };
WriteUnlock:                                \* folio_unlock(), folio_put()
  UnlockPut(new[self]);
  new[self] := NoFolio;
  if (entry[self].kind = "ref") {
    frag[self] := entry[self].fragment;
    call Drop()
  };
WriteRelease:                               \* inode_unlock()
  UnlockInode(at[self][1]);
  goto Return;

\* ftruncate(2).
TruncateLock:                               \* inode_lock()
  if (TruncateInodeLockFirst) { LockInode(at[self][1], TruncateTakesInodeLock) }
  else { LockInvalidate(at[self][1], TruncateTakesInvalidate) };
TruncateInvalidate:                         \* filemap_invalidate_lock()
  if (TruncateInodeLockFirst) { LockInvalidate(at[self][1], TruncateTakesInvalidate) }
  else { LockInode(at[self][1], TruncateTakesInodeLock) };
TruncateSize:                               \* i_size_write()
  size[at[self][1]] := op[self].data;
  with (f = at[self][1], n = op[self].data) {
    Effect([aux_size EXCEPT ![f] = n],
           [aux_content EXCEPT ![f] = [b \in Block |-> IF b < n THEN @[b] ELSE Zero]],
           [aux_cut EXCEPT ![f] = [b \in Block |->
              IF n <= b /\ b < aux_size[f] THEN aux_content[f][b] ELSE NoData]]);
    at[self] := <<f, n>>
  };
TruncateBlocks:                             \* truncate_pagecache()
  while (at[self][2] < Blocks) {
    call Remove();
TruncateMap:                                \* xfs_itruncate_extents()
    bmap[at[self][1]][at[self][2]] := Hole;
    at[self] := <<at[self][1], at[self][2] + 1>>
  };
TruncateRelease:                            \* filemap_invalidate_unlock()
  UnlockInvalidate(at[self][1]);
TruncateUnlock:                             \* inode_unlock()
  UnlockInode(at[self][1]);
  result[self] := OK;
  goto Return;

\* fallocate(2) with FALLOC_FL_PUNCH_HOLE.
PunchLock:                                  \* inode_lock()
  LockInode(at[self][1], PunchTakesInodeLock);
PunchInvalidate:                            \* filemap_invalidate_lock()
  LockInvalidate(at[self][1], PunchTakesInvalidate);
PunchRemove:                                \* truncate_pagecache_range()
  call Remove();
PunchMap:                                   \* xfs_free_file_space()
  bmap[at[self][1]][at[self][2]] := Hole;
PunchRelease:                               \* filemap_invalidate_unlock()
  UnlockInvalidate(at[self][1]);
PunchUnlock:                                \* inode_unlock()
  UnlockInode(at[self][1]);
  result[self] := OK;
  goto Return;

\* FICLONERANGE and FIDEDUPERANGE.
RemapLockFirst:                             \* lock_two_nondirectories()
  with (f = IF RemapLocksInOrder THEN First(op[self].file, op[self].to)
            ELSE op[self].file) {
    LockInode(f, InodeLockTaken(op[self], f))
  };
RemapLockSecond:
  with (f = IF RemapLocksInOrder THEN Second(op[self].file, op[self].to)
            ELSE op[self].to) {
    LockInode(f, op[self].file # op[self].to /\ InodeLockTaken(op[self], f))
  };
RemapInvalidateFirst:                       \* filemap_invalidate_lock_two()
  with (f = First(op[self].file, op[self].to)) {
    LockInvalidate(f, InvalidateTaken(op[self], f))
  };
RemapInvalidateSecond:
  with (f = Second(op[self].file, op[self].to)) {
    LockInvalidate(f, op[self].file # op[self].to /\ InvalidateTaken(op[self], f))
  };
RemapCheck:                                 \* generic_remap_checks()
  if (size[op[self].file] <= op[self].block
      \/ (op[self].call = "dedupe" /\ size[op[self].to] <= op[self].toBlock)) {
    result[self] := <<"EINVAL">>;
    goto RemapRelease
  };
RemapClean:                                 \* filemap_write_and_wait_range()
  if (RemapCleansSource) { call Clean() };
RemapCleaned:
  if (op[self].call = "clone") { goto CloneEmpty };
DedupeClean:                                \* the same for the destination
  at[self] := <<op[self].to, op[self].toBlock>>;
  if (DedupeCleansDestination) { call Clean() };
DedupePins:                                 \* folio_maybe_dma_pinned()
  if (DedupeChecksPins
      /\ \E x \in {<<op[self].file, op[self].block>>, <<op[self].to, op[self].toBlock>>} :
           /\ slot[x[1]][x[2]].kind = "own"
           /\ folio[slot[x[1]][x[2]].folio].pins > 0) {
    result[self] := <<"EBUSY">>;
    goto RemapRelease
  };
DedupeSource:                               \* vfs_dedupe_get_folio()
  at[self] := <<op[self].file, op[self].block>>;
  call Lookup();
DedupeDestination:
  other[self] := page[self];
  value[self] := IF page[self] = NoFolio THEN Stored(self) ELSE NoData;
  at[self] := <<op[self].to, op[self].toBlock>>;
  page[self] := NoFolio;
  call Lookup();
DedupeCompare:                              \* vfs_dedupe_file_range_compare()
  if (DedupeHoldsFolios) { ComparePages() } else { PutPages() };
DedupePut:                                  \* folio_put()
  if (DedupeHoldsFolios) { PutPages() } else { ComparePages() };
DedupeEnd:
  page[self] := NoFolio || other[self] := NoFolio;
  if (result[self] = <<"DIFFERS">>) { goto RemapRelease };

CloneEmpty:                                 \* xfs_flush_unmap_range()
  at[self] := <<op[self].to, op[self].toBlock>>;
  call Remove();
CloneUnmap:                                 \* xfs_reflink_remap_extent()
  bmap[op[self].to][op[self].toBlock] := Hole;
  at[self] := <<op[self].file, op[self].block>>;
  if (bmap[op[self].file][op[self].block].kind # "own") { goto CloneSize };
ShareFind:                                  \* (none: new)
  entry[self] := SlotAt(self);
  if (SlotAt(self).kind = "own") {
    await folio[SlotAt(self).folio].refs > 0;
    page[self] := SlotAt(self).folio;
    Get(SlotAt(self).folio)
  }
  else { goto ShareMake };
ShareCheck:                                 \* folio_maybe_dma_pinned()
  if (CloneChecksPins /\ folio[page[self]].pins > 0) { goto CloneCopy }
  else if ((ShareRechecksDirty /\ folio[page[self]].dirty)
           \/ (ShareWaitsWriteback /\ folio[page[self]].writeback)) {
    goto ShareClean
  };
ShareMake:                                  \* (none: new)
  frag[self] := NewFragment;
  fragment[NewFragment] := [LiveFragment EXCEPT
    !.key = NewExtent, !.count = 1,
    !.referrers = {<<at[self][1], at[self][2], 0>>}, !.folios[0] = page[self]];
  extent[NewExtent] := 0 :> MapAt(self).place;
  if (page[self] # NoFolio) {
    folio[page[self]] := [folio[page[self]] EXCEPT
      !.mapping = FragmentMapping(NewFragment), !.index = 0]
  };
ShareSlot:                                  \* xas_store(), with the block map
  slot[at[self][1]][at[self][2]] := Ref(frag[self], 0);
  bmap[at[self][1]][at[self][2]] := Shared(fragment[frag[self]].key, 0);
  if (page[self] # NoFolio) {
    Put(page[self])
  };
  page[self] := NoFolio;
  goto CloneSize;
ShareClean:                                 \* was pinned when it was written
  Put(page[self]);
  page[self] := NoFolio;
  call Clean();
  goto ShareFind;
CloneCopy:                                  \* (none: new)
  with (x = NewPlace) {
    disk[x] := folio[page[self]].data;
    bmap[op[self].to][op[self].toBlock] := Own(x);
    aux_copied[self] := aux_content[op[self].file][op[self].block]
  };
  Put(page[self]);
  page[self] := NoFolio;
\* The size first: while the destination is empty who reads it waits, beyond the old
\* EOF too, so that nobody sees a part of the range as it will be and a part as it was.
CloneSize:                                  \* i_size_write()
  if (op[self].call = "clone") {
    size[op[self].to] := Max(size[op[self].to], op[self].toBlock + 1);
    result[self] := OK;
    with (x = IF aux_copied[self] # NoData THEN aux_copied[self]
              ELSE aux_content[op[self].file][op[self].block]) {
      Effect([aux_size EXCEPT ![op[self].to] = Max(@, op[self].toBlock + 1)],
             [aux_content EXCEPT ![op[self].to][op[self].toBlock] = x], aux_cut)
    }
  };
  if (MapAt(self).kind # "shared") { goto RemapRelease };
CloneGet:
  map[self] := MapAt(self);
  call Attach();
CloneSet:                                   \* (none: new)
  with (o = MapAt(self).offset, g = op[self].to, d = op[self].toBlock) {
    slot[g][d] := Ref(frag[self], o);
    bmap[g][d] := MapAt(self);
    fragment[frag[self]].referrers := fragment[frag[self]].referrers \cup {<<g, d, o>>}
  };
RemapRelease:                               \* filemap_invalidate_unlock_two()
  invalidate := [f \in File |-> IF invalidate[f].owner = self
                                THEN [invalidate[f] EXCEPT !.owner = NoThread]
                                ELSE invalidate[f]];
RemapUnlock:                                \* unlock_two_nondirectories()
  irwsem := [f \in File |-> IF irwsem[f] = self THEN NoThread ELSE irwsem[f]];
  goto Return;

\* pin_user_pages() with FOLL_WRITE, what a device does, unpin_user_pages().
PinFault:                                   \* faultin_page()
  if (PteAt(self).kind = "folio" /\ PteAt(self).writable) { goto PinRead }
  else { call WriteFault() };
PinFaulted:
  if (result[self] # NoResult) { goto Return };
PinRead:                                    \* gup_fast_pte_range(): ptep_get()
  entry[self] := PteAt(self);
  if (PteAt(self).kind # "folio" \/ (PinNeedsWritable /\ ~PteAt(self).writable)) {
    goto PinFault
  };
PinGrab:                                    \* try_grab_folio_fast()
  if (folio[entry[self].folio].refs = 0) { goto PinFault }
  else {
    page[self] := entry[self].folio;
    folio[entry[self].folio] :=
      [folio[entry[self].folio] EXCEPT !.refs = @ + 1, !.pins = @ + 1]
  };
PinRecheck:                                 \* ptep_get() again
  if (PinRechecksPte /\ PteAt(self) # entry[self]) {
    folio[page[self]] := Unref([folio[page[self]] EXCEPT !.pins = @ - 1]);
    page[self] := NoFolio;
    goto PinFault
  }
  else {
    held[self] := [folio |-> page[self], file |-> at[self][1], block |-> at[self][2]];
    result[self] := OK;
    goto Return
  };
PinWrite:                                   \* a device
  if (held[self] # NoPin) {
    folio[held[self].folio].data := op[self].data;
    if (slot[held[self].file][held[self].block] = OwnFolio(held[self].folio)
        \/ (pte[held[self].file][held[self].block].kind = "folio"
            /\ pte[held[self].file][held[self].block].folio = held[self].folio)) {
      EffectStore(held[self].file, held[self].block, op[self].data)
    }
  };
  result[self] := OK;
  goto Return;
PinPut:                                     \* unpin_user_page()
  if (held[self] # NoPin) {
    folio[held[self].folio] := Unref([folio[held[self].folio] EXCEPT !.pins = @ - 1])
  };
  held[self] := NoPin;
  result[self] := OK;
  goto Return;

\* ---------------------------------------------------------------------------
\* Steps of the environment.

WritebackBlock:                                \* writeback_iter()
  call Clean();
WritebackEnd:
  result[self] := OK;
  goto Return;

\* Reclaim takes the folio that the block has, of the file's own or shared.
ReclaimFind:                                \* isolate_lru_folios()
  with (p = IF SlotAt(self).kind = "own" THEN SlotAt(self).folio
            ELSE IF SlotAt(self).kind = "ref"
            THEN fragment[SlotAt(self).fragment].folios[SlotAt(self).offset]
            ELSE NoFolio) {
    result[self] := OK;
    if (p = NoFolio) { goto Return }
    else if (folio[p].refs = 0) { goto Return }
    else { page[self] := p; Get(p) }
  };
ReclaimLock:                                \* folio_trylock()
  if ((ReclaimTakesFolioLock /\ folio[page[self]].lock # NoThread)
      \/ folio[page[self]].mapping = NoMapping
      \/ (ReclaimTestsDirty /\ folio[page[self]].dirty)) {
    Put(page[self]);
    goto Return
  }
  else {
    if (ReclaimTakesFolioLock) { folio[page[self]].lock := self };
    todo[self] := IF ReclaimWalksReferrers THEN Rmap(page[self]) ELSE {at[self]}
  };
ReclaimUnmap:                               \* try_to_unmap()
  while (todo[self] # {}) {
    with (x \in todo[self]) {
      if (ReclaimUnmaps /\ pte[x[1]][x[2]].kind = "folio"
          /\ pte[x[1]][x[2]].folio = page[self]) {
        Zap(x[1], x[2], folio)
      };
      todo[self] := todo[self] \ {x}
    }
  };
ReclaimFreeze:                              \* folio_ref_freeze()
  if (ReclaimFreezes /\ ~Frozen(page[self])) {
    UnlockPut(page[self]);
    goto Return
  }
  else { folio[page[self]].refs := 0 };
ReclaimDelete:                              \* __filemap_remove_folio()
  with (m = folio[page[self]].mapping, i = folio[page[self]].index) {
    folio[page[self]].mapping := NoMapping;
    if (m[1] = "file") {
      slot[m[2]][i] := Empty;
      goto ReclaimFree
    }
    else {
      frag[self] := m[2];
      fragment[m[2]].folios[i] := NoFolio;
      if (ReclaimTouchesFirst) {             \* a_ops->free_folio
        value[self] := fragment[m[2]].key;
        goto ReclaimFree
      }
    }
  };
LateTouch:
  value[self] := fragment[frag[self]].key;
ReclaimFree:                                \* free_unref_folios()
  folio[page[self]] := FreeFolio;
  goto Return;

\* Migration moves the folio that the block has to other memory.
MigrateFind:                                \* folio_isolate_lru()
  with (p = IF SlotAt(self).kind = "own" THEN SlotAt(self).folio
            ELSE IF SlotAt(self).kind = "ref"
            THEN fragment[SlotAt(self).fragment].folios[SlotAt(self).offset]
            ELSE NoFolio) {
    result[self] := OK;
    if (p = NoFolio) { goto Return }
    else if (folio[p].refs = 0) { goto Return }
    else { page[self] := p; Get(p) }
  };
MigrateLock:                                \* folio_trylock()
  if ((MigrateTakesFolioLock /\ folio[page[self]].lock # NoThread)
      \/ folio[page[self]].mapping = NoMapping) {
    Put(page[self]);
    goto Return
  }
  else {
    if (MigrateTakesFolioLock) { folio[page[self]].lock := self };
    todo[self] := Rmap(page[self])
  };
MigrateUnmap:                               \* try_to_migrate()
  while (todo[self] # {}) {
    with (x \in todo[self]) {
      if (pte[x[1]][x[2]].kind = "folio" /\ pte[x[1]][x[2]].folio = page[self]) {
        folio := UnrefPte(folio, pte[x[1]][x[2]]);
        pte[x[1]][x[2]] := Migrating(pte[x[1]][x[2]])
      };
      todo[self] := todo[self] \ {x}
    }
  };
MigrateFreeze:                              \* folio_ref_freeze()
  if (MigrateFreezes /\ ~Frozen(page[self])) { goto MigrateUndo }
  else {
    new[self] := NewFolio;
    folio := [folio EXCEPT
      ![page[self]].refs = 0,
      ![NewFolio] = [folio[page[self]] EXCEPT
        !.refs = 2, !.data = Zero, !.lock = self, !.uptodate = ~MigrateUptodateLast]]
  };
MigrateReplace:                             \* __folio_migrate_mapping()
  with (m = folio[page[self]].mapping, i = folio[page[self]].index) {
    if (m[1] = "file") { slot[m[2]][i] := OwnFolio(new[self]) }
    else { fragment[m[2]].folios[i] := new[self] }
  };
  folio[page[self]].mapping := NoMapping;
MigrateCopy:                                \* folio_migrate_copy()
  folio[new[self]] := [folio[new[self]] EXCEPT
    !.data = folio[page[self]].data, !.uptodate = TRUE];
MigrateRestore:                             \* remove_migration_ptes(), folio_put()
  with (X = {x \in File \X Block : pte[x[1]][x[2]].kind = "migrating"
                                   /\ pte[x[1]][x[2]].folio = page[self]}) {
    folio := [folio EXCEPT
      ![page[self]] = FreeFolio,
      ![new[self]] = [@ EXCEPT !.refs = @ - 1 + Cardinality(X), !.lock = NoThread]];
    pte := [f \in File |-> [b \in Block |->
      IF <<f, b>> \in X THEN Restored(pte[f][b], new[self]) ELSE pte[f][b]]]
  };
  goto Return;
MigrateUndo:                                \* remove_migration_ptes()
  with (X = {x \in File \X Block : pte[x[1]][x[2]].kind = "migrating"
                                   /\ pte[x[1]][x[2]].folio = page[self]}) {
    folio[page[self]] := Unref(Released([folio[page[self]] EXCEPT
      !.refs = @ + Cardinality(X)], self));
    pte := [f \in File |-> [b \in Block |->
      IF <<f, b>> \in X THEN Restored(pte[f][b], page[self]) ELSE pte[f][b]]]
  };
  goto Return;

\* The inode leaves memory, if it has nothing dirty; nobody uses it.
EvictFind:                                  \* inode_lru_isolate()
  result[self] := OK;
  if (\E b \in Block : slot[at[self][1]][b].kind = "own"
        /\ folio[slot[at[self][1]][b].folio].dirty) { goto Return };
EvictBlocks:                                \* evict(): truncate_inode_pages_final()
  while (at[self][2] < Blocks) {
    call Remove();
EvictNext:
    at[self] := <<at[self][1], at[self][2] + 1>>
  };
EvictEnd:                                   \* destroy_inode()
  inode[at[self][1]] := "evicted";
  goto Return;
}

\* Memory of retired fragments goes when no section that might see it is left.
fair process (softirq = "rcu") {
Grace:                                      \* rcu_do_batch()
  while (TRUE) {
    either {
      with (e \in {x \in Fragment : fragment[x].state = "retired" /\ grace[x] = {}}) {
        fragment[e] := FreeFragment
      }
    }
    or { await AllDone }                    \* nothing left to do is no deadlock
  }
}
} *)
\* BEGIN TRANSLATION (chksum(pcal) = "d62bdae5" /\ chksum(tla) = "c552c73c")
VARIABLES run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, irwsem, invalidate, rcu, 
          grace, ip, op, at, entry, page, other, new, frag, value, map, io, todo, held, result, 
          aux_size, aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, pc, 
          stack

(* define statement *)
SlotAt(t) == slot[at[t][1]][at[t][2]]
MapAt(t)  == bmap[at[t][1]][at[t][2]]
PteAt(t)  == pte[at[t][1]][at[t][2]]

NewFolio    == Lowest({p \in Folio : folio[p] = FreeFolio})
NewFragment == Lowest({e \in Fragment : fragment[e] = FreeFragment})
Hashed(k)   == {e \in Fragment : fragment[e].hashed /\ fragment[e].key = k}


PlaceOf(m) == CASE m.kind = "own"    -> m.place
                [] m.kind = "shared" -> extent[m.extent][m.offset]
                [] m.kind = "hole"   -> NoPlace
Used == {PlaceOf(bmap[f][b]) : f \in File, b \in Block}
        \cup {io[t] : t \in {x \in Thread : op[x].call \notin {"read", "load"}}}
NewPlace  == Lowest(Place \ Used)

NewExtent == Lowest({k \in Extent : ~IsShared(bmap, k)
                                     /\ (ShareAvoidsHashed => Hashed(k) = {})})

Stored(t) == IF MapAt(t) = Hole THEN Zero ELSE disk[PlaceOf(MapAt(t))]
OldBytes(t) == IF page[t] # NoFolio THEN folio[page[t]].data ELSE Stored(t)


Reloads(t) ==
  IF entry[t].kind = "own" THEN SlotAt(t) = entry[t]
  ELSE fragment[entry[t].fragment].folios[entry[t].offset] = page[t]


Belongs(t) ==
  /\ folio[page[t]].mapping = IF entry[t].kind = "own" THEN FileMapping(at[t][1])
                              ELSE FragmentMapping(entry[t].fragment)
  /\ folio[page[t]].index = IF entry[t].kind = "own" THEN at[t][2]
                            ELSE entry[t].offset

Rmap(p) ==
  LET m == folio[p].mapping
  IN CASE m[1] = "file"     -> {<<m[2], folio[p].index>>}
       [] m[1] = "fragment" -> {<<r[1], r[2]>> : r \in
            {x \in fragment[m[2]].referrers : x[3] = folio[p].index}}
       [] OTHER -> {}

Frozen(p) == folio[p].refs = 2

Alone == Cardinality(Thread) = 1
AllDone == \A t \in Thread : op[t] = NoOp /\ ip[t] > Len(run.program[t])


Snapshot ==
  [inode    |-> inode,
   size     |-> size,
   bmap     |-> [f \in File |-> [b \in Block |-> SnapshotMap(bmap[f][b], disk)]],
   extent   |-> [x \in Extent |-> SnapshotExtent(x, bmap, extent, disk)],
   slot     |-> [f \in File |-> [b \in Block |-> SnapshotSlot(slot[f][b], fragment)]],
   fragment |-> [x \in Extent |-> SnapshotFragment(x, fragment, extent)],
   folio    |-> [p \in Folio |-> SnapshotFolio(folio[p], fragment)],
   pte      |-> pte]


vars == << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, irwsem, invalidate, 
           rcu, grace, ip, op, at, entry, page, other, new, frag, value, map, io, todo, held, 
           result, aux_size, aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, 
           pc, stack >>

ProcSet == (Thread) \cup {"rcu"}

Init == (* Global variables *)
        /\ run \in Runs
        /\ size = Setup(run.setup).size
        /\ bmap = Setup(run.setup).bmap
        /\ extent = Setup(run.setup).extent
        /\ disk = Setup(run.setup).disk
        /\ inode = [f \in File |-> "incore"]
        /\ slot = Setup(run.setup).slot
        /\ fragment = Setup(run.setup).fragment
        /\ folio = Setup(run.setup).folio
        /\ pte = Setup(run.setup).pte
        /\ irwsem = [f \in File |-> NoThread]
        /\ invalidate = [f \in File |-> Unlocked]
        /\ rcu = {}
        /\ grace = [e \in Fragment |-> {}]
        /\ ip = [t \in Thread |-> 1]
        /\ op = [t \in Thread |-> NoOp]
        /\ at = [t \in Thread |-> <<>>]
        /\ entry = [t \in Thread |-> Empty]
        /\ page = [t \in Thread |-> NoFolio]
        /\ other = [t \in Thread |-> NoFolio]
        /\ new = [t \in Thread |-> NoFolio]
        /\ frag = [t \in Thread |-> NoFragment]
        /\ value = [t \in Thread |-> NoData]
        /\ map = [t \in Thread |-> Hole]
        /\ io = [t \in Thread |-> NoPlace]
        /\ todo = [t \in Thread |-> {}]
        /\ held = [t \in Thread |-> NoPin]
        /\ result = [t \in Thread |-> NoResult]
        /\ aux_size = Setup(run.setup).size
        /\ aux_content = Setup(run.setup).content
        /\ aux_cut = [f \in File |-> [b \in Block |-> NoData]]
        /\ aux_allowed = [t \in Thread |-> {}]
        /\ aux_effects = [t \in Thread |-> 0]
        /\ aux_copied = [t \in Thread |-> NoData]
        /\ aux_cache = IF Alone THEN Snapshot ELSE <<>>
        /\ stack = [self \in ProcSet |-> << >>]
        /\ pc = [self \in ProcSet |-> CASE self \in Thread -> "Begin"
                                        [] self = "rcu" -> "Grace"]

LookupSlot(self) == /\ pc[self] = "LookupSlot"
                    /\ IF LookupHoldsRcu
                          THEN /\ rcu' = (rcu \cup {self})
                          ELSE /\ TRUE
                               /\ rcu' = rcu
                    /\ entry' = [entry EXCEPT ![self] = SlotAt(self)]
                    /\ page' = [page EXCEPT ![self] = IF SlotAt(self).kind = "own" THEN SlotAt(self).folio ELSE NoFolio]
                    /\ IF SlotAt(self).kind = "own"
                          THEN /\ pc' = [pc EXCEPT ![self] = "LookupGet"]
                          ELSE /\ IF SlotAt(self).kind = "empty"
                                     THEN /\ pc' = [pc EXCEPT ![self] = "LookupMiss"]
                                     ELSE /\ pc' = [pc EXCEPT ![self] = "LookupFind"]
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                    irwsem, invalidate, grace, ip, op, at, other, new, frag, value, 
                                    map, io, todo, held, result, aux_size, aux_content, aux_cut, 
                                    aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

LookupFind(self) == /\ pc[self] = "LookupFind"
                    /\ page' = [page EXCEPT ![self] = fragment[entry[self].fragment].folios[entry[self].offset]]
                    /\ IF page'[self] = NoFolio
                          THEN /\ pc' = [pc EXCEPT ![self] = "LookupMiss"]
                          ELSE /\ pc' = [pc EXCEPT ![self] = "LookupGet"]
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                    irwsem, invalidate, rcu, grace, ip, op, at, entry, other, new, 
                                    frag, value, map, io, todo, held, result, aux_size, aux_content, 
                                    aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

LookupGet(self) == /\ pc[self] = "LookupGet"
                   /\ IF folio[page[self]].refs > 0 \/ ~LookupTriesGet
                         THEN /\ folio' = [folio EXCEPT ![(page[self])].refs = folio[(page[self])].refs + 1]
                              /\ pc' = [pc EXCEPT ![self] = "LookupReload"]
                         ELSE /\ pc' = [pc EXCEPT ![self] = "LookupSlot"]
                              /\ folio' = folio
                   /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, irwsem, 
                                   invalidate, rcu, grace, ip, op, at, entry, page, other, new, frag, 
                                   value, map, io, todo, held, result, aux_size, aux_content, 
                                   aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

LookupReload(self) == /\ pc[self] = "LookupReload"
                      /\ IF LookupReloads /\ ~Reloads(self)
                            THEN /\ folio' = [folio EXCEPT ![(page[self])] = Unref(folio[(page[self])])]
                                 /\ pc' = [pc EXCEPT ![self] = "LookupSlot"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "LookupUptodate"]
                                 /\ folio' = folio
                      /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, 
                                      irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                      new, frag, value, map, io, todo, held, result, aux_size, 
                                      aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                      aux_cache, stack >>

LookupUptodate(self) == /\ pc[self] = "LookupUptodate"
                        /\ IF LookupWaitsUptodate /\ ~folio[page[self]].uptodate
                              THEN /\ folio' = [folio EXCEPT ![(page[self])] = Unref(folio[(page[self])])]
                                   /\ rcu' = rcu \ {self}
                                   /\ grace' = [e \in Fragment |-> grace[e] \ {self}]
                                   /\ pc' = [pc EXCEPT ![self] = "LookupWait"]
                                   /\ stack' = stack
                              ELSE /\ IF entry[self].kind = "own" \/ ~LookupRechecksSlot
                                         THEN /\ IF op[self].call # "load" \/ ~LoadHoldsRcu
                                                    THEN /\ rcu' = rcu \ {self}
                                                         /\ grace' = [e \in Fragment |-> grace[e] \ {self}]
                                                    ELSE /\ TRUE
                                                         /\ UNCHANGED << rcu, grace >>
                                              /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                              /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                         ELSE /\ pc' = [pc EXCEPT ![self] = "LookupRecheck"]
                                              /\ UNCHANGED << rcu, grace, stack >>
                                   /\ folio' = folio
                        /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, 
                                        irwsem, invalidate, ip, op, at, entry, page, other, new, 
                                        frag, value, map, io, todo, held, result, aux_size, 
                                        aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                        aux_cache >>

LookupRecheck(self) == /\ pc[self] = "LookupRecheck"
                       /\ IF SlotAt(self) # entry[self]
                             THEN /\ folio' = [folio EXCEPT ![(page[self])] = Unref(folio[(page[self])])]
                                  /\ pc' = [pc EXCEPT ![self] = "LookupSlot"]
                                  /\ UNCHANGED << rcu, grace, stack >>
                             ELSE /\ IF op[self].call # "load" \/ ~LoadHoldsRcu
                                        THEN /\ rcu' = rcu \ {self}
                                             /\ grace' = [e \in Fragment |-> grace[e] \ {self}]
                                        ELSE /\ TRUE
                                             /\ UNCHANGED << rcu, grace >>
                                  /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                  /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                  /\ folio' = folio
                       /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, 
                                       irwsem, invalidate, ip, op, at, entry, page, other, new, frag, 
                                       value, map, io, todo, held, result, aux_size, aux_content, 
                                       aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache >>

LookupMiss(self) == /\ pc[self] = "LookupMiss"
                    /\ rcu' = rcu \ {self}
                    /\ grace' = [e \in Fragment |-> grace[e] \ {self}]
                    /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                    /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                    irwsem, invalidate, ip, op, at, entry, page, other, new, frag, 
                                    value, map, io, todo, held, result, aux_size, aux_content, 
                                    aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache >>

LookupWait(self) == /\ pc[self] = "LookupWait"
                    /\ folio[page[self]].lock = NoThread
                    /\ pc' = [pc EXCEPT ![self] = "LookupSlot"]
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                    irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                    new, frag, value, map, io, todo, held, result, aux_size, 
                                    aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                    aux_cache, stack >>

Lookup(self) == LookupSlot(self) \/ LookupFind(self) \/ LookupGet(self) \/ LookupReload(self)
                   \/ LookupUptodate(self) \/ LookupRecheck(self) \/ LookupMiss(self)
                   \/ LookupWait(self)

DropReferrer(self) == /\ pc[self] = "DropReferrer"
                      /\ IF SlotAt(self) # entry[self]
                            THEN /\ fragment' = [fragment EXCEPT ![frag[self]].referrers = fragment[frag[self]].referrers \ {<<at[self][1], at[self][2], entry[self].offset>>}]
                            ELSE /\ TRUE
                                 /\ UNCHANGED fragment
                      /\ pc' = [pc EXCEPT ![self] = "DropCount"]
                      /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, folio, pte, irwsem, 
                                      invalidate, rcu, grace, ip, op, at, entry, page, other, new, 
                                      frag, value, map, io, todo, held, result, aux_size, 
                                      aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                      aux_cache, stack >>

DropCount(self) == /\ pc[self] = "DropCount"
                   /\ IF DropCounts
                         THEN /\ fragment' = [fragment EXCEPT ![frag[self]].count = fragment[frag[self]].count - 1]
                         ELSE /\ TRUE
                              /\ UNCHANGED fragment
                   /\ IF fragment'[frag[self]].count > 0
                         THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                              /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                         ELSE /\ pc' = [pc EXCEPT ![self] = "DropUnhash"]
                              /\ stack' = stack
                   /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, folio, pte, irwsem, 
                                   invalidate, rcu, grace, ip, op, at, entry, page, other, new, frag, 
                                   value, map, io, todo, held, result, aux_size, aux_content, 
                                   aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache >>

DropUnhash(self) == /\ pc[self] = "DropUnhash"
                    /\ fragment' = [fragment EXCEPT ![frag[self]].hashed = FALSE]
                    /\ todo' = [todo EXCEPT ![self] = {o \in Block : fragment'[frag[self]].folios[o] # NoFolio}]
                    /\ pc' = [pc EXCEPT ![self] = "DropFolios"]
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, folio, pte, irwsem, 
                                    invalidate, rcu, grace, ip, op, at, entry, page, other, new, 
                                    frag, value, map, io, held, result, aux_size, aux_content, 
                                    aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

DropFolios(self) == /\ pc[self] = "DropFolios"
                    /\ IF todo[self] # {}
                          THEN /\ LET o == Lowest(todo[self]) IN
                                    LET p == fragment[frag[self]].folios[Lowest(todo[self])] IN
                                      /\ p # NoFolio /\ DropLocksFolios => folio[p].lock = NoThread
                                      /\ IF p # NoFolio
                                            THEN /\ folio' = [folio EXCEPT ![p] = Unref([folio[p] EXCEPT !.mapping = NoMapping])]
                                                 /\ fragment' = [fragment EXCEPT ![frag[self]].folios[o] = NoFolio]
                                            ELSE /\ TRUE
                                                 /\ UNCHANGED << fragment, folio >>
                                      /\ todo' = [todo EXCEPT ![self] = todo[self] \ {o}]
                               /\ pc' = [pc EXCEPT ![self] = "DropFolios"]
                          ELSE /\ pc' = [pc EXCEPT ![self] = "DropFree"]
                               /\ UNCHANGED << fragment, folio, todo >>
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, pte, irwsem, 
                                    invalidate, rcu, grace, ip, op, at, entry, page, other, new, 
                                    frag, value, map, io, held, result, aux_size, aux_content, 
                                    aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

DropFree(self) == /\ pc[self] = "DropFree"
                  /\ IF FreeWaitsForReaders
                        THEN /\ fragment' = [fragment EXCEPT ![frag[self]].state = "retired"]
                             /\ grace' = [grace EXCEPT ![frag[self]] = rcu]
                        ELSE /\ fragment' = [fragment EXCEPT ![frag[self]] = FreeFragment]
                             /\ grace' = grace
                  /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                  /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                  /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, folio, pte, irwsem, 
                                  invalidate, rcu, ip, op, at, entry, page, other, new, frag, value, 
                                  map, io, todo, held, result, aux_size, aux_content, aux_cut, 
                                  aux_allowed, aux_effects, aux_copied, aux_cache >>

Drop(self) == DropReferrer(self) \/ DropCount(self) \/ DropUnhash(self) \/ DropFolios(self)
                 \/ DropFree(self)

AttachFind(self) == /\ pc[self] = "AttachFind"
                    /\ LET k == map[self].extent IN
                         IF Hashed(k) = {}
                            THEN /\ frag' = [frag EXCEPT ![self] = NewFragment]
                                 /\ fragment' = [fragment EXCEPT ![NewFragment] = [LiveFragment EXCEPT !.key = k, !.count = 1]]
                            ELSE /\ LET e == Lowest(Hashed(k)) IN
                                      /\ AttachTriesGet => fragment[e].count > 0
                                      /\ frag' = [frag EXCEPT ![self] = e]
                                      /\ IF AttachCounts
                                            THEN /\ fragment' = [fragment EXCEPT ![e].count = fragment[e].count + 1]
                                            ELSE /\ TRUE
                                                 /\ UNCHANGED fragment
                    /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                    /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, folio, pte, irwsem, 
                                    invalidate, rcu, grace, ip, op, at, entry, page, other, new, 
                                    value, map, io, todo, held, result, aux_size, aux_content, 
                                    aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache >>

Attach(self) == AttachFind(self)

FillMap(self) == /\ pc[self] = "FillMap"
                 /\ /\ entry' = [entry EXCEPT ![self] = SlotAt(self)]
                    /\ map' = [map EXCEPT ![self] = MapAt(self)]
                 /\ IF SlotAt(self).kind = "own"
                       THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                            /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                            /\ UNCHANGED << value, io >>
                       ELSE /\ IF SlotAt(self).kind = "ref"
                                  THEN /\ pc' = [pc EXCEPT ![self] = "FillFind"]
                                       /\ UNCHANGED << value, io, stack >>
                                  ELSE /\ IF MapAt(self).kind = "hole"
                                             THEN /\ value' = [value EXCEPT ![self] = Zero]
                                                  /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                                  /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                                  /\ io' = io
                                             ELSE /\ IF MapAt(self).kind = "shared"
                                                        THEN /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Attach",
                                                                                                      pc        |->  "FillSet" ] >>
                                                                                                  \o stack[self]]
                                                             /\ pc' = [pc EXCEPT ![self] = "AttachFind"]
                                                             /\ io' = io
                                                        ELSE /\ io' = [io EXCEPT ![self] = MapAt(self).place]
                                                             /\ pc' = [pc EXCEPT ![self] = "FillOwn"]
                                                             /\ stack' = stack
                                                  /\ value' = value
                 /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                 irwsem, invalidate, rcu, grace, ip, op, at, page, other, new, frag, 
                                 todo, held, result, aux_size, aux_content, aux_cut, aux_allowed, 
                                 aux_effects, aux_copied, aux_cache >>

FillOwn(self) == /\ pc[self] = "FillOwn"
                 /\ IF FillRechecksSlot /\ SlotAt(self) # Empty
                       THEN /\ io' = [io EXCEPT ![self] = NoPlace]
                            /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                            /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                            /\ UNCHANGED << slot, folio, new >>
                       ELSE /\ new' = [new EXCEPT ![self] = NewFolio]
                            /\ folio' = [folio EXCEPT ![NewFolio] = MadeFolio(self, FileMapping(at[self][1]), at[self][2], Zero, ~FillUptodateLast)]
                            /\ slot' = [slot EXCEPT ![at[self][1]][at[self][2]] = OwnFolio(NewFolio)]
                            /\ pc' = [pc EXCEPT ![self] = "FillRead"]
                            /\ UNCHANGED << io, stack >>
                 /\ UNCHANGED << run, size, bmap, extent, disk, inode, fragment, pte, irwsem, 
                                 invalidate, rcu, grace, ip, op, at, entry, page, other, frag, value, 
                                 map, todo, held, result, aux_size, aux_content, aux_cut, 
                                 aux_allowed, aux_effects, aux_copied, aux_cache >>

FillSet(self) == /\ pc[self] = "FillSet"
                 /\ entry' = [entry EXCEPT ![self] = Ref(frag[self], map[self].offset)]
                 /\ IF SlotAt(self) # Empty \/ (FillRechecksMap /\ MapAt(self) # map[self])
                       THEN /\ pc' = [pc EXCEPT ![self] = "FillUndo"]
                            /\ UNCHANGED << slot, fragment >>
                       ELSE /\ slot' = [slot EXCEPT ![at[self][1]][at[self][2]] = Ref(frag[self], map[self].offset)]
                            /\ IF RegisterBeforeSlot
                                  THEN /\ fragment' = [fragment EXCEPT ![frag[self]].referrers = fragment[frag[self]].referrers \cup {<<at[self][1], at[self][2], map[self].offset>>}]
                                       /\ pc' = [pc EXCEPT ![self] = "FillFind"]
                                  ELSE /\ pc' = [pc EXCEPT ![self] = "LateRegister"]
                                       /\ UNCHANGED fragment
                 /\ UNCHANGED << run, size, bmap, extent, disk, inode, folio, pte, irwsem, 
                                 invalidate, rcu, grace, ip, op, at, page, other, new, frag, value, 
                                 map, io, todo, held, result, aux_size, aux_content, aux_cut, 
                                 aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

LateRegister(self) == /\ pc[self] = "LateRegister"
                      /\ fragment' = [fragment EXCEPT ![frag[self]].referrers = fragment[frag[self]].referrers \cup {<<at[self][1], at[self][2], entry[self].offset>>}]
                      /\ pc' = [pc EXCEPT ![self] = "FillFind"]
                      /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, folio, pte, irwsem, 
                                      invalidate, rcu, grace, ip, op, at, entry, page, other, new, 
                                      frag, value, map, io, todo, held, result, aux_size, 
                                      aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                      aux_cache, stack >>

FillFind(self) == /\ pc[self] = "FillFind"
                  /\ IF SlotAt(self).kind # "ref"
                        THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                             /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                             /\ UNCHANGED << rcu, entry, frag >>
                        ELSE /\ IF FillHoldsRcu
                                   THEN /\ rcu' = (rcu \cup {self})
                                   ELSE /\ TRUE
                                        /\ rcu' = rcu
                             /\ entry' = [entry EXCEPT ![self] = SlotAt(self)]
                             /\ frag' = [frag EXCEPT ![self] = SlotAt(self).fragment]
                             /\ pc' = [pc EXCEPT ![self] = "FillInsert"]
                             /\ stack' = stack
                  /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                  irwsem, invalidate, grace, ip, op, at, page, other, new, value, 
                                  map, io, todo, held, result, aux_size, aux_content, aux_cut, 
                                  aux_allowed, aux_effects, aux_copied, aux_cache >>

FillInsert(self) == /\ pc[self] = "FillInsert"
                    /\ rcu' = rcu \ {self}
                    /\ grace' = [e \in Fragment |-> grace[e] \ {self}]
                    /\ page' = [page EXCEPT ![self] = IF fragment[frag[self]].folios[entry[self].offset] = Poison
                                                      THEN Poison ELSE NoFolio]
                    /\ IF fragment[frag[self]].folios[entry[self].offset] # NoFolio
                          \/ (fragment[frag[self]].count = 0 /\ FillChecksCount)
                          THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                               /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                               /\ UNCHANGED << fragment, folio, new, io >>
                          ELSE /\ new' = [new EXCEPT ![self] = NewFolio]
                               /\ folio' = [folio EXCEPT ![NewFolio] = MadeFolio(self, FragmentMapping(frag[self]), entry[self].offset, Zero,
                                                                                 ~FillUptodateLast)]
                               /\ fragment' = [fragment EXCEPT ![frag[self]].folios[entry[self].offset] = NewFolio]
                               /\ io' = [io EXCEPT ![self] = extent[fragment'[frag[self]].key][entry[self].offset]]
                               /\ pc' = [pc EXCEPT ![self] = "FillRead"]
                               /\ stack' = stack
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, pte, irwsem, 
                                    invalidate, ip, op, at, entry, other, frag, value, map, todo, 
                                    held, result, aux_size, aux_content, aux_cut, aux_allowed, 
                                    aux_effects, aux_copied, aux_cache >>

FillRead(self) == /\ pc[self] = "FillRead"
                  /\ value' = [value EXCEPT ![self] = disk[io[self]]]
                  /\ pc' = [pc EXCEPT ![self] = "FillUptodate"]
                  /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                  irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                  new, frag, map, io, todo, held, result, aux_size, aux_content, 
                                  aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

FillUptodate(self) == /\ pc[self] = "FillUptodate"
                      /\ folio' = [folio EXCEPT ![new[self]] =                   Unref([folio[new[self]] EXCEPT
                                                               !.data = value[self], !.uptodate = TRUE, !.lock = NoThread])]
                      /\ /\ io' = [io EXCEPT ![self] = NoPlace]
                         /\ new' = [new EXCEPT ![self] = NoFolio]
                         /\ value' = [value EXCEPT ![self] = NoData]
                      /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                      /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                      /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, 
                                      irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                      frag, map, todo, held, result, aux_size, aux_content, aux_cut, 
                                      aux_allowed, aux_effects, aux_copied, aux_cache >>

FillUndo(self) == /\ pc[self] = "FillUndo"
                  /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Drop",
                                                           pc        |->  Head(stack[self]).pc ] >>
                                                       \o Tail(stack[self])]
                  /\ pc' = [pc EXCEPT ![self] = "DropReferrer"]
                  /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                  irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                  new, frag, value, map, io, todo, held, result, aux_size, 
                                  aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                  aux_cache >>

Fill(self) == FillMap(self) \/ FillOwn(self) \/ FillSet(self) \/ LateRegister(self)
                 \/ FillFind(self) \/ FillInsert(self) \/ FillRead(self) \/ FillUptodate(self)
                 \/ FillUndo(self)

CowReplace(self) == /\ pc[self] = "CowReplace"
                    /\ IF ~CowCopiesLast /\ value[self] = NoData
                          THEN /\ value' = [value EXCEPT ![self] = OldBytes(self)]
                               /\ pc' = [pc EXCEPT ![self] = "CowReplace"]
                               /\ UNCHANGED << slot, folio, page, new, stack >>
                          ELSE /\ IF CowRechecksSlot /\ SlotAt(self) # entry[self]
                                     THEN /\ IF page[self] # NoFolio
                                                THEN /\ folio' = [folio EXCEPT ![(page[self])] = Unref(folio[(page[self])])]
                                                ELSE /\ TRUE
                                                     /\ folio' = folio
                                          /\ /\ new' = [new EXCEPT ![self] = NoFolio]
                                             /\ page' = [page EXCEPT ![self] = NoFolio]
                                             /\ value' = [value EXCEPT ![self] = NoData]
                                          /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                          /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                          /\ slot' = slot
                                     ELSE /\ new' = [new EXCEPT ![self] = NewFolio]
                                          /\ folio' = [folio EXCEPT ![NewFolio] = MadeFolio(self, FileMapping(at[self][1]), at[self][2],
                                                                                            IF CowCopiesLast THEN Zero ELSE value[self], FALSE)]
                                          /\ slot' = [slot EXCEPT ![at[self][1]][at[self][2]] = OwnFolio(NewFolio)]
                                          /\ pc' = [pc EXCEPT ![self] = "CowCopy"]
                                          /\ UNCHANGED << page, value, stack >>
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, fragment, pte, irwsem, 
                                    invalidate, rcu, grace, ip, op, at, entry, other, frag, map, io, 
                                    todo, held, result, aux_size, aux_content, aux_cut, aux_allowed, 
                                    aux_effects, aux_copied, aux_cache >>

CowCopy(self) == /\ pc[self] = "CowCopy"
                 /\ IF CowCopiesOld /\ CowCopiesLast
                       THEN /\ folio' = [folio EXCEPT ![new[self]].data = OldBytes(self)]
                       ELSE /\ TRUE
                            /\ folio' = folio
                 /\ pc' = [pc EXCEPT ![self] = "CowZap"]
                 /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, irwsem, 
                                 invalidate, rcu, grace, ip, op, at, entry, page, other, new, frag, 
                                 value, map, io, todo, held, result, aux_size, aux_content, aux_cut, 
                                 aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

CowZap(self) == /\ pc[self] = "CowZap"
                /\ IF CowZapsPte /\ (ZapBeforeCopy \/ op[self].call # "write")
                      THEN /\ folio' = UnrefPte((IF page[self] = NoFolio THEN folio
                                                 ELSE [folio EXCEPT ![page[self]] = Unref(@)]), pte[(at[self][1])][(at[self][2])])
                           /\ pte' = [pte EXCEPT ![(at[self][1])][(at[self][2])] = NoPte]
                      ELSE /\ IF page[self] # NoFolio
                                 THEN /\ folio' = [folio EXCEPT ![(page[self])] = Unref(folio[(page[self])])]
                                 ELSE /\ TRUE
                                      /\ folio' = folio
                           /\ pte' = pte
                /\ /\ page' = [page EXCEPT ![self] = NoFolio]
                   /\ value' = [value EXCEPT ![self] = NoData]
                /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, irwsem, 
                                invalidate, rcu, grace, ip, op, at, entry, other, new, frag, map, io, 
                                todo, held, result, aux_size, aux_content, aux_cut, aux_allowed, 
                                aux_effects, aux_copied, aux_cache >>

Cow(self) == CowReplace(self) \/ CowCopy(self) \/ CowZap(self)

CleanFind(self) == /\ pc[self] = "CleanFind"
                   /\ entry' = [entry EXCEPT ![self] = SlotAt(self)]
                   /\ IF SlotAt(self).kind # "own"
                         THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                              /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                              /\ UNCHANGED << folio, page >>
                         ELSE /\ IF ~folio[SlotAt(self).folio].dirty /\ ~folio[SlotAt(self).folio].writeback
                                    THEN /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                                         /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                                         /\ UNCHANGED << folio, page >>
                                    ELSE /\ folio[SlotAt(self).folio].refs > 0
                                         /\ page' = [page EXCEPT ![self] = SlotAt(self).folio]
                                         /\ folio' = [folio EXCEPT ![(SlotAt(self).folio)].refs = folio[(SlotAt(self).folio)].refs + 1]
                                         /\ pc' = [pc EXCEPT ![self] = "CleanLock"]
                                         /\ stack' = stack
                   /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, irwsem, 
                                   invalidate, rcu, grace, ip, op, at, other, new, frag, value, map, 
                                   io, todo, held, result, aux_size, aux_content, aux_cut, 
                                   aux_allowed, aux_effects, aux_copied, aux_cache >>

CleanLock(self) == /\ pc[self] = "CleanLock"
                   /\ /\ CleanTakesFolioLock => folio[page[self]].lock = NoThread
                      /\ CleanWaitsWriteback => ~folio[page[self]].writeback
                   /\ IF (CleanRechecksMapping /\ ~Belongs(self)) \/ ~folio[page[self]].dirty
                         THEN /\ folio' = [folio EXCEPT ![(page[self])] = Unref(folio[(page[self])])]
                              /\ page' = [page EXCEPT ![self] = NoFolio]
                              /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                              /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                         ELSE /\ IF CleanTakesFolioLock
                                    THEN /\ folio' = [folio EXCEPT ![page[self]].lock = self]
                                    ELSE /\ TRUE
                                         /\ folio' = folio
                              /\ pc' = [pc EXCEPT ![self] = "CleanProtect"]
                              /\ UNCHANGED << page, stack >>
                   /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, irwsem, 
                                   invalidate, rcu, grace, ip, op, at, entry, other, new, frag, 
                                   value, map, io, todo, held, result, aux_size, aux_content, 
                                   aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache >>

CleanProtect(self) == /\ pc[self] = "CleanProtect"
                      /\ IF CleanWriteProtects
                            /\ PteAt(self).kind # "none" /\ PteAt(self).folio = page[self]
                            THEN /\ pte' = [pte EXCEPT ![at[self][1]][at[self][2]].writable = FALSE]
                            ELSE /\ TRUE
                                 /\ pte' = pte
                      /\ pc' = [pc EXCEPT ![self] = "CleanMap"]
                      /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                      irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                      new, frag, value, map, io, todo, held, result, aux_size, 
                                      aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                      aux_cache, stack >>

CleanMap(self) == /\ pc[self] = "CleanMap"
                  /\ folio' = [folio EXCEPT ![page[self]] =                    [folio[page[self]] EXCEPT
                                                            !.dirty = @ /\ folio[page[self]].pins > 0, !.writeback = TRUE,
                                                            !.lock = IF @ = self THEN NoThread ELSE @]]
                  /\ io' = [io EXCEPT ![self] = IF MapAt(self).kind = "own" THEN MapAt(self).place ELSE NewPlace]
                  /\ pc' = [pc EXCEPT ![self] = "CleanWrite"]
                  /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, irwsem, 
                                  invalidate, rcu, grace, ip, op, at, entry, page, other, new, frag, 
                                  value, map, todo, held, result, aux_size, aux_content, aux_cut, 
                                  aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

CleanWrite(self) == /\ pc[self] = "CleanWrite"
                    /\ disk' = [disk EXCEPT ![io[self]] = folio[page[self]].data]
                    /\ pc' = [pc EXCEPT ![self] = "CleanEnd"]
                    /\ UNCHANGED << run, size, bmap, extent, inode, slot, fragment, folio, pte, 
                                    irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                    new, frag, value, map, io, todo, held, result, aux_size, 
                                    aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                    aux_cache, stack >>

CleanEnd(self) == /\ pc[self] = "CleanEnd"
                  /\ bmap' = [bmap EXCEPT ![at[self][1]][at[self][2]] = Own(io[self])]
                  /\ folio' = [folio EXCEPT ![page[self]] = Unref([folio[page[self]] EXCEPT !.writeback = FALSE])]
                  /\ /\ io' = [io EXCEPT ![self] = NoPlace]
                     /\ page' = [page EXCEPT ![self] = NoFolio]
                  /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                  /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                  /\ UNCHANGED << run, size, extent, disk, inode, slot, fragment, pte, irwsem, 
                                  invalidate, rcu, grace, ip, op, at, entry, other, new, frag, value, 
                                  map, todo, held, result, aux_size, aux_content, aux_cut, 
                                  aux_allowed, aux_effects, aux_copied, aux_cache >>

Clean(self) == CleanFind(self) \/ CleanLock(self) \/ CleanProtect(self) \/ CleanMap(self)
                  \/ CleanWrite(self) \/ CleanEnd(self)

RemoveFind(self) == /\ pc[self] = "RemoveFind"
                    /\ entry' = [entry EXCEPT ![self] = SlotAt(self)]
                    /\ IF SlotAt(self).kind = "own"
                          THEN /\ folio[SlotAt(self).folio].refs > 0
                               /\ page' = [page EXCEPT ![self] = SlotAt(self).folio]
                               /\ folio' = [folio EXCEPT ![(SlotAt(self).folio)].refs = folio[(SlotAt(self).folio)].refs + 1]
                               /\ pc' = [pc EXCEPT ![self] = "RemoveLock"]
                          ELSE /\ pc' = [pc EXCEPT ![self] = "RemoveSlot"]
                               /\ UNCHANGED << folio, page >>
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, 
                                    irwsem, invalidate, rcu, grace, ip, op, at, other, new, frag, 
                                    value, map, io, todo, held, result, aux_size, aux_content, 
                                    aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

RemoveLock(self) == /\ pc[self] = "RemoveLock"
                    /\ RemoveTakesFolioLock => folio[page[self]].lock = NoThread
                    /\ IF ~Belongs(self)
                          THEN /\ folio' = [folio EXCEPT ![(page[self])] = Unref(folio[(page[self])])]
                               /\ page' = [page EXCEPT ![self] = NoFolio]
                               /\ pc' = [pc EXCEPT ![self] = "RemoveFind"]
                          ELSE /\ IF RemoveTakesFolioLock
                                     THEN /\ folio' = [folio EXCEPT ![page[self]].lock = self]
                                     ELSE /\ TRUE
                                          /\ folio' = folio
                               /\ pc' = [pc EXCEPT ![self] = "RemoveWait"]
                               /\ page' = page
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, 
                                    irwsem, invalidate, rcu, grace, ip, op, at, entry, other, new, 
                                    frag, value, map, io, todo, held, result, aux_size, aux_content, 
                                    aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

RemoveWait(self) == /\ pc[self] = "RemoveWait"
                    /\ RemoveWaitsWriteback => ~folio[page[self]].writeback
                    /\ pc' = [pc EXCEPT ![self] = "RemoveSlot"]
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                    irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                    new, frag, value, map, io, todo, held, result, aux_size, 
                                    aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                    aux_cache, stack >>

RemoveSlot(self) == /\ pc[self] = "RemoveSlot"
                    /\ IF ~ZapAfterSlot /\ entry[self].kind = "ref"
                          THEN /\ folio' = UnrefPte(folio, pte[(at[self][1])][(at[self][2])])
                               /\ pte' = [pte EXCEPT ![(at[self][1])][(at[self][2])] = NoPte]
                               /\ pc' = [pc EXCEPT ![self] = "LateSlot"]
                               /\ UNCHANGED << slot, frag, stack >>
                          ELSE /\ slot' = [slot EXCEPT ![at[self][1]][at[self][2]] = Empty]
                               /\ IF page[self] # NoFolio
                                     THEN /\ folio' = [folio EXCEPT ![page[self]] = Unref([folio[page[self]] EXCEPT !.mapping = NoMapping])]
                                          /\ pc' = [pc EXCEPT ![self] = "RemoveZap"]
                                          /\ UNCHANGED << frag, stack >>
                                     ELSE /\ IF ~DropAfterZap /\ entry[self].kind = "ref"
                                                THEN /\ frag' = [frag EXCEPT ![self] = entry[self].fragment]
                                                     /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Drop",
                                                                                              pc        |->  "LateZap" ] >>
                                                                                          \o stack[self]]
                                                     /\ pc' = [pc EXCEPT ![self] = "DropReferrer"]
                                                ELSE /\ pc' = [pc EXCEPT ![self] = "RemoveZap"]
                                                     /\ UNCHANGED << frag, stack >>
                                          /\ folio' = folio
                               /\ pte' = pte
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, fragment, irwsem, 
                                    invalidate, rcu, grace, ip, op, at, entry, page, other, new, 
                                    value, map, io, todo, held, result, aux_size, aux_content, 
                                    aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache >>

RemoveZap(self) == /\ pc[self] = "RemoveZap"
                   /\ IF RemoveZapsPte
                         THEN /\ folio' = UnrefPte(folio, pte[(at[self][1])][(at[self][2])])
                              /\ pte' = [pte EXCEPT ![(at[self][1])][(at[self][2])] = NoPte]
                         ELSE /\ TRUE
                              /\ UNCHANGED << folio, pte >>
                   /\ IF op[self].call = "punch"
                         THEN /\ /\ aux_allowed' =              [t \in Thread |->
                                                   IF op[t] = NoOp THEN {}
                                                   ELSE aux_allowed[t] \cup Allowed(op[t], aux_size, ([aux_content EXCEPT ![(at[self][1])][(at[self][2])] = Zero]), aux_cut)]
                                 /\ aux_content' = [aux_content EXCEPT ![(at[self][1])][(at[self][2])] = Zero]
                                 /\ aux_cut' = aux_cut
                                 /\ aux_effects' = [aux_effects EXCEPT ![self] = aux_effects[self] + 1]
                                 /\ aux_size' = aux_size
                         ELSE /\ IF op[self].call = "truncate"
                                    THEN /\ aux_cut' = [aux_cut EXCEPT ![(at[self][1])][(at[self][2])] = NoData]
                                    ELSE /\ TRUE
                                         /\ UNCHANGED aux_cut
                              /\ UNCHANGED << aux_size, aux_content, aux_allowed, aux_effects >>
                   /\ IF page[self] = NoFolio
                         THEN /\ pc' = [pc EXCEPT ![self] = "RemoveDrop"]
                         ELSE /\ pc' = [pc EXCEPT ![self] = "RemoveUnlock"]
                   /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, irwsem, 
                                   invalidate, rcu, grace, ip, op, at, entry, page, other, new, frag, 
                                   value, map, io, todo, held, result, aux_copied, aux_cache, stack >>

RemoveUnlock(self) == /\ pc[self] = "RemoveUnlock"
                      /\ folio' = [folio EXCEPT ![(page[self])] = Unref(Released(folio[(page[self])], self))]
                      /\ page' = [page EXCEPT ![self] = NoFolio]
                      /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                      /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                      /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, 
                                      irwsem, invalidate, rcu, grace, ip, op, at, entry, other, new, 
                                      frag, value, map, io, todo, held, result, aux_size, 
                                      aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                      aux_cache >>

LateZap(self) == /\ pc[self] = "LateZap"
                 /\ folio' = UnrefPte(folio, pte[(at[self][1])][(at[self][2])])
                 /\ pte' = [pte EXCEPT ![(at[self][1])][(at[self][2])] = NoPte]
                 /\ IF op[self].call = "punch"
                       THEN /\ /\ aux_allowed' =              [t \in Thread |->
                                                 IF op[t] = NoOp THEN {}
                                                 ELSE aux_allowed[t] \cup Allowed(op[t], aux_size, ([aux_content EXCEPT ![(at[self][1])][(at[self][2])] = Zero]), aux_cut)]
                               /\ aux_content' = [aux_content EXCEPT ![(at[self][1])][(at[self][2])] = Zero]
                               /\ aux_cut' = aux_cut
                               /\ aux_effects' = [aux_effects EXCEPT ![self] = aux_effects[self] + 1]
                               /\ aux_size' = aux_size
                       ELSE /\ IF op[self].call = "truncate"
                                  THEN /\ aux_cut' = [aux_cut EXCEPT ![(at[self][1])][(at[self][2])] = NoData]
                                  ELSE /\ TRUE
                                       /\ UNCHANGED aux_cut
                            /\ UNCHANGED << aux_size, aux_content, aux_allowed, aux_effects >>
                 /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                 /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                 /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, irwsem, 
                                 invalidate, rcu, grace, ip, op, at, entry, page, other, new, frag, 
                                 value, map, io, todo, held, result, aux_copied, aux_cache >>

LateSlot(self) == /\ pc[self] = "LateSlot"
                  /\ slot' = [slot EXCEPT ![at[self][1]][at[self][2]] = Empty]
                  /\ IF op[self].call = "punch"
                        THEN /\ /\ aux_allowed' =              [t \in Thread |->
                                                  IF op[t] = NoOp THEN {}
                                                  ELSE aux_allowed[t] \cup Allowed(op[t], aux_size, ([aux_content EXCEPT ![(at[self][1])][(at[self][2])] = Zero]), aux_cut)]
                                /\ aux_content' = [aux_content EXCEPT ![(at[self][1])][(at[self][2])] = Zero]
                                /\ aux_cut' = aux_cut
                                /\ aux_effects' = [aux_effects EXCEPT ![self] = aux_effects[self] + 1]
                                /\ aux_size' = aux_size
                        ELSE /\ IF op[self].call = "truncate"
                                   THEN /\ aux_cut' = [aux_cut EXCEPT ![(at[self][1])][(at[self][2])] = NoData]
                                   ELSE /\ TRUE
                                        /\ UNCHANGED aux_cut
                             /\ UNCHANGED << aux_size, aux_content, aux_allowed, aux_effects >>
                  /\ pc' = [pc EXCEPT ![self] = "RemoveDrop"]
                  /\ UNCHANGED << run, size, bmap, extent, disk, inode, fragment, folio, pte, irwsem, 
                                  invalidate, rcu, grace, ip, op, at, entry, page, other, new, frag, 
                                  value, map, io, todo, held, result, aux_copied, aux_cache, stack >>

RemoveDrop(self) == /\ pc[self] = "RemoveDrop"
                    /\ IF entry[self].kind = "ref"
                          THEN /\ frag' = [frag EXCEPT ![self] = entry[self].fragment]
                               /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Drop",
                                                                        pc        |->  Head(stack[self]).pc ] >>
                                                                    \o Tail(stack[self])]
                               /\ pc' = [pc EXCEPT ![self] = "DropReferrer"]
                          ELSE /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                               /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                               /\ frag' = frag
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                    irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                    new, value, map, io, todo, held, result, aux_size, aux_content, 
                                    aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache >>

Remove(self) == RemoveFind(self) \/ RemoveLock(self) \/ RemoveWait(self) \/ RemoveSlot(self)
                   \/ RemoveZap(self) \/ RemoveUnlock(self) \/ LateZap(self) \/ LateSlot(self)
                   \/ RemoveDrop(self)

FaultInvalidate(self) == /\ pc[self] = "FaultInvalidate"
                         /\ IF FaultTakesInvalidate
                               THEN /\ invalidate[(at[self][1])].owner = NoThread
                                    /\ invalidate' = [invalidate EXCEPT ![(at[self][1])].readers = invalidate[(at[self][1])].readers \cup {self}]
                               ELSE /\ TRUE
                                    /\ UNCHANGED invalidate
                         /\ pc' = [pc EXCEPT ![self] = "FaultSize"]
                         /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                         pte, irwsem, rcu, grace, ip, op, at, entry, page, other, 
                                         new, frag, value, map, io, todo, held, result, aux_size, 
                                         aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                         aux_cache, stack >>

FaultSize(self) == /\ pc[self] = "FaultSize"
                   /\ IF size[at[self][1]] <= at[self][2]
                         THEN /\ result' = [result EXCEPT ![self] = <<"SIGBUS">>]
                              /\ pc' = [pc EXCEPT ![self] = "FaultRelease"]
                              /\ stack' = stack
                         ELSE /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Lookup",
                                                                       pc        |->  "FaultLock" ] >>
                                                                   \o stack[self]]
                              /\ pc' = [pc EXCEPT ![self] = "LookupSlot"]
                              /\ UNCHANGED result
                   /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                   irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                   new, frag, value, map, io, todo, held, aux_size, aux_content, 
                                   aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache >>

FaultLock(self) == /\ pc[self] = "FaultLock"
                   /\ IF entry[self].kind # "own"
                         THEN /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Cow",
                                                                       pc        |->  "FaultMap" ] >>
                                                                   \o stack[self]]
                              /\ pc' = [pc EXCEPT ![self] = "CowReplace"]
                              /\ UNCHANGED << folio, page, new >>
                         ELSE /\ IF FaultTakesFolioLock
                                    THEN /\ folio[(page[self])].lock = NoThread
                                         /\ folio' = [folio EXCEPT ![(page[self])].lock = self]
                                    ELSE /\ TRUE
                                         /\ folio' = folio
                              /\ /\ new' = [new EXCEPT ![self] = page[self]]
                                 /\ page' = [page EXCEPT ![self] = NoFolio]
                              /\ pc' = [pc EXCEPT ![self] = "FaultMap"]
                              /\ stack' = stack
                   /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, irwsem, 
                                   invalidate, rcu, grace, ip, op, at, entry, other, frag, value, 
                                   map, io, todo, held, result, aux_size, aux_content, aux_cut, 
                                   aux_allowed, aux_effects, aux_copied, aux_cache >>

FaultMap(self) == /\ pc[self] = "FaultMap"
                  /\ IF new[self] = NoFolio
                        THEN /\ pc' = [pc EXCEPT ![self] = "FaultSize"]
                             /\ UNCHANGED << folio, pte >>
                        ELSE /\ folio' =        [UnrefPte(folio, PteAt(self)) EXCEPT
                                         ![new[self]].refs = @ + 1, ![new[self]].dirty = @ \/ FaultMarksDirty,
                                         ![new[self]].uptodate = TRUE]
                             /\ pte' = [pte EXCEPT ![at[self][1]][at[self][2]] = Pte(new[self], TRUE)]
                             /\ pc' = [pc EXCEPT ![self] = "FaultUnlock"]
                  /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, irwsem, 
                                  invalidate, rcu, grace, ip, op, at, entry, page, other, new, frag, 
                                  value, map, io, todo, held, result, aux_size, aux_content, aux_cut, 
                                  aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

FaultUnlock(self) == /\ pc[self] = "FaultUnlock"
                     /\ folio' = [folio EXCEPT ![(new[self])] = Unref(Released(folio[(new[self])], self))]
                     /\ new' = [new EXCEPT ![self] = NoFolio]
                     /\ IF entry[self].kind = "ref"
                           THEN /\ frag' = [frag EXCEPT ![self] = entry[self].fragment]
                                /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Drop",
                                                                         pc        |->  "FaultRelease" ] >>
                                                                     \o stack[self]]
                                /\ pc' = [pc EXCEPT ![self] = "DropReferrer"]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "FaultRelease"]
                                /\ UNCHANGED << frag, stack >>
                     /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, 
                                     irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                     value, map, io, todo, held, result, aux_size, aux_content, 
                                     aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache >>

FaultRelease(self) == /\ pc[self] = "FaultRelease"
                      /\ invalidate' = [invalidate EXCEPT ![(at[self][1])].readers = invalidate[(at[self][1])].readers \ {self}]
                      /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                      /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                      /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                      pte, irwsem, rcu, grace, ip, op, at, entry, page, other, new, 
                                      frag, value, map, io, todo, held, result, aux_size, 
                                      aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                      aux_cache >>

WriteFault(self) == FaultInvalidate(self) \/ FaultSize(self) \/ FaultLock(self) \/ FaultMap(self)
                       \/ FaultUnlock(self) \/ FaultRelease(self)

Begin(self) == /\ pc[self] = "Begin"
               /\ IF ip[self] <= Len(run.program[self])
                     THEN /\ LET o == run.program[self][ip[self]] IN
                               /\ op' = [op EXCEPT ![self] = o]
                               /\ at' = [at EXCEPT ![self] = <<o.file, o.block>>]
                               /\ aux_allowed' = [aux_allowed EXCEPT ![self] = Allowed(o, aux_size, aux_content, aux_cut)]
                               /\ IF o.call \notin Environment
                                     THEN /\ inode' =                                         [f \in File |->
                                                      IF f \in {o.file, o.to} THEN "incore" ELSE inode[f]]
                                     ELSE /\ TRUE
                                          /\ inode' = inode
                               /\ IF o.call = "read"
                                     THEN /\ pc' = [pc EXCEPT ![self] = "ReadSize"]
                                     ELSE /\ IF o.call \in {"write", "shortwrite"}
                                                THEN /\ pc' = [pc EXCEPT ![self] = "WriteLock"]
                                                ELSE /\ IF o.call = "load"
                                                           THEN /\ pc' = [pc EXCEPT ![self] = "LoadAccess"]
                                                           ELSE /\ IF o.call = "store"
                                                                      THEN /\ pc' = [pc EXCEPT ![self] = "StoreAccess"]
                                                                      ELSE /\ IF o.call \in {"clone", "dedupe"}
                                                                                 THEN /\ pc' = [pc EXCEPT ![self] = "RemapLockFirst"]
                                                                                 ELSE /\ IF o.call = "truncate"
                                                                                            THEN /\ pc' = [pc EXCEPT ![self] = "TruncateLock"]
                                                                                            ELSE /\ IF o.call = "punch"
                                                                                                       THEN /\ pc' = [pc EXCEPT ![self] = "PunchLock"]
                                                                                                       ELSE /\ IF o.call = "pin"
                                                                                                                  THEN /\ pc' = [pc EXCEPT ![self] = "PinFault"]
                                                                                                                  ELSE /\ IF o.call = "pinstore"
                                                                                                                             THEN /\ pc' = [pc EXCEPT ![self] = "PinWrite"]
                                                                                                                             ELSE /\ IF o.call = "unpin"
                                                                                                                                        THEN /\ pc' = [pc EXCEPT ![self] = "PinPut"]
                                                                                                                                        ELSE /\ IF o.call = "writeback"
                                                                                                                                                   THEN /\ pc' = [pc EXCEPT ![self] = "WritebackBlock"]
                                                                                                                                                   ELSE /\ IF o.call = "reclaim"
                                                                                                                                                              THEN /\ pc' = [pc EXCEPT ![self] = "ReclaimFind"]
                                                                                                                                                              ELSE /\ IF o.call = "migrate"
                                                                                                                                                                         THEN /\ pc' = [pc EXCEPT ![self] = "MigrateFind"]
                                                                                                                                                                         ELSE /\ pc' = [pc EXCEPT ![self] = "EvictFind"]
                     ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                          /\ UNCHANGED << inode, op, at, aux_allowed >>
               /\ UNCHANGED << run, size, bmap, extent, disk, slot, fragment, folio, pte, irwsem, 
                               invalidate, rcu, grace, ip, entry, page, other, new, frag, value, map, 
                               io, todo, held, result, aux_size, aux_content, aux_cut, aux_effects, 
                               aux_copied, aux_cache, stack >>

Return(self) == /\ pc[self] = "Return"
                /\ ip' = [ip EXCEPT ![self] = ip[self] + 1]
                /\ /\ at' = [at EXCEPT ![self] = <<>>]
                   /\ aux_allowed' = [aux_allowed EXCEPT ![self] = {}]
                   /\ aux_copied' = [aux_copied EXCEPT ![self] = NoData]
                   /\ aux_effects' = [aux_effects EXCEPT ![self] = 0]
                   /\ entry' = [entry EXCEPT ![self] = Empty]
                   /\ frag' = [frag EXCEPT ![self] = NoFragment]
                   /\ io' = [io EXCEPT ![self] = NoPlace]
                   /\ map' = [map EXCEPT ![self] = Hole]
                   /\ new' = [new EXCEPT ![self] = NoFolio]
                   /\ op' = [op EXCEPT ![self] = NoOp]
                   /\ other' = [other EXCEPT ![self] = NoFolio]
                   /\ page' = [page EXCEPT ![self] = NoFolio]
                   /\ result' = [result EXCEPT ![self] = NoResult]
                   /\ todo' = [todo EXCEPT ![self] = {}]
                   /\ value' = [value EXCEPT ![self] = NoData]
                /\ IF Alone
                      THEN /\ aux_cache' = Snapshot
                      ELSE /\ TRUE
                           /\ UNCHANGED aux_cache
                /\ pc' = [pc EXCEPT ![self] = "Begin"]
                /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                irwsem, invalidate, rcu, grace, held, aux_size, aux_content, aux_cut, 
                                stack >>

ReadSize(self) == /\ pc[self] = "ReadSize"
                  /\ IF size[at[self][1]] <= at[self][2]
                        THEN /\ result' = [result EXCEPT ![self] = EOF]
                             /\ pc' = [pc EXCEPT ![self] = "Return"]
                             /\ stack' = stack
                        ELSE /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Lookup",
                                                                      pc        |->  "ReadHit" ] >>
                                                                  \o stack[self]]
                             /\ pc' = [pc EXCEPT ![self] = "LookupSlot"]
                             /\ UNCHANGED result
                  /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                  irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                  new, frag, value, map, io, todo, held, aux_size, aux_content, 
                                  aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache >>

ReadHit(self) == /\ pc[self] = "ReadHit"
                 /\ IF page[self] = NoFolio
                       THEN /\ pc' = [pc EXCEPT ![self] = "ReadLock"]
                            /\ UNCHANGED << folio, result >>
                       ELSE /\ IF ReadRechecksSize /\ size[at[self][1]] <= at[self][2]
                                  THEN /\ folio' = [folio EXCEPT ![(page[self])] = Unref(folio[(page[self])])]
                                       /\ result' = [result EXCEPT ![self] = EOF]
                                       /\ pc' = [pc EXCEPT ![self] = "Return"]
                                  ELSE /\ pc' = [pc EXCEPT ![self] = "ReadCopy"]
                                       /\ UNCHANGED << folio, result >>
                 /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, irwsem, 
                                 invalidate, rcu, grace, ip, op, at, entry, page, other, new, frag, 
                                 value, map, io, todo, held, aux_size, aux_content, aux_cut, 
                                 aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

ReadCopy(self) == /\ pc[self] = "ReadCopy"
                  /\ IF ReadHoldsFolio
                        THEN /\ value' = [value EXCEPT ![self] = folio[page[self]].data]
                             /\ folio' = folio
                        ELSE /\ folio' = [folio EXCEPT ![(page[self])] = Unref(folio[(page[self])])]
                             /\ value' = value
                  /\ IF ReadRechecksSlot /\ SlotAt(self) # entry[self]
                        THEN /\ entry' = [entry EXCEPT ![self] = Empty]
                        ELSE /\ TRUE
                             /\ entry' = entry
                  /\ pc' = [pc EXCEPT ![self] = "ReadPut"]
                  /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, irwsem, 
                                  invalidate, rcu, grace, ip, op, at, page, other, new, frag, map, 
                                  io, todo, held, result, aux_size, aux_content, aux_cut, 
                                  aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

ReadPut(self) == /\ pc[self] = "ReadPut"
                 /\ IF ReadHoldsFolio
                       THEN /\ folio' = [folio EXCEPT ![(page[self])] = Unref(folio[(page[self])])]
                            /\ value' = value
                       ELSE /\ value' = [value EXCEPT ![self] = folio[page[self]].data]
                            /\ folio' = folio
                 /\ IF entry[self] = Empty
                       THEN /\ page' = [page EXCEPT ![self] = NoFolio]
                            /\ pc' = [pc EXCEPT ![self] = "ReadSize"]
                            /\ UNCHANGED result
                       ELSE /\ result' = [result EXCEPT ![self] = Returns(value'[self])]
                            /\ pc' = [pc EXCEPT ![self] = "Return"]
                            /\ page' = page
                 /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, irwsem, 
                                 invalidate, rcu, grace, ip, op, at, entry, other, new, frag, map, 
                                 io, todo, held, aux_size, aux_content, aux_cut, aux_allowed, 
                                 aux_effects, aux_copied, aux_cache, stack >>

ReadLock(self) == /\ pc[self] = "ReadLock"
                  /\ IF ReadTakesInvalidate
                        THEN /\ invalidate[(at[self][1])].owner = NoThread
                             /\ invalidate' = [invalidate EXCEPT ![(at[self][1])].readers = invalidate[(at[self][1])].readers \cup {self}]
                        ELSE /\ TRUE
                             /\ UNCHANGED invalidate
                  /\ value' = [value EXCEPT ![self] = NoData]
                  /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Fill",
                                                           pc        |->  "ReadFilled" ] >>
                                                       \o stack[self]]
                  /\ pc' = [pc EXCEPT ![self] = "FillMap"]
                  /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                  irwsem, rcu, grace, ip, op, at, entry, page, other, new, frag, map, 
                                  io, todo, held, result, aux_size, aux_content, aux_cut, 
                                  aux_allowed, aux_effects, aux_copied, aux_cache >>

ReadFilled(self) == /\ pc[self] = "ReadFilled"
                    /\ IF value[self] # Zero
                          THEN /\ pc' = [pc EXCEPT ![self] = "ReadRelease"]
                               /\ UNCHANGED result
                          ELSE /\ IF size[at[self][1]] <= at[self][2]
                                     THEN /\ result' = [result EXCEPT ![self] = EOF]
                                          /\ pc' = [pc EXCEPT ![self] = "ReadRelease"]
                                     ELSE /\ pc' = [pc EXCEPT ![self] = "ReadHole"]
                                          /\ UNCHANGED result
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                    irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                    new, frag, value, map, io, todo, held, aux_size, aux_content, 
                                    aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

ReadHole(self) == /\ pc[self] = "ReadHole"
                  /\ IF ~ReadRechecksHole \/ (SlotAt(self) = Empty /\ MapAt(self) = Hole)
                        THEN /\ result' = [result EXCEPT ![self] = Returns(Zero)]
                        ELSE /\ TRUE
                             /\ UNCHANGED result
                  /\ pc' = [pc EXCEPT ![self] = "ReadRelease"]
                  /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                  irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                  new, frag, value, map, io, todo, held, aux_size, aux_content, 
                                  aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

ReadRelease(self) == /\ pc[self] = "ReadRelease"
                     /\ invalidate' = [invalidate EXCEPT ![(at[self][1])].readers = invalidate[(at[self][1])].readers \ {self}]
                     /\ value' = [value EXCEPT ![self] = NoData]
                     /\ IF result[self] = NoResult
                           THEN /\ pc' = [pc EXCEPT ![self] = "ReadSize"]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "Return"]
                     /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                     pte, irwsem, rcu, grace, ip, op, at, entry, page, other, new, 
                                     frag, map, io, todo, held, result, aux_size, aux_content, 
                                     aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

LoadAccess(self) == /\ pc[self] = "LoadAccess"
                    /\ PteAt(self).kind # "migrating"
                    /\ IF PteAt(self).kind = "folio"
                          THEN /\ result' = [result EXCEPT ![self] = Returns(IF PteAt(self).folio = ZeroPage THEN Zero
                                                                             ELSE folio[PteAt(self).folio].data)]
                               /\ pc' = [pc EXCEPT ![self] = "Return"]
                          ELSE /\ pc' = [pc EXCEPT ![self] = "LoadSize"]
                               /\ UNCHANGED result
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                    irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                    new, frag, value, map, io, todo, held, aux_size, aux_content, 
                                    aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

LoadSize(self) == /\ pc[self] = "LoadSize"
                  /\ IF size[at[self][1]] <= at[self][2]
                        THEN /\ result' = [result EXCEPT ![self] = <<"SIGBUS">>]
                             /\ pc' = [pc EXCEPT ![self] = "Return"]
                             /\ stack' = stack
                        ELSE /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Lookup",
                                                                      pc        |->  "LoadHit" ] >>
                                                                  \o stack[self]]
                             /\ pc' = [pc EXCEPT ![self] = "LookupSlot"]
                             /\ UNCHANGED result
                  /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                  irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                  new, frag, value, map, io, todo, held, aux_size, aux_content, 
                                  aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache >>

LoadHit(self) == /\ pc[self] = "LoadHit"
                 /\ IF page[self] = NoFolio
                       THEN /\ pc' = [pc EXCEPT ![self] = "LoadInvalidate"]
                       ELSE /\ IF LoadRechecksSize /\ size[at[self][1]] <= at[self][2]
                                  THEN /\ pc' = [pc EXCEPT ![self] = "LoadPut"]
                                  ELSE /\ pc' = [pc EXCEPT ![self] = "LoadMap"]
                 /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                 irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, new, 
                                 frag, value, map, io, todo, held, result, aux_size, aux_content, 
                                 aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

LoadMap(self) == /\ pc[self] = "LoadMap"
                 /\ IF PteAt(self) = NoPte /\ (SlotAt(self) = entry[self] \/ ~LoadRechecksSlot)
                       THEN /\ pte' = [pte EXCEPT ![at[self][1]][at[self][2]] = Pte(page[self], FALSE)]
                            /\ folio' = [folio EXCEPT ![(page[self])].refs = folio[(page[self])].refs + 1]
                       ELSE /\ TRUE
                            /\ UNCHANGED << folio, pte >>
                 /\ pc' = [pc EXCEPT ![self] = "LoadPut"]
                 /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, irwsem, 
                                 invalidate, rcu, grace, ip, op, at, entry, page, other, new, frag, 
                                 value, map, io, todo, held, result, aux_size, aux_content, aux_cut, 
                                 aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

LoadPut(self) == /\ pc[self] = "LoadPut"
                 /\ rcu' = rcu \ {self}
                 /\ grace' = [e \in Fragment |-> grace[e] \ {self}]
                 /\ folio' = [folio EXCEPT ![(page[self])] = Unref(folio[(page[self])])]
                 /\ page' = [page EXCEPT ![self] = NoFolio]
                 /\ pc' = [pc EXCEPT ![self] = "LoadAccess"]
                 /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, irwsem, 
                                 invalidate, ip, op, at, entry, other, new, frag, value, map, io, 
                                 todo, held, result, aux_size, aux_content, aux_cut, aux_allowed, 
                                 aux_effects, aux_copied, aux_cache, stack >>

LoadInvalidate(self) == /\ pc[self] = "LoadInvalidate"
                        /\ IF LoadTakesInvalidate
                              THEN /\ invalidate[(at[self][1])].owner = NoThread
                                   /\ invalidate' = [invalidate EXCEPT ![(at[self][1])].readers = invalidate[(at[self][1])].readers \cup {self}]
                              ELSE /\ TRUE
                                   /\ UNCHANGED invalidate
                        /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Fill",
                                                                 pc        |->  "LoadHole" ] >>
                                                             \o stack[self]]
                        /\ pc' = [pc EXCEPT ![self] = "FillMap"]
                        /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                        pte, irwsem, rcu, grace, ip, op, at, entry, page, other, new, 
                                        frag, value, map, io, todo, held, result, aux_size, 
                                        aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                        aux_cache >>

LoadHole(self) == /\ pc[self] = "LoadHole"
                  /\ IF value[self] # Zero
                        \/ (LoadRechecksSizeOfHole /\ size[at[self][1]] <= at[self][2])
                        THEN /\ pc' = [pc EXCEPT ![self] = "LoadRelease"]
                        ELSE /\ pc' = [pc EXCEPT ![self] = "LoadZero"]
                  /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                  irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                  new, frag, value, map, io, todo, held, result, aux_size, 
                                  aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                  aux_cache, stack >>

LoadZero(self) == /\ pc[self] = "LoadZero"
                  /\ IF PteAt(self) = NoPte /\ (SlotAt(self) = Empty \/ ~LoadRechecksHole)
                        /\ (MapAt(self) = Hole \/ ~LoadRechecksMap)
                        THEN /\ pte' = [pte EXCEPT ![at[self][1]][at[self][2]] = Pte(ZeroPage, FALSE)]
                        ELSE /\ TRUE
                             /\ pte' = pte
                  /\ pc' = [pc EXCEPT ![self] = "LoadRelease"]
                  /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                  irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                  new, frag, value, map, io, todo, held, result, aux_size, 
                                  aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                  aux_cache, stack >>

LoadRelease(self) == /\ pc[self] = "LoadRelease"
                     /\ value' = [value EXCEPT ![self] = NoData]
                     /\ invalidate' = [invalidate EXCEPT ![(at[self][1])].readers = invalidate[(at[self][1])].readers \ {self}]
                     /\ pc' = [pc EXCEPT ![self] = "LoadAccess"]
                     /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                     pte, irwsem, rcu, grace, ip, op, at, entry, page, other, new, 
                                     frag, map, io, todo, held, result, aux_size, aux_content, 
                                     aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

StoreAccess(self) == /\ pc[self] = "StoreAccess"
                     /\ PteAt(self).kind # "migrating"
                     /\ IF PteAt(self).kind = "folio" /\ PteAt(self).writable
                           THEN /\ folio' = [folio EXCEPT ![PteAt(self).folio].data = op[self].data]
                                /\ IF aux_size[(at[self][1])] > (at[self][2])
                                      THEN /\ /\ aux_allowed' =              [t \in Thread |->
                                                                IF op[t] = NoOp THEN {}
                                                                ELSE aux_allowed[t] \cup Allowed(op[t], aux_size, ([aux_content EXCEPT ![(at[self][1])][(at[self][2])] = (op[self].data)]), aux_cut)]
                                              /\ aux_content' = [aux_content EXCEPT ![(at[self][1])][(at[self][2])] = (op[self].data)]
                                              /\ aux_cut' = aux_cut
                                              /\ aux_effects' = [aux_effects EXCEPT ![self] = aux_effects[self] + 1]
                                              /\ aux_size' = aux_size
                                      ELSE /\ /\ aux_allowed' =              [t \in Thread |->
                                                                IF op[t] = NoOp THEN {}
                                                                ELSE aux_allowed[t] \cup Allowed(op[t], aux_size, aux_content, ([aux_cut EXCEPT ![(at[self][1])][(at[self][2])] = (op[self].data)]))]
                                              /\ aux_content' = aux_content
                                              /\ aux_cut' = [aux_cut EXCEPT ![(at[self][1])][(at[self][2])] = (op[self].data)]
                                              /\ aux_effects' = [aux_effects EXCEPT ![self] = aux_effects[self] + 1]
                                              /\ aux_size' = aux_size
                                /\ result' = [result EXCEPT ![self] = OK]
                                /\ pc' = [pc EXCEPT ![self] = "Return"]
                                /\ stack' = stack
                           ELSE /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "WriteFault",
                                                                         pc        |->  "StoreRetry" ] >>
                                                                     \o stack[self]]
                                /\ pc' = [pc EXCEPT ![self] = "FaultInvalidate"]
                                /\ UNCHANGED << folio, result, aux_size, aux_content, aux_cut, 
                                                aux_allowed, aux_effects >>
                     /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, 
                                     irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                     new, frag, value, map, io, todo, held, aux_copied, aux_cache >>

StoreRetry(self) == /\ pc[self] = "StoreRetry"
                    /\ IF result[self] = NoResult
                          THEN /\ pc' = [pc EXCEPT ![self] = "StoreAccess"]
                          ELSE /\ pc' = [pc EXCEPT ![self] = "Return"]
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                    irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                    new, frag, value, map, io, todo, held, result, aux_size, 
                                    aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                    aux_cache, stack >>

WriteLock(self) == /\ pc[self] = "WriteLock"
                   /\ IF WriteTakesInodeLock
                         THEN /\ irwsem[(at[self][1])] = NoThread
                              /\ irwsem' = [irwsem EXCEPT ![(at[self][1])] = self]
                         ELSE /\ TRUE
                              /\ UNCHANGED irwsem
                   /\ pc' = [pc EXCEPT ![self] = "WriteLookup"]
                   /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                   invalidate, rcu, grace, ip, op, at, entry, page, other, new, frag, 
                                   value, map, io, todo, held, result, aux_size, aux_content, 
                                   aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

WriteLookup(self) == /\ pc[self] = "WriteLookup"
                     /\ IF op[self].call = "shortwrite" /\ size[at[self][1]] <= at[self][2]
                           THEN /\ result' = [result EXCEPT ![self] = <<"EFAULT">>]
                                /\ pc' = [pc EXCEPT ![self] = "WriteRelease"]
                                /\ stack' = stack
                           ELSE /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Lookup",
                                                                         pc        |->  "WriteFolio" ] >>
                                                                     \o stack[self]]
                                /\ pc' = [pc EXCEPT ![self] = "LookupSlot"]
                                /\ UNCHANGED result
                     /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                     pte, irwsem, invalidate, rcu, grace, ip, op, at, entry, page, 
                                     other, new, frag, value, map, io, todo, held, aux_size, 
                                     aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                     aux_cache >>

WriteFolio(self) == /\ pc[self] = "WriteFolio"
                    /\ IF entry[self].kind # "own"
                          THEN /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Cow",
                                                                        pc        |->  "WriteCopy" ] >>
                                                                    \o stack[self]]
                               /\ pc' = [pc EXCEPT ![self] = "CowReplace"]
                               /\ UNCHANGED << folio, page, new >>
                          ELSE /\ IF WriteTakesFolioLock
                                     THEN /\ folio[(page[self])].lock = NoThread
                                          /\ folio' = [folio EXCEPT ![(page[self])].lock = self]
                                     ELSE /\ TRUE
                                          /\ folio' = folio
                               /\ /\ new' = [new EXCEPT ![self] = page[self]]
                                  /\ page' = [page EXCEPT ![self] = NoFolio]
                               /\ pc' = [pc EXCEPT ![self] = "WriteCopy"]
                               /\ stack' = stack
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, 
                                    irwsem, invalidate, rcu, grace, ip, op, at, entry, other, frag, 
                                    value, map, io, todo, held, result, aux_size, aux_content, 
                                    aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache >>

WriteCopy(self) == /\ pc[self] = "WriteCopy"
                   /\ IF new[self] = NoFolio
                         THEN /\ pc' = [pc EXCEPT ![self] = "WriteLookup"]
                              /\ UNCHANGED << folio, result, aux_size, aux_content, aux_cut, 
                                              aux_allowed, aux_effects >>
                         ELSE /\ IF op[self].call = "shortwrite"
                                    THEN /\ folio' = [folio EXCEPT ![new[self]] = [folio[new[self]] EXCEPT !.dirty = TRUE, !.uptodate = TRUE]]
                                         /\ result' = [result EXCEPT ![self] = <<"EFAULT">>]
                                         /\ UNCHANGED << aux_size, aux_content, aux_cut, aux_allowed, 
                                                         aux_effects >>
                                    ELSE /\ folio' = [folio EXCEPT ![new[self]] =                   [folio[new[self]] EXCEPT
                                                                                  !.dirty = TRUE, !.uptodate = TRUE, !.data = op[self].data]]
                                         /\ result' = [result EXCEPT ![self] = OK]
                                         /\ IF at[self][2] < size[at[self][1]]
                                               THEN /\ /\ aux_allowed' =              [t \in Thread |->
                                                                         IF op[t] = NoOp THEN {}
                                                                         ELSE aux_allowed[t] \cup Allowed(op[t], aux_size, ([aux_content EXCEPT ![(at[self][1])][(at[self][2])] = (op[self].data)]), aux_cut)]
                                                       /\ aux_content' = [aux_content EXCEPT ![(at[self][1])][(at[self][2])] = (op[self].data)]
                                                       /\ aux_cut' = aux_cut
                                                       /\ aux_effects' = [aux_effects EXCEPT ![self] = aux_effects[self] + 1]
                                                       /\ aux_size' = aux_size
                                               ELSE /\ TRUE
                                                    /\ UNCHANGED << aux_size, aux_content, aux_cut, 
                                                                    aux_allowed, aux_effects >>
                              /\ pc' = [pc EXCEPT ![self] = "WriteSize"]
                   /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, irwsem, 
                                   invalidate, rcu, grace, ip, op, at, entry, page, other, new, frag, 
                                   value, map, io, todo, held, aux_copied, aux_cache, stack >>

WriteSize(self) == /\ pc[self] = "WriteSize"
                   /\ IF op[self].call = "write" /\ size[at[self][1]] <= at[self][2]
                         THEN /\ size' = [size EXCEPT ![at[self][1]] = at[self][2] + 1]
                              /\ /\ aux_allowed' =              [t \in Thread |->
                                                   IF op[t] = NoOp THEN {}
                                                   ELSE aux_allowed[t] \cup Allowed(op[t], ([aux_size EXCEPT ![at[self][1]] = at[self][2] + 1]), ([aux_content EXCEPT ![at[self][1]][at[self][2]] = op[self].data]), aux_cut)]
                                 /\ aux_content' = [aux_content EXCEPT ![at[self][1]][at[self][2]] = op[self].data]
                                 /\ aux_cut' = aux_cut
                                 /\ aux_effects' = [aux_effects EXCEPT ![self] = aux_effects[self] + 1]
                                 /\ aux_size' = [aux_size EXCEPT ![at[self][1]] = at[self][2] + 1]
                         ELSE /\ TRUE
                              /\ UNCHANGED << size, aux_size, aux_content, aux_cut, aux_allowed, 
                                              aux_effects >>
                   /\ IF ~ZapBeforeCopy
                         THEN /\ folio' = UnrefPte(folio, pte[(at[self][1])][(at[self][2])])
                              /\ pte' = [pte EXCEPT ![(at[self][1])][(at[self][2])] = NoPte]
                         ELSE /\ TRUE
                              /\ UNCHANGED << folio, pte >>
                   /\ pc' = [pc EXCEPT ![self] = "WriteUnlock"]
                   /\ UNCHANGED << run, bmap, extent, disk, inode, slot, fragment, irwsem, 
                                   invalidate, rcu, grace, ip, op, at, entry, page, other, new, frag, 
                                   value, map, io, todo, held, result, aux_copied, aux_cache, stack >>

WriteUnlock(self) == /\ pc[self] = "WriteUnlock"
                     /\ folio' = [folio EXCEPT ![(new[self])] = Unref(Released(folio[(new[self])], self))]
                     /\ new' = [new EXCEPT ![self] = NoFolio]
                     /\ IF entry[self].kind = "ref"
                           THEN /\ frag' = [frag EXCEPT ![self] = entry[self].fragment]
                                /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Drop",
                                                                         pc        |->  "WriteRelease" ] >>
                                                                     \o stack[self]]
                                /\ pc' = [pc EXCEPT ![self] = "DropReferrer"]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "WriteRelease"]
                                /\ UNCHANGED << frag, stack >>
                     /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, 
                                     irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                     value, map, io, todo, held, result, aux_size, aux_content, 
                                     aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache >>

WriteRelease(self) == /\ pc[self] = "WriteRelease"
                      /\ IF irwsem[(at[self][1])] = self
                            THEN /\ irwsem' = [irwsem EXCEPT ![(at[self][1])] = NoThread]
                            ELSE /\ TRUE
                                 /\ UNCHANGED irwsem
                      /\ pc' = [pc EXCEPT ![self] = "Return"]
                      /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                      pte, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                      new, frag, value, map, io, todo, held, result, aux_size, 
                                      aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                      aux_cache, stack >>

TruncateLock(self) == /\ pc[self] = "TruncateLock"
                      /\ IF TruncateInodeLockFirst
                            THEN /\ IF TruncateTakesInodeLock
                                       THEN /\ irwsem[(at[self][1])] = NoThread
                                            /\ irwsem' = [irwsem EXCEPT ![(at[self][1])] = self]
                                       ELSE /\ TRUE
                                            /\ UNCHANGED irwsem
                                 /\ UNCHANGED invalidate
                            ELSE /\ IF TruncateTakesInvalidate
                                       THEN /\ invalidate[(at[self][1])] = Unlocked
                                            /\ invalidate' = [invalidate EXCEPT ![(at[self][1])].owner = self]
                                       ELSE /\ TRUE
                                            /\ UNCHANGED invalidate
                                 /\ UNCHANGED irwsem
                      /\ pc' = [pc EXCEPT ![self] = "TruncateInvalidate"]
                      /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                      pte, rcu, grace, ip, op, at, entry, page, other, new, frag, 
                                      value, map, io, todo, held, result, aux_size, aux_content, 
                                      aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, 
                                      stack >>

TruncateInvalidate(self) == /\ pc[self] = "TruncateInvalidate"
                            /\ IF TruncateInodeLockFirst
                                  THEN /\ IF TruncateTakesInvalidate
                                             THEN /\ invalidate[(at[self][1])] = Unlocked
                                                  /\ invalidate' = [invalidate EXCEPT ![(at[self][1])].owner = self]
                                             ELSE /\ TRUE
                                                  /\ UNCHANGED invalidate
                                       /\ UNCHANGED irwsem
                                  ELSE /\ IF TruncateTakesInodeLock
                                             THEN /\ irwsem[(at[self][1])] = NoThread
                                                  /\ irwsem' = [irwsem EXCEPT ![(at[self][1])] = self]
                                             ELSE /\ TRUE
                                                  /\ UNCHANGED irwsem
                                       /\ UNCHANGED invalidate
                            /\ pc' = [pc EXCEPT ![self] = "TruncateSize"]
                            /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, 
                                            folio, pte, rcu, grace, ip, op, at, entry, page, other, 
                                            new, frag, value, map, io, todo, held, result, aux_size, 
                                            aux_content, aux_cut, aux_allowed, aux_effects, 
                                            aux_copied, aux_cache, stack >>

TruncateSize(self) == /\ pc[self] = "TruncateSize"
                      /\ size' = [size EXCEPT ![at[self][1]] = op[self].data]
                      /\ LET f == at[self][1] IN
                           LET n == op[self].data IN
                             /\ /\ aux_allowed' =              [t \in Thread |->
                                                  IF op[t] = NoOp THEN {}
                                                  ELSE aux_allowed[t] \cup Allowed(op[t], ([aux_size EXCEPT ![f] = n]), ([aux_content EXCEPT ![f] = [b \in Block |-> IF b < n THEN @[b] ELSE Zero]]), ([aux_cut EXCEPT ![f] = [b \in Block |->
                                                                                                                                                                                                          IF n <= b /\ b < aux_size[f] THEN aux_content[f][b] ELSE NoData]]))]
                                /\ aux_content' = [aux_content EXCEPT ![f] = [b \in Block |-> IF b < n THEN @[b] ELSE Zero]]
                                /\ aux_cut' = [aux_cut EXCEPT ![f] = [b \in Block |->
                                                 IF n <= b /\ b < aux_size[f] THEN aux_content[f][b] ELSE NoData]]
                                /\ aux_effects' = [aux_effects EXCEPT ![self] = aux_effects[self] + 1]
                                /\ aux_size' = [aux_size EXCEPT ![f] = n]
                             /\ at' = [at EXCEPT ![self] = <<f, n>>]
                      /\ pc' = [pc EXCEPT ![self] = "TruncateBlocks"]
                      /\ UNCHANGED << run, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                      irwsem, invalidate, rcu, grace, ip, op, entry, page, other, 
                                      new, frag, value, map, io, todo, held, result, aux_copied, 
                                      aux_cache, stack >>

TruncateBlocks(self) == /\ pc[self] = "TruncateBlocks"
                        /\ IF at[self][2] < Blocks
                              THEN /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Remove",
                                                                            pc        |->  "TruncateMap" ] >>
                                                                        \o stack[self]]
                                   /\ pc' = [pc EXCEPT ![self] = "RemoveFind"]
                              ELSE /\ pc' = [pc EXCEPT ![self] = "TruncateRelease"]
                                   /\ stack' = stack
                        /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                        pte, irwsem, invalidate, rcu, grace, ip, op, at, entry, page, 
                                        other, new, frag, value, map, io, todo, held, result, 
                                        aux_size, aux_content, aux_cut, aux_allowed, aux_effects, 
                                        aux_copied, aux_cache >>

TruncateMap(self) == /\ pc[self] = "TruncateMap"
                     /\ bmap' = [bmap EXCEPT ![at[self][1]][at[self][2]] = Hole]
                     /\ at' = [at EXCEPT ![self] = <<at[self][1], at[self][2] + 1>>]
                     /\ pc' = [pc EXCEPT ![self] = "TruncateBlocks"]
                     /\ UNCHANGED << run, size, extent, disk, inode, slot, fragment, folio, pte, 
                                     irwsem, invalidate, rcu, grace, ip, op, entry, page, other, new, 
                                     frag, value, map, io, todo, held, result, aux_size, aux_content, 
                                     aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

TruncateRelease(self) == /\ pc[self] = "TruncateRelease"
                         /\ IF invalidate[(at[self][1])].owner = self
                               THEN /\ invalidate' = [invalidate EXCEPT ![(at[self][1])].owner = NoThread]
                               ELSE /\ TRUE
                                    /\ UNCHANGED invalidate
                         /\ pc' = [pc EXCEPT ![self] = "TruncateUnlock"]
                         /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                         pte, irwsem, rcu, grace, ip, op, at, entry, page, other, 
                                         new, frag, value, map, io, todo, held, result, aux_size, 
                                         aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                         aux_cache, stack >>

TruncateUnlock(self) == /\ pc[self] = "TruncateUnlock"
                        /\ IF irwsem[(at[self][1])] = self
                              THEN /\ irwsem' = [irwsem EXCEPT ![(at[self][1])] = NoThread]
                              ELSE /\ TRUE
                                   /\ UNCHANGED irwsem
                        /\ result' = [result EXCEPT ![self] = OK]
                        /\ pc' = [pc EXCEPT ![self] = "Return"]
                        /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                        pte, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                        new, frag, value, map, io, todo, held, aux_size, aux_content, 
                                        aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, 
                                        stack >>

PunchLock(self) == /\ pc[self] = "PunchLock"
                   /\ IF PunchTakesInodeLock
                         THEN /\ irwsem[(at[self][1])] = NoThread
                              /\ irwsem' = [irwsem EXCEPT ![(at[self][1])] = self]
                         ELSE /\ TRUE
                              /\ UNCHANGED irwsem
                   /\ pc' = [pc EXCEPT ![self] = "PunchInvalidate"]
                   /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                   invalidate, rcu, grace, ip, op, at, entry, page, other, new, frag, 
                                   value, map, io, todo, held, result, aux_size, aux_content, 
                                   aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

PunchInvalidate(self) == /\ pc[self] = "PunchInvalidate"
                         /\ IF PunchTakesInvalidate
                               THEN /\ invalidate[(at[self][1])] = Unlocked
                                    /\ invalidate' = [invalidate EXCEPT ![(at[self][1])].owner = self]
                               ELSE /\ TRUE
                                    /\ UNCHANGED invalidate
                         /\ pc' = [pc EXCEPT ![self] = "PunchRemove"]
                         /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                         pte, irwsem, rcu, grace, ip, op, at, entry, page, other, 
                                         new, frag, value, map, io, todo, held, result, aux_size, 
                                         aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                         aux_cache, stack >>

PunchRemove(self) == /\ pc[self] = "PunchRemove"
                     /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Remove",
                                                              pc        |->  "PunchMap" ] >>
                                                          \o stack[self]]
                     /\ pc' = [pc EXCEPT ![self] = "RemoveFind"]
                     /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                     pte, irwsem, invalidate, rcu, grace, ip, op, at, entry, page, 
                                     other, new, frag, value, map, io, todo, held, result, aux_size, 
                                     aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                     aux_cache >>

PunchMap(self) == /\ pc[self] = "PunchMap"
                  /\ bmap' = [bmap EXCEPT ![at[self][1]][at[self][2]] = Hole]
                  /\ pc' = [pc EXCEPT ![self] = "PunchRelease"]
                  /\ UNCHANGED << run, size, extent, disk, inode, slot, fragment, folio, pte, irwsem, 
                                  invalidate, rcu, grace, ip, op, at, entry, page, other, new, frag, 
                                  value, map, io, todo, held, result, aux_size, aux_content, aux_cut, 
                                  aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

PunchRelease(self) == /\ pc[self] = "PunchRelease"
                      /\ IF invalidate[(at[self][1])].owner = self
                            THEN /\ invalidate' = [invalidate EXCEPT ![(at[self][1])].owner = NoThread]
                            ELSE /\ TRUE
                                 /\ UNCHANGED invalidate
                      /\ pc' = [pc EXCEPT ![self] = "PunchUnlock"]
                      /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                      pte, irwsem, rcu, grace, ip, op, at, entry, page, other, new, 
                                      frag, value, map, io, todo, held, result, aux_size, 
                                      aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                      aux_cache, stack >>

PunchUnlock(self) == /\ pc[self] = "PunchUnlock"
                     /\ IF irwsem[(at[self][1])] = self
                           THEN /\ irwsem' = [irwsem EXCEPT ![(at[self][1])] = NoThread]
                           ELSE /\ TRUE
                                /\ UNCHANGED irwsem
                     /\ result' = [result EXCEPT ![self] = OK]
                     /\ pc' = [pc EXCEPT ![self] = "Return"]
                     /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                     pte, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                     new, frag, value, map, io, todo, held, aux_size, aux_content, 
                                     aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

RemapLockFirst(self) == /\ pc[self] = "RemapLockFirst"
                        /\ LET f == IF RemapLocksInOrder THEN First(op[self].file, op[self].to)
                                    ELSE op[self].file IN
                             IF InodeLockTaken(op[self], f)
                                THEN /\ irwsem[f] = NoThread
                                     /\ irwsem' = [irwsem EXCEPT ![f] = self]
                                ELSE /\ TRUE
                                     /\ UNCHANGED irwsem
                        /\ pc' = [pc EXCEPT ![self] = "RemapLockSecond"]
                        /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                        pte, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                        new, frag, value, map, io, todo, held, result, aux_size, 
                                        aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                        aux_cache, stack >>

RemapLockSecond(self) == /\ pc[self] = "RemapLockSecond"
                         /\ LET f == IF RemapLocksInOrder THEN Second(op[self].file, op[self].to)
                                     ELSE op[self].to IN
                              IF op[self].file # op[self].to /\ InodeLockTaken(op[self], f)
                                 THEN /\ irwsem[f] = NoThread
                                      /\ irwsem' = [irwsem EXCEPT ![f] = self]
                                 ELSE /\ TRUE
                                      /\ UNCHANGED irwsem
                         /\ pc' = [pc EXCEPT ![self] = "RemapInvalidateFirst"]
                         /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                         pte, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                         new, frag, value, map, io, todo, held, result, aux_size, 
                                         aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                         aux_cache, stack >>

RemapInvalidateFirst(self) == /\ pc[self] = "RemapInvalidateFirst"
                              /\ LET f == First(op[self].file, op[self].to) IN
                                   IF InvalidateTaken(op[self], f)
                                      THEN /\ invalidate[f] = Unlocked
                                           /\ invalidate' = [invalidate EXCEPT ![f].owner = self]
                                      ELSE /\ TRUE
                                           /\ UNCHANGED invalidate
                              /\ pc' = [pc EXCEPT ![self] = "RemapInvalidateSecond"]
                              /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, 
                                              folio, pte, irwsem, rcu, grace, ip, op, at, entry, 
                                              page, other, new, frag, value, map, io, todo, held, 
                                              result, aux_size, aux_content, aux_cut, aux_allowed, 
                                              aux_effects, aux_copied, aux_cache, stack >>

RemapInvalidateSecond(self) == /\ pc[self] = "RemapInvalidateSecond"
                               /\ LET f == Second(op[self].file, op[self].to) IN
                                    IF op[self].file # op[self].to /\ InvalidateTaken(op[self], f)
                                       THEN /\ invalidate[f] = Unlocked
                                            /\ invalidate' = [invalidate EXCEPT ![f].owner = self]
                                       ELSE /\ TRUE
                                            /\ UNCHANGED invalidate
                               /\ pc' = [pc EXCEPT ![self] = "RemapCheck"]
                               /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, 
                                               folio, pte, irwsem, rcu, grace, ip, op, at, entry, 
                                               page, other, new, frag, value, map, io, todo, held, 
                                               result, aux_size, aux_content, aux_cut, aux_allowed, 
                                               aux_effects, aux_copied, aux_cache, stack >>

RemapCheck(self) == /\ pc[self] = "RemapCheck"
                    /\ IF size[op[self].file] <= op[self].block
                          \/ (op[self].call = "dedupe" /\ size[op[self].to] <= op[self].toBlock)
                          THEN /\ result' = [result EXCEPT ![self] = <<"EINVAL">>]
                               /\ pc' = [pc EXCEPT ![self] = "RemapRelease"]
                          ELSE /\ pc' = [pc EXCEPT ![self] = "RemapClean"]
                               /\ UNCHANGED result
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                    irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                    new, frag, value, map, io, todo, held, aux_size, aux_content, 
                                    aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

RemapClean(self) == /\ pc[self] = "RemapClean"
                    /\ IF RemapCleansSource
                          THEN /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Clean",
                                                                        pc        |->  "RemapCleaned" ] >>
                                                                    \o stack[self]]
                               /\ pc' = [pc EXCEPT ![self] = "CleanFind"]
                          ELSE /\ pc' = [pc EXCEPT ![self] = "RemapCleaned"]
                               /\ stack' = stack
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                    irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                    new, frag, value, map, io, todo, held, result, aux_size, 
                                    aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                    aux_cache >>

RemapCleaned(self) == /\ pc[self] = "RemapCleaned"
                      /\ IF op[self].call = "clone"
                            THEN /\ pc' = [pc EXCEPT ![self] = "CloneEmpty"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "DedupeClean"]
                      /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                      pte, irwsem, invalidate, rcu, grace, ip, op, at, entry, page, 
                                      other, new, frag, value, map, io, todo, held, result, aux_size, 
                                      aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                      aux_cache, stack >>

DedupeClean(self) == /\ pc[self] = "DedupeClean"
                     /\ at' = [at EXCEPT ![self] = <<op[self].to, op[self].toBlock>>]
                     /\ IF DedupeCleansDestination
                           THEN /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Clean",
                                                                         pc        |->  "DedupePins" ] >>
                                                                     \o stack[self]]
                                /\ pc' = [pc EXCEPT ![self] = "CleanFind"]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "DedupePins"]
                                /\ stack' = stack
                     /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                     pte, irwsem, invalidate, rcu, grace, ip, op, entry, page, other, 
                                     new, frag, value, map, io, todo, held, result, aux_size, 
                                     aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                     aux_cache >>

DedupePins(self) == /\ pc[self] = "DedupePins"
                    /\ IF DedupeChecksPins
                          /\ \E x \in {<<op[self].file, op[self].block>>, <<op[self].to, op[self].toBlock>>} :
                               /\ slot[x[1]][x[2]].kind = "own"
                               /\ folio[slot[x[1]][x[2]].folio].pins > 0
                          THEN /\ result' = [result EXCEPT ![self] = <<"EBUSY">>]
                               /\ pc' = [pc EXCEPT ![self] = "RemapRelease"]
                          ELSE /\ pc' = [pc EXCEPT ![self] = "DedupeSource"]
                               /\ UNCHANGED result
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                    irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                    new, frag, value, map, io, todo, held, aux_size, aux_content, 
                                    aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

DedupeSource(self) == /\ pc[self] = "DedupeSource"
                      /\ at' = [at EXCEPT ![self] = <<op[self].file, op[self].block>>]
                      /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Lookup",
                                                               pc        |->  "DedupeDestination" ] >>
                                                           \o stack[self]]
                      /\ pc' = [pc EXCEPT ![self] = "LookupSlot"]
                      /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                      pte, irwsem, invalidate, rcu, grace, ip, op, entry, page, 
                                      other, new, frag, value, map, io, todo, held, result, aux_size, 
                                      aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                      aux_cache >>

DedupeDestination(self) == /\ pc[self] = "DedupeDestination"
                           /\ other' = [other EXCEPT ![self] = page[self]]
                           /\ value' = [value EXCEPT ![self] = IF page[self] = NoFolio THEN Stored(self) ELSE NoData]
                           /\ at' = [at EXCEPT ![self] = <<op[self].to, op[self].toBlock>>]
                           /\ page' = [page EXCEPT ![self] = NoFolio]
                           /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Lookup",
                                                                    pc        |->  "DedupeCompare" ] >>
                                                                \o stack[self]]
                           /\ pc' = [pc EXCEPT ![self] = "LookupSlot"]
                           /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, 
                                           folio, pte, irwsem, invalidate, rcu, grace, ip, op, entry, 
                                           new, frag, map, io, todo, held, result, aux_size, 
                                           aux_content, aux_cut, aux_allowed, aux_effects, 
                                           aux_copied, aux_cache >>

DedupeCompare(self) == /\ pc[self] = "DedupeCompare"
                       /\ IF DedupeHoldsFolios
                             THEN /\ LET x == IF other[self] = NoFolio THEN value[self] ELSE folio[other[self]].data IN
                                       LET y == IF page[self] = NoFolio THEN Stored(self) ELSE folio[page[self]].data IN
                                         /\ result' = [result EXCEPT ![self] = IF x = y THEN <<"SAME">> ELSE <<"DIFFERS">>]
                                         /\ value' = [value EXCEPT ![self] = IF Poison \in {x, y} THEN Poison ELSE NoData]
                                  /\ folio' = folio
                             ELSE /\ folio' =        [p \in Folio |->
                                              Unref2(folio[p], (IF p = page[self] THEN 1 ELSE 0)
                                                               + (IF p = other[self] THEN 1 ELSE 0))]
                                  /\ UNCHANGED << value, result >>
                       /\ pc' = [pc EXCEPT ![self] = "DedupePut"]
                       /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, 
                                       irwsem, invalidate, rcu, grace, ip, op, at, entry, page, 
                                       other, new, frag, map, io, todo, held, aux_size, aux_content, 
                                       aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, 
                                       stack >>

DedupePut(self) == /\ pc[self] = "DedupePut"
                   /\ IF DedupeHoldsFolios
                         THEN /\ folio' =        [p \in Folio |->
                                          Unref2(folio[p], (IF p = page[self] THEN 1 ELSE 0)
                                                           + (IF p = other[self] THEN 1 ELSE 0))]
                              /\ UNCHANGED << value, result >>
                         ELSE /\ LET x == IF other[self] = NoFolio THEN value[self] ELSE folio[other[self]].data IN
                                   LET y == IF page[self] = NoFolio THEN Stored(self) ELSE folio[page[self]].data IN
                                     /\ result' = [result EXCEPT ![self] = IF x = y THEN <<"SAME">> ELSE <<"DIFFERS">>]
                                     /\ value' = [value EXCEPT ![self] = IF Poison \in {x, y} THEN Poison ELSE NoData]
                              /\ folio' = folio
                   /\ pc' = [pc EXCEPT ![self] = "DedupeEnd"]
                   /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, irwsem, 
                                   invalidate, rcu, grace, ip, op, at, entry, page, other, new, frag, 
                                   map, io, todo, held, aux_size, aux_content, aux_cut, aux_allowed, 
                                   aux_effects, aux_copied, aux_cache, stack >>

DedupeEnd(self) == /\ pc[self] = "DedupeEnd"
                   /\ /\ other' = [other EXCEPT ![self] = NoFolio]
                      /\ page' = [page EXCEPT ![self] = NoFolio]
                   /\ IF result[self] = <<"DIFFERS">>
                         THEN /\ pc' = [pc EXCEPT ![self] = "RemapRelease"]
                         ELSE /\ pc' = [pc EXCEPT ![self] = "CloneEmpty"]
                   /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                   irwsem, invalidate, rcu, grace, ip, op, at, entry, new, frag, 
                                   value, map, io, todo, held, result, aux_size, aux_content, 
                                   aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

CloneEmpty(self) == /\ pc[self] = "CloneEmpty"
                    /\ at' = [at EXCEPT ![self] = <<op[self].to, op[self].toBlock>>]
                    /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Remove",
                                                             pc        |->  "CloneUnmap" ] >>
                                                         \o stack[self]]
                    /\ pc' = [pc EXCEPT ![self] = "RemoveFind"]
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                    irwsem, invalidate, rcu, grace, ip, op, entry, page, other, new, 
                                    frag, value, map, io, todo, held, result, aux_size, aux_content, 
                                    aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache >>

CloneUnmap(self) == /\ pc[self] = "CloneUnmap"
                    /\ bmap' = [bmap EXCEPT ![op[self].to][op[self].toBlock] = Hole]
                    /\ at' = [at EXCEPT ![self] = <<op[self].file, op[self].block>>]
                    /\ IF bmap'[op[self].file][op[self].block].kind # "own"
                          THEN /\ pc' = [pc EXCEPT ![self] = "CloneSize"]
                          ELSE /\ pc' = [pc EXCEPT ![self] = "ShareFind"]
                    /\ UNCHANGED << run, size, extent, disk, inode, slot, fragment, folio, pte, 
                                    irwsem, invalidate, rcu, grace, ip, op, entry, page, other, new, 
                                    frag, value, map, io, todo, held, result, aux_size, aux_content, 
                                    aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

ShareFind(self) == /\ pc[self] = "ShareFind"
                   /\ entry' = [entry EXCEPT ![self] = SlotAt(self)]
                   /\ IF SlotAt(self).kind = "own"
                         THEN /\ folio[SlotAt(self).folio].refs > 0
                              /\ page' = [page EXCEPT ![self] = SlotAt(self).folio]
                              /\ folio' = [folio EXCEPT ![(SlotAt(self).folio)].refs = folio[(SlotAt(self).folio)].refs + 1]
                              /\ pc' = [pc EXCEPT ![self] = "ShareCheck"]
                         ELSE /\ pc' = [pc EXCEPT ![self] = "ShareMake"]
                              /\ UNCHANGED << folio, page >>
                   /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, irwsem, 
                                   invalidate, rcu, grace, ip, op, at, other, new, frag, value, map, 
                                   io, todo, held, result, aux_size, aux_content, aux_cut, 
                                   aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

ShareCheck(self) == /\ pc[self] = "ShareCheck"
                    /\ IF CloneChecksPins /\ folio[page[self]].pins > 0
                          THEN /\ pc' = [pc EXCEPT ![self] = "CloneCopy"]
                          ELSE /\ IF (ShareRechecksDirty /\ folio[page[self]].dirty)
                                     \/ (ShareWaitsWriteback /\ folio[page[self]].writeback)
                                     THEN /\ pc' = [pc EXCEPT ![self] = "ShareClean"]
                                     ELSE /\ pc' = [pc EXCEPT ![self] = "ShareMake"]
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                    irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                    new, frag, value, map, io, todo, held, result, aux_size, 
                                    aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                    aux_cache, stack >>

ShareMake(self) == /\ pc[self] = "ShareMake"
                   /\ frag' = [frag EXCEPT ![self] = NewFragment]
                   /\ fragment' = [fragment EXCEPT ![NewFragment] =                        [LiveFragment EXCEPT
                                                                    !.key = NewExtent, !.count = 1,
                                                                    !.referrers = {<<at[self][1], at[self][2], 0>>}, !.folios[0] = page[self]]]
                   /\ extent' = [extent EXCEPT ![NewExtent] = 0 :> MapAt(self).place]
                   /\ IF page[self] # NoFolio
                         THEN /\ folio' = [folio EXCEPT ![page[self]] =                    [folio[page[self]] EXCEPT
                                                                        !.mapping = FragmentMapping(NewFragment), !.index = 0]]
                         ELSE /\ TRUE
                              /\ folio' = folio
                   /\ pc' = [pc EXCEPT ![self] = "ShareSlot"]
                   /\ UNCHANGED << run, size, bmap, disk, inode, slot, pte, irwsem, invalidate, rcu, 
                                   grace, ip, op, at, entry, page, other, new, value, map, io, todo, 
                                   held, result, aux_size, aux_content, aux_cut, aux_allowed, 
                                   aux_effects, aux_copied, aux_cache, stack >>

ShareSlot(self) == /\ pc[self] = "ShareSlot"
                   /\ slot' = [slot EXCEPT ![at[self][1]][at[self][2]] = Ref(frag[self], 0)]
                   /\ bmap' = [bmap EXCEPT ![at[self][1]][at[self][2]] = Shared(fragment[frag[self]].key, 0)]
                   /\ IF page[self] # NoFolio
                         THEN /\ folio' = [folio EXCEPT ![(page[self])] = Unref(folio[(page[self])])]
                         ELSE /\ TRUE
                              /\ folio' = folio
                   /\ page' = [page EXCEPT ![self] = NoFolio]
                   /\ pc' = [pc EXCEPT ![self] = "CloneSize"]
                   /\ UNCHANGED << run, size, extent, disk, inode, fragment, pte, irwsem, invalidate, 
                                   rcu, grace, ip, op, at, entry, other, new, frag, value, map, io, 
                                   todo, held, result, aux_size, aux_content, aux_cut, aux_allowed, 
                                   aux_effects, aux_copied, aux_cache, stack >>

ShareClean(self) == /\ pc[self] = "ShareClean"
                    /\ folio' = [folio EXCEPT ![(page[self])] = Unref(folio[(page[self])])]
                    /\ page' = [page EXCEPT ![self] = NoFolio]
                    /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Clean",
                                                             pc        |->  "ShareFind" ] >>
                                                         \o stack[self]]
                    /\ pc' = [pc EXCEPT ![self] = "CleanFind"]
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, 
                                    irwsem, invalidate, rcu, grace, ip, op, at, entry, other, new, 
                                    frag, value, map, io, todo, held, result, aux_size, aux_content, 
                                    aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache >>

CloneCopy(self) == /\ pc[self] = "CloneCopy"
                   /\ LET x == NewPlace IN
                        /\ disk' = [disk EXCEPT ![x] = folio[page[self]].data]
                        /\ bmap' = [bmap EXCEPT ![op[self].to][op[self].toBlock] = Own(x)]
                        /\ aux_copied' = [aux_copied EXCEPT ![self] = aux_content[op[self].file][op[self].block]]
                   /\ folio' = [folio EXCEPT ![(page[self])] = Unref(folio[(page[self])])]
                   /\ page' = [page EXCEPT ![self] = NoFolio]
                   /\ pc' = [pc EXCEPT ![self] = "CloneSize"]
                   /\ UNCHANGED << run, size, extent, inode, slot, fragment, pte, irwsem, invalidate, 
                                   rcu, grace, ip, op, at, entry, other, new, frag, value, map, io, 
                                   todo, held, result, aux_size, aux_content, aux_cut, aux_allowed, 
                                   aux_effects, aux_cache, stack >>

CloneSize(self) == /\ pc[self] = "CloneSize"
                   /\ IF op[self].call = "clone"
                         THEN /\ size' = [size EXCEPT ![op[self].to] = Max(size[op[self].to], op[self].toBlock + 1)]
                              /\ result' = [result EXCEPT ![self] = OK]
                              /\ LET x == IF aux_copied[self] # NoData THEN aux_copied[self]
                                          ELSE aux_content[op[self].file][op[self].block] IN
                                   /\ aux_allowed' =              [t \in Thread |->
                                                     IF op[t] = NoOp THEN {}
                                                     ELSE aux_allowed[t] \cup Allowed(op[t], ([aux_size EXCEPT ![op[self].to] = Max(@, op[self].toBlock + 1)]), ([aux_content EXCEPT ![op[self].to][op[self].toBlock] = x]), aux_cut)]
                                   /\ aux_content' = [aux_content EXCEPT ![op[self].to][op[self].toBlock] = x]
                                   /\ aux_cut' = aux_cut
                                   /\ aux_effects' = [aux_effects EXCEPT ![self] = aux_effects[self] + 1]
                                   /\ aux_size' = [aux_size EXCEPT ![op[self].to] = Max(@, op[self].toBlock + 1)]
                         ELSE /\ TRUE
                              /\ UNCHANGED << size, result, aux_size, aux_content, aux_cut, 
                                              aux_allowed, aux_effects >>
                   /\ IF MapAt(self).kind # "shared"
                         THEN /\ pc' = [pc EXCEPT ![self] = "RemapRelease"]
                         ELSE /\ pc' = [pc EXCEPT ![self] = "CloneGet"]
                   /\ UNCHANGED << run, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                   irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                   new, frag, value, map, io, todo, held, aux_copied, aux_cache, 
                                   stack >>

CloneGet(self) == /\ pc[self] = "CloneGet"
                  /\ map' = [map EXCEPT ![self] = MapAt(self)]
                  /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Attach",
                                                           pc        |->  "CloneSet" ] >>
                                                       \o stack[self]]
                  /\ pc' = [pc EXCEPT ![self] = "AttachFind"]
                  /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                  irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                  new, frag, value, io, todo, held, result, aux_size, aux_content, 
                                  aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache >>

CloneSet(self) == /\ pc[self] = "CloneSet"
                  /\ LET o == MapAt(self).offset IN
                       LET g == op[self].to IN
                         LET d == op[self].toBlock IN
                           /\ slot' = [slot EXCEPT ![g][d] = Ref(frag[self], o)]
                           /\ bmap' = [bmap EXCEPT ![g][d] = MapAt(self)]
                           /\ fragment' = [fragment EXCEPT ![frag[self]].referrers = fragment[frag[self]].referrers \cup {<<g, d, o>>}]
                  /\ pc' = [pc EXCEPT ![self] = "RemapRelease"]
                  /\ UNCHANGED << run, size, extent, disk, inode, folio, pte, irwsem, invalidate, 
                                  rcu, grace, ip, op, at, entry, page, other, new, frag, value, map, 
                                  io, todo, held, result, aux_size, aux_content, aux_cut, 
                                  aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

RemapRelease(self) == /\ pc[self] = "RemapRelease"
                      /\ invalidate' = [f \in File |-> IF invalidate[f].owner = self
                                                       THEN [invalidate[f] EXCEPT !.owner = NoThread]
                                                       ELSE invalidate[f]]
                      /\ pc' = [pc EXCEPT ![self] = "RemapUnlock"]
                      /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                      pte, irwsem, rcu, grace, ip, op, at, entry, page, other, new, 
                                      frag, value, map, io, todo, held, result, aux_size, 
                                      aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                      aux_cache, stack >>

RemapUnlock(self) == /\ pc[self] = "RemapUnlock"
                     /\ irwsem' = [f \in File |-> IF irwsem[f] = self THEN NoThread ELSE irwsem[f]]
                     /\ pc' = [pc EXCEPT ![self] = "Return"]
                     /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                     pte, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                     new, frag, value, map, io, todo, held, result, aux_size, 
                                     aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                     aux_cache, stack >>

PinFault(self) == /\ pc[self] = "PinFault"
                  /\ IF PteAt(self).kind = "folio" /\ PteAt(self).writable
                        THEN /\ pc' = [pc EXCEPT ![self] = "PinRead"]
                             /\ stack' = stack
                        ELSE /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "WriteFault",
                                                                      pc        |->  "PinFaulted" ] >>
                                                                  \o stack[self]]
                             /\ pc' = [pc EXCEPT ![self] = "FaultInvalidate"]
                  /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                  irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                  new, frag, value, map, io, todo, held, result, aux_size, 
                                  aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                  aux_cache >>

PinFaulted(self) == /\ pc[self] = "PinFaulted"
                    /\ IF result[self] # NoResult
                          THEN /\ pc' = [pc EXCEPT ![self] = "Return"]
                          ELSE /\ pc' = [pc EXCEPT ![self] = "PinRead"]
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                    irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                    new, frag, value, map, io, todo, held, result, aux_size, 
                                    aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                    aux_cache, stack >>

PinRead(self) == /\ pc[self] = "PinRead"
                 /\ entry' = [entry EXCEPT ![self] = PteAt(self)]
                 /\ IF PteAt(self).kind # "folio" \/ (PinNeedsWritable /\ ~PteAt(self).writable)
                       THEN /\ pc' = [pc EXCEPT ![self] = "PinFault"]
                       ELSE /\ pc' = [pc EXCEPT ![self] = "PinGrab"]
                 /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                 irwsem, invalidate, rcu, grace, ip, op, at, page, other, new, frag, 
                                 value, map, io, todo, held, result, aux_size, aux_content, aux_cut, 
                                 aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

PinGrab(self) == /\ pc[self] = "PinGrab"
                 /\ IF folio[entry[self].folio].refs = 0
                       THEN /\ pc' = [pc EXCEPT ![self] = "PinFault"]
                            /\ UNCHANGED << folio, page >>
                       ELSE /\ page' = [page EXCEPT ![self] = entry[self].folio]
                            /\ folio' = [folio EXCEPT ![entry[self].folio] = [folio[entry[self].folio] EXCEPT !.refs = @ + 1, !.pins = @ + 1]]
                            /\ pc' = [pc EXCEPT ![self] = "PinRecheck"]
                 /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, irwsem, 
                                 invalidate, rcu, grace, ip, op, at, entry, other, new, frag, value, 
                                 map, io, todo, held, result, aux_size, aux_content, aux_cut, 
                                 aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

PinRecheck(self) == /\ pc[self] = "PinRecheck"
                    /\ IF PinRechecksPte /\ PteAt(self) # entry[self]
                          THEN /\ folio' = [folio EXCEPT ![page[self]] = Unref([folio[page[self]] EXCEPT !.pins = @ - 1])]
                               /\ page' = [page EXCEPT ![self] = NoFolio]
                               /\ pc' = [pc EXCEPT ![self] = "PinFault"]
                               /\ UNCHANGED << held, result >>
                          ELSE /\ held' = [held EXCEPT ![self] = [folio |-> page[self], file |-> at[self][1], block |-> at[self][2]]]
                               /\ result' = [result EXCEPT ![self] = OK]
                               /\ pc' = [pc EXCEPT ![self] = "Return"]
                               /\ UNCHANGED << folio, page >>
                    /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, 
                                    irwsem, invalidate, rcu, grace, ip, op, at, entry, other, new, 
                                    frag, value, map, io, todo, aux_size, aux_content, aux_cut, 
                                    aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

PinWrite(self) == /\ pc[self] = "PinWrite"
                  /\ IF held[self] # NoPin
                        THEN /\ folio' = [folio EXCEPT ![held[self].folio].data = op[self].data]
                             /\ IF slot[held[self].file][held[self].block] = OwnFolio(held[self].folio)
                                   \/ (pte[held[self].file][held[self].block].kind = "folio"
                                       /\ pte[held[self].file][held[self].block].folio = held[self].folio)
                                   THEN /\ IF aux_size[(held[self].file)] > (held[self].block)
                                              THEN /\ /\ aux_allowed' =              [t \in Thread |->
                                                                        IF op[t] = NoOp THEN {}
                                                                        ELSE aux_allowed[t] \cup Allowed(op[t], aux_size, ([aux_content EXCEPT ![(held[self].file)][(held[self].block)] = (op[self].data)]), aux_cut)]
                                                      /\ aux_content' = [aux_content EXCEPT ![(held[self].file)][(held[self].block)] = (op[self].data)]
                                                      /\ aux_cut' = aux_cut
                                                      /\ aux_effects' = [aux_effects EXCEPT ![self] = aux_effects[self] + 1]
                                                      /\ aux_size' = aux_size
                                              ELSE /\ /\ aux_allowed' =              [t \in Thread |->
                                                                        IF op[t] = NoOp THEN {}
                                                                        ELSE aux_allowed[t] \cup Allowed(op[t], aux_size, aux_content, ([aux_cut EXCEPT ![(held[self].file)][(held[self].block)] = (op[self].data)]))]
                                                      /\ aux_content' = aux_content
                                                      /\ aux_cut' = [aux_cut EXCEPT ![(held[self].file)][(held[self].block)] = (op[self].data)]
                                                      /\ aux_effects' = [aux_effects EXCEPT ![self] = aux_effects[self] + 1]
                                                      /\ aux_size' = aux_size
                                   ELSE /\ TRUE
                                        /\ UNCHANGED << aux_size, aux_content, aux_cut, aux_allowed, 
                                                        aux_effects >>
                        ELSE /\ TRUE
                             /\ UNCHANGED << folio, aux_size, aux_content, aux_cut, aux_allowed, 
                                             aux_effects >>
                  /\ result' = [result EXCEPT ![self] = OK]
                  /\ pc' = [pc EXCEPT ![self] = "Return"]
                  /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, irwsem, 
                                  invalidate, rcu, grace, ip, op, at, entry, page, other, new, frag, 
                                  value, map, io, todo, held, aux_copied, aux_cache, stack >>

PinPut(self) == /\ pc[self] = "PinPut"
                /\ IF held[self] # NoPin
                      THEN /\ folio' = [folio EXCEPT ![held[self].folio] = Unref([folio[held[self].folio] EXCEPT !.pins = @ - 1])]
                      ELSE /\ TRUE
                           /\ folio' = folio
                /\ held' = [held EXCEPT ![self] = NoPin]
                /\ result' = [result EXCEPT ![self] = OK]
                /\ pc' = [pc EXCEPT ![self] = "Return"]
                /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, irwsem, 
                                invalidate, rcu, grace, ip, op, at, entry, page, other, new, frag, 
                                value, map, io, todo, aux_size, aux_content, aux_cut, aux_allowed, 
                                aux_effects, aux_copied, aux_cache, stack >>

WritebackBlock(self) == /\ pc[self] = "WritebackBlock"
                        /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Clean",
                                                                 pc        |->  "WritebackEnd" ] >>
                                                             \o stack[self]]
                        /\ pc' = [pc EXCEPT ![self] = "CleanFind"]
                        /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                        pte, irwsem, invalidate, rcu, grace, ip, op, at, entry, page, 
                                        other, new, frag, value, map, io, todo, held, result, 
                                        aux_size, aux_content, aux_cut, aux_allowed, aux_effects, 
                                        aux_copied, aux_cache >>

WritebackEnd(self) == /\ pc[self] = "WritebackEnd"
                      /\ result' = [result EXCEPT ![self] = OK]
                      /\ pc' = [pc EXCEPT ![self] = "Return"]
                      /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                      pte, irwsem, invalidate, rcu, grace, ip, op, at, entry, page, 
                                      other, new, frag, value, map, io, todo, held, aux_size, 
                                      aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                      aux_cache, stack >>

ReclaimFind(self) == /\ pc[self] = "ReclaimFind"
                     /\ LET p == IF SlotAt(self).kind = "own" THEN SlotAt(self).folio
                                 ELSE IF SlotAt(self).kind = "ref"
                                 THEN fragment[SlotAt(self).fragment].folios[SlotAt(self).offset]
                                 ELSE NoFolio IN
                          /\ result' = [result EXCEPT ![self] = OK]
                          /\ IF p = NoFolio
                                THEN /\ pc' = [pc EXCEPT ![self] = "Return"]
                                     /\ UNCHANGED << folio, page >>
                                ELSE /\ IF folio[p].refs = 0
                                           THEN /\ pc' = [pc EXCEPT ![self] = "Return"]
                                                /\ UNCHANGED << folio, page >>
                                           ELSE /\ page' = [page EXCEPT ![self] = p]
                                                /\ folio' = [folio EXCEPT ![p].refs = folio[p].refs + 1]
                                                /\ pc' = [pc EXCEPT ![self] = "ReclaimLock"]
                     /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, 
                                     irwsem, invalidate, rcu, grace, ip, op, at, entry, other, new, 
                                     frag, value, map, io, todo, held, aux_size, aux_content, 
                                     aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

ReclaimLock(self) == /\ pc[self] = "ReclaimLock"
                     /\ IF (ReclaimTakesFolioLock /\ folio[page[self]].lock # NoThread)
                           \/ folio[page[self]].mapping = NoMapping
                           \/ (ReclaimTestsDirty /\ folio[page[self]].dirty)
                           THEN /\ folio' = [folio EXCEPT ![(page[self])] = Unref(folio[(page[self])])]
                                /\ pc' = [pc EXCEPT ![self] = "Return"]
                                /\ todo' = todo
                           ELSE /\ IF ReclaimTakesFolioLock
                                      THEN /\ folio' = [folio EXCEPT ![page[self]].lock = self]
                                      ELSE /\ TRUE
                                           /\ folio' = folio
                                /\ todo' = [todo EXCEPT ![self] = IF ReclaimWalksReferrers THEN Rmap(page[self]) ELSE {at[self]}]
                                /\ pc' = [pc EXCEPT ![self] = "ReclaimUnmap"]
                     /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, 
                                     irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                     new, frag, value, map, io, held, result, aux_size, aux_content, 
                                     aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

ReclaimUnmap(self) == /\ pc[self] = "ReclaimUnmap"
                      /\ IF todo[self] # {}
                            THEN /\ \E x \in todo[self]:
                                      /\ IF ReclaimUnmaps /\ pte[x[1]][x[2]].kind = "folio"
                                            /\ pte[x[1]][x[2]].folio = page[self]
                                            THEN /\ folio' = UnrefPte(folio, pte[(x[1])][(x[2])])
                                                 /\ pte' = [pte EXCEPT ![(x[1])][(x[2])] = NoPte]
                                            ELSE /\ TRUE
                                                 /\ UNCHANGED << folio, pte >>
                                      /\ todo' = [todo EXCEPT ![self] = todo[self] \ {x}]
                                 /\ pc' = [pc EXCEPT ![self] = "ReclaimUnmap"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "ReclaimFreeze"]
                                 /\ UNCHANGED << folio, pte, todo >>
                      /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, irwsem, 
                                      invalidate, rcu, grace, ip, op, at, entry, page, other, new, 
                                      frag, value, map, io, held, result, aux_size, aux_content, 
                                      aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, 
                                      stack >>

ReclaimFreeze(self) == /\ pc[self] = "ReclaimFreeze"
                       /\ IF ReclaimFreezes /\ ~Frozen(page[self])
                             THEN /\ folio' = [folio EXCEPT ![(page[self])] = Unref(Released(folio[(page[self])], self))]
                                  /\ pc' = [pc EXCEPT ![self] = "Return"]
                             ELSE /\ folio' = [folio EXCEPT ![page[self]].refs = 0]
                                  /\ pc' = [pc EXCEPT ![self] = "ReclaimDelete"]
                       /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, 
                                       irwsem, invalidate, rcu, grace, ip, op, at, entry, page, 
                                       other, new, frag, value, map, io, todo, held, result, 
                                       aux_size, aux_content, aux_cut, aux_allowed, aux_effects, 
                                       aux_copied, aux_cache, stack >>

ReclaimDelete(self) == /\ pc[self] = "ReclaimDelete"
                       /\ LET m == folio[page[self]].mapping IN
                            LET i == folio[page[self]].index IN
                              /\ folio' = [folio EXCEPT ![page[self]].mapping = NoMapping]
                              /\ IF m[1] = "file"
                                    THEN /\ slot' = [slot EXCEPT ![m[2]][i] = Empty]
                                         /\ pc' = [pc EXCEPT ![self] = "ReclaimFree"]
                                         /\ UNCHANGED << fragment, frag, value >>
                                    ELSE /\ frag' = [frag EXCEPT ![self] = m[2]]
                                         /\ fragment' = [fragment EXCEPT ![m[2]].folios[i] = NoFolio]
                                         /\ IF ReclaimTouchesFirst
                                               THEN /\ value' = [value EXCEPT ![self] = fragment'[m[2]].key]
                                                    /\ pc' = [pc EXCEPT ![self] = "ReclaimFree"]
                                               ELSE /\ pc' = [pc EXCEPT ![self] = "LateTouch"]
                                                    /\ value' = value
                                         /\ slot' = slot
                       /\ UNCHANGED << run, size, bmap, extent, disk, inode, pte, irwsem, invalidate, 
                                       rcu, grace, ip, op, at, entry, page, other, new, map, io, 
                                       todo, held, result, aux_size, aux_content, aux_cut, 
                                       aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

LateTouch(self) == /\ pc[self] = "LateTouch"
                   /\ value' = [value EXCEPT ![self] = fragment[frag[self]].key]
                   /\ pc' = [pc EXCEPT ![self] = "ReclaimFree"]
                   /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                   irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                   new, frag, map, io, todo, held, result, aux_size, aux_content, 
                                   aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

ReclaimFree(self) == /\ pc[self] = "ReclaimFree"
                     /\ folio' = [folio EXCEPT ![page[self]] = FreeFolio]
                     /\ pc' = [pc EXCEPT ![self] = "Return"]
                     /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, 
                                     irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                     new, frag, value, map, io, todo, held, result, aux_size, 
                                     aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                     aux_cache, stack >>

MigrateFind(self) == /\ pc[self] = "MigrateFind"
                     /\ LET p == IF SlotAt(self).kind = "own" THEN SlotAt(self).folio
                                 ELSE IF SlotAt(self).kind = "ref"
                                 THEN fragment[SlotAt(self).fragment].folios[SlotAt(self).offset]
                                 ELSE NoFolio IN
                          /\ result' = [result EXCEPT ![self] = OK]
                          /\ IF p = NoFolio
                                THEN /\ pc' = [pc EXCEPT ![self] = "Return"]
                                     /\ UNCHANGED << folio, page >>
                                ELSE /\ IF folio[p].refs = 0
                                           THEN /\ pc' = [pc EXCEPT ![self] = "Return"]
                                                /\ UNCHANGED << folio, page >>
                                           ELSE /\ page' = [page EXCEPT ![self] = p]
                                                /\ folio' = [folio EXCEPT ![p].refs = folio[p].refs + 1]
                                                /\ pc' = [pc EXCEPT ![self] = "MigrateLock"]
                     /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, 
                                     irwsem, invalidate, rcu, grace, ip, op, at, entry, other, new, 
                                     frag, value, map, io, todo, held, aux_size, aux_content, 
                                     aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

MigrateLock(self) == /\ pc[self] = "MigrateLock"
                     /\ IF (MigrateTakesFolioLock /\ folio[page[self]].lock # NoThread)
                           \/ folio[page[self]].mapping = NoMapping
                           THEN /\ folio' = [folio EXCEPT ![(page[self])] = Unref(folio[(page[self])])]
                                /\ pc' = [pc EXCEPT ![self] = "Return"]
                                /\ todo' = todo
                           ELSE /\ IF MigrateTakesFolioLock
                                      THEN /\ folio' = [folio EXCEPT ![page[self]].lock = self]
                                      ELSE /\ TRUE
                                           /\ folio' = folio
                                /\ todo' = [todo EXCEPT ![self] = Rmap(page[self])]
                                /\ pc' = [pc EXCEPT ![self] = "MigrateUnmap"]
                     /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, 
                                     irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                     new, frag, value, map, io, held, result, aux_size, aux_content, 
                                     aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

MigrateUnmap(self) == /\ pc[self] = "MigrateUnmap"
                      /\ IF todo[self] # {}
                            THEN /\ \E x \in todo[self]:
                                      /\ IF pte[x[1]][x[2]].kind = "folio" /\ pte[x[1]][x[2]].folio = page[self]
                                            THEN /\ folio' = UnrefPte(folio, pte[x[1]][x[2]])
                                                 /\ pte' = [pte EXCEPT ![x[1]][x[2]] = Migrating(pte[x[1]][x[2]])]
                                            ELSE /\ TRUE
                                                 /\ UNCHANGED << folio, pte >>
                                      /\ todo' = [todo EXCEPT ![self] = todo[self] \ {x}]
                                 /\ pc' = [pc EXCEPT ![self] = "MigrateUnmap"]
                            ELSE /\ pc' = [pc EXCEPT ![self] = "MigrateFreeze"]
                                 /\ UNCHANGED << folio, pte, todo >>
                      /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, irwsem, 
                                      invalidate, rcu, grace, ip, op, at, entry, page, other, new, 
                                      frag, value, map, io, held, result, aux_size, aux_content, 
                                      aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, 
                                      stack >>

MigrateFreeze(self) == /\ pc[self] = "MigrateFreeze"
                       /\ IF MigrateFreezes /\ ~Frozen(page[self])
                             THEN /\ pc' = [pc EXCEPT ![self] = "MigrateUndo"]
                                  /\ UNCHANGED << folio, new >>
                             ELSE /\ new' = [new EXCEPT ![self] = NewFolio]
                                  /\ folio' =        [folio EXCEPT
                                              ![page[self]].refs = 0,
                                              ![NewFolio] = [folio[page[self]] EXCEPT
                                                !.refs = 2, !.data = Zero, !.lock = self, !.uptodate = ~MigrateUptodateLast]]
                                  /\ pc' = [pc EXCEPT ![self] = "MigrateReplace"]
                       /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, 
                                       irwsem, invalidate, rcu, grace, ip, op, at, entry, page, 
                                       other, frag, value, map, io, todo, held, result, aux_size, 
                                       aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                       aux_cache, stack >>

MigrateReplace(self) == /\ pc[self] = "MigrateReplace"
                        /\ LET m == folio[page[self]].mapping IN
                             LET i == folio[page[self]].index IN
                               IF m[1] = "file"
                                  THEN /\ slot' = [slot EXCEPT ![m[2]][i] = OwnFolio(new[self])]
                                       /\ UNCHANGED fragment
                                  ELSE /\ fragment' = [fragment EXCEPT ![m[2]].folios[i] = new[self]]
                                       /\ slot' = slot
                        /\ folio' = [folio EXCEPT ![page[self]].mapping = NoMapping]
                        /\ pc' = [pc EXCEPT ![self] = "MigrateCopy"]
                        /\ UNCHANGED << run, size, bmap, extent, disk, inode, pte, irwsem, 
                                        invalidate, rcu, grace, ip, op, at, entry, page, other, new, 
                                        frag, value, map, io, todo, held, result, aux_size, 
                                        aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                        aux_cache, stack >>

MigrateCopy(self) == /\ pc[self] = "MigrateCopy"
                     /\ folio' = [folio EXCEPT ![new[self]] =                   [folio[new[self]] EXCEPT
                                                              !.data = folio[page[self]].data, !.uptodate = TRUE]]
                     /\ pc' = [pc EXCEPT ![self] = "MigrateRestore"]
                     /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, pte, 
                                     irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                     new, frag, value, map, io, todo, held, result, aux_size, 
                                     aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                     aux_cache, stack >>

MigrateRestore(self) == /\ pc[self] = "MigrateRestore"
                        /\ LET X == {x \in File \X Block : pte[x[1]][x[2]].kind = "migrating"
                                                           /\ pte[x[1]][x[2]].folio = page[self]} IN
                             /\ folio' =        [folio EXCEPT
                                         ![page[self]] = FreeFolio,
                                         ![new[self]] = [@ EXCEPT !.refs = @ - 1 + Cardinality(X), !.lock = NoThread]]
                             /\ pte' =      [f \in File |-> [b \in Block |->
                                       IF <<f, b>> \in X THEN Restored(pte[f][b], new[self]) ELSE pte[f][b]]]
                        /\ pc' = [pc EXCEPT ![self] = "Return"]
                        /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, irwsem, 
                                        invalidate, rcu, grace, ip, op, at, entry, page, other, new, 
                                        frag, value, map, io, todo, held, result, aux_size, 
                                        aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                        aux_cache, stack >>

MigrateUndo(self) == /\ pc[self] = "MigrateUndo"
                     /\ LET X == {x \in File \X Block : pte[x[1]][x[2]].kind = "migrating"
                                                        /\ pte[x[1]][x[2]].folio = page[self]} IN
                          /\ folio' = [folio EXCEPT ![page[self]] =                    Unref(Released([folio[page[self]] EXCEPT
                                                                    !.refs = @ + Cardinality(X)], self))]
                          /\ pte' =      [f \in File |-> [b \in Block |->
                                    IF <<f, b>> \in X THEN Restored(pte[f][b], page[self]) ELSE pte[f][b]]]
                     /\ pc' = [pc EXCEPT ![self] = "Return"]
                     /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, irwsem, 
                                     invalidate, rcu, grace, ip, op, at, entry, page, other, new, 
                                     frag, value, map, io, todo, held, result, aux_size, aux_content, 
                                     aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

EvictFind(self) == /\ pc[self] = "EvictFind"
                   /\ result' = [result EXCEPT ![self] = OK]
                   /\ IF \E b \in Block : slot[at[self][1]][b].kind = "own"
                           /\ folio[slot[at[self][1]][b].folio].dirty
                         THEN /\ pc' = [pc EXCEPT ![self] = "Return"]
                         ELSE /\ pc' = [pc EXCEPT ![self] = "EvictBlocks"]
                   /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                   irwsem, invalidate, rcu, grace, ip, op, at, entry, page, other, 
                                   new, frag, value, map, io, todo, held, aux_size, aux_content, 
                                   aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

EvictBlocks(self) == /\ pc[self] = "EvictBlocks"
                     /\ IF at[self][2] < Blocks
                           THEN /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "Remove",
                                                                         pc        |->  "EvictNext" ] >>
                                                                     \o stack[self]]
                                /\ pc' = [pc EXCEPT ![self] = "RemoveFind"]
                           ELSE /\ pc' = [pc EXCEPT ![self] = "EvictEnd"]
                                /\ stack' = stack
                     /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, 
                                     pte, irwsem, invalidate, rcu, grace, ip, op, at, entry, page, 
                                     other, new, frag, value, map, io, todo, held, result, aux_size, 
                                     aux_content, aux_cut, aux_allowed, aux_effects, aux_copied, 
                                     aux_cache >>

EvictNext(self) == /\ pc[self] = "EvictNext"
                   /\ at' = [at EXCEPT ![self] = <<at[self][1], at[self][2] + 1>>]
                   /\ pc' = [pc EXCEPT ![self] = "EvictBlocks"]
                   /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, 
                                   irwsem, invalidate, rcu, grace, ip, op, entry, page, other, new, 
                                   frag, value, map, io, todo, held, result, aux_size, aux_content, 
                                   aux_cut, aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

EvictEnd(self) == /\ pc[self] = "EvictEnd"
                  /\ inode' = [inode EXCEPT ![at[self][1]] = "evicted"]
                  /\ pc' = [pc EXCEPT ![self] = "Return"]
                  /\ UNCHANGED << run, size, bmap, extent, disk, slot, fragment, folio, pte, irwsem, 
                                  invalidate, rcu, grace, ip, op, at, entry, page, other, new, frag, 
                                  value, map, io, todo, held, result, aux_size, aux_content, aux_cut, 
                                  aux_allowed, aux_effects, aux_copied, aux_cache, stack >>

thread(self) == Begin(self) \/ Return(self) \/ ReadSize(self) \/ ReadHit(self) \/ ReadCopy(self)
                   \/ ReadPut(self) \/ ReadLock(self) \/ ReadFilled(self) \/ ReadHole(self)
                   \/ ReadRelease(self) \/ LoadAccess(self) \/ LoadSize(self) \/ LoadHit(self)
                   \/ LoadMap(self) \/ LoadPut(self) \/ LoadInvalidate(self) \/ LoadHole(self)
                   \/ LoadZero(self) \/ LoadRelease(self) \/ StoreAccess(self)
                   \/ StoreRetry(self) \/ WriteLock(self) \/ WriteLookup(self)
                   \/ WriteFolio(self) \/ WriteCopy(self) \/ WriteSize(self) \/ WriteUnlock(self)
                   \/ WriteRelease(self) \/ TruncateLock(self) \/ TruncateInvalidate(self)
                   \/ TruncateSize(self) \/ TruncateBlocks(self) \/ TruncateMap(self)
                   \/ TruncateRelease(self) \/ TruncateUnlock(self) \/ PunchLock(self)
                   \/ PunchInvalidate(self) \/ PunchRemove(self) \/ PunchMap(self)
                   \/ PunchRelease(self) \/ PunchUnlock(self) \/ RemapLockFirst(self)
                   \/ RemapLockSecond(self) \/ RemapInvalidateFirst(self)
                   \/ RemapInvalidateSecond(self) \/ RemapCheck(self) \/ RemapClean(self)
                   \/ RemapCleaned(self) \/ DedupeClean(self) \/ DedupePins(self)
                   \/ DedupeSource(self) \/ DedupeDestination(self) \/ DedupeCompare(self)
                   \/ DedupePut(self) \/ DedupeEnd(self) \/ CloneEmpty(self) \/ CloneUnmap(self)
                   \/ ShareFind(self) \/ ShareCheck(self) \/ ShareMake(self) \/ ShareSlot(self)
                   \/ ShareClean(self) \/ CloneCopy(self) \/ CloneSize(self) \/ CloneGet(self)
                   \/ CloneSet(self) \/ RemapRelease(self) \/ RemapUnlock(self) \/ PinFault(self)
                   \/ PinFaulted(self) \/ PinRead(self) \/ PinGrab(self) \/ PinRecheck(self)
                   \/ PinWrite(self) \/ PinPut(self) \/ WritebackBlock(self)
                   \/ WritebackEnd(self) \/ ReclaimFind(self) \/ ReclaimLock(self)
                   \/ ReclaimUnmap(self) \/ ReclaimFreeze(self) \/ ReclaimDelete(self)
                   \/ LateTouch(self) \/ ReclaimFree(self) \/ MigrateFind(self)
                   \/ MigrateLock(self) \/ MigrateUnmap(self) \/ MigrateFreeze(self)
                   \/ MigrateReplace(self) \/ MigrateCopy(self) \/ MigrateRestore(self)
                   \/ MigrateUndo(self) \/ EvictFind(self) \/ EvictBlocks(self)
                   \/ EvictNext(self) \/ EvictEnd(self)

Grace == /\ pc["rcu"] = "Grace"
         /\ \/ /\ \E e \in {x \in Fragment : fragment[x].state = "retired" /\ grace[x] = {}}:
                    fragment' = [fragment EXCEPT ![e] = FreeFragment]
            \/ /\ AllDone
               /\ UNCHANGED fragment
         /\ pc' = [pc EXCEPT !["rcu"] = "Grace"]
         /\ UNCHANGED << run, size, bmap, extent, disk, inode, slot, folio, pte, irwsem, invalidate, 
                         rcu, grace, ip, op, at, entry, page, other, new, frag, value, map, io, todo, 
                         held, result, aux_size, aux_content, aux_cut, aux_allowed, aux_effects, 
                         aux_copied, aux_cache, stack >>

softirq == Grace

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == softirq
           \/ (\E self \in ProcSet:  \/ Lookup(self) \/ Drop(self) \/ Attach(self) \/ Fill(self)
                                     \/ Cow(self) \/ Clean(self) \/ Remove(self) \/ WriteFault(self))
           \/ (\E self \in Thread: thread(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in Thread : /\ WF_vars(thread(self))
                                /\ WF_vars(Lookup(self))
                                /\ WF_vars(Fill(self))
                                /\ WF_vars(WriteFault(self))
                                /\ WF_vars(Cow(self))
                                /\ WF_vars(Drop(self))
                                /\ WF_vars(Remove(self))
                                /\ WF_vars(Clean(self))
                                /\ WF_vars(Attach(self))
        /\ WF_vars(softirq)

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
==============================================================================
