---------------------------- MODULE FileViewCalls ----------------------------
(***************************************************************************)
(* Models     : FileView without errors and crashes, so that a call in a   *)
(*              state has one outcome and one state after it: a table, the *)
(*              sequential specification of Lincheck.                      *)
(***************************************************************************)
EXTENDS MCFileView

\* FileView's Hidden, in the form that the oracle takes for a step.
Unseen == TRUE /\ Hidden

CallsNext == Call \/ Unseen
CallsSpec == Init /\ [][CallsNext]_vars

==============================================================================
