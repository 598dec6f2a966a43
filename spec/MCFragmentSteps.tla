--------------------------- MODULE MCFragmentSteps ---------------------------
(***************************************************************************)
(* Models     : bounds, initial states, programs and witnesses of          *)
(*              FragmentSteps.                                             *)
(* Checked    : MCFragmentSteps_*.cfg; models.json says what each shows.   *)
(***************************************************************************)
EXTENDS FragmentStepsProperties

(* Initial states.  Files a and b have a block each; others are empty.     *)

Files(x, y, z) == [f \in File |-> IF f = "a" THEN x ELSE IF f = "b" THEN y ELSE z]
First0(x, z)   == [b \in Block |-> IF b = 0 THEN x ELSE z]
Garbage        == 7        \* on the store, where nothing was written yet

\* maps x: block maps of a and b; slots s; folios fo; fragment e1; page tables p.
State(n, c, x, k, s, e1, fo, p) ==
  [size     |-> Files(n[1], n[2], 0),
   content  |-> Files(First0(c[1], Zero), First0(c[2], Zero), First0(Zero, Zero)),
   bmap     |-> Files(First0(x[1], Hole), First0(x[2], Hole), First0(Hole, Hole)),
   extent   |-> [i \in Extent |-> IF i = 1 THEN k ELSE <<>>],
   disk     |-> [i \in Place |-> IF i \in {1, 2} THEN i ELSE Garbage],
   slot     |-> Files(First0(s[1], Empty), First0(s[2], Empty), First0(Empty, Empty)),
   fragment |-> [i \in Fragment |-> IF i = 1 THEN e1 ELSE FreeFragment],
   folio    |-> [i \in Folio |-> IF i \in DOMAIN fo THEN fo[i] ELSE FreeFolio],
   pte      |-> Files(First0(p[1], NoPte), First0(p[2], NoPte), First0(NoPte, NoPte))]

Cached(m, x, refs, dirty) ==
  [FreeFolio EXCEPT !.mapping = m, !.data = x, !.refs = refs, !.dirty = dirty,
                    !.uptodate = TRUE]
Mine(f, x) == Cached(FileMapping(f), x, 1, FALSE)
NoExtent   == <<>>
OneBlock   == 0 :> 1       \* an extent whose block is place 1
Sharing(R, p) ==
  [LiveFragment EXCEPT !.key = 1, !.count = Cardinality(R),
                       !.referrers = {<<f, 0, 0>> : f \in R}, !.folios[0] = p]
Ours(refs) == Cached(FragmentMapping(1), 1, refs, FALSE)

MCSetup(name) ==
  CASE name = "private" ->         \* own, cached, clean
         State(<<1, 1>>, <<1, 2>>, <<Own(1), Own(2)>>, NoExtent,
               <<OwnFolio(1), OwnFolio(2)>>, FreeFragment,
               <<Mine("a", 1), Mine("b", 2)>>, <<NoPte, NoPte>>)
    [] name = "cold" ->            \* own, on the store only
         State(<<1, 1>>, <<1, 2>>, <<Own(1), Own(2)>>, NoExtent, <<Empty, Empty>>,
               FreeFragment, <<>>, <<NoPte, NoPte>>)
    [] name = "reuse" ->           \* a on the store only, b in memory only
         State(<<1, 1>>, <<1, 2>>, <<Own(1), Hole>>, NoExtent, <<Empty, OwnFolio(1)>>,
               FreeFragment, <<Cached(FileMapping("b"), 2, 1, TRUE)>>, <<NoPte, NoPte>>)
    [] name = "dirty" ->           \* a's is in memory only
         State(<<1, 1>>, <<1, 2>>, <<Hole, Own(2)>>, NoExtent,
               <<OwnFolio(1), OwnFolio(2)>>, FreeFragment,
               <<Cached(FileMapping("a"), 1, 1, TRUE), Mine("b", 2)>>, <<NoPte, NoPte>>)
    [] name = "stored" ->          \* a's is dirty, and may be stored to
         State(<<1, 1>>, <<1, 2>>, <<Hole, Own(2)>>, NoExtent,
               <<OwnFolio(1), OwnFolio(2)>>, FreeFragment,
               <<Cached(FileMapping("a"), 1, 2, TRUE), Mine("b", 2)>>,
               <<Pte(1, TRUE), NoPte>>)
    [] name = "holes" ->
         State(<<1, 1>>, <<0, 0>>, <<Hole, Hole>>, NoExtent, <<Empty, Empty>>,
               FreeFragment, <<>>, <<NoPte, NoPte>>)
    [] name = "mappedhole" ->      \* the zero page
         State(<<1, 1>>, <<0, 0>>, <<Hole, Hole>>, NoExtent, <<Empty, Empty>>,
               FreeFragment, <<>>, <<Pte(ZeroPage, FALSE), NoPte>>)
    [] name = "shared" ->          \* one fragment, cached
         State(<<1, 1>>, <<1, 1>>, <<Shared(1, 0), Shared(1, 0)>>, OneBlock,
               <<Ref(1, 0), Ref(1, 0)>>, Sharing({"a", "b"}, 1), <<Ours(1)>>,
               <<NoPte, NoPte>>)
    [] name = "mapped" ->          \* and mapped by both
         State(<<1, 1>>, <<1, 1>>, <<Shared(1, 0), Shared(1, 0)>>, OneBlock,
               <<Ref(1, 0), Ref(1, 0)>>, Sharing({"a", "b"}, 1), <<Ours(3)>>,
               <<Pte(1, FALSE), Pte(1, FALSE)>>)
    [] name = "reclaimed" ->       \* references, but no folio
         State(<<1, 1>>, <<1, 1>>, <<Shared(1, 0), Shared(1, 0)>>, OneBlock,
               <<Ref(1, 0), Ref(1, 0)>>, Sharing({"a", "b"}, NoFolio), <<>>,
               <<NoPte, NoPte>>)
    [] name = "evicted" ->         \* b has the last reference, a none in memory
         State(<<1, 1>>, <<1, 1>>, <<Shared(1, 0), Shared(1, 0)>>, OneBlock,
               <<Empty, Ref(1, 0)>>, Sharing({"b"}, 1), <<Ours(1)>>,
               <<NoPte, NoPte>>)
    [] name = "unreferenced" ->    \* shared on the store, nothing in memory
         State(<<1, 1>>, <<1, 1>>, <<Shared(1, 0), Shared(1, 0)>>, OneBlock,
               <<Empty, Empty>>, FreeFragment, <<>>, <<NoPte, NoPte>>)
    [] name = "left" ->            \* b was truncated: a alone has the fragment
         State(<<1, 0>>, <<1, 0>>, <<Shared(1, 0), Hole>>, OneBlock,
               <<Ref(1, 0), Empty>>, Sharing({"a"}, 1), <<Ours(1)>>,
               <<NoPte, NoPte>>)
    [] name = "leftcold" ->        \* the same without its folio; b's is dirty
         State(<<1, 1>>, <<1, 2>>, <<Shared(1, 0), Hole>>, OneBlock,
               <<Ref(1, 0), OwnFolio(1)>>, Sharing({"a"}, NoFolio),
               <<Cached(FileMapping("b"), 2, 1, TRUE)>>, <<NoPte, NoPte>>)
    [] name = "leftwarm" ->        \* as left, and b's is dirty
         State(<<1, 1>>, <<1, 2>>, <<Shared(1, 0), Hole>>, OneBlock,
               <<Ref(1, 0), OwnFolio(2)>>, Sharing({"a"}, 1),
               <<Ours(1), Cached(FileMapping("b"), 2, 1, TRUE)>>, <<NoPte, NoPte>>)
    [] name = "beside" ->          \* a alone has a fragment, b is on the store only
         State(<<1, 1>>, <<1, 2>>, <<Shared(1, 0), Own(2)>>, OneBlock,
               <<Ref(1, 0), Empty>>, Sharing({"a"}, 1), <<Ours(1)>>, <<NoPte, NoPte>>)
    [] name = "empty" ->
         State(<<0, 1>>, <<0, 2>>, <<Hole, Own(2)>>, NoExtent,
               <<Empty, OwnFolio(1)>>, FreeFragment, <<Mine("b", 2)>>,
               <<NoPte, NoPte>>)

\* Programs: what each thread does, threads named t1, t2, t3.
Do4(x, y, z, w) == [t \in Thread |-> IF t = "t1" THEN x ELSE IF t = "t2" THEN y
                                     ELSE IF t = "t3" THEN z ELSE w]
Do1(x)       == [t \in Thread |-> x]
Do2(x, y)    == [t \in Thread |-> IF t = "t1" THEN x ELSE y]
Do3(x, y, z) == [t \in Thread |-> IF t = "t1" THEN x ELSE IF t = "t2" THEN y ELSE z]
In(S, P)     == [setup : S, program : P]

\* A schedule, for the one guard that takes four threads to show.  t4 sees the
\* slot; t2 misses and is about to replace it; t1 inserts the fragment's folio; t2
\* drops the last reference, t3 lets the store use the block again; t1 reads that,
\* t4 finds the folio.  Hides all else.
SlotRecheckSchedule ==
  LET started(t) == pc[t] # "Begin" \/ ip[t] > 1
      t4Saw      == pc["t4"] \notin {"Begin", "ReadSize", "LookupSlot"}
      t1Fills    == pc["t1"] \in {"FillRead", "FillUptodate", "ReadFilled"}
  IN /\ started("t2") => t4Saw
     /\ started("t1") => slot["a"][0].kind = "own" \/ pc["t2"] = "CowReplace"
     /\ slot["a"][0].kind = "own" => t1Fills
     /\ started("t3") => pc["t2"] = "DropFolios"
     /\ pc["t1"] \in {"FillUptodate", "ReadFilled"} => ip["t3"] = 3
     /\ t4Saw /\ pc["t4"] # "LookupFind" => pc["t1"] = "ReadFilled"

\* One operation for each role, about a; about b what may meet it there.  x is
\* what it writes.
OnA(x) == <<Read("a"), Load("a"), Store("a", x), Write("a", x), ShortWrite("a"),
            Truncate("a", 0), Truncate("a", 1), Punch("a"), Clone("a", "b"),
            Dedupe("a", "b"), Pin("a"), Writeback("a"), Reclaim("a"), Migrate("a")>>
OnB(x) == <<Clone("b", "a"), Dedupe("b", "a"), Read("b"), Load("b"), Store("b", x),
            Write("b", x), Truncate("b", 0), Punch("b"), Writeback("b"), Reclaim("b"),
            Migrate("b")>>
Setups == {"private", "cold", "reuse", "dirty", "stored", "holes", "mappedhole",
           "shared", "mapped", "reclaimed", "evicted", "unreferenced", "left",
           "leftcold", "empty"}
Range(q) == {q[k] : k \in DOMAIN q}

\* One thread, two calls, each about either file.  Pin is left out: in
\* FragmentCache it leaves no page table.  Who evicts a file does not map it.
Sequential == {o \in Range(OnA(3)) \cup Range(OnB(4)) : o.call \notin {"pin", "shortwrite"}}
Unmapped   == {o \in Sequential : o.call \notin {"load", "store"}}
Evicting   == {<<Evict("a"), o>> : o \in Unmapped} \cup {<<Evict("b"), o>> : o \in Unmapped}
              \cup {<<o, Evict("a")>> : o \in Unmapped}
              \cup {<<Evict("a"), Evict("b"), o>> : o \in Unmapped}
RunsOne == In(Setups, {Do1(<<x>>) : x \in Sequential})
RunsAlone ==
  In(Setups, {Do1(<<x, y>>) : x, y \in Sequential})
  \cup In(Setups \ {"mapped", "mappedhole", "stored"}, {Do1(q) : q \in Evicting})

\* Two threads, one call each.  Threads differ by name only, and no property
\* looks at names, so that one order of each pair is enough.
Pairs(p, q) == {Do2(<<p[k[1]]>>, <<q[k[2]]>>) :
                  k \in {m \in (DOMAIN p) \X (DOMAIN q) : m[1] <= m[2]}}
RunsPairs    ==
  In(Setups, Pairs(OnA(3), OnA(4)))
  \cup In(Setups, {Do2(<<Pin("a"), PinStore(5), Unpin>>, <<y>>) : y \in Range(OnA(4))})
RunsAllPairs == In(Setups, Pairs(OnA(3) \o OnB(5), OnA(4) \o OnB(6)))

\* Two calls in a row against one: what takes a second call is to see new, then
\* old; to use memory or a block of the store again; to grow after a truncate; to
\* drop what was just cloned; to find a fragment again by its key.
TwoInARow ==
  {<<Read("a"), Load("a")>>, <<Load("a"), Read("a")>>, <<Load("a"), Load("a")>>,
   <<Reclaim("a"), Read("b")>>, <<Punch("a"), Writeback("b")>>,
   <<Truncate("a", 0), Write("a", 5)>>, <<Truncate("a", 0), Truncate("a", 1)>>,
   <<Clone("a", "b"), Punch("b")>>, <<Clone("a", "b"), Write("b", 5)>>,
   <<Clone("a", "b"), Clone("b", "a")>>, <<Punch("b"), Clone("a", "b")>>,
   <<Write("a", 5), Writeback("a")>>, <<Writeback("a"), Store("a", 5)>>,
   <<Writeback("a"), Reclaim("a")>>, <<Write("a", 5), Writeback("a"), Reclaim("a")>>,
   <<Pin("a"), PinStore(5), Unpin>>,
   <<Store("a", 5), Migrate("a")>>}
FewerSetups == {"private", "cold", "dirty", "shared", "mapped", "evicted", "left",
                "holes"}
RunsTwoToOne ==
  In(FewerSetups, {Do2(x, <<y>>) : x \in TwoInARow, y \in Range(OnA(3)) \cup Range(OnB(4))})
  \cup In(FewerSetups \ {"mapped"},
          {Do2(<<Evict("b"), Read("b")>>, <<y>>) :
             y \in {o \in Range(OnA(3)) : o.to = "a"}})

\* Three files: the key of a fragment that dies is free on the store, and wanted for
\* two others.  Takes two lookups in a row, too: another folio beside it.
RunsKeys ==
  In({"left", "leftcold", "leftwarm", "beside"},
     {Do2(<<Write("a", 3)>>, <<Writeback("a"), Clone("b", "c"), Read("c")>>),
      Do2(<<Store("a", 3)>>, <<Writeback("a"), Clone("b", "c"), Read("c")>>),
      Do2(<<Read("a")>>, <<Reclaim("a"), Read("b")>>)})

\* Three threads: what takes a third is to make a second one fail between two
\* steps of the first.
Triples ==
  {Do3(<<Read("a")>>, <<Write("a", 3)>>, <<Punch("b")>>),
   Do3(<<Read("a")>>, <<Clone("b", "a")>>, <<Reclaim("b")>>),
   Do3(<<Load("a")>>, <<Store("a", 3)>>, <<Clone("a", "b")>>),
   Do3(<<Load("a")>>, <<Truncate("a", 0)>>, <<Write("a", 3)>>),
   Do3(<<Load("a")>>, <<Migrate("a")>>, <<Punch("b")>>),
   Do3(<<Store("a", 3)>>, <<Store("a", 4)>>, <<Reclaim("a")>>),
   Do3(<<Store("a", 3)>>, <<Write("a", 4)>>, <<Writeback("a")>>),
   Do3(<<Store("a", 3)>>, <<Dedupe("a", "b")>>, <<Reclaim("b")>>),
   Do3(<<Clone("a", "b")>>, <<Clone("b", "a")>>, <<Read("a")>>),
   Do3(<<Clone("a", "b")>>, <<Pin("a")>>, <<Writeback("a")>>),
   Do3(<<Read("a")>>, <<Read("b")>>, <<Punch("a")>>),
   Do3(<<Reclaim("a")>>, <<Migrate("a")>>, <<Punch("a")>>),
   Do3(<<Store("a", 3)>>, <<Store("a", 4)>>, <<Writeback("a"), Reclaim("a")>>),
   Do3(<<Write("a", 3)>>, <<Store("a", 4)>>, <<Writeback("a"), Reclaim("a")>>)}
RunsTriples == In(Setups, Triples)

\* Where calls start again, or wait for each other: each returns all the same.
RunsLive ==
  In({"private", "cold", "shared", "mapped", "left", "evicted", "dirty"},
     {Do2(<<Store("a", 3)>>, <<Store("a", 4)>>), Do2(<<Read("a")>>, <<Write("a", 3)>>),
      Do2(<<Read("a")>>, <<Punch("b")>>), Do2(<<Read("a")>>, <<Reclaim("a")>>),
      Do2(<<Load("a")>>, <<Write("a", 3)>>), Do2(<<Load("a")>>, <<Migrate("a")>>),
      Do2(<<Clone("a", "b")>>, <<Clone("b", "a")>>), Do2(<<Clone("a", "b")>>, <<Pin("a")>>),
      Do2(<<Pin("a"), Clone("a", "b")>>, <<Write("b", 3)>>),
      Do2(<<Dedupe("a", "b")>>, <<Store("a", 3)>>), Do2(<<Write("a", 3)>>, <<Reclaim("a")>>),
      Do2(<<Truncate("a", 0)>>, <<Writeback("a")>>)})

------------------------------------------------------------------------------
(* Witnesses: expected to be violated.                                     *)

RunsReach ==
  In(Setups, {Do2(<<Store("a", 3)>>, <<Write("a", 4)>>), Do2(<<Read("a")>>, <<Punch("b")>>),
              Do2(<<Read("a")>>, <<Read("a")>>), Do2(<<Read("a")>>, <<Punch("a")>>),
              Do2(<<Read("a")>>, <<Reclaim("a"), Read("b")>>),
              Do2(<<Pin("a")>>, <<Clone("a", "b")>>),
              Do2(<<Load("a")>>, <<Truncate("a", 0)>>)})

\* A copy on write finds its slot changed, and starts again.
ReachCowStartsAgain ==
  ~\E t \in AtLabel({"CowReplace"}) : SlotAt(t) # entry[t]
\* A lookup by key meets a fragment that is dying.
ReachDyingFragmentFound ==
  ~\E t \in AtLabel({"AttachFind"}) : \E e \in Hashed(MapAt(t).extent) :
     fragment[e].count = 0
\* Two fills attach one block; one finds the other there.
ReachFillsMeet == ~\E t \in AtLabel({"FillUndo"}) : TRUE
\* A lookup finds a folio that is another's by now.
ReachFolioUsedAgain ==
  ~\E t \in AtLabel({"LookupReload"}) : ~Reloads(t) /\ folio[page[t]].mapping # NoMapping
\* A fragment's memory has to wait for a reader.
ReachRetiredWhileRead == ~\E e \in Fragment : grace[e] # {}
\* A pin backs off: its page table entry has changed.
ReachPinBacksOff == ~\E t \in AtLabel({"PinRecheck"}) : PteAt(t) # entry[t]
\* Reclaim finds a reader's reference, and gives up.
ReachFreezeFails ==
  ~\E t \in AtLabel({"ReclaimFreeze", "MigrateFreeze"}) : ~Frozen(page[t])
\* A clone cleans a folio once more, which a pin kept dirty.
ReachCleanedTwice == ~\E t \in AtLabel({"ShareClean"}) : TRUE
\* A mapped load may still see what a truncate is cutting off.
ReachCutOffSeen ==
  ~\E t \in AtLabel({"Return"}) :
     op[t].call = "load" /\ result[t] # <<"SIGBUS">> /\ aux_size[at[t][1]] <= at[t][2]
\* Two mappings wait for one folio that is being filled.
ReachWaitForFill == ~\E t \in AtLabel({"LookupWait"}) : folio[page[t]].lock # NoThread

==============================================================================
