---------------------------- MODULE MCFileViewBugs ----------------------------
(***************************************************************************)
(* Models     : FileView with one operator replaced by a wrong one.        *)
(* Checked    : MCFileView_Bug*.cfg: each must be refuted by the property  *)
(*              that its first line names.                                 *)
(***************************************************************************)
EXTENDS MCFileView

\* For Truncate: the bytes cut off stay, to show when the file grows.
BugTruncateKeepsBytes(f, n) ==
  /\ TruncateStatus(f, n) = "OK"
  /\ size' = [size EXCEPT ![f] = n]
  /\ UNCHANGED <<exists, content, view, pin, poisoned, left, storage, room>>

\* For Unlink: the name goes, the bytes stay for who takes the name next.
BugUnlinkKeepsBytes(f) ==
  /\ UnlinkStatus(f) = "OK"
  /\ exists' = [exists EXCEPT ![f] = FALSE]
  /\ UNCHANGED <<size, content, view, pin, poisoned, left, storage, room>>

\* For Write: whoever has the same bytes there gets the new ones too.
BugWriteTied(f, b, d) ==
  /\ WriteStatus(f, b) = "OK"
  /\ content' = [g \in File |->
       IF g = f \/ (content[g] = content[f] /\ b < size[g])
       THEN [content[g] EXCEPT ![b] = d] ELSE content[g]]
  /\ size' = [size EXCEPT ![f] = Max(@, b + 1)]
  /\ UNCHANGED <<exists, view, pin, poisoned, left, storage, room>>

\* For PunchStatus: an error that no caller knows.
BugUnknownStatus(f, b, n) == IF n = 0 THEN "ERANGE" ELSE "OK"

\* For Store: a private view's store is to the file.
BugPrivateTied(p, u, d) ==
  /\ StoreViewStatus(p, u) = "OK"
  /\ Settle([Seen EXCEPT !.content[view[p].file][u] = d], {}, {})

\* For Leaves: a write is as good as synced, or never was.
BugLeavesOld(synced) == UNCHANGED left

==============================================================================
