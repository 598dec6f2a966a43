----------------------------- MODULE MCPfnSteps ------------------------------
(***************************************************************************)
(* Models     : which guards of PfnSteps are on.                           *)
(* Checked    : MCPfnSteps_*.cfg; models.json says what each shows.        *)
(***************************************************************************)
EXTENDS PfnSteps

\* What (fragment, offset) in a slot needs.
Lookups == {"LookupTriesGet", "LookupRechecks"}

==============================================================================
