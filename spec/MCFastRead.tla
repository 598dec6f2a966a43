----------------------------- MODULE MCFastRead -----------------------------
(***************************************************************************)
(* Models     : bounds for FastRead.  With data 0..2 a unit can be zero,   *)
(*              as it was, and something else; three folios: the file's,   *)
(*              the fragment's and one for another file.                   *)
(* Checked    : MCFastRead*.cfg: as it must be, each guard off, witnesses. *)
(***************************************************************************)
EXTENDS FastRead
=============================================================================
