------------------------------ MODULE MCFileView ------------------------------
(***************************************************************************)
(* Models     : bounds and witnesses for FileView.                         *)
(* Checked    : MCFileView_*.cfg; models.json says what each shows.        *)
(***************************************************************************)
EXTENDS FileView

AllOps == {"Read", "Write", "Truncate", "Punch", "Clone", "Fsync", "Create",
           "Unlink"}

\* Expected to be violated: two files hold the same bytes at different
\* offsets, a hole before them.
ReachClonedToOffset ==
  ~\E f, g \in File : \E i, j \in Block :
      /\ f # g /\ i < j
      /\ content[f][i] # Zero /\ content[f][i] = content[g][j]
      /\ content[g][i] = Zero

==============================================================================
