---- MODULE Clock ----
(* A clock for the tests of the model runner: small, with every kind of property. *)
EXTENDS Naturals
CONSTANT N
ASSUME NPositive == N > 0
VARIABLES h, t
vars == <<h, t>>

Init == h = 0 /\ t = [a \in {"x", "y"} |-> [up |-> FALSE, n |-> 0]]
Tick(i) == h' = (h + i) % N /\ UNCHANGED t
Tock == t' = [t EXCEPT !["x"].up = ~@] /\ UNCHANGED h
Next == Tock \/ \E i \in 1..2 : Tick(i)
Spec == Init /\ [][Next]_vars
FairSpec == Spec /\ WF_vars(Tick(1))
StopSpec == Init /\ [][h < 3 /\ Tick(1)]_vars
LongSpec == Init /\ [][h' = h + 1 /\ UNCHANGED t]_vars

TypeInv == h \in 0..(N - 1) /\ \A a \in {"x", "y"} : t[a].up \in BOOLEAN
LowInv == h < 3
ReachThree == h # 3
BrokenInv == h = 0 \/ t[h].up
TockProp == [][t' = t \/ h' = h]_vars
UpProp == [][h' = h \/ h' = h + 1]_vars
BackProp == TockProp /\ [][h' >= h]_vars
StartProp == h = 1
MovesProp == <>(h # 0)
FullProp == <>(h = N)
Abs == INSTANCE ClockAbs WITH x <- h
RefinesProp == Abs!Spec
SmallInv == h < 100
SmallProp == Abs!SmallSpec
====
