---------------------------- MODULE DesignScript -----------------------------
(***************************************************************************)
(* Models     : the calls by which the cost of a design is counted, the    *)
(*              same for all: a file of n cached blocks, K clones of it,   *)
(*              each of the one before; then each call that has a price.   *)
(*              A design's MC*Costs takes them one after the other; cost   *)
(*              is what it counts over the last step.                      *)
(* Refines    : nothing.                                                   *)
(* Not here   : time.  A count says how cost grows, not what a step takes. *)
(* Checked    : MC*_Costs in models.json: the script comes to its end.     *)
(***************************************************************************)
EXTENDS Integers, Sequences

VARIABLES at,     \* the step of the script that comes next
          cost    \* what was counted over the last one

\* A step: the call, and by which name it is counted, "" if not.
Step(what, n, k, call) == [what |-> what, n |-> n, k |-> k, call |-> call]
Quiet(call) == Step("", 0, 0, call)

RECURSIVE Each(_, _, _)
Each(Of(_), i, end) == IF i > end THEN <<>> ELSE Of(i) \o Each(Of, i + 1, end)

ReadAll(f, n) ==
  LET One(i) == <<Quiet(<<"Read", f, i - 1>>)>> IN Each(One, 1, n)

\* n blocks, K clones.  Files are numbers: 1, and its clones 2..K+1.
Setup(n, k) ==
  LET Create(i) == <<Quiet(<<"Create", i>>)>>
      Write(i)  == <<Quiet(<<"Write", 1, i - 1>>)>>
      Clone(i)  == <<Step(IF i = 1 THEN "clone" ELSE "clone of a clone", n, k,
                          <<"Clone", i, i + 1>>)>>
  IN Each(Create, 1, k + 1)
     \o Each(Write, 1, n)
     \o <<Quiet(<<"Fsync", 1>>)>>
     \o Each(Clone, 1, k)

\* All read; then a block is moved, freed and read again, one clone written to,
\* one truncated.
WhileCached(n, k) ==
  LET All(i)    == ReadAll(i, n)
      Remove(i) == <<Quiet(<<"Unlink", i>>)>>
  IN Setup(n, k)
     \o Each(All, 1, k + 1)
     \o <<Step("cached", n, k, <<"Read", 1, 0>>)>>
     \o <<Step("migrate", n, k, <<"Migrate", 1, 0>>)>>
     \o <<Step("reclaim", n, k, <<"Reclaim", 1, 0>>)>>
     \o Each(All, 1, k + 1)
     \o <<Step("write", n, k, <<"Write", 2, 0>>)>>
     \o <<Step("truncate", n, k, <<"Truncate", 3>>)>>
     \o Each(Remove, 1, k + 1)

\* All inodes leave memory; all are read again.
AfterEviction(n, k) ==
  LET Evict(i)  == <<Quiet(<<"Evict", i>>)>>
      All(i)    == ReadAll(i, n)
      Remove(i) == <<Quiet(<<"Unlink", i>>)>>
  IN Setup(n, k)
     \o Each(Evict, 1, k + 1)
     \o Each(All, 1, k + 1)
     \o <<Step("refill", n, k, <<"Read", 1, 0>>)>>
     \o Each(Remove, 1, k + 1)

\* Four sizes give a formula in n and K, the fifth tests it.
Sizes == <<<<2, 2>>, <<4, 2>>, <<2, 4>>, <<4, 4>>, <<3, 3>>>>
Script ==
  LET Both(i) == WhileCached(Sizes[i][1], Sizes[i][2]) \o AfterEviction(Sizes[i][1], Sizes[i][2])
  IN Each(Both, 1, Len(Sizes))

\* The next step, and what it cost: folios, entries of mappings, mappings that
\* changed; folios that are cached then; whether it could be done at all.
Counted(folios, entries, locks, cached, done) ==
  /\ at <= Len(Script)
  /\ at' = at + 1
  /\ cost' = [what |-> Script[at].what, n |-> Script[at].n, k |-> Script[at].k,
              folios |-> folios, entries |-> entries, locks |-> locks,
              cached |-> cached, done |-> done]

ScriptInit == at = 1 /\ cost = [what |-> ""]

\* Expected to be violated: the script came to its end.
ReachCounted == at <= Len(Script)

==============================================================================
