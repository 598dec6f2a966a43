---------------------------- MODULE StepsSnapshot ----------------------------
(***************************************************************************)
(* Models     : the state of FragmentSteps as FragmentCache has it.        *)
(* Refines    : the mapping of RefinesCacheProp, from call to call.        *)
(* Kernel     : nothing.                                                   *)
(* Not here   : locks, threads and what they hold: between the calls of    *)
(*              one thread there are none.                                 *)
(* Checked    : MCFragmentSteps_Alone.                                     *)
(***************************************************************************)
EXTENDS StepsState

\* Not <<x>>: TLC 2.18 compares a tuple with a function as it was before an
\* EXCEPT that it has not evaluated yet (FcnLambdaValue.toTuple()).
OneUnit(x) == [i \in 1 .. 1 |-> x]

\* The block maps of bm that refer to block o of extent k.
Refers(bm, k, o) == {x \in File \X Block : bm[x[1]][x[2]] = Shared(k, o)}
IsShared(bm, k)  == \E f \in File : \E b \in Block :
                      bm[f][b].kind = "shared" /\ bm[f][b].extent = k

\* A fragment is known by its key there, and here by where it lies.
SnapshotFolio(x, fr) ==
  [mapping  |-> IF x.mapping[1] = "fragment"
                THEN <<"fragment", fr[x.mapping[2]].key>> ELSE x.mapping,
   index    |-> x.index,
   data     |-> OneUnit(IF x = FreeFolio THEN Zero ELSE x.data),
   dirty    |-> x.dirty,
   poisoned |-> FALSE,
   refs     |-> x.refs]
SnapshotFragment(k, fr, ex) ==
  LET live == {e \in Fragment : fr[e].state = "live" /\ fr[e].key = k}
      e    == CHOOSE x \in live : TRUE
  IN IF live = {} THEN [count |-> 0, referrers |-> {}, folios |-> <<>>]
     ELSE [count     |-> fr[e].count,
           referrers |-> {[file |-> r[1], at |-> r[2], offset |-> r[3], len |-> 1] :
                            r \in fr[e].referrers},
           folios    |-> [o \in DOMAIN ex[k] |-> fr[e].folios[o]]]
SnapshotSlot(s, fr) ==
  IF s.kind = "ref" THEN [s EXCEPT !.fragment = fr[@].key] ELSE s

\* Places on the store there are none there: a block map has the bytes.
SnapshotMap(m, di) ==
  IF m.kind = "own" THEN [kind |-> "own", data |-> OneUnit(di[m.place])] ELSE m
SnapshotExtent(k, bm, ex, di) ==
  IF ~IsShared(bm, k) THEN <<>>
  ELSE [o \in DOMAIN ex[k] |->
         [data |-> OneUnit(IF Refers(bm, k, o) = {} THEN Zero ELSE di[ex[k][o]]),
          refs |-> Cardinality(Refers(bm, k, o))]]

==============================================================================
