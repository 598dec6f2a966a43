-------------------------------- MODULE Cow --------------------------------
(* A toy for tests: files of blocks that share counted fragments, in the   *)
(* style of the real specification (outcome, then Become).                 *)
EXTENDS Naturals, FiniteSets

CONSTANTS Files, Frags, Data, NBlocks, None

VARIABLES map, refs, data

vars == <<map, refs, data>>

Blocks == 1..NBlocks

TypeOK ==
  /\ map \in [Files -> [Blocks -> Frags \cup {None}]]
  /\ refs \in [Frags -> Nat]
  /\ data \in [Frags -> Data]

Users(g) == Cardinality({p \in Files \X Blocks : map[p[1]][p[2]] = g})

RefsExactInv == \A g \in Frags : refs[g] = Users(g)

Anything == CHOOSE d \in Data : TRUE

State == [map |-> map, refs |-> refs, data |-> data]

Become(c) ==
  /\ map' = c.map
  /\ refs' = c.refs
  /\ data' = c.data

Init ==
  /\ map = [f \in Files |-> [b \in Blocks |-> None]]
  /\ refs = [g \in Frags |-> 0]
  /\ data = [g \in Frags |-> Anything]

Free == {g \in Frags : refs[g] = 0}

Put(c, g) ==
  IF g = None THEN c
  ELSE [c EXCEPT !.refs[g] = @ - 1,
                 !.data[g] = IF c.refs[g] = 1 THEN Anything ELSE @]

Get(c, g) == IF g = None THEN c ELSE [c EXCEPT !.refs[g] = @ + 1]

WriteOutcome(f, b) ==
  LET g == map[f][b]
      own == IF g = None THEN FALSE ELSE refs[g] = 1
  IN  [status |-> IF own \/ Free # {} THEN "OK" ELSE "ENOSPC", own |-> own]

Write(f, b, d) ==
  /\ WriteOutcome(f, b).status = "OK"
  /\ LET g == map[f][b] IN
     IF WriteOutcome(f, b).own
     THEN Become([State EXCEPT !.data[g] = d])
     ELSE LET n == CHOOSE h \in Free : TRUE
              c == [State EXCEPT !.map[f][b] = n, !.data[n] = d]
          IN  Become(Put(Get(c, n), g))

Reflink(f, b, g, e) ==
  /\ f # g \/ b # e
  /\ map[f][b] # None
  /\ Become(Put(Get([State EXCEPT !.map[g][e] = map[f][b]], map[f][b]),
                map[g][e]))

Truncate(f, b) ==
  /\ map[f][b] # None
  /\ Become(Put([State EXCEPT !.map[f][b] = None], map[f][b]))

Peek(f) == UNCHANGED vars

Next ==
  \/ \E f \in Files, b \in Blocks, d \in Data : Write(f, b, d)
  \/ \E f, g \in Files, b, e \in Blocks : Reflink(f, b, g, e)
  \/ \E f \in Files, b \in Blocks : Truncate(f, b)
  \/ \E f \in Files : Peek(f)

Spec == Init /\ [][Next]_vars

FewReferences(n) == \A g \in Frags : refs[g] <= n
=============================================================================
