------------------------------ MODULE Parallel ------------------------------
(* Parallel edges (Up and Jump), self-loops (Stay), two initial states, and *)
(* the kinds of value that the encoding knows.                              *)
EXTENDS Integers, Sequences, TLC

CONSTANTS Names, Max, None, na, nb

VARIABLES x, last, log, seen

vars == <<x, last, log, seen>>

Init == x \in {0, 2} /\ last = None /\ log = <<>> /\ seen = {}

Up(n) ==
  /\ x < Max
  /\ x' = x + 1
  /\ last' = n
  /\ log' = <<"up", x'>>
  /\ seen' = seen \cup {n}

Jump(n, k) ==
  /\ x + k <= Max
  /\ x' = x + k
  /\ last' = n
  /\ log' = <<"up", x'>>
  /\ seen' = seen \cup {n}

Down ==
  /\ x > 0
  /\ x' = x - 1
  /\ last' = None
  /\ log' = <<>>
  /\ UNCHANGED seen

Stay(n) == x # 1 /\ UNCHANGED vars

Next ==
  \/ \E n \in Names : Up(n)
  \/ \E n \in Names, k \in 1..2 : Jump(n, k)
  \/ Down
  \/ \E n \in Names : Stay(n)

Spec == Init /\ [][Next]_vars

Small == x < 3

Pair(n) == [b |-> n, a |-> x]
Shift == [i \in 0..2 |-> i - x]
Map == [n \in Names |-> -x]
Values == {10, 2, -1}
Sets == {{}, {2}, {2, 1}}
Keyed == [s \in {"b", "a"} |-> IF s = "a" THEN 1 ELSE 2]
Numbered == [i \in {2, 1} |-> i + 6]
Empty == [i \in {} |-> i]
Quoted == "a\\b\"c"
Product == {1} \X Names
Powers == SUBSET {1}
Mixed == (nb :> 2 @@ na :> 1) :> 3
Nested == {{n} : n \in Names}
Apply(Op(_), v) == Op(v)
Ints == Int
Boom == Head(<<>>)
Sum(a, b) == a + b
=============================================================================
