------------------------ MODULE FragmentCachePurposes ------------------------
(***************************************************************************)
(* Models     : nothing more: what each call and step of FragmentCache is  *)
(*              for.  A cache that caches nothing, shares nothing and      *)
(*              gives nothing up looks right from above; these say what it *)
(*              must do, and what it leaves alone.                         *)
(* Refines    : see FragmentCacheProperties.                               *)
(* Kernel     : see FragmentCache.                                         *)
(* Not here   : that a step which may happen does: UnreferencedIsFreedProp *)
(*              alone asks that.                                           *)
(* Checked    : MCFragmentCache_* in models.json; by MCEveryStep with its  *)
(*              clock, also where a step changes nothing; by mutants.      *)
(***************************************************************************)
EXTENDS FragmentCacheProperties

\* The files that a call is about, if it brings their inodes into memory.
FilesOf(call) ==
  IF call[1] \in {"Clone", "Dedupe"} THEN {call[2], call[5]}
  ELSE IF call[1] \in {"Read", "Write", "Truncate", "Punch", "Fsync", "Create"}
  THEN {call[2]}
  ELSE IF call[1] \in {"Map", "Pin"} THEN {call[3]} ELSE {}

\* A call that succeeds leaves its inodes in memory: else the next looks them up
\* again.
InMemory(call) == \A f \in FilesOf(call) : inode'[f] = "incore"
InMemoryProp == [][\A call \in Calls : Do(call) => InMemory(call)]_vars

\* What was read is cached: else each read goes to the store.  What was filled
\* for it is clean: else it is written back for nothing.
Caches(call) ==
  call[1] = "Read" /\ call[3] < size[call[2]] =>
    LET b == BlockOf(call[3])
        p == FolioAt(Cache, call[2], b)
    IN \/ IsHole(Cache, call[2], b)
       \/ /\ p' # NoFolio
          /\ p = NoFolio => ~folio'[p'].dirty
ReadCachesProp == [][\A call \in Calls : Do(call) => Caches(call)]_vars

\* Dedupe of the same bytes shares them, block by block, as a clone does: else
\* it saves nothing.
Shares(call) ==
  call[1] = "Dedupe" /\ Outcome(call).status = "SAME" /\ call[4] > 0 =>
    \A i \in 0 .. BlocksFor(DedupeCount(call[2], call[3], call[4], call[5],
                                        call[6])) - 1 :
      LET b == BlockOf(call[3]) + i
          d == BlockOf(call[6]) + i
          m == bmap'[call[5]][d]
      IN IF Disk
         THEN /\ bmap'[call[2]][b] = m
              /\ m.kind # "own"
              /\ m.kind = "shared" =>
                   slot'[call[5]][d] = Ref(m.extent, m.offset)
         ELSE /\ slot'[call[2]][b] = slot'[call[5]][d]
              /\ slot'[call[5]][d].kind # "own"
DedupeSharesProp == [][\A call \in Calls : Do(call) => Shares(call)]_vars

\* fsync leaves nothing dirty but what a device may still write to, else it has
\* not waited for what it promises.
CleanIn(f, B) ==
  \A b \in B : SlotDirty(Cache, f, b) => WritePinned(Cache, slot[f][b].folio)
Cleans(call) == call[1] = "Fsync" => CleanIn(call[2], Block)'
FsyncCleansProp == [][\A call \in Calls : Do(call) => Cleans(call)]_vars

\* Dedupe writes back what it compares, also if it differs (D12).
Compares(call) ==
  call[1] = "Dedupe" /\ call[4] > 0 =>
    LET n == BlocksFor(DedupeCount(call[2], call[3], call[4], call[5], call[6]))
        From(u) == BlockOf(u) .. BlockOf(u) + n - 1
    IN (CleanIn(call[2], From(call[3])) /\ CleanIn(call[5], From(call[6])))'
DedupeCleansProp == [][\A call \in Calls : Do(call) => Compares(call)]_vars

\* A fault leaves a page table entry, a store one that can be stored to: else
\* each access faults.
Faults(call) ==
  call[1] \in {"Load", "Store"} =>
    LET t == pte'[call[2]][BlockOf(call[3])]
    IN /\ t # NoPte
       /\ call[1] = "Store" => t.kind = "copy" \/ t.writable
FaultMapsProp == [][\A call \in Calls : Do(call) => Faults(call)]_vars

\* A page table entry stays while its block keeps its folio, and can be stored
\* to while that is dirty (D3, D7): else other files' processes, and other
\* blocks, pay for a call.  A remap zaps its destination whatever comes there.
EntryStays(p, b) ==
  LET f == view[p].file
      t == pte[p][b]
      x == pte'[p][b]
  IN /\ t.kind = "folio" /\ t.folio # ZeroPage
     /\ view'[p] = view[p] /\ slot'[f][b] = slot[f][b]
     /\ FolioAt(Cache, f, b)' = t.folio /\ ~folio'[t.folio].poisoned
     => \/ x.kind = "copy"
        \/ /\ x.kind = "folio" /\ x.folio = t.folio
           /\ /\ t.writable /\ folio'[t.folio].dirty
              /\ ~WritePinned(Cache, t.folio)
              => x.writable
RemapZaps(call, p, b) ==
  /\ call[1] \in {"Clone", "Dedupe"}
  /\ view[p] # NoView /\ view[p].file = call[5] /\ b >= BlockOf(call[6])
EntriesStay(call) ==
  \A p \in Process : \A b \in Block : RemapZaps(call, p, b) \/ EntryStays(p, b)
CallKeepsEntriesProp == [][\A call \in Calls : Do(call) => EntriesStay(call)]_vars
KernelKeepsEntriesProp ==
  [][Environment => \A p \in Process : \A b \in Block : EntryStays(p, b)]_vars

\* The blocks that a call is about, with those in which a file ends that it
\* makes longer.  The others stay as they are: else a punch dirties, or copies,
\* what it does not cover.
BlocksFrom(f, u) == {f} \X {b \in Block : b >= BlockOf(u)}
BlocksOf(call) ==
  LET op == call[1]
      x  == call[2]
  IN CASE op = "Read"     -> {<<x, BlockOf(call[3])>>}
       [] op = "Write"    -> {<<x, BlockOf(call[3])>>, <<x, BlockOf(size[x])>>}
       [] op = "Truncate" -> BlocksFrom(x, Min(call[3], size[x]))
       [] op = "Punch"    -> {x} \X (BlockOf(call[3]) .. BlockOf(call[3] + call[4] - 1))
       [] op = "Clone"    -> BlocksFrom(x, call[3])
                               \cup BlocksFrom(call[5], Min(call[6], size[call[5]]))
       [] op = "Dedupe"   -> BlocksFrom(x, call[3]) \cup BlocksFrom(call[5], call[6])
       [] op \in {"Fsync", "Create", "Unlink"} -> BlocksFrom(x, 0)
       [] op \in {"Load", "Store"} -> {<<view[x].file, BlockOf(call[3])>>}
       [] op = "Unmap"    -> IF view[x] = NoView THEN {} ELSE BlocksFrom(view[x].file, 0)
       [] op = "Pin"      -> {<<call[3], BlockOf(call[4])>>}
       [] op = "PinStore" -> {<<pin[x].file, BlockOf(pin[x].at)>>}
       [] op \in {"Map", "Unpin", "PinLoad"} -> {}
LeavesRest(call) ==
  \A x \in (File \X Block) \ BlocksOf(call) :
    LET s == slot[x[1]][x[2]]
    IN /\ slot'[x[1]][x[2]] = s /\ bmap'[x[1]][x[2]] = bmap[x[1]][x[2]]
       /\ s.kind = "own" =>
            folio'[s.folio] = [folio[s.folio] EXCEPT !.refs = folio'[s.folio].refs]
CallLeavesRestProp == [][\A call \in Calls : Do(call) => LeavesRest(call)]_vars

\* A commit of the log makes all metadata last, of what has a name.
CommitLastsProp ==
  [][Commit /\ Crashing =>
       \A f \in File :
         /\ durable'.exists[f] = Exists(f)
         /\ Exists(f) => durable'.size[f] = size[f] /\ durable'.bmap[f] = bmap[f]]_vars

\* Each step of the environment does what it is named for.
WritebackCleansProp ==
  [][\A f \in File, b \in Block :
       Writeback(f, b) => SlotDirty(Cache, f, b) /\ CleanIn(f, {b})']_vars
ReclaimOwnFreesProp ==
  [][\A f \in File, b \in Block : ReclaimOwn(f, b) => slot'[f][b] = Empty]_vars
ReclaimFragmentFreesProp ==
  [][\A e \in Extent, o \in Block : ReclaimFragment(e, o) => ~HasFolio(e, o)']_vars
EvictForgetsProp ==
  [][\A f \in File : Evict(f) => inode'[f] = "evicted"]_vars
MigrateOwnMovesProp ==
  [][\A f \in File, b \in Block :
       MigrateOwn(f, b) => slot'[f][b].kind = "own" /\ slot'[f][b] # slot[f][b]]_vars
MigrateFragmentMovesProp ==
  [][\A e \in Extent, o \in Block :
       MigrateFragment(e, o) =>
         HasFolio(e, o)' /\ fragment'[e].folios[o] # fragment[e].folios[o]]_vars
PoisonOwnLosesProp ==
  [][\A f \in File, b \in Block :
       PoisonOwn(f, b) =>
         /\ ~folio[OwnOf(f, b)].poisoned          \* once
         /\ (IsOwn(f, b) => folio[OwnOf(f, b)].poisoned)']_vars
PoisonFragmentLosesProp ==
  [][\A e \in Extent, o \in Block :
       PoisonFragment(e, o) =>
         /\ ~folio[FolioOf(e, o)].poisoned
         /\ (HasFolio(e, o) => folio[FolioOf(e, o)].poisoned)']_vars
TakeBackEndsProp ==
  [][\A f \in File, e \in Extent :
       TakeBack(f, e) =>
         /\ fragment[e] # NoFragment
         /\ fragment'[e] = NoFragment /\ extent'[e] = FreeExtent]_vars

\* A poisoned folio stays where it is until a call drops it: else the kernel
\* touches it, and the machine checks again.
PoisonStaysProp ==
  [][Environment /\ ~Crash =>
       \A p \in Folio : folio[p].poisoned => folio'[p] = folio[p]]_vars

\* What the kernel may do by itself it can do wherever that is for something:
\* else dirty blocks stay in memory, and memory is not had back.  Told without the
\* guards of the steps: who has a folio, from pins and not from its references.
\* Dear to TLC, as OutcomeIsStepInv; explorations for mutants ask them.
Held(p) == Pins(Cache, p) # {} \/ folio[p].poisoned
CleanSlot(f, b) ==
  slot[f][b].kind = "own" => LET p == slot[f][b].folio
                             IN ~folio[p].dirty /\ ~Held(p)
FragmentFolios ==
  {p \in Folio : folio[p].mapping[1] = "fragment" /\ ~Held(p)}
OwnFolios == {p \in Folio : folio[p].mapping[1] = "file" /\ ~Held(p)}
WritebackCanInv ==
  \A f \in On("Writeback", File), b \in Block :
    SlotDirty(Cache, f, b) => ENABLED Writeback(f, b)
ReclaimOwnCanInv ==
  \A f \in On("ReclaimOwn", File), p \in OwnFolios :
    Disk /\ folio[p].mapping[2] = f /\ ~folio[p].dirty =>
      ENABLED ReclaimOwn(f, folio[p].index)
ReclaimFragmentCanInv ==
  \A e \in On("ReclaimFragment", Extent), p \in FragmentFolios :
    Disk /\ folio[p].mapping[2] = e => ENABLED ReclaimFragment(e, folio[p].index)
EvictCanInv ==
  \A f \in On("Evict", File) :
    /\ Disk /\ inode[f] = "incore" /\ \A b \in Block : CleanSlot(f, b)
    /\ \A p \in Process : view[p] # NoView => view[p].file # f
    => ENABLED Evict(f)
MigrateOwnCanInv ==
  \A f \in On("MigrateOwn", File), p \in OwnFolios :
    folio[p].mapping[2] = f => ENABLED MigrateOwn(f, folio[p].index)
MigrateFragmentCanInv ==
  \A e \in On("MigrateFragment", Extent), p \in FragmentFolios :
    folio[p].mapping[2] = e => ENABLED MigrateFragment(e, folio[p].index)
PoisonOwnCanInv ==
  \A f \in On("PoisonOwn", File), p \in OwnFolios :
    folio[p].mapping[2] = f => ENABLED PoisonOwn(f, folio[p].index)
PoisonFragmentCanInv ==
  \A e \in On("PoisonFragment", Extent), p \in FragmentFolios :
    folio[p].mapping[2] = e => ENABLED PoisonFragment(e, folio[p].index)
TakeBackCanInv ==
  \A f \in On("TakeBack", File), e \in Extent :
    LET Refer == {x \in Slots("ref") : SlotAt(x).fragment = e}
        Have  == {x \in File \X Block : MapAt(x).kind = "shared" /\ MapAt(x).extent = e}
    IN /\ Refer # {} /\ inode[f] = "incore"
       /\ \A x \in Refer \cup Have : x[1] = f
       /\ \A x, y \in Refer : SlotAt(x) = SlotAt(y) => x = y
       /\ \A x, y \in Have : MapAt(x) = MapAt(y) => x = y
       /\ \A p \in Folio : folio[p].mapping = FragmentMapping(e) => ~Held(p)
       => ENABLED TakeBack(f, e)
CommitCanInv == \A x \in On("Commit", {Disk}) : x => ENABLED Commit
CrashCanInv == \A x \in On("Crash", {TRUE}) : ENABLED Crash

==============================================================================
