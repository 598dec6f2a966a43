------------------------- MODULE MCFragmentStepsLog -------------------------
(***************************************************************************)
(* Models     : FragmentSteps with open programs, as what the labels of    *)
(*              free threads are judged by: a thread's next operation is   *)
(*              chosen when it starts.                                     *)
(* Refines    : FragmentSteps, whose steps these are, but for four by      *)
(*              which a lookup starts again, and two that drop a folio     *)
(*              sooner.                                                    *)
(* Kernel     : as FragmentSteps.                                          *)
(* Not here   : dedupe, pins, migration, reclaim and eviction: the cache   *)
(*              takes these alone, or in other steps; ../impl/README.md.   *)
(*              When steps were taken: who judges a log looks for an order *)
(*              that it allows.                                            *)
(* Checked    : MCFragmentStepsLog_* in models.json.  scenarios/labels-*   *)
(*              are the configurations of `./fragcache validate`.          *)
(***************************************************************************)
EXTENDS MCFragmentSteps

CONSTANTS
  Start,       \* the name of the initial state
  Data,        \* what is written and stored
  Operations   \* what a thread may be asked to do

RunsOpen == In({Start}, {[t \in Thread |-> <<>>]})

EveryOperation ==
  {Read(f) : f \in File} \cup {Load(f) : f \in File}
  \cup {Write(f, x) : f \in File, x \in Data} \cup {Store(f, x) : f \in File, x \in Data}
  \cup {Truncate(f, n) : f \in File, n \in 0 .. 1} \cup {Punch(f) : f \in File}
  \cup {Clone(p[1], p[2]) : p \in {q \in File \X File : q[1] # q[2]}}
  \cup {Writeback(f) : f \in File}

\* A program of one operation; Begin is its first step.
Ask(t, o) ==
  /\ pc[t] = "Begin"
  /\ op[t] = NoOp
  /\ run' = [run EXCEPT !.program[t] = <<o>>]
  /\ ip' = [ip EXCEPT ![t] = 1]
  /\ UNCHANGED <<size, bmap, extent, disk, inode, slot, fragment, folio, pte, irwsem,
                 invalidate, rcu, grace, op, at, entry, page, other, new, frag, value,
                 map, io, todo, held, result, aux_size, aux_content, aux_cut,
                 aux_allowed, aux_effects, aux_copied, aux_cache, pc, stack>>

\* A read fault that filled a block, or found it changed, looks it up again before
\* it looks at the page table again: retry_find in filemap_fault().  FragmentSteps
\* looks at the page table first; another thread may have set it meanwhile, and
\* this one finds that at LoadMap.
LoadAgain(t) ==
  /\ pc[t] = "LoadAccess"
  /\ pc' = [pc EXCEPT ![t] = "LoadSize"]
  /\ UNCHANGED <<run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, irwsem,
                 invalidate, rcu, grace, ip, op, at, entry, page, other, new, frag, value,
                 map, io, todo, held, result, aux_size, aux_content, aux_cut,
                 aux_allowed, aux_effects, aux_copied, aux_cache, stack>>

\* A slot never gets the same reference back in the cache: each time it is another
\* object, as D2's generation would have it.  So who looks at a slot again may find
\* another reference where FragmentSteps, which has only numbers, finds the same one;
\* and starts again, as after any change.
Same(t) == entry[t].kind = "ref" /\ SlotAt(t) = entry[t]

RecheckAnother(t) ==
  /\ pc[t] = "LookupRecheck"
  /\ Same(t)
  /\ folio' = [folio EXCEPT ![page[t]] = Unref(@)]
  /\ pc' = [pc EXCEPT ![t] = "LookupSlot"]
  /\ UNCHANGED <<run, size, bmap, extent, disk, inode, slot, fragment, pte, irwsem,
                 invalidate, rcu, grace, ip, op, at, entry, page, other, new, frag, value,
                 map, io, todo, held, result, aux_size, aux_content, aux_cut,
                 aux_allowed, aux_effects, aux_copied, aux_cache, stack>>

ReadAnother(t) ==
  /\ pc[t] = "ReadCopy"
  /\ Same(t)
  /\ value' = [value EXCEPT ![t] = folio[page[t]].data]
  /\ entry' = [entry EXCEPT ![t] = Empty]
  /\ pc' = [pc EXCEPT ![t] = "ReadPut"]
  /\ UNCHANGED <<run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, irwsem,
                 invalidate, rcu, grace, ip, op, at, page, other, new, frag,
                 map, io, todo, held, result, aux_size, aux_content, aux_cut,
                 aux_allowed, aux_effects, aux_copied, aux_cache, stack>>

LoadAnother(t) ==
  /\ pc[t] = "LoadMap"
  /\ Same(t)
  /\ pc' = [pc EXCEPT ![t] = "LoadPut"]
  /\ UNCHANGED <<run, size, bmap, extent, disk, inode, slot, fragment, folio, pte, irwsem,
                 invalidate, rcu, grace, ip, op, at, entry, page, other, new, frag, value,
                 map, io, todo, held, result, aux_size, aux_content, aux_cut,
                 aux_allowed, aux_effects, aux_copied, aux_cache, stack>>

\* D3: a folio at an offset that no referrer covers is dead, and goes at the drop.  In
\* FragmentSteps, whose fragments have one block, it goes with the last count.  Here
\* who finds at its count that another has taken the last referrer away, and not yet
\* the last count, drops the folio, if none covers it again when it has its lock.  It
\* has no count any more, so RCU keeps the fragment for it; in Java the reference does.
Covers(t) == {r \in fragment[frag[t]].referrers : r[3] = entry[t].offset}

CountDead(t) ==
  /\ pc[t] = "DropCount"
  /\ fragment[frag[t]].count > 1
  /\ Covers(t) = {}
  /\ fragment' = [fragment EXCEPT ![frag[t]].count = @ - 1]
  /\ rcu' = rcu \cup {t}
  /\ pc' = [pc EXCEPT ![t] = "DropDead"]
  /\ UNCHANGED <<run, size, bmap, extent, disk, inode, slot, folio, pte, irwsem,
                 invalidate, grace, ip, op, at, entry, page, other, new, frag, value,
                 map, io, todo, held, result, aux_size, aux_content, aux_cut,
                 aux_allowed, aux_effects, aux_copied, aux_cache, stack>>

DropDead(t) ==
  /\ pc[t] = "DropDead"
  /\ LET o == entry[t].offset
         p == fragment[frag[t]].folios[o]
     IN /\ p # NoFolio => folio[p].lock = NoThread
        /\ IF p # NoFolio /\ Covers(t) = {}
           THEN /\ folio' = [folio EXCEPT ![p] = Unref([@ EXCEPT !.mapping = NoMapping])]
                /\ fragment' = [fragment EXCEPT ![frag[t]].folios[o] = NoFolio]
           ELSE UNCHANGED <<folio, fragment>>
  /\ rcu' = rcu \ {t}
  /\ grace' = [e \in Fragment |-> grace[e] \ {t}]
  /\ pc' = [pc EXCEPT ![t] = Head(stack[t]).pc]
  /\ stack' = [stack EXCEPT ![t] = Tail(@)]
  /\ UNCHANGED <<run, size, bmap, extent, disk, inode, slot, pte, irwsem,
                 invalidate, ip, op, at, entry, page, other, new, frag, value,
                 map, io, todo, held, result, aux_size, aux_content, aux_cut,
                 aux_allowed, aux_effects, aux_copied, aux_cache>>

\* What is over is forgotten, so that a long log has no more states than a short one:
\* ghosts, which are in no guard (LinearizableInv and the like are FragmentSteps' own
\* to check); programs that have ended.  And memory that RCU may free is free: whether
\* sooner or later shows in nothing but which number is the lowest.
Forget ==
  /\ run' = [run EXCEPT !.program =
       [t \in Thread |-> IF op[t] = NoOp THEN <<>> ELSE run.program[t]]]
  /\ ip' = [t \in Thread |-> 1]
  /\ fragment' = [e \in Fragment |->
       IF fragment[e].state = "retired" /\ grace[e] = {} THEN FreeFragment ELSE fragment[e]]
  /\ aux_size' = [f \in File |-> 0]
  /\ aux_content' = [f \in File |-> [b \in Block |-> Zero]]
  /\ aux_cut' = [f \in File |-> [b \in Block |-> NoData]]
  /\ aux_allowed' = [t \in Thread |-> {}]
  /\ aux_effects' = [t \in Thread |-> 0]
  /\ aux_copied' = [t \in Thread |-> NoData]
  /\ UNCHANGED <<size, bmap, extent, disk, inode, slot, folio, pte, irwsem, invalidate, rcu,
                 grace, op, at, entry, page, other, new, frag, value, map, io, todo, held,
                 result, aux_cache, pc, stack>>

\* What others see.  A step that the cache does not tell must leave it as it is.
InCommon == <<size, bmap, extent, disk, slot, fragment, folio, pte, irwsem, invalidate>>

\* Of each thread: where it is, and what it would return.
Where == [t \in Thread |-> <<pc[t], result[t]>>]

\* FragmentSteps, and the steps that it does not have.
WiderNext ==
  \/ Next
  \/ \E t \in Thread : LoadAgain(t)
  \/ \E t \in Thread : RecheckAnother(t)
  \/ \E t \in Thread : ReadAnother(t)
  \/ \E t \in Thread : LoadAnother(t)
  \/ \E t \in Thread : CountDead(t)
  \/ \E t \in Thread : DropDead(t)

LogNext ==
  \/ WiderNext
  \/ \E t \in Thread, o \in Operations : Ask(t, o)
  \/ Forget

LogSpec == Init /\ [][LogNext]_vars

------------------------------------------------------------------------------
(* That those steps break nothing: FragmentSteps' properties, under        *)
(* programs in which each of them is taken.                                *)

WiderSpec == Init /\ [][WiderNext]_vars

RunsWider ==
  In({"cold", "evicted", "mapped"},
     {Do2(<<Load("a")>>, <<y>>) : y \in {Load("a"), Store("a", 3), Truncate("a", 0)}})
  \cup In({"shared", "mapped"},
          {Do2(<<Punch("a")>>, <<y>>) : y \in {Punch("b"), Write("b", 3), Store("b", 3)}}
          \cup {Do2(<<x>>, <<Clone("b", "a")>>) : x \in {Read("a"), Load("a")}})
  \cup In({"shared", "evicted"}, {Do2(<<Punch("b")>>, <<Write("a", 3), Read("b")>>)})

\* Expected to be violated: a folio is dropped before the last count.
ReachDeadDropped ==
  ~\E t \in AtLabel({"DropDead"}) : fragment[frag[t]].folios[entry[t].offset] # NoFolio

==============================================================================
