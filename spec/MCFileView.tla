------------------------------ MODULE MCFileView ------------------------------
(***************************************************************************)
(* Models     : bounds and witnesses for FileView.                         *)
(* Checked    : MCFileView_*.cfg; models.json says what each shows.        *)
(***************************************************************************)
EXTENDS FileView

CoreOps == {"Read", "Write", "Truncate", "Punch", "Clone", "Dedupe", "Fsync",
            "Create", "Unlink"}

CoreAndViewOps == CoreOps \cup {"Map", "Unmap", "Load", "Store", "Pin", "Unpin",
                                 "PinLoad", "PinStore"}
\* Those after which an application sees something else.
ChangingOps == CoreOps \ {"Dedupe", "Fsync"}
ViewsOps == (ChangingOps \ {"Unlink"}) \cup {"Map", "Unmap", "Load", "Store"}
CrashOps == {"Create", "Unlink", "Write", "Truncate", "Clone", "Fsync", "Crash"}

\* For Leaves, which says how little may be left: all that may be, so that TLC
\* can enumerate it.  A crash then finds every choice that Leaves allows.
LeavesMost(synced) ==
  IF ~Crashing THEN UNCHANGED left
  ELSE left' = [f \in File |->
         LET now == Only(exists', size', content', f)
         IN IF f \in synced THEN now
            ELSE [exists  |-> left[f].exists \cup now.exists,
                  size    |-> left[f].size \cup now.size,
                  content |-> [u \in Unit |->
                     left[f].content[u] \cup now.content[u]]]]

\* For replay, where a step must be one that a subject can be asked to take.
\* Nothing is left out where nothing happens without a call, in no state: else a
\* state would be reached that a subject has, and the replay does not know.
CallsSpec == Init /\ [][Call]_vars
NothingHiddenInv == ~ENABLED <<Environment>>_vars

\* Expected to be violated: two files hold the same bytes at different
\* offsets, a hole before them.
ReachClonedToOffset ==
  ~\E f, g \in File : \E i, j \in Block :
      /\ f # g /\ i < j
      /\ content[f][i] # Zero /\ content[f][i] = content[g][j]
      /\ content[g][i] = Zero

\* Expected to be violated: a crash leaves bytes that the file had between two
\* syncs, and no longer when it came.
ReachCrashLeavesOlder ==
  [][~\E f \in File : \E u \in Unit :
        /\ Crash /\ exists[f] /\ exists'[f] /\ u < size'[f] /\ u < size[f]
        /\ content'[f][u] # content[f][u]]_vars

==============================================================================
