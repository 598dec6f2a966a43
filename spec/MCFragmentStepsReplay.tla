------------------------ MODULE MCFragmentStepsReplay ------------------------
(***************************************************************************)
(* Models     : small programs of FragmentSteps whose every step is taken  *)
(*              by real threads in the Java cache, one label at a time.    *)
(* Refines    : nothing; FragmentSteps has the steps.                      *)
(* Kernel     : as FragmentSteps.                                          *)
(* Not here   : pins, migration, reclaim and eviction: the cache takes     *)
(*              these alone, or in fewer steps; ../impl/README.md says how.*)
(* Checked    : MCFragmentStepsReplay_*.cfg; ./fragcache schedules         *)
(***************************************************************************)
EXTENDS MCFragmentSteps

RunsCloneStore    == In({"private", "stored"}, {Do2(<<Clone("a", "b")>>, <<Store("a", 3)>>)})
RunsTruncateRead  == In({"shared", "mapped"}, {Do2(<<Truncate("b", 0)>>, <<Read("b")>>)})
RunsLastPut       == In({"left"}, {Do3(<<Truncate("a", 0)>>, <<Read("a")>>, <<Clone("a", "b")>>)})

\* From every state of a file that a write does not grow.
RunsReplayPairs ==
  In(Setups \ {"empty"},
     {Do2(<<Clone("a", "b")>>, <<o>>) :
        o \in {Clone("b", "a"), Store("a", 4), Write("a", 4), Read("a"), Load("a"), Punch("a")}}
     \cup {Do2(<<Truncate("a", 0)>>, <<o>>) :
        o \in {Store("a", 4), Read("a"), Load("a"), Punch("a")}}
     \cup {Do2(<<o>>, <<Write("a", 4)>>) : o \in {Read("a")}}
     \cup {Do2(<<Store("a", 3)>>, <<Store("a", 4)>>)})

==============================================================================
