----------------------------- MODULE MCEveryStep -----------------------------
(***************************************************************************)
(* Models     : FragmentCache with a clock that ticks at every step, so    *)
(*              that a call which does nothing is a step all the same.     *)
(*              TLC evaluates [][A]_vars only where vars change: without   *)
(*              the clock a write that is dropped, or an fsync that does   *)
(*              nothing, would be a stutter, and no property would look.   *)
(* Checked    : MCEveryStep_*.cfg; models.json says what each shows.       *)
(***************************************************************************)
EXTENDS MCFragmentCacheBugs

VARIABLE tick

TickInit == Init /\ tick = 0
TickNext == Next /\ tick' = 1 - tick
TickSpec == TickInit /\ [][TickNext]_<<vars, tick>>

\* Each call does what the same call does in FileView, also where that changes
\* nothing in the cache.
EveryStepProp ==
  [][/\ \A call \in Calls : Do(call) => FV!Do(call)
     /\ Environment => FV!Environment]_<<vars, tick>>

\* And it does what it is for.
EveryCallWorksProp ==
  [][\A call \in Calls : Do(call) =>
       /\ InMemory(call) /\ Caches(call) /\ Shares(call)
       /\ Cleans(call) /\ Compares(call) /\ Faults(call)]_<<vars, tick>>

\* For DedupeBlocks: what is the same is told so, and not shared.
BugDedupeCompares(c, f, b, n, g, d, same) ==
  CleanBlocks(CleanBlocks(c, f, b .. b + n - 1), g, d .. d + n - 1)

\* For Fill: what is read is not kept.
BugNothingCached(c, f, b) == c

\* For Fsync: returns OK, and that is all.
BugFsyncNop(f) == FsyncStatus(f) = "OK" /\ UNCHANGED vars

\* For Write: over a dirty block it is dropped.
BugWriteLost(f, u, d) ==
  /\ WriteStatus(f, u) = "OK"
  /\ IF SlotDirty(Cache, f, BlockOf(u)) THEN UNCHANGED vars
     ELSE Become(WriteUnit(Iget(Cache, f), f, u, d))

\* For Fsync: the size is no reason to commit.
BugFsyncSize(f) ==
  /\ FsyncStatus(f) = "OK"
  /\ LET c == CleanBlocks(Iget(Cache, f), f, Block)
     IN Become(IF c.bmap = bmap THEN c ELSE CommitLog(c))

==============================================================================
