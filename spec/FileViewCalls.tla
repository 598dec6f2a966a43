---------------------------- MODULE FileViewCalls ----------------------------
(***************************************************************************)
(* Models     : FileView as what threads are judged by: its calls, and     *)
(*              what may change without one.  No crash: a log of threads   *)
(*              has none.  No poison: it would let a read fail at will.    *)
(* Refines    : it is FileView, with fewer steps.                          *)
(* Kernel     : as FileView.                                               *)
(* Not here   : how calls overlap.  Who judges a log looks for an order    *)
(*              of its calls in which each ends as it did.                 *)
(* Checked    : not by itself.  scenarios/log-*.cfg are the configurations *)
(*              of `./fragcache validate`; LinearizabilityTest has others. *)
(***************************************************************************)
EXTENDS MCFileView

\* FileView's Hidden, in the form that the oracle takes for a step.
Unseen == TRUE /\ Hidden

LogNext == Call \/ Unseen
LogSpec == Init /\ [][LogNext]_vars

==============================================================================
